"""The small sum behind every number of a walk, spelled out with its indices: δ³₅ = (a³₅ − y₅) σ′(z³₅) = …

Lines are markup, a small part of LaTeX's (see `widgets/formula/markup.py`); nothing here typesets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.number_markup import figure, pair, set_figure, set_pair
from nnviz.explain.symbols import DELTA, indexed, name, symbol
from nnviz.explain.walk import Walk
from nnviz.learning.activations import Sigmoid

_SPELLED = 2  # summands written out before the dots


@dataclass(frozen=True, eq=False)
class SmallSum:
    """How one number comes about."""

    name: str  # in words: "weighted input z of output 5"
    lines: tuple[str, ...]  # markup, each continuing the one before
    sources: tuple[Entry, ...] = ()  # the numbers it is made of
    summands: Floats | None = None  # (n,): what each unit of `summands_layer` adds, if it is a sum over units
    summands_layer: int = 0
    note: str = ""  # a plain sentence
    further: Entry | None = None  # the number to ask about next


def small_sum(walk: Walk, entry: Entry) -> SmallSum:
    """How `entry`, which must be a single number, comes about in this walk."""
    with np.errstate(all="ignore"):
        return _Speller(walk, entry).spelled()


class _Speller:
    """Spells the sum of one number; one method for each quantity."""

    def __init__(self, walk: Walk, entry: Entry) -> None:
        self.walk, self.entry = walk, entry
        self.layer, self.j, self.k = entry.layer, entry.j or 0, entry.k or 0
        self.last = entry.layer == walk.layers

    def spelled(self) -> SmallSum:
        spell: dict[Quantity, Callable[[], SmallSum]] = {
            Quantity.ACTIVATION: self._pixel if self.layer == 1 else self._activation,
            Quantity.WEIGHTED_INPUT: self._weighted_input,
            Quantity.WEIGHT: self._weight,
            Quantity.BIAS: self._bias,
            Quantity.TARGET: self._target,
            Quantity.MISS: self._miss,
            Quantity.COST_SHARE: self._cost_share,
            Quantity.COST: self._cost,
            Quantity.SLOPE: self._slope,
            Quantity.RETURNED: self._returned,
            Quantity.ERROR: self._error if self.last else self._hidden_error,
            Quantity.BIAS_GRADIENT: self._bias_gradient,
            Quantity.WEIGHT_GRADIENT: self._weight_gradient,
            Quantity.BIAS_CHANGE: self._change,
            Quantity.WEIGHT_CHANGE: self._change,
            Quantity.NEW_BIAS: self._moved,
            Quantity.NEW_WEIGHT: self._moved,
            Quantity.NEW_ACTIVATION: self._new_activation,
            Quantity.NEW_COST_SHARE: self._new_cost_share,
            Quantity.NEW_COST: self._new_cost,
        }
        return spell[self.entry.quantity]()

    def _at(self, quantity: Quantity, layer: int | None = None, j: int | None = None) -> Entry:
        """Another quantity of the same unit, or of the same pair of units, or of the unit given."""
        layer = self.layer if layer is None else layer
        k = self.entry.k if quantity.is_matrix else None
        return Entry(quantity, layer, self.j if j is None else j, k)

    def _value(self, entry: Entry, signed: bool = False) -> str:
        return set_figure(self.walk.value(entry), signed)

    def _symbol(self, entry: Entry) -> str:
        return symbol(entry, self.walk.layers)

    def _sum(
        self, right: str, numbers: str, *sources: Entry, note: str = "", signed: bool = True
    ) -> SmallSum:
        """The commonest form: symbol = right side, then = numbers = value."""
        value = self._value(self.entry, signed)
        lines = (f"{self._symbol(self.entry)} = {right}", f"= {numbers} = {value}")
        return SmallSum(name(self.walk, self.entry), lines, sources, note=note)

    def _plain(self, note: str = "", *sources: Entry) -> SmallSum:
        line = f"{self._symbol(self.entry)} = {self._value(self.entry, signed=self.layer > 1)}"
        return SmallSum(name(self.walk, self.entry), (line,), sources, note=note)

    def _pixel(self) -> SmallSum:
        shade = round(self.walk.value(self.entry) * 255)
        row, column = divmod(self.j, 28)
        note = f"Row {row}, column {column} of the image: ink {shade} of 255."
        return self._sum(f"{shade} / 255", f"{shade} / 255", note=note, signed=False)

    def _activation(self) -> SmallSum:
        z = self._at(Quantity.WEIGHTED_INPUT)
        here = self._sum(rf"\sigma({self._symbol(z)})", rf"\sigma({self._value(z, True)})", z, signed=False)
        return replace(here, further=z)

    def _weighted_input(self) -> SmallSum:
        z, before, bias = self.entry, self.layer - 1, self._at(Quantity.BIAS)
        a = self.walk.array(Quantity.ACTIVATION, before)
        summands = self.walk.array(Quantity.WEIGHT, self.layer)[self.j] * a
        b = self.walk.value(bias)
        general = f"{indexed('w', self.layer, self.j, 'k')} {indexed('a', before, 'k')}"
        spelled = _spelled(
            summands, lambda k: f"{indexed('w', self.layer, self.j, k)} {indexed('a', before, k)}"
        )
        lines = (
            rf"{self._symbol(z)} = \sum_{{k}} {general} + {self._symbol(bias)}",
            f"= {spelled} + {self._symbol(bias)}",
            f"= {_added(summands)} {_next(b)} = {self._value(z, True)}",
        )
        sources = (Entry(Quantity.WEIGHT, self.layer, self.j), Entry(Quantity.ACTIVATION, before), bias)
        return SmallSum(name(self.walk, z), lines, sources, summands, before)

    def _weight(self) -> SmallSum:
        gradient = self._at(Quantity.WEIGHT_GRADIENT)
        return replace(self._plain(_slope_note(self.walk.value(gradient))), further=gradient)

    def _bias(self) -> SmallSum:
        gradient = self._at(Quantity.BIAS_GRADIENT)
        return replace(self._plain(_slope_note(self.walk.value(gradient))), further=gradient)

    def _target(self) -> SmallSum:
        walk, value = self.walk, f"{self.walk.value(self.entry):.0f}"
        if not walk.told:
            return self._plain(f"If it were a {walk.label}, output {self.j} should say {value}.")
        is_it = f"The digit is a {walk.label}" if self.j == walk.label else f"The digit is no {self.j}"
        return self._plain(f"{is_it}, so output {self.j} should say {value}.")

    def _miss(self) -> SmallSum:
        a, y = self._at(Quantity.ACTIVATION), self._at(Quantity.TARGET)
        lines = (
            self._symbol(self.entry),
            f"= {self._value(a)} - {self._value(y)} = {self._value(self.entry, True)}",
        )
        note = "It is ∂C/∂a, the slope of the cost along this output."
        return SmallSum(name(self.walk, self.entry), lines, (a, y), note=note, further=a)

    def _cost_share(self) -> SmallSum:
        y, a = self._at(Quantity.TARGET), self._at(Quantity.ACTIVATION)
        return self._squared(y, a)

    def _squared(self, y: Entry, a: Entry) -> SmallSum:
        numbers = rf"\half ({self._value(y)} - {self._value(a)})^2"
        value = self._value(self.entry)
        lines = (self._symbol(self.entry), f"= {numbers} = {value}")
        return SmallSum(name(self.walk, self.entry), lines, (y, a), further=a)

    def _cost(self) -> SmallSum:
        return self._summed_cost(Quantity.COST_SHARE, Quantity.ACTIVATION)

    def _summed_cost(self, share: Quantity, output: Quantity) -> SmallSum:
        last = self.walk.layers
        summands = self.walk.array(share, last)
        a, value = indexed("a", last), self._value(self.entry)
        each = f"(y_{{j}} - {indexed('a', last, 'j')})^2"
        lines = (
            rf"{self._symbol(self.entry)} = \half\, \norm y - {a}\norm^2 = \half \sum_{{j}} {each}",
            f"= {_added(summands)} = {value}",
        )
        sources = (Entry(share, last), Entry(Quantity.TARGET, last), Entry(output, last))
        return SmallSum(name(self.walk, self.entry), lines, sources, summands, last)

    def _slope(self) -> SmallSum:
        z, a = self._at(Quantity.WEIGHTED_INPUT), self._at(Quantity.ACTIVATION)
        said = self.walk.value(a)
        right = rf"\sigma({self._symbol(z)}) (1 - \sigma({self._symbol(z)}))"
        numbers = rf"{set_figure(said)} \times {set_figure(1 - said)}"
        saturated = Sigmoid.is_saturated(self.walk.value(self.entry))
        note = "Saturated: z lies far out, where σ is flat." if saturated else ""
        return replace(self._sum(right, numbers, z, note=note, signed=False), further=z)

    def _returned(self) -> SmallSum:
        after = self.layer + 1
        weights = self.walk.array(Quantity.WEIGHT, after)[:, self.j]
        summands = weights * self.walk.array(Quantity.ERROR, after)
        spelled = _spelled(summands, lambda i: f"{indexed('w', after, i, self.j)} {indexed(DELTA, after, i)}")
        lines = (
            self._symbol(self.entry),
            f"= {spelled}",
            f"= {_added(summands)} = {self._value(self.entry, True)}",
        )
        sources = (Entry(Quantity.WEIGHT, after, None, self.j), Entry(Quantity.ERROR, after))
        return SmallSum(
            name(self.walk, self.entry), lines, sources, summands, after, "It is ∂C/∂a of this unit."
        )

    def _error(self) -> SmallSum:
        miss, slope = self._at(Quantity.MISS), self._at(Quantity.SLOPE)
        a, y = self._at(Quantity.ACTIVATION), self._at(Quantity.TARGET)
        numbers = rf"({self._value(a)} - {self._value(y)}) \times {self._value(slope)}"
        right = rf"({self._symbol(miss)})\, {self._symbol(slope)}"
        return replace(
            self._sum(right, numbers, miss, slope, a, y), further=self._at(Quantity.WEIGHTED_INPUT)
        )

    def _hidden_error(self) -> SmallSum:
        returned, slope = self._at(Quantity.RETURNED), self._at(Quantity.SLOPE)
        here = self._sum(
            rf"({self._symbol(returned)})\, {self._symbol(slope)}",
            rf"{self._value(returned, True)} \times {self._value(slope)}",
            returned,
            slope,
            Entry(Quantity.WEIGHT, self.layer + 1, None, self.j),
            Entry(Quantity.ERROR, self.layer + 1),
        )
        return replace(here, further=returned)

    def _bias_gradient(self) -> SmallSum:
        error = self._at(Quantity.ERROR)
        line = f"{self._symbol(self.entry)} = {self._symbol(error)} = {self._value(error, True)}"
        note = "The bias moves z one to one, so its gradient is the error itself."
        return SmallSum(name(self.walk, self.entry), (line,), (error,), note=note, further=error)

    def _weight_gradient(self) -> SmallSum:
        error, a = self._at(Quantity.ERROR), Entry(Quantity.ACTIVATION, self.layer - 1, self.k)
        note = "" if self.walk.value(a) != 0 else "Nothing came in on this connection, so it is not to blame."
        here = self._sum(
            rf"{self._symbol(error)}\, {self._symbol(a)}",
            rf"{self._value(error, True)} \times {self._value(a)}",
            error,
            a,
            note=note,
        )
        return replace(here, further=error)

    def _change(self) -> SmallSum:
        of_weight = self.entry.quantity is Quantity.WEIGHT_CHANGE
        gradient = self._at(Quantity.WEIGHT_GRADIENT if of_weight else Quantity.BIAS_GRADIENT)
        numbers = rf"-{self.walk.eta:g} \times ({self._value(gradient, True)})"
        lines = (self._symbol(self.entry), f"= {numbers} = {self._value(self.entry, True)}")
        return SmallSum(name(self.walk, self.entry), lines, (gradient,), further=gradient)

    def _moved(self) -> SmallSum:
        of_weight = self.entry.quantity is Quantity.NEW_WEIGHT
        before = self._at(Quantity.WEIGHT if of_weight else Quantity.BIAS)
        change = self._at(Quantity.WEIGHT_CHANGE if of_weight else Quantity.BIAS_CHANGE)
        old, new = set_pair(self.walk.value(before), self.walk.value(self.entry))
        lines = (
            f"{self._symbol(self.entry)} = {self._symbol(before)} {self._symbol(change)}",
            f"= {old} {_next(self.walk.value(change))} = {new}",
        )
        return SmallSum(name(self.walk, self.entry), lines, (before, change), further=change)

    def _new_activation(self) -> SmallSum:
        before = self._at(Quantity.ACTIVATION)
        old, new = self.walk.value(before), self.walk.value(self.entry)
        if old == new:
            return self._plain("It was the same before the step.", before)
        note = f"It was {pair(old, new)[0]} before the step: {figure(new - old, True)}."
        line = f"{self._symbol(self.entry)} = {set_pair(old, new)[1]}"
        return SmallSum(name(self.walk, self.entry), (line,), (before,), note=note)

    def _new_cost_share(self) -> SmallSum:
        return self._squared(self._at(Quantity.TARGET), self._at(Quantity.NEW_ACTIVATION))

    def _new_cost(self) -> SmallSum:
        return self._summed_cost(Quantity.NEW_COST_SHARE, Quantity.NEW_ACTIVATION)


def _strongest(summands: Floats) -> list[int]:
    return [int(i) for i in np.argsort(-np.abs(summands), kind="stable")[:_SPELLED]]


def _spelled(summands: Floats, summand: Callable[[int], str]) -> str:
    """The largest summands by their symbols, and dots for the others."""
    text = " + ".join(summand(i) for i in _strongest(summands))
    return text + (r" + \cdots" if len(summands) > _SPELLED else "")


def _added(summands: Floats) -> str:
    """The numbers of those summands."""
    first, *others = [float(summands[i]) for i in _strongest(summands)]
    text = " ".join([set_figure(first), *(_next(value) for value in others)])
    return text + (r" + \cdots" if len(summands) > _SPELLED else "")


def _next(value: float) -> str:
    """A number as it follows in a sum: "+ 0.72" or "− 1.66"."""
    if np.isnan(value):
        return f"+ {set_figure(value)}"
    return f"{'−' if value < 0 else '+'} {set_figure(abs(value))}"


def _slope_note(gradient: float) -> str:
    if np.isnan(gradient):
        return "Its gradient is not a number."
    if gradient == 0:
        return "Its gradient is 0: moving it a little would not change the cost."
    change = "raises" if gradient > 0 else "lowers"
    return f"Raising it a little {change} the cost: its gradient is {figure(gradient, True)}."
