"""Nudging one weight: ΔC/Δw approaches ∂C/∂w as the nudge shrinks."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSlider, QVBoxLayout, QWidget

from nnviz.arrays import Floats
from nnviz.explain.entry import Entry
from nnviz.explain.gradient_check import nudged_costs
from nnviz.explain.number_markup import figure, set_figure
from nnviz.explain.symbols import name, symbol
from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps.nudge_plot import NudgePlot
from nnviz.widgets import theme
from nnviz.widgets.formula.formula_label import FormulaLabel

_NUDGES = (1.0, 0.1, 0.01, 0.001, 1e-4, 1e-5)
_PER_DECADE = 20  # positions of the slider
_ROW = 17  # px


class NudgeTable(QWidget):
    """A row for each nudge: Δw, ΔC/Δw, and how far that is off ∂C/∂w."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Nudges and slopes")
        self.setToolTip(
            "Δw: how far the weight is moved. ΔC/Δw: what that does to the cost, per unit of weight."
        )
        self._rows: list[tuple[float, float, float]] = []

    @property
    def rows(self) -> list[tuple[float, float, float]]:
        """Δw, ΔC/Δw and its distance from ∂C/∂w."""
        return self._rows

    def show_rows(self, nudges: Floats, slopes: Floats, gradient: float) -> None:
        """Fill the table."""
        self._rows = [(float(w), float(s), float(s) - gradient) for w, s in zip(nudges, slopes, strict=True)]
        spoken = "; ".join(f"Δw {figure(w)}: ΔC/Δw {s:.6g}" for w, s, _ in self._rows)
        self.setAccessibleDescription(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, _ROW * (len(_NUDGES) + 1) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        painter = QPainter(self)
        painter.setPen(now.muted)
        painter.setFont(theme.font(8))
        self._paint_row(painter, 0, ("Δw", "ΔC/Δw", "off ∂C/∂w by"))
        painter.setFont(theme.font(8.5))
        for i, (nudge, slope, off) in enumerate(self._rows):
            painter.setPen(now.text if i < len(self._rows) - 1 else now.muted)
            cells = (figure(nudge), figure(slope, True, fine=True), figure(off, True))
            self._paint_row(painter, i + 1, cells)

    def _paint_row(self, painter: QPainter, row: int, cells: tuple[str, str, str]) -> None:
        third = self.width() / 3
        for column, text in enumerate(cells):
            where = QRectF(column * third, row * _ROW, third, _ROW)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


class NudgeView(QWidget):
    """The weight that is looked at, a slider for the nudge, the curve and the table."""

    def __init__(self) -> None:
        super().__init__()
        self.plot, self.table = NudgePlot(), NudgeTable()
        self._formula = FormulaLabel(15)
        self._said = QLabel()
        self._said.setFont(theme.font(8.5, QFont.Weight.Medium))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("walk_nudge")
        self.slider.setRange(0, 5 * _PER_DECADE)
        self.slider.setValue(0)
        self.slider.setAccessibleName("Nudge Δw")
        self.slider.setToolTip(
            "Δw: how far the weight is nudged, from 1 at the left to 0.00001 at the right."
        )
        self.slider.valueChanged.connect(lambda _value: self._nudge())
        self._walk: Walk | None = None
        self._gradient: Entry | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._formula)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self._said)
        layout.addWidget(self.slider)
        layout.addWidget(self.table)

    def show_weight(self, walk: Walk, gradient: Entry) -> None:
        """Nudge this weight, given by the entry of its gradient."""
        if (walk, gradient) == (self._walk, self._gradient):
            return
        self._walk, self._gradient = walk, gradient
        value = set_figure(walk.value(gradient), True, fine=True)
        self._formula.show_formula(
            f"{symbol(gradient, walk.architecture)} = {value}", name(gradient, walk.architecture)
        )
        self.plot.show_weight(walk, gradient)
        nudges = np.array(_NUDGES)
        slopes = (nudged_costs(walk, gradient, nudges) - walk.cost) / nudges
        self.table.show_rows(nudges, slopes, walk.value(gradient))
        self._nudge()

    def _nudge(self) -> None:
        if self._walk is None or self._gradient is None:
            return
        nudge = 10 ** (-self.slider.value() / _PER_DECADE)
        cost = float(nudged_costs(self._walk, self._gradient, np.array([nudge]))[0])
        slope = figure((cost - self._walk.cost) / nudge, True, fine=True)
        self._said.setText(f"Δw = {figure(nudge)}:  ΔC/Δw = {slope}")
        self.plot.show_nudge(nudge, cost)
