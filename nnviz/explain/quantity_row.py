"""What is known of a quantity of backpropagation: the columns of the table in `quantity.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.example import Example
from nnviz.learning.architecture import Architecture
from nnviz.learning.rule import Rule

Text = Callable[[Entry, Architecture], str]


@dataclass(frozen=True)
class Shade:
    """How numbers are coloured: from blank to a tint, or by their sign; and what is drawn in full."""

    full: Callable[[Floats], float]  # the size that is, given all the numbers
    tint: str = ""  # the theme's colour for what is never negative; empty for what has a sign
    bars: str = ""  # the theme's colour of its bars, where that is another


class Terms(Protocol):
    """How a formula names the numbers in it: by their symbols, or worked out."""

    entry: Entry  # what the formula is of
    architecture: Architecture
    times: str  # what stands between two factors
    rule: Rule  # of the step
    eta: str
    decay: str  # ηλ/n

    def __call__(self, quantity: Quantity, style: str = "") -> str:
        """That quantity of the same unit. Style: "+" signed, "f" as a factor, "n" as it follows in a sum."""

    def came_in(self) -> str:
        """a of the unit before, of a weight."""

    def slope(self) -> str:
        """What f′(z) is made of; its symbol if that is not said."""

    def share(self, activation: Quantity) -> str:
        """What an output that says this adds to the cost."""

    def answer(self) -> str:
        """a of the output that is right."""

    def added(self) -> str:
        """What the units of a layer add, summed."""


Formulas = Callable[[Terms], tuple[str, ...]]


@dataclass(frozen=True)
class Summands:
    """A sum over the units of a layer."""

    written: Text  # with a Σ
    factors: Callable[[Entry], tuple[Entry, ...]]  # of what a unit adds, for all the units
    also: tuple[Quantity, ...] = ()  # what else it is made of


@dataclass(frozen=True, eq=False, kw_only=True)
class Row:
    """What is known of a quantity. Symbols and formulas are markup.

    `name` and `sentence` have words in braces, such as {unit}, {layer}, {f}, for which see `symbols.py` and
    the panel's `explanations.py`.
    """

    symbol: Text
    name: str  # of one number, in words
    sentence: str  # on all the numbers of it, plain
    array: Callable[[Example, int], Floats]  # by layer
    shade: Callable[[Entry, Architecture], Shade]
    role: str = "text"  # the theme's colour of its symbol
    formulas: Formulas = lambda terms: ()  # which are equal; the last is also worked out; none if it is given
    summands: Summands | None = None
    further: tuple[Quantity, ...] = ()  # what to ask about next: the first that the layer has
    note: Callable[[Example, int, int, int], str] = lambda example, layer, j, k: ""
    before: Quantity | None = None  # of what has moved: what it was, on whose scale it is drawn
    layers: Literal["all", "beyond the input", "hidden", "last"] = "beyond the input"

    def exists(self, layer: int, layers: int) -> bool:
        """Whether a layer of that many has it."""
        has = {"all": True, "beyond the input": layer > 1, "hidden": 1 < layer < layers}
        return has.get(self.layers, layer == layers)
