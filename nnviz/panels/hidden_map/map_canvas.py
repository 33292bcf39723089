"""The map on the screen: dots to point at and to draw a lasso around; zoomed and moved by mouse or keys."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.explain.hidden_map import HiddenMap
from nnviz.panels.hidden_map.map_dots import dot_radius, dots_of, dots_picture
from nnviz.panels.hidden_map.map_paint import paint_card, paint_lasso, paint_ring, paint_star, paint_words
from nnviz.panels.hidden_map.map_pictures import SIDE, MapPictures, few_enough
from nnviz.panels.hidden_map.map_view import MapView, inside, nearest, neighbour, whole_view
from nnviz.panels.hidden_map.map_words import point_words
from nnviz.widgets import theme
from nnviz.widgets.hover_cells import HoverCells

_NAME = "Map of the test images"
_REACH = 7.0  # px around a dot that count as the dot
_CLICK = 4  # px that a mouse may move and still click
_NOTCH = 1.0013  # how many times as large for one of a wheel's 120 units for a notch
_STEP = 1.3  # and for a key


class Canvas(HoverCells, QWidget):
    """Shows `found`, the pictures that `shown` names; one may be `hovered_cell`."""

    chosen = Signal(int)  # picture to show everywhere
    lassoed = Signal(object)  # (k,) pictures in the lasso, of those shown

    def __init__(self) -> None:
        super().__init__()
        self.found: HiddenMap | None = None
        self.examples: Examples | None = None
        self.shown: NDArray[np.bool_] = np.zeros(0, dtype=bool)
        self.held: NDArray[np.bool_] | None = None  # what the lasso has caught
        self.star: Floats | None = None  # (2,) where the input image lies
        self.drags_lasso = False  # whether dragging draws one without Shift, too
        self.empty_words = ""  # said while there is no map
        self._view: MapView | None = None  # None while the whole map is shown
        self._lasso: list[QPointF] | None = None
        self._pressed: QPointF | None = None
        self._dragged_to = QPointF()
        self._moved = False
        self._dots: tuple[MapView, QImage] | None = None
        self._pictures: MapPictures | None = None
        self._is_led_by_keys = False  # whether the one pointed at is the keyboard's
        self.setAccessibleName(_NAME)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def area(self) -> QRectF:
        """Where the map is."""
        return QRectF(self.rect())

    @property
    def view(self) -> MapView:
        """The part of the map that is seen."""
        if self._view is not None:
            return MapView(self.area, self._view.x, self._view.y, self._view.scale)
        return self._whole

    @property
    def _whole(self) -> MapView:
        assert self.found is not None
        return whole_view(self.area, self.found.points)

    @property
    def places(self) -> Floats:
        """(N, 2) px, where each picture lies."""
        assert self.found is not None
        return self.view.places(self.found.points)

    def show_map(self, found: HiddenMap | None, examples: Examples | None) -> None:
        """Show this map, or none."""
        if found is None or self.found is None or len(found.points) != len(self.found.points):
            self._view = self.held = None
        self.found, self.examples = found, examples
        self.redraw()

    def show_only(self, shown: NDArray[np.bool_]) -> None:
        """Show these pictures (N,) alone."""
        self.shown = shown
        self.redraw()

    def redraw(self) -> None:
        """Draw all dots again: other places, or other colours."""
        self._dots = self._pictures = None
        if self.hovered_cell is not None and not self._is_shown(self.hovered_cell):
            self.hovered_cell = None
        self.update()

    def see_all(self) -> None:
        """The whole map."""
        self._see(None)

    def let_go(self) -> None:
        """Nothing is in the lasso any more."""
        self.held = None
        self.redraw()

    def _see(self, view: MapView | None) -> None:
        self._view = view
        self.redraw()

    def _is_shown(self, index: int) -> bool:
        return self.found is not None and index < len(self.shown) and bool(self.shown[index])

    @property
    def _is_ready(self) -> bool:
        return self.found is not None and len(self.shown) == len(self.found.points)

    def cell_at(self, point: QPointF) -> int | None:
        reach = _REACH if self._pictures is None else SIDE / 2
        return nearest(self.places, self.shown, point, reach) if self._is_ready else None

    def hover(self, cell: int | None) -> None:
        """What the keyboard has come to is told to those who cannot see it, too."""
        if self._is_led_by_keys and cell is not None and self.found is not None and self.examples is not None:
            words = ", ".join(point_words(self.found, self.examples.subject, cell))
            self.setAccessibleName(f"{_NAME}: {words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(500, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if not self._is_ready:
                paint_words(painter, self.area, self.empty_words)
                return
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.area, self._picture())
            self._paint_pictures(painter)
            if self.star is not None and np.isfinite(self.star).all():
                paint_star(painter, self.view.place(self.star))
            if self._lasso is not None:
                paint_lasso(painter, self._lasso)
            elif not self._moved:
                self._paint_pointed_at(painter)

    def _paint_pictures(self, painter: QPainter) -> None:
        """In place of dots, if only few are seen."""
        if self.found is None or self.examples is None:
            return
        places = self.places
        shown = self.shown if self.held is None else self.shown & self.held
        indices = few_enough(self.area, places, shown)
        if self._pictures is None or not np.array_equal(self._pictures.indices, indices):
            self._pictures = MapPictures(self.examples, indices) if len(indices) else None
        if self._pictures is not None:
            self._pictures.paint(painter, self.found, places)

    def _paint_pointed_at(self, painter: QPainter) -> None:
        index = self.hovered_cell
        if index is None or self.found is None or self.examples is None or not self._is_shown(index):
            return
        at, its = self.view.place(self.found.points[index]), self.examples
        paint_ring(painter, at)
        image = its.subject.laid_out(its.image(index))
        paint_card(painter, self.area, at, image, point_words(self.found, its.subject, index))

    def _picture(self) -> QImage:
        view, found = self.view, self.found
        assert found is not None
        if self._dots is None or self._dots[0] != view:
            dots = dots_of(found, view, self.shown, self.held)
            radius = dot_radius(self.area, len(found.points), view.scale / self._whole.scale)
            self._dots = view, dots_picture(self.area, dots, radius, theme.colours().card.rgba())
        return self._dots[1]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dots = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        buttons = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
        if not self._is_ready or event.button() not in buttons:
            return
        self._pressed = self._dragged_to = event.position()
        self._moved = False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.button() == Qt.MouseButton.LeftButton and (shift or self.drags_lasso):
            self._lasso = [event.position()]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._is_led_by_keys = False
        if self._pressed is None or not self._is_ready:
            super().mouseMoveEvent(event)
            return
        here = event.position()
        self._moved = self._moved or (here - self._pressed).manhattanLength() > _CLICK
        if not self._moved:
            return
        if self._lasso is not None:
            self._lasso.append(here)
            self.update()
        else:
            self._see(self.view.panned(here - self._dragged_to))
            self._dragged_to = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, lasso = self._pressed, self._lasso
        moved = self._moved
        self._pressed, self._lasso, self._moved = None, None, False
        if pressed is None or not self._is_ready:
            return
        if not moved:
            self._click(event)
        elif lasso is not None:
            self.catch(np.array([(at.x(), at.y()) for at in lasso]))

    def _click(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        index = self.cell_at(event.position())
        if index is not None:
            self.chosen.emit(index)
        elif self.held is not None:
            self.let_go()

    def catch(self, lasso: Floats) -> None:
        """Take what is shown within a closed line (k, 2), px."""
        caught = self.shown & inside(self.places, lasso)
        self.held = caught if caught.any() else None
        self.redraw()
        if self.held is not None:
            self.lassoed.emit(np.flatnonzero(caught))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.see_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._is_ready:
            self._zoom(_NOTCH ** event.angleDelta().y(), event.position())
        event.accept()

    def _zoom(self, times: float, at: QPointF) -> None:
        self._see(self.view.zoomed(times, at, self._whole))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from dot to dot, Enter chooses; plus, minus and 0 zoom; Escape empties the lasso."""
        key, keys = event.key(), Qt.Key
        if not self._is_ready:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._go(_STEPS[key])
        elif key in (keys.Key_Return, keys.Key_Enter) and self.hovered_cell is not None:
            self.chosen.emit(self.hovered_cell)
        elif key in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            self._zoom(1 / _STEP if key == keys.Key_Minus else _STEP, self._zoom_middle)
        elif key == keys.Key_0:
            self.see_all()
        elif key == keys.Key_Escape and self.held is not None:
            self.let_go()
        else:
            super().keyPressEvent(event)

    @property
    def _zoom_middle(self) -> QPointF:
        if self.hovered_cell is None:
            return self.area.center()
        at = self.places[self.hovered_cell]
        return QPointF(*at.tolist())

    def _go(self, step: tuple[int, int]) -> None:
        """To the next dot that way; to one in the middle at first."""
        self._is_led_by_keys = True
        places = self.places
        if self.hovered_cell is None:
            self.point_at(nearest(places, self.shown, self.area.center(), np.inf))
        else:
            there = neighbour(places, self.shown, self.hovered_cell, step)
            if there is not None:
                self.point_at(there)

    def leaveEvent(self, event: QEvent) -> None:
        if not self._is_led_by_keys:
            super().leaveEvent(event)


_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
