"""The page of the confusion matrix; a click on a cell shows its pictures."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from nnviz.panels.evaluation.answered import Answered
from nnviz.panels.evaluation.evaluation_words import cell_tip, chosen_words
from nnviz.panels.evaluation.matrix import MatrixLayout, layout_of, paint_matrix
from nnviz.panels.evaluation.painted_page import PaintedPage
from nnviz.panels.panel import PictureChoice
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.quiet_choice import QuietChoice

_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class MatrixPage(HoverCells, PaintedPage):
    """Rows for what the images are, columns for what the network says."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Confusion matrix")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._mode = QuietChoice("matrix_mode", "Numbers of the matrix", "What the numbers of the cells are.")
        self._mode.add("counts", False, "How many images of each class are taken for which.")
        self._mode.add("rates", True, "The same in per cent of each class.")
        self._mode.currentIndexChanged.connect(lambda _: self.update())

    def header_choice(self) -> QuietChoice:
        return self._mode

    @property
    def matrix_layout(self) -> MatrixLayout | None:
        """Where the matrix lies; None while there is none."""
        return layout_of(self.area, self.answered.confusion) if self.answered is not None else None

    def sentence_of(self, answered: Answered) -> str:
        counts = answered.confusion.counts
        return f"{int(counts.trace()):,} of {int(counts.sum()):,} right"

    def paint_answers(self, painter: QPainter, answered: Answered) -> None:
        layout, as_rates = layout_of(self.area, answered.confusion), bool(self._mode.currentData())
        paint_matrix(
            painter,
            layout,
            found=answered.confusion,
            names=answered.names,
            as_rates=as_rates,
            framed=self.hovered_cell,
        )

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        layout = self.matrix_layout
        return layout.cell_at(point) if layout is not None else None

    def tip(self, cell: tuple[int, int]) -> str:
        answered = self.answered
        return cell_tip(answered.confusion, answered.names, *cell) if answered is not None else ""

    def _choose(self, cell: tuple[int, int] | None) -> None:
        if cell is None or self.answered is None:
            return
        names, (true, said) = self.answered.names, cell
        indices = self.answered.confusion.cell(true, said if said < len(names) else -1)
        if len(indices):
            words = chosen_words(names, true, said, len(indices))
            self.pictures_chosen.emit(PictureChoice(indices, words))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.cell_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move a frame from cell to cell, Enter shows the pictures of the one in it."""
        layout, step = self.matrix_layout, _STEPS.get(event.key())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hovered_cell is not None:
            self._choose(self.hovered_cell)
        elif step is not None and layout is not None:
            true, said = self.hovered_cell or (-step[0], -step[1])
            there = (true + step[0], said + step[1])
            self.point_at(
                (min(max(there[0], 0), layout.classes - 1), min(max(there[1], 0), layout.columns - 1))
            )
        else:
            super().keyPressEvent(event)
