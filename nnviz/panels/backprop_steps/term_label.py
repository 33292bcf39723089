"""A term of an equation above its column: set mathematics, its name in words, the shape of its numbers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.explain.entry import Entry
from nnviz.widgets import theme
from nnviz.widgets.formula.markup import plain
from nnviz.widgets.formula.typeset import Typeset, fitting

HEIGHT = 68  # px: formula, caption, shape
REACH = 24  # px that a term's label extends beyond its column on either side, for its caption
_BASELINE = 32
_HEAD_HEIGHT = 40  # px from the top to the caption
_LEAST_SIZE = 12  # px of letters


class TermLabel(QWidget):
    """Hovering it, or reaching it with Tab, lights up the numbers it stands for."""

    entered = Signal(object)  # Entry of the whole quantity, or None on leaving

    def __init__(self, parent: QWidget, head: str, role: str, size: int) -> None:
        super().__init__(parent)
        self._head, self._role, self._size = head, role, size
        self._entry: Entry | None = None
        self._caption = self._shape = ""
        self._lit = False
        self.setAccessibleName(plain(head))

    def name(self, entry: Entry, caption: str, shape: str, explanation: str) -> None:
        """Make it the term of a column; without this it is an operator."""
        self._entry, self._caption, self._shape = entry, caption, shape
        self.setAccessibleName(f"{plain(self._head)}: {caption.replace('|', '')}, {shape}")
        self.setAccessibleDescription(explanation)
        self.setToolTip(explanation)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def explain(self, explanation: str) -> None:
        """Say on hovering what an operator means."""
        self.setAccessibleDescription(explanation)
        self.setToolTip(explanation)

    def _light(self, lit: bool) -> None:
        if self._entry is None or lit == self._lit:
            return
        self._lit = lit
        self.entered.emit(self._entry if lit else None)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._light(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._light(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._light(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._light(False)

    def sizeHint(self) -> QSize:
        return QSize(round(fitting(self._head, self._size, 1e9).width) + 4, HEIGHT)

    def _fitting_caption(self, painter: QPainter) -> str:
        short, _, rest = self._caption.partition("|")
        room = self.width() - 2 * REACH + 22
        for caption in (short + rest, short):
            if painter.fontMetrics().horizontalAdvance(caption) <= room:
                return caption
        return ""

    def _set_head(self) -> Typeset:
        """The term as large as there is room for it, in width and, if it is a fraction, in height."""
        room, size = self.width() - (0 if self._entry is None else 2 * REACH + 2), self._size
        made = fitting(self._head, size, room)
        while made.height > _HEAD_HEIGHT and size > _LEAST_SIZE:
            size -= 1
            made = fitting(self._head, size, room)
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.translucent(now.selected, 0.16))
            around = self.rect().adjusted(REACH - 4, 0, 4 - REACH, 0)
            painter.drawRoundedRect(around, theme.RADIUS, theme.RADIUS)
        set_head = self._set_head()
        baseline = min(_BASELINE, _HEAD_HEIGHT - set_head.descent)
        set_head.paint(painter, (self.width() - set_head.width) / 2, baseline, getattr(now, self._role))
        painter.setFont(theme.font(8))
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(now.muted)
        for text, top in ((self._fitting_caption(painter), 40), (self._shape, 53)):
            painter.drawText(QRectF(-30, top, self.width() + 60, 14), centre, text)
