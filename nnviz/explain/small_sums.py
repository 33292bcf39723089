"""The small sum behind every number of a walk, spelled out with its indices: δ³₅ = (a³₅ − y₅) σ′(z³₅) = …

What is spelled out stands in the table of `quantity.py`; here symbols and numbers are put into it. Lines are
markup, a small part of LaTeX's (see `widgets/formula/markup.py`); nothing here typesets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.letters import indexed
from nnviz.explain.number_markup import set_figure, set_pair
from nnviz.explain.quantity import TABLE
from nnviz.explain.quantity_row import Summands
from nnviz.explain.symbols import has_sign, name, symbol
from nnviz.explain.walk import Walk

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
    row = TABLE[entry.quantity]
    further = next((q for q in row.further if TABLE[q].exists(entry.layer, walk.layers)), None)
    with np.errstate(all="ignore"):
        numbers = _Numbers(walk, entry)
        return SmallSum(
            name=name(entry, walk.architecture),
            lines=_lines(walk, entry, numbers),
            sources=_sources(entry, numbers),
            summands=numbers.summands,
            summands_layer=row.summands.factors(entry)[-1].layer if row.summands is not None else 0,
            note=row.note(walk, entry.layer, entry.j or 0, entry.k or 0),
            further=entry.of(further) if further is not None else None,
        )


def _lines(walk: Walk, entry: Entry, numbers: _Numbers) -> tuple[str, ...]:
    """Symbol = formula, = further formulas, and = numbers = value."""
    row, head = TABLE[entry.quantity], symbol(entry, walk.architecture)
    written = row.formulas(_Symbols(walk, entry))
    if not written:
        return (f"{head} = {numbers.value}",)
    if row.summands is not None and entry.quantity.is_vector:
        written = *written, row.formulas(_Symbols(walk, entry, spelled=True))[-1]
    first = head if _same(written[0], head) else f"{head} = {written[0]}"
    in_numbers = row.formulas(numbers)[-1]
    if in_numbers in ("", numbers.value):
        return (f"{first} = {numbers.value}", *(f"= {side}" for side in written[1:]))
    return (first, *(f"= {side}" for side in written[1:]), f"= {in_numbers} = {numbers.value}")


def _same(one: str, other: str) -> bool:
    """Whether two formulas are set alike."""
    return one.replace(" ", "") == other.replace(" ", "")


def _sources(entry: Entry, numbers: _Numbers) -> tuple[Entry, ...]:
    """What it is made of, and what the sums among that are made of."""
    found = list(numbers.used)
    row = TABLE[entry.quantity]
    if row.summands is not None:
        found = [*row.summands.factors(entry), *(Entry(q, entry.layer) for q in row.summands.also), *found]
    for source in numbers.used:
        inner = TABLE[source.quantity].summands
        found += inner.factors(source) if inner is not None and source.quantity is Quantity.RETURNED else ()
    return tuple(dict.fromkeys(found))


class _Symbols:
    """A formula's numbers by their symbols."""

    times = r"\,"
    eta, decay = r"\eta", r"\frac{\eta\lambda}{n}"

    def __init__(self, walk: Walk, entry: Entry, spelled: bool = False) -> None:
        self.walk, self.entry, self.architecture, self.rule = walk, entry, walk.architecture, walk.rule
        self._spelled = spelled  # whether a sum over units names its largest summands

    def __call__(self, quantity: Quantity, style: str = "") -> str:
        written = symbol(self.entry.of(quantity), self.architecture)
        return f"+ {written}" if style == "n" and not written.startswith("-") else written

    def came_in(self) -> str:
        return indexed("a", self.entry.layer - 1, self.entry.k)

    def answer(self) -> str:
        return indexed("a", self.entry.layer, "c")

    def slope(self) -> str:
        function = self.architecture.function(self.entry.layer)
        return function.slope_formula(self(Quantity.WEIGHTED_INPUT)) or self(Quantity.SLOPE)

    def share(self, activation: Quantity) -> str:
        return symbol(self.entry, self.architecture)

    def added(self) -> str:
        row = TABLE[self.entry.quantity]
        assert row.summands is not None
        if not self._spelled:
            return row.summands.written(self.entry, self.architecture)
        factors = row.summands.factors(self.entry)
        return _joined(
            [
                " ".join(symbol(_at(factor, unit), self.architecture) for factor in factors)
                for unit in _strongest(_summands(self.walk, row.summands, self.entry))
            ],
            len(_summands(self.walk, row.summands, self.entry)),
        )


class _Numbers:
    """A formula's numbers worked out; `used` are those that were asked for."""

    times = r"\times"

    def __init__(self, walk: Walk, entry: Entry) -> None:
        self.walk, self.entry, self.architecture, self.rule = walk, entry, walk.architecture, walk.rule
        self.used: list[Entry] = []
        self.eta, self.decay = f"{walk.eta:g}", set_figure(walk.decay)
        row = TABLE[entry.quantity]
        self.summands = None if row.summands is None else _summands(walk, row.summands, entry)
        self._old, self.value = "", set_figure(walk.value(entry), has_sign(entry, walk.architecture))
        if row.before is not None:  # with as many digits as tell the two apart
            self._old, self.value = set_pair(walk.value(entry.of(row.before)), walk.value(entry))
            self.used.append(entry.of(row.before))

    def __call__(self, quantity: Quantity, style: str = "") -> str:
        entry = self.entry.of(quantity)
        self.used.append(entry)
        if quantity is TABLE[self.entry.quantity].before:
            return self._old
        value = self.walk.value(entry)
        if style == "n":
            return _next(value)
        written = set_figure(value, style == "+")
        return f"({written})" if style == "f" and value < 0 else written

    def _value(self, entry: Entry) -> float:
        self.used.append(entry)
        return self.walk.value(entry)

    def came_in(self) -> str:
        value = self._value(Entry(Quantity.ACTIVATION, self.entry.layer - 1, self.entry.k))
        return f"({set_figure(value)})" if value < 0 else set_figure(value)

    def answer(self) -> str:
        return set_figure(self._value(Entry(Quantity.ACTIVATION, self.entry.layer, self.walk.label)))

    def slope(self) -> str:
        function = self.architecture.function(self.entry.layer)
        z, a = (self._value(self.entry.of(q)) for q in (Quantity.WEIGHTED_INPUT, Quantity.ACTIVATION))
        return function.slope_numbers(z, a, set_figure)

    def share(self, activation: Quantity) -> str:
        y, a = self._value(self.entry.of(Quantity.TARGET)), self._value(self.entry.of(activation))
        return self.architecture.cost_function.part_numbers(a, y, _short_of_one)

    def added(self) -> str:
        assert self.summands is not None
        first, *others = [float(self.summands[unit]) for unit in _strongest(self.summands)]
        return _joined([set_figure(first), *(_next(value) for value in others)], len(self.summands), " ")


def _summands(walk: Walk, summands: Summands, entry: Entry) -> Floats:
    """What each unit adds, (n,)."""
    product: Floats = np.array(1.0)
    for factor in summands.factors(entry):
        numbers = walk.array(factor.quantity, factor.layer)
        if factor.quantity.is_matrix:
            numbers = numbers[factor.j] if factor.j is not None else numbers[:, factor.k]
        product = product * numbers
    return product


def _at(factor: Entry, unit: int) -> Entry:
    """The number of a factor that belongs to a unit: the index that is left open."""
    return replace(factor, j=unit) if factor.j is None else replace(factor, k=unit)


def _strongest(summands: Floats) -> list[int]:
    return [int(i) for i in np.argsort(-np.abs(summands), kind="stable")[:_SPELLED]]


def _joined(written: list[str], count: int, sign: str = " + ") -> str:
    """The largest summands, and dots for the others."""
    return sign.join(written) + (r" + \cdots" if count > _SPELLED else "")


def _next(value: float) -> str:
    """A number as it follows in a sum: "+ 0.72" or "− 1.66"."""
    if np.isnan(value):
        return f"+ {set_figure(value)}"
    return f"{'−' if value < 0 else '+'} {set_figure(abs(value))}"


def _short_of_one(value: float) -> str:
    """A number with as many digits as tell it from 1."""
    return set_pair(value, 1.0)[0] if 0.5 < value < 1 else set_figure(value)
