"""Figures that a lesson states of a run, and how far they may be off.

In the text: "95.1 % {=test_accuracy after 1 epoch}", the number directly before the braces. In the front
matter: "- test_accuracy after 1 epoch = 95.1 %".
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

from nnviz.lessons.amounts import Amount
from nnviz.lessons.conditions import ValueName
from nnviz.lessons.fault import Wrong
from nnviz.lessons.numbers import read_number
from nnviz.lessons.said_settings import read_settings

# Bounded throughout: whatever a text is like, it is gone through once.
NUMBER = r"(?<![\d.,])[-−]?(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.\d{1,12})?(?:\s?%)?"
IN_TEXT = re.compile(rf"(?P<stated>{NUMBER})?\s{{0,2}}\{{=(?P<claim>[^}}]{{0,200}})\}}")
_CLAIM = re.compile(
    r"(?P<value>.+?)(?:\s+after\s+(?P<after>.+?))?(?:\s+with\s+(?P<settings>.+?))?"
    r"(?:\s+within\s+(?P<within>\S+(?:\s%)?))?"
)
_HOW = "Write the number directly before the braces: 95.5 % {=test_accuracy after 1 epoch}."


@dataclass(frozen=True)
class Claim:
    """What is stated: a value of a run after so much training, with its page's settings and these."""

    line: int
    stated: str  # as it stands in the text: "95.1 %"
    value: ValueName
    after: Amount | None = None  # None: as far as the page's own runs go
    settings: tuple[tuple[str, Any], ...] = field(default=())
    within: float | None = None  # None: as its last decimal has it

    @property
    def number(self) -> float:
        """The stated number; per cent are hundredths."""
        return read_number(self.stated)

    @property
    def tolerance(self) -> float:
        """How far the true value may be from it: half a unit of its last place, or as is said."""
        if self.within is not None:
            return self.within
        bare = self.stated.removesuffix("%").strip()
        unit = 10.0 ** -len(bare.partition(".")[2])
        return 0.5 * unit * (0.01 if self.stated.endswith("%") else 1)

    def holds(self, found: float) -> bool:
        """Whether the value found is the one that was stated."""
        return math.isfinite(found) and abs(found - self.number) <= self.tolerance * (1 + 1e-9)

    def written(self, found: float) -> str:
        """The value found, with one decimal more than the lesson has."""
        bare = self.stated.removesuffix("%").strip()
        decimals = len(bare.partition(".")[2]) + 1
        if self.stated.endswith("%"):
            return f"{100 * found:.{decimals}f} %"
        return f"{found:,.{decimals}f}"


def read_claim(text: str, stated: str, line: int) -> Claim:
    """The claim between the braces about the number before them. Raises `Wrong`."""
    parts = _CLAIM.fullmatch(" ".join(text.split()))
    if parts is None:
        raise Wrong(f"“{{={text}}}” states nothing", _HOW)
    if not stated:
        raise Wrong(f"no number stands before “{{={text}}}”", _HOW)
    value = ValueName.read(parts["value"])
    if value.kind == "word" or value.of_window:
        raise Wrong(f"“{value}” is no number of a run", "State a value such as test_accuracy or test_cost.")
    if value.kind != "share" and stated.endswith("%"):
        raise Wrong(f"{value} is no share, and stated in per cent", "Leave the % out.")
    after = Amount.read(parts["after"]) if parts["after"] else None
    within = read_number(parts["within"]) if parts["within"] else None
    settings = tuple(read_settings(parts["settings"]).items()) if parts["settings"] else ()
    return Claim(line, stated, value, after, settings=settings, within=within)


def read_front_claim(text: str, line: int) -> Claim:
    """The claim of a line of the front matter. Raises `Wrong`."""
    claim, sign, stated = text.rpartition("=")
    if not sign or re.fullmatch(NUMBER, stated.strip()) is None:
        raise Wrong(f"“{text}” states no figure", "Write “test_accuracy after 1 epoch = 95.1 %”.")
    return read_claim(claim.strip(), stated.strip(), line)
