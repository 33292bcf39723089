"""The names of things on the screen that a lesson may use; whoever knows the screen fills it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

EDGES = ("signal", "weight", "gradient", "change")  # what the connections can show
FIRST_EDGES = EDGES[0]  # where a page says nothing of them
CONTROLS = ("start", "steps", "reset", "speed", "settings")  # parts of the bar that a lesson may hide
TARGETS = ("panel", "unit", "output", "pixel", "term", "lesson", "page")  # what words may name


def _anything(markup: str) -> None:
    """Accept every formula."""


@dataclass(frozen=True)
class Vocabulary:
    """Whatever is not in it is a fault. `check_formula` raises `ValueError` for what cannot be set."""

    panels: frozenset[str]
    figures: Mapping[str, frozenset[str]]  # the names of their numbers
    lessons: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()  # of the glossary
    check_formula: Callable[[str], None] = field(default=_anything)
