"""The error of an output that should be 0, over its z: with one cost it dies away where it is needed most."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.explain.figures.two_errors_numbers import OutputError, error_points
from nnviz.widgets import theme
from nnviz.widgets.axis import Axis, paint_below, paint_levels

_POINTS = 121


class ErrorPlot(QWidget):
    """Painted by hand; nothing in it is clicked."""

    def __init__(self, low: float, high: float) -> None:
        """`low`, `high`: of z."""
        super().__init__()
        self._ends, self._output = (low, high), OutputError(0.0)
        self._curves = error_points(low, high, _POINTS)
        self.setMinimumHeight(150)
        self.setToolTip("Upwards: the error δ, by which the output's weights are moved. To the right: its z.")

    def show_output(self, output: OutputError) -> None:
        """Show where this one is on both curves."""
        self._output = output
        self.setAccessibleName(
            f"error δ {output.quadratic:.4f} with the quadratic cost, "
            f"{output.cross_entropy:.4f} with cross-entropy"
        )
        self.update()

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """z to the right, δ upwards."""
        return Axis(*self._ends, 30.0, self.width() - 10.0), Axis(0, 1, self.height() - 22.0, 26.0)

    @property
    def lines(self) -> tuple[list[QPointF], list[QPointF]]:
        """The curve of the quadratic cost, and that of cross-entropy."""
        curves = self._curves
        return [self._at(z, low) for z, low, _ in curves], [self._at(z, high) for z, _, high in curves]

    @property
    def points(self) -> tuple[QPointF, QPointF]:
        """Where the output is on either."""
        now = self._output
        z = now.weighted_input
        return self._at(z, now.quadratic), self._at(z, now.cross_entropy)

    def _at(self, z: float, error: float) -> QPointF:
        across, up = self.axes
        return QPointF(across.at(z), up.at(error))

    def sizeHint(self) -> QSize:
        return QSize(300, 170)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, (across, up) = theme.colours(), self.axes
        colours: tuple[QColor, QColor] = now.wrong, now.positive
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(8))
            paint_levels(painter, up, up.ticks(2), across.begin, across.end)
            paint_below(painter, across, across.ticks(4), up.begin)
            for line, colour, style in zip(
                self.lines, colours, (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine), strict=True
            ):
                painter.setPen(QPen(colour, 1.8, style))
                painter.drawPolyline(QPolygonF(line))
            key = QRectF(across.begin, 2, across.end - across.begin, 16)
            painter.setPen(now.wrong)
            painter.drawText(key, Qt.AlignmentFlag.AlignLeft, "— δ, quadratic")
            painter.setPen(now.positive)
            painter.drawText(key, Qt.AlignmentFlag.AlignRight, "- - δ, cross-entropy")
            painter.setPen(Qt.PenStyle.NoPen)
            for point, colour in zip(self.points, colours, strict=True):
                painter.setBrush(colour)
                painter.drawEllipse(point, 4.5, 4.5)
