"""The accuracy of each class over time, side by side; a click on a class asks for what is wrong of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.explain.class_curves import learned_at
from nnviz.panels.learning_curve import curve_words
from nnviz.panels.learning_curve.class_plots import ClassCurves, ClassGhost, ClassGrid, paint_class
from nnviz.panels.learning_curve.other_runs import GhostCurve
from nnviz.runs.course import course_of
from nnviz.runs.snapshot import Curve, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.hover_cells import HoverCells

_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ClassView(HoverCells, QWidget):
    """Shows one run, and faintly those of others whose classes were told apart too."""

    class_chosen = Signal(int)  # one of whose test images those that are wrong are to be seen

    def __init__(self) -> None:
        super().__init__()
        self.curves: ClassCurves | None = None  # None where no class was ever told apart
        self._ghosts: tuple[GhostCurve, ...] = ()
        self._of: Curve | None = None
        self._snapshot: Snapshot | None = None
        self.setObjectName("class_curves")
        self.setAccessibleName("Accuracy of each class")
        self.setAccessibleDescription(curve_words.CLASSES)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The curves so far, and what each class has at this moment."""
        before, self._snapshot = self._snapshot, snapshot
        if snapshot.curve is not self._of:
            self._of, self.curves = snapshot.curve, _curves_of(snapshot)
        elif before is not None and before.evaluation is snapshot.evaluation:
            return
        self.update()

    def set_ghosts(self, ghosts: Sequence[GhostCurve]) -> None:
        """Show these other runs, the last on top."""
        self._ghosts = tuple(ghosts)
        self.update()

    @property
    def ghosts(self) -> list[ClassGhost]:
        """What is shown of them."""
        if self._snapshot is None:
            return []
        classes, epoch = self._snapshot.subject.classes, self._snapshot.epoch_size
        return [
            ClassGhost(ghost.colour, ghost.curve.examples * (epoch / ghost.epoch_size), by_class)
            for ghost in self._ghosts
            if (by_class := ghost.curve.class_accuracy).shape[1] == classes
        ]

    @property
    def grid(self) -> ClassGrid:
        """Where the classes are."""
        classes = self._snapshot.subject.classes if self._snapshot is not None else 0
        return ClassGrid(QRectF(self.rect()).adjusted(theme.SPACING, 0, -theme.SPACING, 0), classes)

    @property
    def moment(self) -> int:
        """After how many examples there is a mark: at the moment shown, unless it is the newest; or −1."""
        looks_back = self._snapshot is not None and self._snapshot.is_past
        return self._snapshot.examples_seen if looks_back and self._snapshot is not None else -1

    def accuracy(self, which: int) -> float:
        """Of a class at the moment shown; NaN if it is not known."""
        evaluation = self._snapshot.evaluation if self._snapshot is not None else None
        return float(evaluation.class_accuracy[which]) if evaluation is not None else math.nan

    def cell_at(self, point: QPointF) -> int | None:
        return self.grid.class_at(point)

    def tip(self, cell: int) -> str:
        if self._snapshot is None or self.curves is None:
            return ""
        name = self._snapshot.subject.class_names[cell]
        return curve_words.class_tip(name, self.accuracy(cell), self.curves.when[cell])

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colours().card)
            if self._snapshot is None or self._of is None or not len(self._of):
                return
            if self.curves is None:
                painter.setFont(theme.font(9))
                painter.setPen(theme.colours().muted)
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, curve_words.CLASSES_UNKNOWN)
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_classes(painter, self.curves, self._snapshot.subject.class_names)

    def _paint_classes(self, painter: QPainter, curves: ClassCurves, names: tuple[str, ...]) -> None:
        grid, ghosts = self.grid, self.ghosts
        for which, name in enumerate(names):
            title = name, curve_words.class_accuracy_text(self.accuracy(which))
            paint_class(painter, grid, which, curves, ghosts=ghosts, title=title, moment=self.moment)
        if self.hovered_cell is not None:
            painter.setPen(QPen(theme.colours().muted, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(grid.place(self.hovered_cell).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.cell_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move a frame from class to class, Enter chooses the one in it."""
        key, grid = event.key(), self.grid
        steps = {**_KEYS, Qt.Key.Key_Up: -grid.columns, Qt.Key.Key_Down: grid.columns} if grid.classes else {}
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hovered_cell is not None:
            self._choose(self.hovered_cell)
        elif key in steps:
            there = 0 if self.hovered_cell is None else self.hovered_cell + steps[Qt.Key(key)]
            if 0 <= there < grid.classes:
                self.point_at(there)
                self.setAccessibleDescription(self.tip(there) or curve_words.CLASSES)
        else:
            super().keyPressEvent(event)

    def _choose(self, which: int | None) -> None:
        if which is not None:
            self.class_chosen.emit(which)


def _curves_of(snapshot: Snapshot) -> ClassCurves | None:
    curve = snapshot.curve
    by_class = curve.class_accuracy
    if by_class.shape[1] != snapshot.subject.classes or not np.isfinite(by_class).any():
        return None
    learned = learned_at(by_class).tolist()
    course = course_of(snapshot, snapshot.epoch_size) if max(learned) >= 0 else None
    steps = [-1 if k < 0 or course is None else course.at(int(curve.examples[k])) for k in learned]
    when = [curve_words.learned_text(step) for step in steps]
    return ClassCurves(curve.examples.astype(np.float64), curve.test_accuracy, by_class, learned, when)
