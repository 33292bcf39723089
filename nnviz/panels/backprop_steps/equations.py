"""Each stage's equation as a row of columns: every term stands above the picture of the numbers it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

from nnviz.datasets.mnist import PIXELS
from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.symbols import DELTA, indexed, symbol
from nnviz.panels.backprop_steps.stages import Kind, Stage

ROWS_OF_BARS = 16  # a vector with more entries is drawn as cells


class Look(Enum):
    """How the numbers of a column are drawn."""

    UNITS = "the units' names"
    BARS = "a bar for each unit"
    STRIP = "thin bars, one row a unit, without figures"
    CELLS = "a coloured cell for each unit"
    MATRIX = "a coloured cell, or 28×28 tile, for each weight"
    FAN = "connections between two columns"
    TOTAL = "one number"


@dataclass(frozen=True)
class Column:
    """A term of the equation and the picture below it."""

    entry: Entry  # all the numbers of it
    look: Look
    head: str  # markup
    caption: str  # what follows a | is left out where there is little room
    share: float = 1.0  # of the width
    transposed: bool = False  # whether the term is the transpose of what `entry` names

    def shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of the term, given that of what `entry` names: (10, 100) is (100, 10) if transposed."""
        return shape[::-1] if self.transposed else shape


@dataclass(frozen=True)
class Sign:
    """An operator between two columns, as markup."""

    head: str
    share: float = 0.0  # it has a width of its own


@dataclass(frozen=True)
class EquationRow:
    """Columns side by side, and how much of the height they take."""

    items: tuple[Column | Sign, ...]
    share: float = 1.0


_ROLES = {
    Quantity.WEIGHTED_INPUT: "muted",
    Quantity.TARGET: "right",
    Quantity.SLOPE: "selected",
    Quantity.COST: "wrong",
    Quantity.COST_SHARE: "wrong",
    Quantity.NEW_COST: "wrong",
    Quantity.NEW_COST_SHARE: "wrong",
    Quantity.ERROR: "positive",
    Quantity.BIAS_GRADIENT: "positive",
    Quantity.WEIGHT_GRADIENT: "positive",
}


def role(quantity: Quantity) -> str:
    """The theme's colour in which a quantity's term is set."""
    return _ROLES.get(quantity, "text")


def equation_rows(stage: Stage, sizes: tuple[int, ...], lower: int | None = None) -> tuple[EquationRow, ...]:
    """The columns of a stage. `lower`: whose gradients and step show below, the last layer's if None."""
    build = {
        Kind.PIXELS: _pixels,
        Kind.HIDDEN: _forward,
        Kind.OUTPUTS: _forward,
        Kind.COST: _cost,
        Kind.OUTPUT_ERROR: _output_error,
        Kind.HIDDEN_ERROR: _hidden_error,
        Kind.AGAIN: _again,
    }
    if shows_two_layers(stage):
        return _both_ends(stage.kind, sizes, lower or len(sizes))
    return (EquationRow(build[stage.kind](stage.layer, sizes)),)


def shows_two_layers(stage: Stage) -> bool:
    """Whether below the weights from the pixels there is a row for a later layer."""
    return stage.kind in (Kind.GRADIENTS, Kind.STEP)


def _vector(
    quantity: Quantity,
    layer: int,
    sizes: tuple[int, ...],
    caption: str,
    head: str = "",
    share: float = 1.0,
    many: Look = Look.CELLS,
) -> Column:
    """A vector: bars if it has few entries, else as `many` are shown, of itself a square of cells."""
    entry = Entry(quantity, layer)
    few = sizes[layer - 1] <= ROWS_OF_BARS
    return Column(entry, Look.BARS if few else many, head or symbol(entry, len(sizes)), caption, share)


# A vector whose every row is to be read together with the rows of the columns beside it.
_rows = partial(_vector, many=Look.STRIP)


def _units(layer: int) -> Column:
    return Column(Entry(Quantity.ACTIVATION, layer), Look.UNITS, "", "")


def _matrix(quantity: Quantity, layer: int, caption: str, share: float, head: str = "") -> Column:
    entry = Entry(quantity, layer)
    return Column(entry, Look.MATRIX, head or symbol(entry, 0), caption, share)


def _pixels(layer: int, sizes: tuple[int, ...]) -> tuple[Column | Sign, ...]:
    a = _vector(Quantity.ACTIVATION, layer, sizes, "ink of every pixel, 0 to 1")
    return (a, Sign("="), Column(a.entry, Look.STRIP, a.head, "row by row, as one column", 0.4))


def _forward(layer: int, sizes: tuple[int, ...]) -> tuple[Column | Sign, ...]:
    few = sizes[layer - 1] <= ROWS_OF_BARS
    z, a = indexed("z", layer), indexed("a", layer)
    before = "the pixels" if layer == 2 else "what comes in"
    says = rf"\c{{muted}}{{\sigma({z}) =}} {a}"
    return (
        *((_units(layer),) if few else ()),
        _matrix(Quantity.WEIGHT, layer, "the weights", 2.4 if layer == 2 else 1.8),
        _vector(Quantity.ACTIVATION, layer - 1, sizes, before, share=1.2),
        Sign("+"),
        _rows(Quantity.BIAS, layer, sizes, "the biases"),
        Sign("="),
        _rows(Quantity.WEIGHTED_INPUT, layer, sizes, "weighted input"),
        Sign(r"\to"),
        _rows(Quantity.ACTIVATION, layer, sizes, "what it says", says, 1.15),
    )


def _cost(layer: int, sizes: tuple[int, ...]) -> tuple[Column | Sign, ...]:
    return (
        _units(layer),
        _vector(Quantity.TARGET, layer, sizes, "what it should say"),
        Sign("-"),
        _vector(Quantity.ACTIVATION, layer, sizes, "what it said"),
        Sign(r"\to"),
        _vector(Quantity.COST_SHARE, layer, sizes, "half the square"),
        Sign(r"\sum"),
        Column(Entry(Quantity.COST, layer), Look.TOTAL, "C", "the cost", 0.9),
    )


def _output_error(layer: int, sizes: tuple[int, ...]) -> tuple[Column | Sign, ...]:
    return (
        _units(layer),
        _vector(Quantity.WEIGHTED_INPUT, layer, sizes, "weighted input"),
        Sign(""),
        _vector(Quantity.ACTIVATION, layer, sizes, "what it said"),
        Sign("-"),
        _vector(Quantity.TARGET, layer, sizes, "what it should say"),
        Sign(r"\to"),
        _vector(Quantity.MISS, layer, sizes, "how wrong", f"({indexed('a', layer)} - y)"),
        Sign(r"\odot"),
        _vector(Quantity.SLOPE, layer, sizes, "how ready| to change"),
        Sign("="),
        _vector(Quantity.ERROR, layer, sizes, "the error"),
    )


def _hidden_error(layer: int, sizes: tuple[int, ...]) -> tuple[Column | Sign, ...]:
    after = layer + 1
    few = sizes[after - 1] <= ROWS_OF_BARS
    weights, error = f"w^{{{after}T}}", indexed(DELTA, after)

    return (
        _rows(Quantity.ERROR, layer, sizes, "the error here"),
        Sign("="),
        _rows(Quantity.SLOPE, layer, sizes, "how ready| to change"),
        Sign(r"\odot"),
        _rows(Quantity.RETURNED, layer, sizes, "what arrives", f"({weights} {error})"),
        Sign(r"\gets"),
        Column(Entry(Quantity.WEIGHT, after), Look.FAN, weights, "back along the weights", 1.7, True),
        Sign(""),
        _rows(Quantity.ERROR, after, sizes, "the error sent"),
        *((_units(after),) if few else ()),
    )


def _both_ends(kind: Kind, sizes: tuple[int, ...], lower: int) -> tuple[EquationRow, ...]:
    """The weights that leave the input as tiles, and below the block of layer `lower`."""
    build = _gradients if kind is Kind.GRADIENTS else _step
    if len(sizes) == 2:
        return (EquationRow(build(2, sizes)),)
    return EquationRow(build(2, sizes), 1.45), EquationRow(build(lower, sizes))


def _gradients(layer: int, sizes: tuple[int, ...]) -> tuple[Column | Sign, ...]:
    """Two equations: the weights' gradient, and after a rule the biases', which is the error itself."""
    error, before = indexed(DELTA, layer), f"a^{{{layer - 1}T}}"
    of_biases = rf"\partial C/\partial {indexed('b', layer)} = {error}"
    came_in = _vector(Quantity.ACTIVATION, layer - 1, sizes, "what came in", before)
    return (
        _vector(Quantity.ERROR, layer, sizes, "the error"),
        Sign(r"\cdot"),
        replace(came_in, transposed=True),
        Sign("="),
        _matrix(Quantity.WEIGHT_GRADIENT, layer, "gradient of the weights", 1.7),
        Sign("|"),
        _vector(Quantity.BIAS_GRADIENT, layer, sizes, "gradient of the biases", of_biases, 1.2),
        Sign("|"),
        _matrix(Quantity.WEIGHT, layer, "the weights themselves", 1.5),
    )


def _step(layer: int, sizes: tuple[int, ...]) -> tuple[Column | Sign, ...]:
    change = symbol(Entry(Quantity.WEIGHT_CHANGE, layer), len(sizes))
    b, w = indexed("b", layer), indexed("w", layer)
    return (
        _matrix(Quantity.WEIGHT, layer, "before", 1.5),
        Sign(""),
        _matrix(Quantity.WEIGHT_CHANGE, layer, "the change", 1.5, change),
        Sign(r"\to"),
        _matrix(Quantity.NEW_WEIGHT, layer, "after", 1.5, w),
        Sign("|"),
        _vector(Quantity.BIAS_CHANGE, layer, sizes, "change of| the biases"),
        Sign(r"\to"),
        _vector(Quantity.NEW_BIAS, layer, sizes, "biases| after", b),
    )


def _again(layer: int, sizes: tuple[int, ...]) -> tuple[Column | Sign, ...]:
    a, half = indexed("a", layer), r"\half (y - {})^2"
    return (
        _units(layer),
        _vector(Quantity.TARGET, layer, sizes, "what it should say"),
        Sign(""),
        _vector(Quantity.ACTIVATION, layer, sizes, "it said"),
        Sign(r"\to"),
        _vector(Quantity.NEW_ACTIVATION, layer, sizes, "it says now", a),
        Sign(""),
        _vector(Quantity.NEW_COST_SHARE, layer, sizes, "what it still costs", half.replace("{}", a)),
        Sign(""),
        Column(Entry(Quantity.COST, layer), Look.TOTAL, "C", "before", 0.7),
        Sign(r"\to"),
        Column(Entry(Quantity.NEW_COST, layer), Look.TOTAL, "C", "after", 0.7),
    )


def shape_text(shape: tuple[int, ...]) -> str:
    """(100, 784) as "100 × 784"."""
    return " × ".join(f"{n:,}" for n in shape)


def is_tiles(entry: Entry, sizes: tuple[int, ...]) -> bool:
    """Whether each row of a matrix is an image: its weights come from the pixels."""
    return entry.quantity.is_matrix and sizes[entry.layer - 2] == PIXELS
