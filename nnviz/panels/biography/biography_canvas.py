"""The painted part of the panel: what can be pointed at, clicked and walked through with keys."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from nnviz.datasets.dataset import Examples
from nnviz.datasets.subject import MNIST
from nnviz.explain.biography import Biography, Move
from nnviz.panels.biography import biography_words as words
from nnviz.panels.biography.biography_layout import BiographyLayout
from nnviz.panels.biography.biography_painter import MovePictures, Scene, paint
from nnviz.widgets.hover_cells import HoverCells

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}


@dataclass(frozen=True)
class Spot:
    """A place that can be clicked."""

    move: int  # which mini-batch
    picture: int | None = None  # of it; or else
    is_walk: bool = False  # its button


class BiographyCanvas(HoverCells, QWidget):
    """Curve, classes, and the list of mini-batches, of which one is chosen."""

    walk_requested = Signal(object)  # Move
    picture_chosen = Signal(int)  # index in the training data

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene | None = None
        self._pictures: MovePictures | None = None
        self.setObjectName("biography_canvas")
        self.setAccessibleName("What moved the weight")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(420, 150))

    @property
    def place(self) -> BiographyLayout:
        """Where everything lies."""
        subject = self.scene.train.subject if self.scene is not None else MNIST
        return BiographyLayout(QRectF(self.rect()), subject.shape, subject.classes)

    @property
    def chosen(self) -> Move | None:
        """The mini-batch chosen, if there is any."""
        return self.scene.life.moves[self.scene.chosen] if self.scene and self.scene.life.moves else None

    def tell(self, life: Biography, train: Examples, epoch_size: int) -> None:
        """Show this; of the same weight, the mini-batch that was chosen stays so."""
        before, step = self.scene, self.chosen.step if self.chosen else None
        self.scene = Scene(life, train, epoch_size)
        same = before is not None and before.life.choice == life.choice
        steps = [move.step for move in life.moves]
        if same and step in steps:
            self.choose(steps.index(step))
        self.recolour()

    def clear(self) -> None:
        """Show nothing."""
        self.scene = self._pictures = None
        self.update()

    def recolour(self) -> None:
        """Take the scheme's colours."""
        self._pictures = MovePictures(self.scene.life, self.scene.train) if self.scene is not None else None
        self._say()
        self.update()

    def choose(self, move: int) -> None:
        """Choose a mini-batch of the list, counted from 0, and have it seen."""
        if self.scene is None or not self.scene.life.moves:
            return
        move = max(0, min(move, len(self.scene.life.moves) - 1))
        first = min(max(self.scene.first, move - self.place.rows + 1), move)
        self.scene = replace(self.scene, chosen=move, first=first)
        self._say()
        self.update()

    def _say(self) -> None:
        told = words.row_tip(self.chosen, self._subject) if self.chosen is not None else ""
        self.setAccessibleDescription(told)

    @property
    def _subject(self):  # type: ignore[no-untyped-def]
        assert self.scene is not None
        return self.scene.train.subject

    def cell_at(self, point: QPointF) -> Spot | None:
        row = self.place.row_at(point)
        if self.scene is None or row is None or row >= len(self.scene.moves):
            return None
        move, picture = self.scene.first + row, self.place.picture_at(row, point)
        if picture is not None and picture >= len(self.scene.moves[row].shares):
            picture = None
        return Spot(move, picture, self.place.walk(row).contains(point))

    def hover(self, cell: Spot | None) -> None:
        if self.scene is not None:
            self.scene = replace(self.scene, hovered=cell.move if cell is not None else None)
        hand = cell is not None and (cell.is_walk or cell.picture is not None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self.update()

    def tip(self, cell: Spot) -> str:
        assert self.scene is not None
        move = self.scene.life.moves[cell.move]
        if cell.is_walk:
            return (
                "Walk me through this step: shows the moment before it in all panels, with the picture that "
                "moved the weight most, and opens the walk."
            )
        if cell.picture is not None:
            return words.picture_tip(move, cell.picture, self._subject)
        return words.row_tip(move, self._subject)

    def tip_at(self, point: QPointF) -> str:
        if self.scene is None:
            return ""
        chart = self.place.class_bars(1.0)
        label = chart.index_at(point)
        if label is not None:
            return words.class_tip(self.scene.life, label, self._subject)
        return super().tip_at(point)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or cell is None or self.scene is None:
            super().mousePressEvent(event)
            return
        self.choose(cell.move)
        move = self.scene.life.moves[cell.move]
        if cell.is_walk:
            self.walk_requested.emit(move)
        elif cell.picture is not None:
            self.picture_chosen.emit(int(move.indices[cell.picture]))

    def wheelEvent(self, event: QWheelEvent) -> None:
        scene, lines = self.scene, round(-event.angleDelta().y() / 120)
        if scene is not None and lines:
            last = max(len(scene.life.moves) - self.place.rows, 0)
            self.scene = replace(scene, first=max(0, min(scene.first + lines, last)))
            self.point_at(self.cell_at(event.position()))
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if self.scene is not None and step is not None:
            self.choose(self.scene.chosen + step)
        elif self.chosen is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.walk_requested.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.scene is None or self._pictures is None or not self.scene.life.is_finite:
            return
        with QPainter(self) as painter:
            paint(painter, self.place, self.scene, self._pictures)
