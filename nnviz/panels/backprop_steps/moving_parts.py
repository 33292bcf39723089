"""The moving parts along one path: w, a and b make z, z makes a, a makes C; and the chain rule's product."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.letters import indexed
from nnviz.explain.number_markup import figure, set_figure
from nnviz.explain.symbols import name, symbol
from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps.explanations import explain_quantity
from nnviz.widgets import theme
from nnviz.widgets.formula.markup import plain
from nnviz.widgets.formula.typeset import fitting, typeset
from nnviz.widgets.hover_cells import HoverCells

_NODE_HEIGHT = 34.0
_TREE = (("w", "z"), ("before", "z"), ("b", "z"), ("z", "a"), ("a", "C"), ("y", "C"))


@dataclass(frozen=True)
class Link:
    """One factor of the chain rule: from one part to the next, with its derivative."""

    start: str  # names of parts
    end: str
    markup: str  # of the derivative
    value: float


@dataclass(frozen=True)
class Part:
    """One of the numbers on the path, and its place in the tree: column and row, from 0 to 1."""

    key: str
    entry: Entry
    x: float
    y: float


def parts_of(walk: Walk, weight: Entry) -> tuple[Part, ...]:
    """The parts on the path of a weight: w, the activation before, b, z, a, C, and y at the end."""
    layer, j, k = weight.layer, weight.j, weight.k
    parts = [
        Part("w", Entry(Quantity.WEIGHT, layer, j, k), 0, 0),
        Part("before", Entry(Quantity.ACTIVATION, layer - 1, k), 0, 0.5),
        Part("b", Entry(Quantity.BIAS, layer, j), 0, 1),
        Part("z", Entry(Quantity.WEIGHTED_INPUT, layer, j), 0.34, 0.5),
        Part("a", Entry(Quantity.ACTIVATION, layer, j), 0.67, 0.5),
        Part("C", Entry(Quantity.COST, walk.layers), 1, 0.5),
    ]
    if layer == walk.layers:
        parts.append(Part("y", Entry(Quantity.TARGET, layer, j), 0.67, 1))
    return tuple(parts)


def links_of(walk: Walk, weight: Entry) -> tuple[Link, ...]:
    """The derivatives along the path from the weight to the cost; their product is ∂C/∂w.

    They are three, but from outputs that depend on each other's z the path goes to the cost at once.
    """
    layer, j, k = weight.layer, weight.j, weight.k
    z, a = indexed("z", layer, j), indexed("a", layer, j)
    last = layer == walk.layers
    before = walk.value(Entry(Quantity.ACTIVATION, layer - 1, k))
    first = Link("w", "z", _derivative(z, indexed("w", layer, j, k)), before)
    if not walk.network.function(layer).of_one_z:
        return (first, Link("z", "C", _derivative("C", z), walk.value(Entry(Quantity.ERROR, layer, j))))
    to_cost = Entry(Quantity.COST_DERIVATIVE if last else Quantity.RETURNED, layer, j)
    slope = walk.value(Entry(Quantity.SLOPE, layer, j))
    return (
        first,
        Link("z", "a", _derivative(a, z), slope),
        Link("a", "C", _derivative("C", a), walk.value(to_cost)),
    )


def _derivative(of: str, by: str) -> str:
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


def explain_chain(walk: Walk, weight: Entry) -> str:
    """The chain rule in words, for this network."""
    function, cost = walk.network.function(weight.layer), walk.architecture.cost_function
    slope = plain(function.slope_symbol)
    said = "The chain rule: along a path, derivatives multiply. ∂z/∂w = a of the layer before"
    if weight.layer < walk.layers:
        return f"{said}, ∂a/∂z = {slope}(z), ∂C/∂a = wᵀδ of the layer after."
    if not function.of_one_z:
        return f"{said}, ∂C/∂z = δ = a − y: by way of all outputs, as each depends on every z."
    derivative = plain(cost.derivative_formula("a", "y"))
    said += f", ∂a/∂z = {slope}(z)" + (f", ∂C/∂a = {derivative}." if derivative else ".")
    return f"{said} Multiplied, {slope} cancels." if cost.cancels_slope else said


class MovingParts(HoverCells, QWidget):
    """The tree with its numbers; hovering a part spells it out elsewhere."""

    number_hovered = Signal(object)  # Entry, or None

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("walk_parts")
        self.setAccessibleName("The moving parts along one path")
        self.setMinimumHeight(100)
        self._walk: Walk | None = None
        self._weight = Entry(Quantity.WEIGHT_GRADIENT, 2, 0, 0)

    def show_path(self, walk: Walk, weight: Entry) -> None:
        """Follow one weight, given as its gradient's entry."""
        self._walk = walk
        self._weight = Entry(Quantity.WEIGHT_GRADIENT, weight.layer, weight.j, weight.k)
        factors = " times ".join(figure(link.value) for link in links_of(walk, self._weight))
        value = figure(walk.value(self._weight), True)
        self.setAccessibleDescription(f"{name(self._weight, walk.architecture)}: {factors} makes {value}.")
        self.update()

    @property
    def weight(self) -> Entry:
        """The gradient entry of the weight whose path is shown."""
        return self._weight

    def _box(self, part: Part) -> QRectF:
        width = min(62.0, self.width() / 5.2)
        across = self.width() - 24 - width
        top = 52.0 if self._has_product else 2.0
        down = min(self.height() - top - _NODE_HEIGHT - 8, 160)
        return QRectF(12 + part.x * across, top + part.y * down, width, _NODE_HEIGHT)

    @property
    def _has_product(self) -> bool:
        """Whether there is room for the chain rule's product above the tree."""
        return self.height() >= 165

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._walk is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._has_product:
            self._paint_product(painter, self._walk)
        parts = {part.key: part for part in parts_of(self._walk, self._weight)}
        chain = {(link.start, link.end) for link in links_of(self._walk, self._weight)}
        for start, end in dict.fromkeys((*_TREE, *chain)):
            if start in parts:
                self._paint_link(painter, parts[start], parts[end], (start, end) in chain)
        if self._weight.layer != self._walk.layers:
            self._paint_rest(painter, parts["a"], parts["C"])
        for part in parts.values():
            self._paint_part(painter, part)

    def _paint_product(self, painter: QPainter, walk: Walk) -> None:
        """∂C/∂w as the product of the derivatives, above the tree."""
        now, links = theme.colours(), links_of(walk, self._weight)
        w = symbol(
            Entry(Quantity.WEIGHT, self._weight.layer, self._weight.j, self._weight.k), walk.architecture
        )
        product = typeset(
            rf"\frac{{\partial C}}{{\partial {w}}} = " + " ".join(link.markup for link in links), 15
        )
        product.paint(painter, 12, 26, now.text)
        value = walk.value(self._weight)
        colour = "positive" if value >= 0 else "negative"
        result = rf"\c{{{colour}}}{{= {set_figure(value, True)}}}"
        factors = [_factor(link.value) for link in links]
        first, second = "= " + r" \times ".join(factors), result
        left, room = product.width + 24, self.width() - product.width - 36
        if typeset(first, 12).width > room:  # the last factor moves to the second line
            first = "= " + r" \times ".join(factors[:-1])
            second = rf"\c{{muted}}{{\times\, {factors[-1]}}} {result}"
        fitting(first, 13, room).paint(painter, left, 20, now.muted)
        fitting(second, 13, room).paint(painter, left, 40, now.text)

    def _paint_link(self, painter: QPainter, start: Part, end: Part, on_path: bool) -> None:
        now = theme.colours()
        a, b = self._box(start), self._box(end)
        begin = QPointF(a.right(), a.center().y())
        finish = QPointF(b.left(), b.center().y() + (start.y - end.y) * 16)
        painter.setPen(QPen(now.selected if on_path else now.faint, 2 if on_path else 1))
        painter.drawLine(begin, finish)

    def _paint_rest(self, painter: QPainter, start: Part, end: Part) -> None:
        """Between a hidden activation and the cost lie all later layers: say so on the link."""
        a, c = self._box(start), self._box(end)
        middle = QPointF((a.right() + c.left()) / 2, a.center().y())
        painter.setFont(theme.font(7.5))
        painter.setPen(theme.colours().muted)
        where = QRectF(middle.x() - 50, middle.y() + 18, 100, 26)
        text = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(where, text, "through all\nlater units")

    def _paint_part(self, painter: QPainter, part: Part) -> None:
        assert self._walk is not None
        now, box = theme.colours(), self._box(part)
        on_path = any(part.key in (link.start, link.end) for link in links_of(self._walk, self._weight))
        painter.setPen(QPen(now.selected if on_path else now.border, 1.3))
        painter.setBrush(now.field)
        painter.drawRoundedRect(box, 5, 5)
        head = fitting(symbol(part.entry, self._walk.architecture), 14, box.width() - 6)
        head.paint(painter, box.center().x() - head.width / 2, box.top() + 16, now.text)
        painter.setPen(now.muted)
        value = figure(self._walk.value(part.entry))
        painter.setFont(_fitting_font(value, box.width() - 4))
        where = QRectF(box.left(), box.top() + 19, box.width(), 14)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, value)

    def cell_at(self, point: QPointF) -> Part | None:
        if self._walk is None:
            return None
        parts = parts_of(self._walk, self._weight)
        return next((part for part in parts if self._box(part).contains(point)), None)

    def hover(self, cell: Part | None) -> None:
        self.number_hovered.emit(None if cell is None else cell.entry)

    def tip_at(self, point: QPointF) -> str:
        part = self.cell_at(point)
        if self._walk is None:
            return ""
        if part is None:
            return explain_chain(self._walk, self._weight)
        return explain_quantity(part.entry, self._walk.architecture)


def _fitting_font(text: str, room: float) -> QFont:
    """As large as lets a text stand in that many px; “not a number” is longer than any number."""
    points = 8.0
    while points > 5 and QFontMetricsF(_value_font(points)).horizontalAdvance(text) > room:
        points -= 0.5
    return _value_font(points)


def _value_font(points: float) -> QFont:
    return theme.font(points, QFont.Weight.Medium)


def _factor(value: float) -> str:
    """A factor as markup, in brackets if it is negative."""
    return f"({set_figure(value)})" if value < 0 else set_figure(value)
