"""What is wrong with a lesson: where, what, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.errors import BadInput

_LONGEST = 60  # characters of what is quoted
_QUOTED = re.compile(r"([“$])([^“”$]*)([”$])")


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that its author has to change."""

    line: int  # in the file, counted from 1
    wrong: str
    mend: str

    def __post_init__(self) -> None:
        for name in ("wrong", "mend"):
            object.__setattr__(self, name, _QUOTED.sub(_shortened, " ".join(getattr(self, name).split())))

    @property
    def sentence(self) -> str:
        """In one line: "line 12: there is no panel “curve”. Panels are …"."""
        return f"line {self.line}: {self.wrong}. {self.mend}"


class BadLesson(BadInput):
    """A lesson that cannot be opened; the message is about its first fault, `faults` has them all."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        others = len(self.faults) - 1
        more = f" (and {others:,} more {'faults' if others > 1 else 'fault'})" if others else ""
        super().__init__(f"{name}, {self.faults[0].sentence}{more}")


class Wrong(Exception):
    """Raised within the parser: what is wrong with the part being read, and how to mend it."""

    def __init__(self, wrong: str, mend: str) -> None:
        super().__init__(wrong)
        self.wrong, self.mend = wrong, mend

    def at(self, line: int) -> Fault:
        """The fault, now that it is known where."""
        return Fault(line, self.wrong, self.mend)


def _shortened(quoted: re.Match[str]) -> str:
    """What is quoted, so short that the sentence about it is still read."""
    words = quoted[2]
    return f"{quoted[1]}{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}{quoted[3]}"
