"""A calm line at the window's foot: a sentence, perhaps how far something has come, and buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStatusBar,
    QWidget,
)

from nnviz.widgets import theme
from nnviz.widgets.plain_text import plain_tip
from nnviz.widgets.short_label import ShortLabel
from nnviz.window.documents.borrowed_room import BorrowedRoom

Answer = tuple[str, str, Callable[[], None]]  # name and text of a button, and what it does


class Notices(QStatusBar):
    """Where banners stand; no room is taken while there is none. No part of the layout of the panels."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._room = BorrowedRoom(window)
        self.setSizeGripEnabled(False)
        self.hide()

    def banner(self, name: str) -> Banner:
        """A place for one kind of notice."""
        banner = Banner(name, self._fit)
        self.addWidget(banner, 1)
        banner.hide()
        return banner

    def _fit(self) -> None:
        needed = any(not banner.isHidden() for banner in self.findChildren(Banner))
        if needed and self.isHidden():
            self._room.take()
            self.show()
            self._room.settle()
        elif not needed and not self.isHidden():
            self.hide()
            self._room.give_back()


def notices_of(window: QMainWindow) -> Notices:
    """The window's one place for banners."""
    bar = window.findChild(Notices)
    if bar is None:
        bar = Notices(window)
        window.setStatusBar(bar)
    return bar


class Banner(QWidget):
    """Hidden until there is something to say. It takes no focus: the keys go on doing what they do."""

    def __init__(self, name: str, on_change: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._on_change = on_change
        self.sentence = ShortLabel()  # plain text: names of files are in it
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Progress")
        self.progress.setRange(0, 1000)
        self.progress.setFixedSize(QSize(220, 6))
        self.progress.setTextVisible(False)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2 * theme.SPACING, 6, theme.SPACING, 6)
        self._row.addWidget(self.sentence, 1)
        self._row.addWidget(self.progress)
        self.buttons: list[QPushButton] = []
        self._style_progress()

    def ask(self, sentence: str, answers: Sequence[Answer]) -> None:
        """Say it, with a button for each answer; pressing one also closes this."""
        self._fill(sentence, answers)
        self.progress.hide()

    def begin(self, sentence: str, cancel: Callable[[], None]) -> None:
        """Say that something has begun that can be given up; `set_share` says how far it has come."""
        self._fill(sentence, [("cancel_work", "Cancel", cancel)])
        self.progress.setValue(0)
        self.progress.show()

    def set_share(self, share: float) -> None:
        """How much is done, from 0 to 1."""
        self.progress.setValue(round(1000 * share))

    def done(self) -> None:
        """Nothing more to say."""
        self.hide()
        self._on_change()

    def _fill(self, sentence: str, answers: Sequence[Answer]) -> None:
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.sentence.setText(sentence)
        self.sentence.setToolTip(plain_tip(sentence))
        self.setAccessibleName(sentence)
        self.buttons = [self._button(*answer) for answer in answers]
        self.show()
        self._on_change()

    def _button(self, name: str, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        def press() -> None:
            self.done()
            act()

        button.clicked.connect(press)
        self._row.addWidget(button)
        return button

    def _style_progress(self) -> None:
        now = theme.colours()
        self.progress.setStyleSheet(
            f"QProgressBar {{ background: {now.border.name()}; border: none; border-radius: 3px; }}"
            f"QProgressBar::chunk {{ background: {now.selected.name()}; border-radius: 3px; }}"
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._style_progress()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(now.selected)
        painter.setBrush(theme.mixed(now.card, now.selected, 0.12))
        area = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, theme.RADIUS, theme.RADIUS)
