"""The moments of a run that the timeline goes to, and the words for them. Pure functions and values."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Literal

from nnviz.datasets.subject import MNIST_EXAMPLES
from nnviz.learning.settings import Settings
from nnviz.number_text import count_text, epoch_text, eta_text
from nnviz.runs.snapshot import Change
from nnviz.runs.steps import Steps

Unit = Literal["batch", "point", "epoch"]


def _no_steps() -> Steps:
    return Steps((Change(0, Settings()),), MNIST_EXAMPLES)


@dataclass(frozen=True, eq=False)
class Moments:
    """A run up to its newest moment. Moments are counted in examples seen; None stands for live."""

    steps: Steps = field(default_factory=_no_steps)
    points: tuple[int, ...] = (0,)  # of the learning curve
    newest: int = 0
    newest_steps: int = 0

    @property
    def epoch_size(self) -> int:
        """Examples in an epoch."""
        return self.steps.epoch_size

    def nearest_step(self, examples_seen: float) -> int | None:
        """The last end of a mini-batch up to there; None at or beyond the newest moment."""
        if examples_seen >= self.newest:
            return None
        return self.steps.examples_at(self.steps.at(max(0, int(examples_seen))))

    def next(self, at: int | None, unit: Unit, direction: int) -> int | None:
        """The moment one unit later (+1) or earlier (−1)."""
        here = self.newest if at is None else at
        later = self._after(here, unit) if direction > 0 else self._before(here, unit)
        return later if later < self.newest else None

    def after_steps(self, step: float) -> int | None:
        """The moment when that many steps were taken, not before the first."""
        examples_seen = self.steps.examples_at(max(0, round(step)))
        return examples_seen if examples_seen < self.newest else None

    def steps_an_epoch(self, at: int) -> float:
        """How many steps an epoch takes with the settings of that moment."""
        return self.epoch_size / min(self.steps.settings_at(at).mini_batch, self.epoch_size)

    def badge(self, at: int | None) -> str:
        """What is shown, in a few words."""
        if at is None:
            return "live"
        return f"step {count_text(self.steps.at(at))} of {count_text(self.newest_steps)}: looking back"

    def words(self, examples_seen: int) -> str:
        """A moment and the settings of its time: "step 12,340 · epoch 2.46 · η 3 · mini-batch 10"."""
        settings = self.steps.settings_at(examples_seen)
        return " · ".join(
            (
                f"step {count_text(self.steps.at(examples_seen))}",
                f"epoch {epoch_text(examples_seen, self.epoch_size)}",
                f"η {eta_text(settings.eta)}",
                f"mini-batch {count_text(settings.mini_batch)}",
            )
        )

    def _after(self, here: int, unit: Unit) -> int:
        if unit == "batch":
            return self.steps.examples_at(self.steps.at(here) + 1)
        if unit == "epoch":
            return (here // self.epoch_size + 1) * self.epoch_size
        i = bisect_right(self.points, here)
        return self.points[i] if i < len(self.points) else self.newest

    def _before(self, here: int, unit: Unit) -> int:
        before = max(0, here - 1)
        if unit == "batch":
            return self.steps.examples_at(self.steps.at(before))
        if unit == "epoch":
            return before // self.epoch_size * self.epoch_size
        i = bisect_left(self.points, here)
        return self.points[i - 1] if i else 0
