"""Presentation: one panel, and the lesson if one is open, fill the screen; the pointer has a halo.

The halo is part of the pointer's own picture: it costs no repaint, and hides nothing from the mouse.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor, QPainter, QPen, QPixmap, QPolygonF, QRadialGradient
from PySide6.QtWidgets import QApplication

from nnviz.widgets import theme
from nnviz.widgets.action import explain, make_action
from nnviz.window.documents.document_window import DocumentWindow

_SIDE = 96  # px of the pointer's picture
_RING = 30.0  # px from the tip to the ring
_ARROW = ((0, 0), (0, 19), (4.5, 14.5), (8, 22), (11.5, 20.5), (8, 13.5), (14, 13.5))


class Presentation:
    """The actions of the View menu: presentation, and the numbers on hidden units, which belong to it."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self._was: Qt.WindowState | None = None  # of the window, while this is on
        self._is_enlarged = False  # by this
        self.action = make_action(window, "presentation", "Presentation", "F5")
        self.action.setCheckable(True)
        explain(self.action, "One panel and the lesson fill the screen, with a halo about the pointer.")
        self.action.toggled.connect(self._present)
        self.numbers = make_action(window, "unit_numbers", "Numbers on hidden units")
        self.numbers.setCheckable(True)
        self.numbers.setToolTip("Every hidden unit bears its number, in the network and on its tile.")
        self.numbers.toggled.connect(self._number)
        window.layout_of_panels.add_to_view([self.action, self.numbers])

    def close(self) -> None:
        """Leave nothing behind: the pointer is the whole application's."""
        self.action.setChecked(False)

    def _present(self, on: bool) -> None:
        (self._begin if on else self._end)()
        self._number()

    def _begin(self) -> None:
        window, layout = self._window, self._window.layout_of_panels
        self._was = window.windowState()
        self._is_enlarged = not layout.is_enlarged
        if self._is_enlarged:
            layout.enlarge(layout.to_present())
        window.setWindowState(self._was | Qt.WindowState.WindowFullScreen)
        QApplication.setOverrideCursor(pointer_with_halo(window.devicePixelRatioF()))

    def _end(self) -> None:
        window, layout = self._window, self._window.layout_of_panels
        QApplication.restoreOverrideCursor()
        if self._was is not None:
            window.setWindowState(self._was)
        if self._is_enlarged and layout.is_enlarged:
            layout.enlarge(layout.to_present())

    def _number(self) -> None:
        for panel in self._window.panels:
            panel.set_numbered(self.action.isChecked() or self.numbers.isChecked())


def pointer_with_halo(ratio: float) -> QCursor:
    """An arrow with a soft ring about its tip."""
    picture = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tip = QPointF(_SIDE / 2, _SIDE / 2)
        _paint_halo(painter, tip)
        painter.setPen(QPen(Qt.GlobalColor.white, 1.5))
        painter.setBrush(Qt.GlobalColor.black)
        painter.drawPolygon(QPolygonF([tip + QPointF(x, y) for x, y in _ARROW]))
    return QCursor(picture, _SIDE // 2, _SIDE // 2)


def _paint_halo(painter: QPainter, middle: QPointF) -> None:
    """Brightest at the ring, fading to both sides."""
    colour, reach = theme.colours().selected, _SIDE / 2
    shades = QRadialGradient(middle, reach)
    for share, alpha in ((0, 0.05), (0.4, 0.12), (_RING / reach, 0.75), (0.8, 0.2), (1, 0)):
        shades.setColorAt(share, theme.translucent(colour, alpha))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shades)
    painter.drawEllipse(middle, reach, reach)
