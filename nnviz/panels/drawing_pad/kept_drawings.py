"""The drawings that were kept, each with what it is: what the network says of them, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.explain.variations import Said
from nnviz.panels.drawing_pad import lab_words
from nnviz.widgets import theme
from nnviz.widgets.fitted import fitted
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.image_tiles import ImageTiles
from nnviz.widgets.tile_grid import TileGrid

_SIDE, _BELOW, _GAP = 38, 14, 6  # px


def kept_grid(width: float, height: float, count: int) -> TileGrid:
    """As many tiles as there is room for, row by row from the top left; each is a picture and a line."""
    columns = max(int((width + _GAP) / (_SIDE + _GAP)), 1)
    rows = max(int((height + _GAP) / (_SIDE + _BELOW + _GAP)), 1)
    return TileGrid(
        left=0,
        top=0,
        columns=columns,
        count=min(count, columns * rows),
        width=_SIDE,
        height=_SIDE + _BELOW,
        pitch_x=_SIDE + _GAP,
        pitch_y=_SIDE + _BELOW + _GAP,
    )


def wrong_first(kept: Examples, said: Said | None) -> list[int]:
    """Which drawing each tile shows: those that the network takes for something else, then the newest."""
    newest_first = list(reversed(range(len(kept))))
    if said is None or len(said.labels) != len(kept):
        return newest_first
    right = said.labels == kept.labels
    return sorted(newest_first, key=lambda index: bool(right[index]))


class KeptDrawings(QWidget):
    """Asks the pad to keep, remove, show, export and train on drawings."""

    keep_asked = Signal()
    removed = Signal(int)
    chosen = Signal(int)
    train_asked = Signal()
    export_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kept: Examples | None = None
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.tiles = _Tiles()
        self.keep = self._button("keep_drawing", "Keep", "")
        self.remove = self._button("remove_kept", "Remove", "Take the drawing that is marked out of the set.")
        self.train = self._button(
            "train_on_kept",
            "Train on these",
            "One step with each of them in turn, at the learning rate η as it is set, from the network as it "
            "is now. It is kept with the run as a change by hand; these steps are not counted as training.",
        )
        self.export = self._button(
            "export_kept", "Export…", "Save them as IDX files, images and labels, as MNIST's are."
        )
        row = QHBoxLayout()
        for button in (self.keep, self.remove, self.train, self.export):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.title)
        column.addWidget(self.tiles, 1)
        column.addLayout(row)
        self.keep.clicked.connect(self.keep_asked)
        self.remove.clicked.connect(lambda: self._remove(self.tiles.marked))
        self.train.clicked.connect(self.train_asked)
        self.export.clicked.connect(self.export_asked)
        self.tiles.chosen.connect(self.chosen)
        self.tiles.marked_changed.connect(self._offer)
        self.tiles.remove_asked.connect(self._remove)
        self.show_kept(None, None)

    def offer_keep(self, text: str, tip: str, enabled: bool) -> None:
        """Whether the drawing can be kept, and as what."""
        self.keep.setText(text)
        self.keep.setToolTip(tip)
        self.keep.setEnabled(enabled)

    def show_kept(self, kept: Examples | None, said: Said | None) -> None:
        """Show the set, and what the network says of it as far as that is known."""
        self.kept = kept
        known = said if said is not None and kept is not None and len(said.labels) == len(kept) else None
        self.title.setText(lab_words.kept_words(kept, known))
        self.tiles.show_kept(kept, known)
        self._offer()

    def _offer(self) -> None:
        for button in (self.train, self.export):
            button.setEnabled(self.kept is not None)
        self.remove.setEnabled(self.kept is not None and self.tiles.marked is not None)

    def _remove(self, index: int | None) -> None:
        if self.kept is not None and index is not None and index < len(self.kept):
            self.tiles.marked = None
            self.removed.emit(index)

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button


class _Tiles(HoverCells, QWidget):
    chosen = Signal(int)  # which drawing of the set
    marked_changed = Signal()
    remove_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("kept_drawings")
        self.setAccessibleName("The drawings that you have kept")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.marked: int | None = None  # the drawing clicked last
        self._kept: Examples | None = None
        self._said: Said | None = None
        self._order: list[int] = []

    def show_kept(self, kept: Examples | None, said: Said | None) -> None:
        """Show these."""
        self._kept, self._said = kept, said
        self._order = wrong_first(kept, said) if kept is not None else []
        if self.marked is not None and self.marked >= len(self._order):
            self.marked = None
        self.update()

    @property
    def grid(self) -> TileGrid:
        """Where the tiles are."""
        return kept_grid(self.width(), self.height(), len(self._order))

    def cell_at(self, point: QPointF) -> int | None:
        return self.grid.index_at(point)

    def tip(self, cell: int) -> str:
        assert self._kept is not None
        index = self._order[cell]
        return lab_words.kept_tip(self._kept, index, self._said)

    def _choose(self, cell: int) -> None:
        self.marked = self._order[cell]
        self.marked_changed.emit()
        self.chosen.emit(self.marked)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._choose(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from one to the next; Delete removes the one that is marked."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.marked is not None:
            self.remove_asked.emit(self.marked)
            return
        here = self._order.index(self.marked) if self.marked in self._order else 0
        there = self.grid.neighbour(here, event.key()) if self._order else None
        if there is None:
            super().keyPressEvent(event)
        else:
            self._choose(there)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._kept is None:
            return
        grid, subject = self.grid, self._kept.subject
        now = theme.colours()
        with QPainter(self) as painter:
            painter.setFont(theme.font(8))
            shown = self._order[: grid.count]
            pictures = subject.laid_out(to_unit_range(self._kept.images[shown]))
            tiles = ImageTiles(theme.activation_pixels(pictures))
            for cell, index in enumerate(shown):
                rect = grid.rect(cell)
                image = fitted(QRectF(rect.left(), rect.top(), _SIDE, _SIDE), subject.shape)
                tiles.paint(painter, image, cell)
                marked = index == self.marked
                painter.setPen(QPen(now.selected if marked else now.border, 2 if marked else 1))
                painter.drawRect(image)
                text, right = lab_words.kept_text(self._kept, index, self._said)
                painter.setPen(now.muted if right is None else now.right if right else now.wrong)
                foot = QRectF(rect.left() - 2, rect.top() + _SIDE, _SIDE + 4, _BELOW)
                painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, text)

    def sizeHint(self) -> QSize:
        return QSize(260, 2 * (_SIDE + _BELOW + _GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, _SIDE + _BELOW)
