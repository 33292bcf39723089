"""What is wrong with a lesson: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.errors import BadInput


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that its author has to change."""

    line: int  # in the file, counted from 1
    wrong: str
    mend: str

    @property
    def sentence(self) -> str:
        """In one line: "line 12: there is no panel “curve”. Panels are …"."""
        return f"line {self.line}: {self.wrong}. {self.mend}"


class BadLesson(BadInput):
    """A lesson that cannot be opened; the message is about its first fault, `faults` has them all."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        more = f" (and {len(self.faults) - 1} more faults)" if len(self.faults) > 1 else ""
        super().__init__(f"{name}, {self.faults[0].sentence}{more}")


class Wrong(Exception):
    """Raised within the parser: what is wrong with the part being read, and how to mend it."""

    def __init__(self, wrong: str, mend: str) -> None:
        super().__init__(wrong)
        self.wrong, self.mend = wrong, mend

    def at(self, line: int) -> Fault:
        """The fault, now that it is known where."""
        return Fault(line, self.wrong, self.mend)
