"""Each stage's equation as a row of columns: every term stands above the picture of the numbers it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.letters import DELTA, indexed
from nnviz.explain.symbols import symbol
from nnviz.learning.architecture import Architecture
from nnviz.learning.rule import PLAIN, Rule
from nnviz.panels.backprop_steps.stages import Kind, Stage

ROWS_OF_BARS = 16  # a vector with more entries is drawn as cells


class Look(Enum):
    """How the numbers of a column are drawn."""

    UNITS = "the units' names"
    BARS = "a bar for each unit"
    STRIP = "thin bars, one row a unit, without figures"
    CELLS = "a coloured cell for each unit"
    MATRIX = "a coloured cell, or a tile, for each weight"
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


def equation_rows(
    stage: Stage, network: Architecture, lower: int | None = None, rule: Rule = PLAIN
) -> tuple[EquationRow, ...]:
    """The columns of a stage. `lower`: whose gradients and step show below, the last layer's if None."""
    build = {
        Kind.PIXELS: _pixels,
        Kind.HIDDEN: _forward,
        Kind.OUTPUTS: _forward,
        Kind.COST: _cost,
        Kind.HIDDEN_ERROR: _hidden_error,
        Kind.AGAIN: _again,
    }
    if shows_two_layers(stage):
        return _both_ends(stage.kind, network, lower or len(network.sizes), rule)
    if stage.kind is Kind.OUTPUT_ERROR:
        return _output_error(stage.layer, network)
    return (EquationRow(build[stage.kind](stage.layer, network)),)


def shows_two_layers(stage: Stage) -> bool:
    """Whether below the weights from the pixels there is a row for a later layer."""
    return stage.kind in (Kind.GRADIENTS, Kind.STEP)


def _vector(
    quantity: Quantity,
    layer: int,
    network: Architecture,
    caption: str,
    head: str = "",
    share: float = 1.0,
    many: Look = Look.CELLS,
) -> Column:
    """A vector: bars if it has few entries, else as `many` are shown, of itself a square of cells."""
    entry = Entry(quantity, layer)
    few = network.sizes[layer - 1] <= ROWS_OF_BARS
    return Column(entry, Look.BARS if few else many, head or symbol(entry, network), caption, share)


# A vector whose every row is to be read together with the rows of the columns beside it.
_rows = partial(_vector, many=Look.STRIP)


def _units(layer: int) -> Column:
    return Column(Entry(Quantity.ACTIVATION, layer), Look.UNITS, "", "")


def _matrix(
    quantity: Quantity, layer: int, network: Architecture, caption: str, share: float, head: str = ""
) -> Column:
    entry = Entry(quantity, layer)
    return Column(entry, Look.MATRIX, head or symbol(entry, network), caption, share)


def _pixels(layer: int, network: Architecture) -> tuple[Column | Sign, ...]:
    a = _vector(Quantity.ACTIVATION, layer, network, "ink of every pixel, 0 to 1")
    return (a, Sign("="), Column(a.entry, Look.STRIP, a.head, "row by row, as one column", 0.4))


def _forward(layer: int, network: Architecture) -> tuple[Column | Sign, ...]:
    few = network.sizes[layer - 1] <= ROWS_OF_BARS
    z, a = indexed("z", layer), indexed("a", layer)
    before = "the pixels" if layer == 2 else "what comes in"
    says = rf"\c{{muted}}{{{network.function(layer).symbol}({z}) =}} {a}"
    return (
        *((_units(layer),) if few else ()),
        _matrix(Quantity.WEIGHT, layer, network, "the weights", 2.4 if layer == 2 else 1.8),
        _vector(Quantity.ACTIVATION, layer - 1, network, before, share=1.2),
        Sign("+"),
        _rows(Quantity.BIAS, layer, network, "the biases"),
        Sign("="),
        _rows(Quantity.WEIGHTED_INPUT, layer, network, "weighted input"),
        Sign(r"\to"),
        _rows(Quantity.ACTIVATION, layer, network, "what it says", head=says, share=1.15),
    )


def _cost(layer: int, network: Architecture) -> tuple[Column | Sign, ...]:
    return (
        _units(layer),
        _vector(Quantity.TARGET, layer, network, "what it should say"),
        Sign(""),
        _vector(Quantity.ACTIVATION, layer, network, "what it said"),
        Sign(r"\to"),
        _vector(Quantity.COST_SHARE, layer, network, network.cost_function.part_words),
        Sign(r"\sum"),
        Column(Entry(Quantity.COST, layer), Look.TOTAL, "C", "the cost", 0.9),
    )


def _output_error(layer: int, network: Architecture) -> tuple[EquationRow, ...]:
    """δ as the cost's slope times the outputs'; where that cancels, a row more for what is left of it."""
    cost = network.cost_function
    if not cost.cancels_slope:
        said = (_vector(Quantity.WEIGHTED_INPUT, layer, network, "weighted input"), Sign(""))
        return (
            EquationRow(
                (_units(layer), *said, *_difference(layer, network), Sign(r"\to"), *_factors(layer, network))
            ),
        )
    left = (_units(layer), *_difference(layer, network), Sign("="), _error_of(layer, network))
    return EquationRow((_units(layer), *_factors(layer, network))), EquationRow(left)


def _difference(layer: int, network: Architecture) -> tuple[Column | Sign, ...]:
    return (
        _vector(Quantity.ACTIVATION, layer, network, "what it said"),
        Sign("-"),
        _vector(Quantity.TARGET, layer, network, "what it should say"),
    )


def _factors(layer: int, network: Architecture) -> tuple[Column | Sign, ...]:
    """∂C/∂a, the slope of the outputs, and δ, their product."""
    derivative = _vector(Quantity.COST_DERIVATIVE, layer, network, network.cost_function.derivative_words)
    slope, times = _vector(Quantity.SLOPE, layer, network, "how ready| to change"), r"\odot"
    if not network.output_function.of_one_z:
        words = "how the right| output moves"
        slope, times = _vector(Quantity.ANSWER_SLOPE, layer, network, words), r"\times"
    if not network.cost_function.cancels_slope:
        derivative = replace(derivative, head=f"({derivative.head})")
    return (derivative, Sign(times), slope, Sign("="), _error_of(layer, network))


def _error_of(layer: int, network: Architecture) -> Column:
    return _vector(Quantity.ERROR, layer, network, "the error")


def _hidden_error(layer: int, network: Architecture) -> tuple[Column | Sign, ...]:
    after = layer + 1
    few = network.sizes[after - 1] <= ROWS_OF_BARS
    weights, error = f"w^{{{after}T}}", indexed(DELTA, after)

    return (
        _rows(Quantity.ERROR, layer, network, "the error here"),
        Sign("="),
        _rows(Quantity.SLOPE, layer, network, "how ready| to change"),
        Sign(r"\odot"),
        _rows(Quantity.RETURNED, layer, network, "what arrives", f"({weights} {error})"),
        Sign(r"\gets"),
        Column(
            entry=Entry(Quantity.WEIGHT, after),
            look=Look.FAN,
            head=weights,
            caption="back along the weights",
            share=1.7,
            transposed=True,
        ),
        Sign(""),
        _rows(Quantity.ERROR, after, network, "the error sent"),
        *((_units(after),) if few else ()),
    )


def _both_ends(kind: Kind, network: Architecture, lower: int, rule: Rule) -> tuple[EquationRow, ...]:
    """The weights that leave the input as tiles, and below the block of layer `lower`."""
    build = _gradients if kind is Kind.GRADIENTS else partial(_step, rule=rule)
    if len(network.sizes) == 2:
        return (EquationRow(build(2, network)),)
    return EquationRow(build(2, network), 1.45), EquationRow(build(lower, network))


def _gradients(layer: int, network: Architecture) -> tuple[Column | Sign, ...]:
    """Two equations: the weights' gradient, and after a rule the biases', which is the error itself."""
    error, before = indexed(DELTA, layer), f"a^{{{layer - 1}T}}"
    of_biases = rf"\partial C/\partial {indexed('b', layer)} = {error}"
    came_in = _vector(Quantity.ACTIVATION, layer - 1, network, "what came in", before)
    return (
        _vector(Quantity.ERROR, layer, network, "the error"),
        Sign(r"\cdot"),
        replace(came_in, transposed=True),
        Sign("="),
        _matrix(Quantity.WEIGHT_GRADIENT, layer, network, "gradient of the weights", 1.7),
        Sign("|"),
        _vector(Quantity.BIAS_GRADIENT, layer, network, "gradient of the biases", head=of_biases, share=1.2),
        Sign("|"),
        _matrix(Quantity.WEIGHT, layer, network, "the weights themselves", 1.5),
    )


def _step(layer: int, network: Architecture, rule: Rule) -> tuple[Column | Sign, ...]:
    change = symbol(Entry(Quantity.WEIGHT_CHANGE, layer), network)
    b, w, frozen = indexed("b", layer), indexed("w", layer), layer in rule.frozen
    decay = _matrix(Quantity.WEIGHT_DECAY, layer, network, "what L2| takes", 1.5)
    return (
        _matrix(Quantity.WEIGHT, layer, network, "before", 1.5),
        Sign(""),
        _matrix(
            Quantity.WEIGHT_CHANGE,
            layer,
            network,
            "not taken" if frozen else "the change",
            share=1.5,
            head=change,
        ),
        *((Sign(""), decay) if rule.l2 and not frozen else ()),
        Sign(r"\to"),
        _matrix(Quantity.NEW_WEIGHT, layer, network, "after", share=1.5, head=w),
        Sign("|"),
        _vector(Quantity.BIAS_CHANGE, layer, network, "change of| the biases"),
        Sign(r"\to"),
        _vector(Quantity.NEW_BIAS, layer, network, "biases| after", b),
    )


def _again(layer: int, network: Architecture) -> tuple[Column | Sign, ...]:
    a = indexed("a", layer)
    share = symbol(Entry(Quantity.COST_SHARE, layer), network)
    return (
        _units(layer),
        _vector(Quantity.TARGET, layer, network, "what it should say"),
        Sign(""),
        _vector(Quantity.ACTIVATION, layer, network, "it said"),
        Sign(r"\to"),
        _vector(Quantity.NEW_ACTIVATION, layer, network, "it says now", a),
        Sign(""),
        _vector(Quantity.NEW_COST_SHARE, layer, network, "what it still costs", share),
        Sign(""),
        Column(Entry(Quantity.COST, layer), Look.TOTAL, "C", "before", 0.7),
        Sign(r"\to"),
        Column(Entry(Quantity.NEW_COST, layer), Look.TOTAL, "C", "after", 0.7),
    )


def shape_text(shape: tuple[int, ...]) -> str:
    """(100, 784) as "100 × 784"."""
    return " × ".join(f"{n:,}" for n in shape)


def is_tiles(entry: Entry) -> bool:
    """Whether each row of a matrix is an image: its weights come from the pixels."""
    return entry.quantity.is_matrix and entry.layer == 2
