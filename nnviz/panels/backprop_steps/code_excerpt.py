"""The lines of the program that compute a stage, found in its real source by what stands in them."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from nnviz.explain import example
from nnviz.learning import network
from nnviz.panels.backprop_steps.stages import Kind


@dataclass(frozen=True)
class Excerpt:
    """A source file, and which of its lines to point at: `first` … `last`, counted from 0, both included."""

    file: str
    lines: tuple[str, ...]
    first: int
    last: int

    @property
    def pointed_at(self) -> tuple[str, ...]:
        """The lines that compute the stage."""
        return self.lines[self.first : self.last + 1]


@dataclass(frozen=True)
class _Place:
    """Where to look: from the line with `begins` within a function, to the line before the next comment."""

    module: ModuleType
    within: str  # a line that begins the function
    begins: str  # a comment, whose following lines are meant; or a line of code, which is meant itself


_PLACES = {
    Kind.PIXELS: _Place(network, "def forward_pass", "activations = [images]"),
    Kind.HIDDEN: _Place(network, "def forward_pass", "for layer, (w, b) in"),
    Kind.OUTPUTS: _Place(network, "def forward_pass", "for layer, (w, b) in"),
    Kind.COST: _Place(network, "def cost(", "return 0.5"),
    Kind.OUTPUT_ERROR: _Place(network, "def backward_pass", "# Equation 1"),
    Kind.HIDDEN_ERROR: _Place(network, "def backward_pass", "# Equation 2"),
    Kind.GRADIENTS: _Place(network, "def backprop", "# Equation 3"),
    Kind.STEP: _Place(example, "def stepped", "# The step"),
    Kind.AGAIN: _Place(network, "def forward_pass", "for layer, (w, b) in"),
}


def excerpt(kind: Kind) -> Excerpt:
    """The source of a stage. Raises `LookupError` if the source has changed so that it is not found there.

    Raises `OSError` if this build comes without source.
    """
    place = _PLACES[kind]
    lines = _source(place.module)
    start = _find(lines, place.within, 0)
    begin = _find(lines, place.begins, start)
    file = "/".join(place.module.__name__.split(".")[1:]) + ".py"
    if not place.begins.startswith("#"):
        return Excerpt(file, lines, begin, _end_of_block(lines, begin))
    last = begin
    both_gradients = kind is Kind.GRADIENTS
    while not _stops(lines[last + 1], skip_comments=both_gradients):
        last += 1
    return Excerpt(file, lines, begin, last)


@cache
def _source(module: ModuleType) -> tuple[str, ...]:
    return tuple(inspect.getsource(module).splitlines())


def _find(lines: tuple[str, ...], text: str, start: int) -> int:
    for number in range(start, len(lines)):
        if lines[number].lstrip().startswith(text):
            return number
    raise LookupError(f"no line that begins with {text!r}")


def _stops(line: str, skip_comments: bool) -> bool:
    code = line.strip()
    return not code or code.startswith("return") or (code.startswith("#") and not skip_comments)


def _end_of_block(lines: tuple[str, ...], begin: int) -> int:
    """The last line of the loop that begins here, or this line itself."""
    indent = len(lines[begin]) - len(lines[begin].lstrip())
    last = begin
    while lines[last].rstrip().endswith((":", "(")) or (
        last + 1 < len(lines)
        and len(lines[last + 1]) - len(lines[last + 1].lstrip()) > indent
        and lines[last + 1].strip()
    ):
        last += 1
    return last
