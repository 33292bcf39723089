"""One stage drawn: the terms of its equation above the pictures of the numbers they name."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QWidget

from nnviz.explain.entry import Entry
from nnviz.explain.number_markup import figure
from nnviz.explain.quantity import TABLE
from nnviz.explain.symbols import has_sign, name
from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps import term_label
from nnviz.panels.backprop_steps.attention import weight_of
from nnviz.panels.backprop_steps.bars_picture import BarsPicture, RowsPicture, UnitsPicture
from nnviz.panels.backprop_steps.cells_picture import CellsPicture
from nnviz.panels.backprop_steps.entry_picture import Picture
from nnviz.panels.backprop_steps.equations import (
    Column,
    EquationRow,
    Look,
    Sign,
    equation_rows,
    shape_text,
    shows_two_layers,
)
from nnviz.panels.backprop_steps.explanations import explain_operator, explain_quantity
from nnviz.panels.backprop_steps.fan import FanPicture
from nnviz.panels.backprop_steps.focus import Focus
from nnviz.panels.backprop_steps.stages import Stage
from nnviz.panels.backprop_steps.term_label import TermLabel
from nnviz.panels.backprop_steps.total import TotalPicture
from nnviz.widgets import theme
from nnviz.widgets.biography_menu import offer_biographies, offers_of
from nnviz.widgets.hover_cells import HoverCells

_LOOKS: dict[Look, type[Picture]] = {
    Look.UNITS: UnitsPicture,
    Look.BARS: BarsPicture,
    Look.STRIP: BarsPicture,
    Look.CELLS: CellsPicture,
    Look.MATRIX: CellsPicture,
    Look.FAN: FanPicture,
    Look.TOTAL: TotalPicture,
}
_SIGN_WIDTH = 24
_HEAD_SIZE = 25
_ROOMY = 520  # px; below, operators get half their width
_UNITS_WIDTH = 46
_MARGIN = 10
_GAP = 6  # between rows of columns


class StageView(HoverCells, QWidget):
    """The pictures of one stage, with the terms as widgets above them. It never computes mathematics."""

    number_hovered = Signal(object)  # Entry, or None
    number_clicked = Signal(object)  # Entry
    term_hovered = Signal(object)  # Entry of a whole quantity, or None
    weight_chosen = Signal(object)  # WeightChoice whose biography is to be told

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("walk_stage")
        self.setMinimumSize(320, 180)
        self._walk: Walk | None = None
        self._stage: Stage | None = None
        self._lower = self._lower_choice()
        self._rows: list[tuple[EquationRow, list[Picture | None], list[TermLabel]]] = []
        self._focus = Focus()

    def show_stage(self, walk: Walk, stage: Stage, lower: int | None = None) -> None:
        """Build the pictures of a stage."""
        self._walk, self._stage = walk, stage
        self._offer_layers(lower or walk.layers)
        for _, _, labels in self._rows:
            for label in labels:
                label.setParent(None)
                label.deleteLater()
        self._rows = [
            self._built(walk, row) for row in equation_rows(stage, walk.architecture, lower, walk.rule)
        ]
        self._arrange()
        self.update()

    def _lower_choice(self) -> QComboBox:
        choice = QComboBox(self)
        choice.setObjectName("walk_lower_layer")
        choice.setProperty("flat", True)
        choice.setAccessibleName("Which layer is shown below")
        choice.setToolTip(
            "The upper row shows the weights from the pixels; choose the layer of the lower row."
        )
        choice.activated.connect(lambda i: self._choose_lower(i + 3))
        return choice

    def _offer_layers(self, lower: int) -> None:
        """Let the lower row's layer be chosen, where there are several."""
        assert self._walk is not None
        assert self._stage is not None
        layers = range(3, self._walk.layers + 1)
        self._lower.setVisible(shows_two_layers(self._stage) and len(layers) > 1)
        if self._lower.count() != len(layers):
            self._lower.clear()
            self._lower.addItems([f"layer {layer}" for layer in layers])
        self._lower.setCurrentIndex(lower - 3)

    def _choose_lower(self, layer: int) -> None:
        assert self._walk is not None
        assert self._stage is not None
        self.show_stage(self._walk, self._stage, layer)

    def set_focus(self, focus: Focus) -> None:
        """Light up what is looked at."""
        if focus != self._focus:
            self._focus = focus
            self.update()

    @property
    def pictures(self) -> list[Picture]:
        """All pictures, in reading order."""
        return [picture for _, pictures, _ in self._rows for picture in pictures if picture is not None]

    def entry_at(self, point: QPointF) -> Entry | None:
        """The number at a point, if any."""
        found = (picture.entry_at(point) for picture in self.pictures)
        return next((entry for entry in found if entry is not None), None)

    def _built(
        self, walk: Walk, row: EquationRow
    ) -> tuple[EquationRow, list[Picture | None], list[TermLabel]]:
        pictures: list[Picture | None] = []
        labels = []
        for item in row.items:
            if isinstance(item, Sign):
                pictures.append(None)
                label = TermLabel(self, item.head, "muted", _HEAD_SIZE)
                label.explain(explain_operator(item.head))
            else:
                picture = _LOOKS[item.look](walk, item)
                pictures.append(picture)
                label = TermLabel(self, item.head, TABLE[item.entry.quantity].role, _HEAD_SIZE)
                if item.head:
                    explanation = explain_quantity(item.entry, walk.architecture)
                    label.name(
                        item.entry, item.caption, shape_text(item.shape(walk.shape(item.entry))), explanation
                    )
                    label.entered.connect(self.term_hovered)
            label.show()
            labels.append(label)
        return row, pictures, labels

    def _arrange(self) -> None:
        """Give every row its height, every column its width, and every term its place above."""
        total = sum(row.share for row, _, _ in self._rows)
        gap = _GAP + (0 if self._lower.isHidden() else self._lower.sizeHint().height())
        free = self.height() - _MARGIN - gap * (len(self._rows) - 1)
        top, height = 4.0, 0.0
        for row, pictures, labels in self._rows:
            height = free * row.share / total
            self._arrange_row(row, pictures, labels, QRectF(_MARGIN, top, self.width() - 2 * _MARGIN, height))
            top += height + gap
        self._lower.adjustSize()
        self._lower.move(_MARGIN, round(top - height - 2 * gap + _GAP / 2))
        self._lower.raise_()

    def _arrange_row(
        self, row: EquationRow, pictures: list[Picture | None], labels: list[TermLabel], area: QRectF
    ) -> None:
        sign = _SIGN_WIDTH if self.width() >= _ROOMY else _SIGN_WIDTH / 2
        fixed = sum(_fixed_width(item, sign) for item in row.items)
        shares = sum(item.share for item in row.items if not _fixed_width(item, sign))
        unit = (area.width() - fixed) / shares
        x, below = area.left(), area.top() + term_label.HEIGHT
        for item, picture, label in zip(row.items, pictures, labels, strict=True):
            width = _fixed_width(item, sign) or unit * item.share
            if isinstance(item, Sign):
                label.setGeometry(round(x), round(area.top()), round(sign), term_label.HEIGHT - 28)
                label.raise_()
            else:  # its caption may reach below the signs on either side
                wide = round(width) + 2 * term_label.REACH
                label.setGeometry(round(x) - term_label.REACH, round(area.top()), wide, term_label.HEIGHT)
            if picture is not None:
                picture.arrange(QRectF(x + 3, below + 4, width - 6, area.bottom() - below - 4))
            x += width

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bands(painter)
        for picture in self.pictures:
            painter.setOpacity(0.3 if self._focus.dims(picture.whole) else 1.0)
            picture.paint(painter)
        painter.setOpacity(1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for picture in self.pictures:
            picture.paint_lights(painter, self._focus)

    def _paint_bands(self, painter: QPainter) -> None:
        """A band behind the rows of the digit that is right and the one the network says."""
        if self._walk is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.mixed(theme.colours().card, theme.colours().field, 0.55))
        for _, pictures, _ in self._rows:
            rows = [
                picture
                for picture in pictures
                if isinstance(picture, RowsPicture) and picture.whole.layer == self._walk.layers
            ]
            if not rows:
                continue
            left, right = rows[0].area.left() - 6, rows[-1].area.right() + 6
            for j in {self._walk.label, self._walk.prediction}:
                row = rows[0].row(j)
                painter.drawRoundedRect(QRectF(left, row.top() + 1, right - left, row.height() - 2), 4, 4)

    def cell_at(self, point: QPointF) -> Entry | None:
        return self.entry_at(point)

    def point_at(self, cell: Entry | None) -> None:
        """Compared with what is looked at, for the keyboard too may move that."""
        if cell != self._focus.cursor:
            self.number_hovered.emit(cell)

    def tip(self, cell: Entry) -> str:
        assert self._walk is not None
        network = self._walk.architecture
        return f"{name(cell, network)}: {figure(self._walk.value(cell), has_sign(cell, network))}"

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the biographies of the weight or bias under the mouse or, by key, of that looked at."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        choice = weight_of(self._focus.cursor if by_key else self.entry_at(QPointF(event.pos())))
        if choice is not None:
            offer_biographies(self, event.globalPos(), offers_of(choice), self.weight_chosen.emit)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        entry = self.entry_at(event.position())
        if entry is not None and event.button() == Qt.MouseButton.LeftButton:
            self.number_clicked.emit(entry)
        else:
            super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._rows:
            self._arrange()


def _fixed_width(item: Column | Sign, sign: float) -> float:
    """The width of what does not share in the free room; 0 for what does. `sign`: an operator's."""
    if isinstance(item, Sign):
        return sign
    return _UNITS_WIDTH if item.look is Look.UNITS else 0
