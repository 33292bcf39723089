"""What runs are compared by: one table of what is measured, how it is written, and which way is better."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nnviz.experiments.result import Course, Result
from nnviz.explain.number_markup import figure
from nnviz.number_text import percent_text


@dataclass(frozen=True)
class Measure:
    """One thing measured."""

    name: str  # in files
    title: str
    row: str  # of `Course`; empty for the time, which has no curve
    higher_is_better: bool
    explanation: str
    is_share: bool = False

    @property
    def scale(self) -> float:
        """What a value is multiplied by on an axis: shares are per cent there."""
        return 100.0 if self.is_share else 1.0

    @property
    def unit(self) -> str:
        """What stands after a number on an axis."""
        return " %" if self.is_share else "" if self.row else " s"

    def of(self, result: Result, seconds: float) -> float:
        """Its value at the end of a run that took that many seconds; NaN where it is not known."""
        return float(result.curve[Course._fields.index(self.row), -1]) if self.row else seconds

    def text(self, value: float) -> str:
        """A value: "97.08 %", "0.123", "4.5 s"; "—" for none."""
        if not math.isfinite(value):
            return "—"
        if self.is_share:
            return percent_text(value)
        return figure(value) if self.row else f"{value:.1f} s"


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        one.name: one
        for one in (
            Measure(
                "test_accuracy",
                "test accuracy",
                "test_accuracy",
                True,
                explanation="The share of the test pictures that the network names rightly.",
                is_share=True,
            ),
            Measure(
                "test_cost",
                "test cost",
                "test_cost",
                False,
                explanation="The cost C, averaged over all test pictures.",
            ),
            Measure(
                "train_accuracy",
                "training accuracy",
                "train_accuracy",
                True,
                explanation="The share of the training examples that are right: of those since the point "
                "before, or of all where there are few.",
                is_share=True,
            ),
            Measure(
                "seconds",
                "time",
                "",
                False,
                explanation="How long the run took on the machine that trained it.",
            ),
        )
    }
)
