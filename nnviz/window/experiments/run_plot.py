"""What all plots of runs have in common: marks that stand for runs, to be pointed at and opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.experiments.measures import MEASURES, Measure
from nnviz.experiments.overview import Overview
from nnviz.experiments.result import Result
from nnviz.widgets import theme
from nnviz.widgets.hover_cells import HoverCells

REACH = 14.0  # px from a mark at which the mouse is still on it


@dataclass(frozen=True, eq=False)
class RunMark:
    """A place in a plot that stands for a run."""

    place: QPointF
    result: Result
    group: int  # in the overview
    tell: Callable[[], str]

    @property
    def words(self) -> str:
        """Which run it is, and what is measured of it: there may be thousands of marks that nobody asks."""
        return self.tell()


class RunPlot(HoverCells, QWidget):
    """Painted as a whole; arrow keys go from mark to mark, and Enter or a click opens a run."""

    run_chosen = Signal(object)  # Result

    title = ""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.overview, self.measure = Overview(), MEASURES["test_accuracy"]
        self.exposed = QRectF()  # what has to be painted now

    def show_runs(self, overview: Overview, measure: Measure) -> None:
        """These runs from now on, by that measure."""
        self.overview, self.measure = overview, measure
        self.hovered_cell = None
        self.arrange()
        self.update()

    def arrange(self) -> None:
        """Find out where everything lies."""
        raise NotImplementedError

    def marks(self) -> Sequence[RunMark]:
        """All marks, in the order in which the arrow keys go."""
        raise NotImplementedError

    def draw(self, painter: QPainter, pointed: RunMark | None) -> None:
        """Paint all of it, with the mark that is pointed at."""
        raise NotImplementedError

    def mark_at(self, point: QPointF) -> RunMark | None:
        """The nearest mark within reach."""
        marks = self.marks()
        if not marks:
            return None
        nearest = min(marks, key=lambda mark: _apart(mark.place, point))
        return nearest if _apart(nearest.place, point) <= REACH**2 else None

    def cell_at(self, point: QPointF) -> RunMark | None:
        return self.mark_at(point)

    def tip(self, cell: RunMark) -> str:
        return f"{cell.words}\nClick to open this run in the main window."

    def hover(self, cell: RunMark | None) -> None:
        self.setCursor(Qt.CursorShape.ArrowCursor if cell is None else Qt.CursorShape.PointingHandCursor)
        self.setAccessibleDescription(cell.words if cell is not None else "")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self.mark_at(event.position())
        if mark is not None and event.button() is Qt.MouseButton.LeftButton:
            self.run_chosen.emit(mark.result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        marks = list(self.marks())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        pointed = self.hovered_cell
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and pointed is not None:
            self.run_chosen.emit(pointed.result)
        elif event.key() in steps and marks:
            at = marks.index(pointed) + steps[Qt.Key(event.key())] if pointed in marks else 0
            self.point_at(marks[min(max(at, 0), len(marks) - 1)])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.hovered_cell = None
        self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.exposed = QRectF(event.rect())
        painter = QPainter(self)
        self.paint(painter)

    def paint(self, painter: QPainter) -> None:
        """On the screen, or into a file."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(8.5))
        if self.marks():
            self.draw(painter, self.hovered_cell)
        else:
            self.say(painter, self.nothing_yet)

    @property
    def nothing_yet(self) -> str:
        """What is said where there is nothing to paint."""
        return "No runs yet. Choose what to vary, and press Start."

    def say(self, painter: QPainter, sentence: str) -> None:
        """A sentence in the middle."""
        painter.setPen(theme.colours().muted)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(QRectF(self.rect()).adjusted(24, 8, -24, -8), flags, sentence)

    def sizeHint(self) -> QSize:
        return QSize(560, 360)


def _apart(one: QPointF, other: QPointF) -> float:
    x, y = one.x() - other.x(), one.y() - other.y()
    return x * x + y * y
