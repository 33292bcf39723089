"""The names of everything on the screen that a lesson may use."""

from __future__ import annotations

from nnviz.explain.glossary import GLOSSARY
from nnviz.figures.figure_registry import FIGURES
from nnviz.lessons import library
from nnviz.lessons.vocabulary import Vocabulary
from nnviz.panels.registry import PANELS
from nnviz.widgets.formula.markup import parse

_LONGEST_FORMULA = 600  # characters


def vocabulary() -> Vocabulary:
    """Of the program as it is."""
    return Vocabulary(
        panels=frozenset(panel.spec.name for panel in PANELS),
        figures={
            figure.spec.name: frozenset(number.name for number in figure.spec.numbers) for figure in FIGURES
        },
        lessons=library.names(),
        terms=frozenset(GLOSSARY),
        check_formula=_check_formula,
    )


def _check_formula(markup: str) -> None:
    if len(markup) > _LONGEST_FORMULA:
        raise ValueError(f"it is longer than {_LONGEST_FORMULA} characters")
    try:
        parse(markup)
    except (IndexError, RecursionError):
        raise ValueError("its braces do not match") from None
