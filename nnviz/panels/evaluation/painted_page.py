"""A page that is painted as a whole, with a sentence below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from nnviz.panels.evaluation.answered import Answered
from nnviz.panels.evaluation.evaluation_page import EvaluationPage
from nnviz.widgets import theme

_CAPTION = 18  # px for the sentence below


class PaintedPage(EvaluationPage):
    """A subclass paints what is known, and says a sentence about it."""

    @property
    def sentence(self) -> str:
        """The line below."""
        return self.sentence_of(self.answered) if self.answered is not None else self.waiting

    def sentence_of(self, answered: Answered) -> str:
        """The line below, of these answers."""
        raise NotImplementedError

    def paint_answers(self, painter: QPainter, answered: Answered) -> None:
        """Draw them."""
        raise NotImplementedError

    @property
    def area(self) -> QRectF:
        """All there is above the sentence."""
        space = theme.SPACING
        return QRectF(self.rect()).adjusted(space, space / 2, -space, -_CAPTION - space / 2)

    def sizeHint(self) -> QSize:
        return QSize(300, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 70)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(theme.colours().muted)
            if self.answered is None:
                painter.setFont(theme.font(9))
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.sentence)
                return
            self.paint_answers(painter, self.answered)
            self._paint_sentence(painter)

    def _paint_sentence(self, painter: QPainter) -> None:
        painter.setFont(theme.font(8))
        painter.setPen(theme.colours().muted)
        rect = QRectF(theme.SPACING, self.height() - _CAPTION, self.width() - 2 * theme.SPACING, _CAPTION - 2)
        elide = Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(self.sentence, elide, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)
