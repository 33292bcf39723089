"""Evaluation: what the network takes for what, class by class, and whether it is as sure as it is right.

On all test images, of the moment shown. It is worked out only while the panel can be seen.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.explain.calibration import Calibration, calibration, normalised
from nnviz.explain.confusion import Confusion, confusion
from nnviz.learning.evaluation import Evaluation
from nnviz.panels.evaluation.evaluation_words import calibration_sentence, cell_tip, chosen_words
from nnviz.panels.evaluation.matrix import MatrixLayout, layout_of, paint_matrix
from nnviz.panels.evaluation.reliability import ReliabilityPlot, paint_reliability
from nnviz.panels.panel import Panel, PictureChoice
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.quiet_choice import QuietChoice

_CAPTION = 18  # px for the sentence below

Mode = Literal["counts", "rates", "sure", "shares"]


class EvaluationPanel(HoverCells, Panel):
    """The confusion matrix, or the reliability curve; a click on a cell shows its pictures."""

    spec = PanelSpec(
        name="evaluation",
        title="Evaluation",
        explanation=(
            "All test images by what they are and what the network says, with the accuracy of each class; or "
            "how right its answers are against how sure. Click a cell to see its images."
        ),
        place=FirstPlace("centre", behind="network_diagram"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._of: Evaluation | None = None
        self._confusion: Confusion | None = None
        self._calibrations: dict[Mode, Calibration] = {}
        self._build_mode()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _build_mode(self) -> None:
        self._mode = QuietChoice("evaluation_mode", "What is shown", "What is shown of the test images.")
        self._mode.add("counts", "counts", "How many images of each class are taken for which.")
        self._mode.add("rates", "rates", "The same in per cent of each class.")
        self._mode.add("how sure", "sure", "How right the answers are against how large the output is.")
        self._mode.add(
            "how sure, shares",
            "shares",
            "How right the answers are against the largest output as a share of all outputs together.",
        )
        self._mode.currentIndexChanged.connect(self._change_mode)

    def header_widgets(self) -> list[QWidget]:
        return [self._mode]

    @property
    def mode(self) -> Mode:
        """What is shown."""
        mode: Mode = self._mode.currentData()
        return mode

    @property
    def found(self) -> Confusion | None:
        """The matrix of the moment shown; None before there is an evaluation."""
        return self._confusion

    @property
    def matrix_layout(self) -> MatrixLayout | None:
        """Where the matrix lies."""
        return layout_of(self._area, self._confusion) if self._confusion is not None else None

    @property
    def sentence(self) -> str:
        """The line below."""
        if self._of is None or self._confusion is None:
            waiting = self.snapshot is not None and self.snapshot.is_being_evaluated
            return "…" if waiting else ""
        if self.mode in ("sure", "shares"):
            return calibration_sentence(self._calibration(self.mode))
        right, total = int(self._confusion.counts.trace()), int(self._confusion.counts.sum())
        return f"{right:,} of {total:,} right"

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.evaluation is not self._of:
            self._of = snapshot.evaluation
            self._calibrations = {}
            self._confusion = confusion(self._of.zs, self._of.labels) if self._of is not None else None
            self.update()

    def _calibration(self, mode: Mode) -> Calibration:
        assert self._of is not None
        assert self._confusion is not None
        if mode not in self._calibrations:
            outputs = self._of.outputs
            shares = normalised(outputs) if mode == "shares" else outputs
            said = self._confusion.said
            sure = np.where(said >= 0, shares[np.arange(len(said)), said], np.nan)
            self._calibrations[mode] = calibration(sure, said == self._of.labels)
        return self._calibrations[mode]

    def _change_mode(self) -> None:
        self.hovered_cell = None
        self.update()

    @property
    def _area(self) -> QRectF:
        space = theme.SPACING
        return QRectF(self.rect()).adjusted(space, space / 2, -space, -_CAPTION - space / 2)

    @property
    def _names(self) -> tuple[str, ...]:
        assert self.snapshot is not None
        assert self.snapshot.data is not None
        return self.snapshot.data.class_names

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        layout = self.matrix_layout if self.mode in ("counts", "rates") else None
        return layout.cell_at(point) if layout is not None else None

    def tip(self, cell: tuple[int, int]) -> str:
        return cell_tip(self._confusion, self._names, *cell) if self._confusion is not None else ""

    def _choose(self, cell: tuple[int, int] | None) -> None:
        if cell is None or self._confusion is None:
            return
        true, said = cell
        indices = self._confusion.cell(true, said if said < len(self._names) else -1)
        if not len(indices):
            return  # there is nothing to look at
        words = chosen_words(self._names, true, said, len(indices))
        self.pictures_chosen.emit(PictureChoice(indices, words))

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            layout = self.matrix_layout
            if layout is None or self._confusion is None:
                painter.setFont(theme.font(9))
                painter.setPen(theme.colours().muted)
                waiting = self.sentence or (self.snapshot.message if self.snapshot is not None else "")
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, waiting)
                return
            if self.mode in ("counts", "rates"):
                as_rates = self.mode == "rates"
                paint_matrix(
                    painter,
                    layout,
                    found=self._confusion,
                    names=self._names,
                    as_rates=as_rates,
                    framed=self.hovered_cell,
                )
            else:
                paint_reliability(painter, ReliabilityPlot(self._area), self._calibration(self.mode))
            self._paint_sentence(painter)

    def _paint_sentence(self, painter: QPainter) -> None:
        painter.setFont(theme.font(8))
        painter.setPen(theme.colours().muted)
        rect = QRectF(theme.SPACING, self.height() - _CAPTION, self.width() - 2 * theme.SPACING, _CAPTION - 2)
        words = painter.fontMetrics().elidedText(
            self.sentence, Qt.TextElideMode.ElideRight, int(rect.width())
        )
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.cell_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move a frame from cell to cell, Enter shows the pictures of the one in it."""
        layout, step = self.matrix_layout, _STEPS.get(event.key())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hovered_cell is not None:
            self._choose(self.hovered_cell)
        elif step is not None and layout is not None and self.mode in ("counts", "rates"):
            true, said = self.hovered_cell or (-step[0], -step[1])
            there = (true + step[0], said + step[1])
            self.point_at(
                (min(max(there[0], 0), layout.classes - 1), min(max(there[1], 0), layout.columns - 1))
            )
        else:
            super().keyPressEvent(event)


_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
