"""The drawing as it was drawn beside the drawing centred, and which of the two the network sees."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from nnviz.arrays import Floats
from nnviz.datasets.centring import Placing
from nnviz.panels.drawing_pad.lab_words import centring_words
from nnviz.widgets import theme
from nnviz.widgets.fitted import fitted
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.image_tiles import ImageTiles
from nnviz.widgets.wrapped_label import WrappedLabel

_TITLE = 15.0  # px
_SIDE = 84  # px of a picture
_GAP = theme.SPACING
_TITLES = ("as drawn", "centred")


class Preparation(QWidget):
    """Two pictures, what centring did in words, and a switch."""

    switched = Signal(bool)  # whether the network is to see the drawing centred

    def __init__(self) -> None:
        super().__init__()
        self.pictures = _Pictures()
        self.words = WrappedLabel(least_lines=2)
        self.words.setAccessibleName("What centring did")
        self.switch = QToolButton()
        self.switch.setObjectName("centre_drawing")
        self.switch.setText("Centre it")
        self.switch.setCheckable(True)
        self.switch.setChecked(True)
        self.switch.setAccessibleName("Scale and centre the drawing")
        self.switch.setToolTip(
            "Scale and centre the drawing as the training pictures were; otherwise the network sees the "
            "whole sheet, the ink where and as large as it was drawn."
        )
        column = QVBoxLayout()
        column.addWidget(self.words, 1)
        column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.pictures)
        row.addLayout(column, 1)
        self.switch.clicked.connect(self.switched)
        self.pictures.chosen.connect(self.switched)

    def show_drawing(self, pictures: tuple[Floats, Floats], placing: Placing | None, centred: bool) -> None:
        """`pictures`: (rows, columns) as drawn, and centred."""
        self.words.say(centring_words(placing))
        self.switch.setChecked(centred)
        self.pictures.show_pictures(pictures, centred)


class _Pictures(HoverCells, QWidget):
    """Side by side; the one that the network sees is framed."""

    chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The drawing as drawn, and centred")
        self.setFixedSize(QSize(2 * _SIDE + _GAP, _SIDE + round(_TITLE)))
        self._pictures: tuple[Floats, Floats] | None = None
        self._centred = True

    def show_pictures(self, pictures: tuple[Floats, Floats], centred: bool) -> None:
        """Show both."""
        self._pictures, self._centred = pictures, centred
        self.update()

    def place(self, which: int) -> QRectF:
        """Where a picture may be."""
        return QRectF(which * (_SIDE + _GAP), _TITLE, _SIDE, _SIDE)

    def cell_at(self, point: QPointF) -> int | None:
        return next((which for which in (0, 1) if self.place(which).contains(point)), None)

    def tip(self, cell: int) -> str:
        return f"The drawing {_TITLES[cell]}. Click for the network to see it so."

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self.chosen.emit(bool(cell))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        with QPainter(self) as painter:
            painter.setFont(theme.font(8))
            for which, title in enumerate(_TITLES):
                used = which == int(self._centred)
                room = self.place(which)
                painter.setPen(now.text if used else now.muted)
                painter.drawText(QRectF(room.left(), 0, room.width(), _TITLE), title)
                if self._pictures is not None:
                    image = self._pictures[which]
                    room = fitted(room, (image.shape[0], image.shape[1]))
                    ImageTiles(theme.activation_pixels(image)).paint(painter, room)
                painter.setPen(QPen(now.selected if used else now.border, 1))
                painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -0.5))
