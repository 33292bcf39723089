"""The list of stages at the left: a button for each, with what it finds and a small picture of it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from nnviz.explain.entry import Entry, Quantity
from nnviz.explain.number_markup import set_figure
from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps.cells_picture import arrangement_of
from nnviz.panels.backprop_steps.equations import ROWS_OF_BARS
from nnviz.panels.backprop_steps.shades import bar_colour, scale_of
from nnviz.panels.backprop_steps.stages import Kind, Stage, found
from nnviz.widgets import theme
from nnviz.widgets.bar_chart import BarChart
from nnviz.widgets.formula.markup import plain
from nnviz.widgets.formula.typeset import fitting

NARROW, WIDE = 74, 184  # px; the narrow list has no titles and no pictures
_LOW, _HIGH = 32, 42  # px, the least height of a button with one line and with two
_GAP = 4  # px between two buttons
_NUMBER = QRectF(8, 0, 20, 0)  # where a number of one or two digits stands, from top to bottom
_WORDS = 34  # px from the left: title and symbols
_SIDE, _EDGE = 40, 9  # px: the small picture at most, and the space to its right
_SHOWN_IN_SMALL = {
    Kind.COST: Quantity.COST_SHARE,
    Kind.GRADIENTS: Quantity.BIAS_GRADIENT,
    Kind.STEP: Quantity.BIAS_CHANGE,
}
_SHORT = {Kind.GRADIENTS: r"\nabla C", Kind.AGAIN: "C", Kind.STEP: r"-\eta\nabla"}


class StageButton(QAbstractButton):
    """One stage: number, title, symbols, small picture."""

    def __init__(self, number: int, stage: Stage, walk: Walk) -> None:
        super().__init__()
        self._number, self._stage, self._walk = number, stage, walk
        self._symbols = _symbols(stage, walk)
        self._narrow = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the walk
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(f"Stage {number}: {stage.title}, {plain(self._symbols)}")
        key = f" Key {number}." if number < 10 else ""
        self.setToolTip(f"Go to stage {number}, {stage.title}: {plain(self._symbols)}.{key}")
        quantity = _SHOWN_IN_SMALL.get(stage.kind, stage.focus.quantity)
        layer = 2 if stage.kind in (Kind.GRADIENTS, Kind.STEP) else stage.layer
        self._small = Entry(quantity, layer)

    def sizeHint(self) -> QSize:
        return QSize(WIDE, 56)

    def set_narrow(self, narrow: bool) -> None:
        """Show one line, the symbols alone, or two and a picture."""
        self._narrow = narrow
        self.setMinimumHeight(_LOW if narrow else _HIGH)
        self.update()

    @property
    def picture_rect(self) -> QRectF:
        """Where the small picture stands."""
        side = min(self.height() - 12, _SIDE)
        return QRectF(self.width() - side - _EDGE, (self.height() - side) / 2, side, side)

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROW - 10, _LOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen = self.isChecked()
        edge = now.selected if chosen or self.hasFocus() or self.underMouse() else now.border
        painter.setPen(QPen(edge, 1.2))
        painter.setBrush(theme.mixed(now.card, now.selected, 0.16) if chosen else now.card)
        painter.drawRoundedRect(frame, theme.RADIUS, theme.RADIUS)
        self._paint_number(painter, now.selected if chosen else now.muted)
        if self._narrow:
            self._paint_symbols(painter, _short(self._stage), self.width() - 6)
            return
        picture = self.picture_rect
        self._paint_title(painter, picture.left() - 4)
        self._paint_symbols(painter, self._symbols, picture.left() - 4)
        self._paint_small(painter, picture)

    def _paint_number(self, painter: QPainter, colour: QColor) -> None:
        painter.setFont(theme.font(10.5, QFont.Weight.DemiBold))
        painter.setPen(colour)
        place = QRectF(_NUMBER.left(), 0, _NUMBER.width(), self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _paint_title(self, painter: QPainter, right: float) -> None:
        painter.setPen(theme.colours().text)
        painter.setFont(theme.font(9, QFont.Weight.Medium))
        short = painter.fontMetrics().elidedText(
            self._stage.title, Qt.TextElideMode.ElideRight, round(right - _WORDS)
        )
        painter.drawText(QPointF(_WORDS, self.height() / 2 - 4), short)

    def _paint_symbols(self, painter: QPainter, markup: str, right: float) -> None:
        """In the middle if they are all there is, else below the title; smaller where they need it."""
        symbols = fitting(markup, 13, right - _WORDS)
        lower = symbols.ascent / 2 if self._narrow else 13
        symbols.paint(painter, _WORDS, self.height() / 2 + lower, theme.colours().muted)

    def _paint_small(self, painter: QPainter, area: QRectF) -> None:
        values = self._walk.array(self._small.quantity, self._small.layer)
        if values.ndim == 1 and len(values) <= ROWS_OF_BARS:
            self._paint_bars(painter, area)
            return
        cells = arrangement_of(self._small, self._walk)
        _, scale = scale_of(self._walk, self._small)
        image = scale.tiles(cells.spread(values))
        height = area.width() * cells.rows / cells.columns
        image.paint(painter, QRectF(area.left(), area.center().y() - height / 2, area.width(), height))

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        values = self._walk.array(self._small.quantity, self._small.layer)
        shade, scale = scale_of(self._walk, self._small)
        area = area.translated(-0.5, 0)  # half of the gap: bars begin on whole pixels
        chart = BarChart(area, len(values), 0 if scale.tint else -scale.full, scale.full, gap=1, least=1)
        for j, value in enumerate(values.tolist()):
            chart.bar(j).paint(painter, value, bar_colour(shade, value))


class StageList(QScrollArea):
    """All stages from top to bottom; exactly one is chosen."""

    chosen = Signal(int)  # index from 0

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("walk_stages")
        self.setAccessibleName("Stages of the walk")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)

    def show_walk(self, walk: Walk, all_stages: tuple[Stage, ...], index: int) -> None:
        """Make the buttons of a walk."""
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for button in self._group.buttons():
            self._group.removeButton(button)
        for i, stage in enumerate(all_stages):
            button = StageButton(i + 1, stage, walk)
            button.set_narrow(self.width() == NARROW)
            self._group.addButton(button, i)
            layout.addWidget(button, 1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.choose(index)

    def choose(self, index: int) -> None:
        """Mark a stage as the one shown."""
        button = self._group.button(index)
        if button is not None:
            button.setChecked(True)
            self.ensureWidgetVisible(button, 0, 4)

    def set_narrow(self, narrow: bool) -> None:
        """Leave out titles and pictures where there is little room."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        for button in self._group.buttons():
            assert isinstance(button, StageButton)
            button.set_narrow(narrow)


def _symbols(stage: Stage, walk: Walk) -> str:
    if stage.kind is Kind.COST:
        return f"C = {set_figure(walk.cost)}"
    if stage.kind is Kind.AGAIN:
        return f"C = {set_figure(walk.cost_after)}"
    return found(stage)


def _short(stage: Stage) -> str:
    """One symbol for a stage: of z and a, what the layer says."""
    return _SHORT.get(stage.kind) or found(stage).split(",")[-1]
