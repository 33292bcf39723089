"""The painted part of the panel: pictures and bars, pointed at and clicked, by mouse or by keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.datasets.dataset import Examples
from nnviz.explain.teachers import Teachers
from nnviz.panels.teachers import teachers_words as words
from nnviz.panels.teachers.teachers_layout import TeachersLayout
from nnviz.panels.teachers.teachers_painter import Pupils, paint, pupils_of
from nnviz.widgets.hover_cells import HoverCells

Cell = tuple[str, bool, int]  # "picture" or "bar", whether in the lower half, and which


class TeachersCanvas(HoverCells, QWidget):
    """Shows one answer."""

    picture_chosen = Signal(int)  # index of a training example
    moment_chosen = Signal(int)  # examples seen

    def __init__(self) -> None:
        super().__init__()
        self.teachers: Teachers | None = None
        self._train: Examples | None = None
        self._epoch_size = 1
        self._pupils: Pupils | None = None
        self._pupils_of: tuple[object, ...] = ()
        self.setAccessibleName("Teachers and misleaders")
        self.setAccessibleDescription("Arrow keys go from one to the next, Enter shows it everywhere.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(380, 150))

    @property
    def teachers_layout(self) -> TeachersLayout:
        """Where everything lies."""
        return TeachersLayout(QRectF(self.rect()))

    def show_teachers(self, teachers: Teachers, train: Examples, epoch_size: int) -> None:
        """Show this answer for one image."""
        self.teachers, self._train, self._epoch_size = teachers, train, epoch_size
        self.hovered_cell = None
        self.recolour()

    def clear(self) -> None:
        """Show nothing."""
        self.teachers = self._pupils = None
        self.update()

    def recolour(self) -> None:
        """Take the scheme's colours."""
        self._pupils = None
        self.update()

    @property
    def pupils(self) -> Pupils | None:
        """Who is shown, as far as there is room."""
        if self.teachers is None or self._train is None:
            return None
        count = self.teachers_layout.count
        if self._pupils is None or self._pupils_of != (self.teachers, count):
            self._pupils = pupils_of(self.teachers, self._train, count)
            self._pupils_of = (self.teachers, count)
        return self._pupils

    def cells(self) -> list[Cell]:
        """All that can be pointed at, in order."""
        pupils, teachers = self.pupils, self.teachers
        if pupils is None or teachers is None:
            return []
        pictures = [("picture", below, i) for below in (False, True) for i in range(self._shown(below))]
        return [*pictures, *(("bar", True, cell) for cell in range(len(teachers.over_time)))]

    def _shown(self, below: bool) -> int:
        assert self.pupils is not None
        return len(self.pupils.worst if below else self.pupils.best)

    def cell_at(self, point: QPointF) -> Cell | None:
        place, teachers, pupils = self.teachers_layout, self.teachers, self.pupils
        if teachers is None or pupils is None:
            return None
        found = place.tile_at(point)
        if found is not None:
            return ("picture", *found) if pupils.index(*found) is not None else None
        for below, count in ((False, teachers.over_time.shape[1]), (True, len(teachers.over_time))):
            bar = place.bars(below, count, 0, 1).index_at(point)
            if bar is not None:
                return "bar", below, bar
        return None

    def tip(self, cell: Cell) -> str:
        teachers, train, pupils = self.teachers, self._train, self.pupils
        if teachers is None or train is None or pupils is None:
            return ""
        kind, below, number = cell
        if kind == "picture":
            index = pupils.index(below, number)
            if index is None:
                return ""
            share, label = float(teachers.shares[index, 0]), int(train.labels[index])
            return words.tile_tip(index, share, label, train.subject)
        if not below:
            return words.class_tip(number, float(teachers.by_class[number, 0]), train.subject)
        begin, end = teachers.edges[number : number + 2].tolist()
        return words.time_tip(begin, end, float(teachers.over_time[number, :, 0].sum()), self._epoch_size)

    def choose(self, cell: Cell | None) -> None:
        """Show everywhere what is in a cell: a picture, or the moment when a stretch of time ends."""
        if cell is None or self.teachers is None or self.pupils is None:
            return
        kind, below, number = cell
        index = self.pupils.index(below, number) if kind == "picture" else None
        if index is not None:
            self.picture_chosen.emit(index)
        elif kind == "bar" and below:
            self.moment_chosen.emit(int(self.teachers.edges[number + 1]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.choose(self.cell_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }.get(Qt.Key(event.key()))
        cells = self.cells()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hovered_cell is not None:
            self.choose(self.hovered_cell)
        elif step is not None and cells:
            at = cells.index(self.hovered_cell) + step if self.hovered_cell in cells else 0
            self.point_at(cells[min(max(at, 0), len(cells) - 1)])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        teachers, train, pupils = self.teachers, self._train, self.pupils
        if teachers is None or train is None or pupils is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            paint(
                painter,
                self.teachers_layout,
                teachers,
                pupils,
                train=train,
                epoch_size=self._epoch_size,
                hovered=self.hovered_cell,
            )
