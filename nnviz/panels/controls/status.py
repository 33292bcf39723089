"""The read-out at the right end of the control bar: epoch, test accuracy, speeds, and what is amiss."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.panels.controls import status_text
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.plain_text import plain_tip

REFRESH = 0.2  # seconds between two readings of the speeds, so that they can be read
WIDEST_HEADLINE = "epoch 300.0   test 97.08 %"
USUAL_DETAILS = "168 k examples/s · view 60 frames/s · 1 frame behind"
PADDING = 6  # px beside a warning


def wrapped(text: str, width: int, most: int, metrics: QFontMetrics) -> list[str]:
    """`text` broken between words into at most that many lines of `width` px; the last may end in …."""
    lines, words = [""], text.split()
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if lines[-1] and metrics.horizontalAdvance(longer) > width:
            if len(lines) == most:
                lines[-1] = f"{lines[-1]} {' '.join(words)}"
                break
            lines.append("")
        else:
            lines[-1] = longer
            words.pop(0)
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]


class Status(QWidget):
    """A large line, a small one below, and in its place a warning when there is one.

    Painted by hand: labels would lay the whole bar out again each time a figure grows by a digit.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAccessibleName("Status")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.headline = ""
        self.details: tuple[str, ...] = ("",)
        self.warning = ""
        self._complaint = ""
        self._note = ""
        self._snapshot: Snapshot | None = None
        self._phase: Phase | None = None
        self._view = (0.0, 0.0)
        self._clock, self._refreshed = clock, float("-inf")

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; the speeds only a few times a second."""
        self._snapshot = snapshot
        self._show(
            status_text.headline(snapshot),
            self._due_details(snapshot),
            self._complaint or status_text.warning(snapshot),
        )

    def set_view(self, frames_per_second: float, milliseconds_behind: float) -> None:
        """How often the window is drawn, and how old what it shows is; seen with the next reading."""
        self._view = (frames_per_second, milliseconds_behind)

    def set_complaint(self, sentence: str) -> None:
        """What is wrong with something the user entered, before all other warnings; "" to take it back."""
        self._complaint = sentence
        about_training = status_text.warning(self._snapshot) if self._snapshot else ""
        self._show(self.headline, self.details, sentence or about_training)

    def set_note(self, sentence: str) -> None:
        """What is being done or was done just now, in place of the small line; "" to take it back."""
        self._note = sentence
        self._phase = None  # the small line is due
        if self._snapshot is not None:
            self.set_snapshot(self._snapshot)

    def make_room_for_warnings(self, lines: int) -> None:
        """Be high enough for warnings of that many lines."""
        small, large = QFontMetrics(self._small_font()), QFontMetrics(self._large_font())
        self.setMinimumHeight(large.height() + lines * small.height() + 2)

    @property
    def shown_details(self) -> str:
        """The longest wording of the small line that fits."""
        metrics = QFontMetrics(self._small_font())
        fitting = [text for text in self.details if metrics.horizontalAdvance(text) <= self.width()]
        return fitting[0] if fitting else self.details[-1]

    @property
    def explanation(self) -> str:
        """Everything in full sentences, shown on hover."""
        if self._snapshot is None:
            return self._complaint
        about = status_text.explanation(self._snapshot, *self._view)
        return f"{self._complaint}\n{about}" if self._complaint else about

    def _due_details(self, snapshot: Snapshot) -> tuple[str, ...]:
        if self._note:
            return (self._note,)
        now = self._clock()
        if snapshot.is_past:
            self._phase = None  # what follows is shown at once
            return status_text.details(snapshot, *self._view)
        if snapshot.phase is self._phase is Phase.TRAINING and now - self._refreshed < REFRESH:
            return self.details
        self._phase, self._refreshed = snapshot.phase, now
        return status_text.details(snapshot, *self._view)

    def _show(self, headline: str, details: tuple[str, ...], warning: str) -> None:
        if (headline, details, warning) == (self.headline, self.details, self.warning):
            return
        if (details, warning) != (self.details, self.warning):
            self.setAccessibleDescription(f"{headline}. {warning or details[0]}")
        self.headline, self.details, self.warning = headline, details, warning
        self.update()

    def _large_font(self) -> QFont:
        return theme.font(11, QFont.Weight.DemiBold)

    def _small_font(self) -> QFont:
        return theme.font(8.5)

    def _room_below_headline(self) -> QRect:
        """Where the small line or the warning goes, when the two lines together stand in the middle."""
        large, small = QFontMetrics(self._large_font()).height(), QFontMetrics(self._small_font()).height()
        lines = 2 if self.warning else 1
        top = large + max(0, (self.height() - large - lines * small - 2) // 2)
        return QRect(0, top, self.width(), self.height() - top)

    def _warning_lines(self, room: QRect) -> list[str]:
        metrics = QFontMetrics(self._small_font())
        most = max(1, room.height() // metrics.height())
        return wrapped(self.warning, room.width() - 2 * PADDING, most, metrics)

    def _warning_fits(self, room: QRect) -> bool:
        return " ".join(self._warning_lines(room)) == " ".join(self.warning.split())

    def _paint_headline(self, painter: QPainter, room: QRect) -> None:
        painter.setPen(theme.colours().text)
        painter.setFont(self._large_font())
        above = QRect(0, 0, self.width(), room.top())
        painter.drawText(above, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, self.headline)

    def _paint_warning(self, painter: QPainter, room: QRect) -> None:
        painter.setFont(self._small_font())
        now, metrics = theme.colours(), painter.fontMetrics()
        lines = self._warning_lines(room)
        width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * PADDING
        strip = QRect(room.right() + 1 - width, room.y(), width, len(lines) * metrics.height() + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.mixed(now.card, now.wrong, 0.25))
        painter.drawRoundedRect(QRectF(strip), 4, 4)
        painter.setPen(now.text)
        painter.drawText(strip.adjusted(PADDING, 1, 0, 0), Qt.AlignmentFlag.AlignLeft, "\n".join(lines))

    def sizeHint(self) -> QSize:
        small, large = QFontMetrics(self._small_font()), QFontMetrics(self._large_font())
        width = max(small.horizontalAdvance(USUAL_DETAILS), large.horizontalAdvance(WIDEST_HEADLINE))
        return QSize(width, large.height() + small.height())

    def minimumSizeHint(self) -> QSize:
        large = QFontMetrics(self._large_font())
        return QSize(large.horizontalAdvance(WIDEST_HEADLINE), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self._room_below_headline()
        if self.warning and not self._warning_fits(room):
            self._paint_warning(painter, self.rect())  # it needs the place of the large line as well
            return
        self._paint_headline(painter, room)
        if self.warning:
            self._paint_warning(painter, room)
        else:
            painter.setFont(self._small_font())
            painter.setPen(theme.colours().muted)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight, self.shown_details)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self.explanation), self)
            return True
        return super().event(event)
