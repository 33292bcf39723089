"""The landscape as a surface that can be turned: drag it, or use the arrow keys."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.arrays import Floats
from nnviz.explain.landscape import filled
from nnviz.explain.landscape_survey import Landscape
from nnviz.panels.landscape.contour_view import paint_path
from nnviz.panels.landscape.heights import Heights, shade
from nnviz.widgets import theme

_EVERY = 2  # points of the grid from one corner to the next
_TALL = 0.9  # of the highest cost, where the sides go from −1 to 1
_LIFT = 0.02  # of the path above the ground
_TURN = 0.01  # radians a px
_KEYS = {
    Qt.Key.Key_Left: (-0.15, 0.0),
    Qt.Key.Key_Right: (0.15, 0.0),
    Qt.Key.Key_Up: (0.0, 0.1),
    Qt.Key.Key_Down: (0.0, -0.1),
}


class SurfaceView(QWidget):
    """Seen from far away, so that what is parallel stays so."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Landscape | None = None
        self.turn, self.tilt = 0.6, 0.6  # radians: round the upright axis, and down from the horizon
        self._grid = np.zeros((0, 0, 3))
        self._path = np.zeros((0, 3))
        self._dragged_from: QPointF | None = None
        self.setMinimumSize(120, 100)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip("Drag to turn it, or use the arrow keys.")

    def show_landscape(self, found: Landscape | None) -> None:
        """Show this one, or nothing."""
        self.found = found
        self._grid, self._path = np.zeros((0, 0, 3)), np.zeros((0, 3))
        if found is not None and found.known > 0:
            costs = filled(found.costs)
            heights = Heights.of(costs)
            ends = np.linspace(-1, 1, len(costs))[::_EVERY]
            x, y = np.meshgrid(ends, ends)
            self._grid = np.stack([x, y, heights.share(costs[::_EVERY, ::_EVERY])], axis=2)
            sides = [found.xs, found.ys]
            on_side = [
                2 * (at - s[0]) / (s[-1] - s[0]) - 1 for at, s in zip(found.path.T, sides, strict=True)
            ]
            self._path = np.stack([*on_side, heights.share(found.heights) + _LIFT], axis=1)
        self.update()

    def projected(self, places: Floats) -> tuple[Floats, Floats]:
        """Where places (…, 3) are seen, (…, 2) in px, and how far behind, (…)."""
        x, y = places[..., 0], places[..., 1]
        z = _TALL * (places[..., 2] - 0.5)
        across = x * math.cos(self.turn) - y * math.sin(self.turn)
        deep = x * math.sin(self.turn) + y * math.cos(self.turn)
        up = z * math.cos(self.tilt) + deep * math.sin(self.tilt)
        behind = deep * math.cos(self.tilt) - z * math.sin(self.tilt)
        scale = min(self.width() / 2.95, self.height() / (2.85 * math.sin(self.tilt) + math.cos(self.tilt)))
        seen = np.stack([self.width() / 2 + scale * across, self.height() / 2 - scale * up], axis=-1)
        return seen, behind

    def turn_by(self, turn: float, tilt: float) -> None:
        """Look from elsewhere."""
        self.turn = (self.turn + turn) % (2 * math.pi)
        self.tilt = min(max(self.tilt + tilt, 0.1), math.pi / 2)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS:
            self.turn_by(*_KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None:
            moved = event.position() - self._dragged_from
            self._dragged_from = event.position()
            self.turn_by(_TURN * moved.x(), _TURN * moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None

    def sizeHint(self) -> QSize:
        return QSize(420, 340)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if not self._grid.size:
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter)
            seen, _ = self.projected(self._path)
            paint_path(painter, [QPointF(x, y) for x, y in seen.tolist()])

    def _paint_ground(self, painter: QPainter) -> None:
        """From behind to the front, so that what is nearer covers what is farther."""
        seen, behind = self.projected(self._grid)
        corners = [np.s_[:-1, :-1], np.s_[:-1, 1:], np.s_[1:, 1:], np.s_[1:, :-1]]
        quads = np.stack([seen[corner].reshape(-1, 2) for corner in corners], axis=1)
        depth = np.sum([behind[corner].ravel() for corner in corners], axis=0)
        height = np.mean([self._grid[..., 2][corner].ravel() for corner in corners], axis=0)
        brushes = [shade(step / 31) for step in range(32)]
        painter.setPen(QPen(theme.translucent(theme.colours().window, 0.5), 0.7))
        order = np.argsort(-depth)
        for quad, share in zip(quads[order].tolist(), height[order].tolist(), strict=True):
            painter.setBrush(brushes[round(31 * share)])
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in quad]))
