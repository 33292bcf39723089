"""The canvas: the left button draws, the right one erases. What is drawn is a list of strokes."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFocusEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from nnviz.arrays import Floats
from nnviz.panels.drawing_pad.strokes import CANVAS, PEN, Page, Point, Stroke, StrokePicture, ink_values
from nnviz.widgets import theme
from nnviz.widgets.blank_picture import blank_picture
from nnviz.widgets.plain_text import plain_tip

_CLOSEST = 1.0  # units: points nearer to the one before say nothing new
_CLICK = 4.0  # px: a press that moves less is a click
_TIP = "The left button draws, the right one erases; Ctrl+V pastes a picture, or drop one here."
_DESCRIPTION = (
    "Draw with the left button, erase with the right one; Ctrl+Z takes a stroke back, Delete clears "
    "everything, Ctrl+V pastes a picture."
)
_OVERHANG = 30.0  # units a stroke may leave the canvas by


class Canvas(QWidget):
    """A square to draw on. `changed` is every change, `asked_back` a click on a drawing put aside."""

    changed = Signal()
    finished = Signal()  # another page than before, not merely a stroke that goes on
    asked_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._page = Page()
        self._earlier: list[Page] = []
        self._live: Stroke | None = None
        self._room = Page().room  # for what can still be drawn
        self._pressed_at: QPointF | None = None  # on a drawing put aside: a click, or the begin of a stroke
        self._is_aside = False
        self._notice = ""  # what is to be said of the page, until it changes
        self._ink = StrokePicture(CANVAS, QColor("white"), QColor("black"))
        self._shown: StrokePicture | None = None
        self._shown_is_dark = True
        self.setAccessibleName("Canvas")
        self.setAccessibleDescription(_DESCRIPTION)
        self.setToolTip(_TIP)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    @property
    def page(self) -> Page:
        """What is drawn, without the stroke being drawn."""
        return self._page

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn since it was clear."""
        return self._page.is_empty and self._live is None

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._earlier)

    @property
    def is_aside(self) -> bool:
        """Whether another image is shown, so that the drawing waits."""
        return self._is_aside

    def ink(self) -> Floats:
        """The drawing, with the stroke being drawn: (280, 280) float32 in [0, 1]."""
        return ink_values(self._ink.picture(self._page, self._live))

    def unsmoothed(self) -> Floats:
        """The drawing at its finest: a picture nobody has drawn on as it came, else as `ink` has it."""
        base, is_plain = self._page.base, not self._page.strokes and self._live is None
        return base if base is not None and is_plain else self.ink()

    def notice(self, sentence: str) -> None:
        """Say this at the foot, until something changes."""
        self._notice = sentence
        self.setToolTip(plain_tip(sentence) or _TIP)
        self.setAccessibleDescription(sentence or _DESCRIPTION)
        self.update()

    def turn_to(self, page: Page) -> None:
        """Put another page on the canvas; undo brings the present one back."""
        self._earlier.append(self._page)
        self._page = page
        self._live = None
        self._room = page.room
        self._announce()
        self.finished.emit()

    def undo(self) -> None:
        """Take back the last stroke, or whatever changed the page last."""
        if self._earlier and self._live is None:
            page, label = self._earlier.pop(), self._page.label
            self._page = page if page.is_empty or self._page.is_empty else replace(page, label=label)
            self._room = self._page.room
            self._announce()
            self.finished.emit()

    def name(self, label: int | None) -> None:
        """Say what the drawing is: it stays that until another is begun."""
        self._page = replace(self._page, label=label)

    def set_aside(self, aside: bool) -> None:
        """Say whether another image than the drawing is shown."""
        if aside != self._is_aside:
            self._is_aside = aside
            self.update()

    def _announce(self) -> None:
        if self._notice:
            self.notice("")
        self.update()
        self.changed.emit()

    def _point(self, position: QPointF) -> Point:
        scale = CANVAS / max(self.width(), 1)
        low, high = -_OVERHANG, CANVAS + _OVERHANG
        x, y = (round(min(max(v * scale, low), high), 2) for v in (position.x(), position.y()))
        return x, y

    def _begin(self, position: QPointF, eraser: bool) -> None:
        if not (self._room.is_full or (eraser and self._page.is_empty)):
            self._live = Stroke((self._point(position),), eraser)
            self._room = self._room.without(0).without(0)
            self._announce()

    def _go_on(self, position: QPointF) -> None:
        if self._live is None:
            return
        point = self._point(position)
        line = math.dist(point, self._live.points[-1])
        if line >= _CLOSEST and not self._room.is_full:
            self._live, self._room = self._live.with_point(point), self._room.without(line)
            self._announce()

    def _finish(self) -> None:
        stroke, self._live = self._live, None
        if stroke is not None:
            self.turn_to(replace(self._page, strokes=(*self._page.strokes, stroke)))

    def _screen_picture(self) -> StrokePicture:
        side = max(round(self.width() * self.devicePixelRatioF()), 1)
        if self._shown is None or self._shown.side != side or self._shown_is_dark != theme.is_dark():
            now = theme.colours()
            self._shown = StrokePicture(side, now.ink, now.paper)
            self._shown_is_dark = theme.is_dark()
        return self._shown

    def _paint_words(self, painter: QPainter) -> None:
        now = theme.colours()
        roomy = self.width() > 170
        if self._notice:
            self._paint_notice(painter)
            return
        if self.is_empty:
            painter.setPen(now.muted)
            painter.setFont(theme.font(11))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Draw here")
            note = "the right button erases; or paste a picture" if self.width() > 230 else ""
            note = note or ("the right button erases" if roomy else "")
        elif self._is_aside:
            note = "click to show your drawing again" if roomy else "click to show it again"
        elif self._room.is_full:
            note = "no room for more: clear or undo" if roomy else "no room for more"
        else:
            return
        painter.setPen(now.muted)
        painter.setFont(theme.font(8))
        foot = QRectF(self.rect()).adjusted(4, 0, -4, -6)
        painter.drawText(foot, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter, note)

    def _paint_notice(self, painter: QPainter) -> None:
        now = theme.colours()
        painter.setFont(theme.font(8))
        flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        room = QRectF(self.rect()).adjusted(6, 4, -6, -6)
        needed = painter.boundingRect(room, flags, self._notice)
        painter.fillRect(needed.intersected(room).adjusted(-3, -2, 3, 2), theme.translucent(now.card, 0.9))
        painter.setPen(now.text)
        painter.drawText(room, flags, self._notice)

    def sizeHint(self) -> QSize:
        return QSize(200, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), now.paper)
            painter.setOpacity(0.4 if self._is_aside else 1.0)
            painter.drawImage(QRectF(self.rect()), self._screen_picture().picture(self._page, self._live))
            painter.setOpacity(1.0)
            self._paint_words(painter)
            painter.setPen(QPen(now.selected if self.hasFocus() else now.border, 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._live is not None or self._pressed_at is not None:
            return  # the other button, while one is at work
        if event.button() == Qt.MouseButton.LeftButton and self._is_aside and not self.is_empty:
            self._pressed_at = event.position()
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._begin(event.position(), event.button() == Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._pressed_at
        if start is not None:
            if (event.position() - start).manhattanLength() < _CLICK:
                return
            self._pressed_at = None
            self._begin(start, eraser=False)
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drawing = (
            Qt.MouseButton.RightButton if self._live and self._live.eraser else Qt.MouseButton.LeftButton
        )
        if event.button() != drawing:
            return
        if self._pressed_at is not None:
            self._pressed_at = None
            self.asked_back.emit()
        self._finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setCursor(_pen_cursor(PEN * self.width() / CANVAS, self.devicePixelRatioF()))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pressed_at = None
        self._finish()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _pen_cursor(width: float, ratio: float) -> QCursor:
    """A ring as wide as the pen."""
    side = math.ceil(width) + 4
    picture = blank_picture(QSize(side, side), ratio)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(127, 127, 127), 1.4))  # seen on ink and on paper alike
        painter.drawEllipse(QPointF(side / 2, side / 2), width / 2, width / 2)
    return QCursor(QPixmap.fromImage(picture), side // 2, side // 2)
