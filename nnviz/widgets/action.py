"""Actions of the control bar and their buttons; what the actions do is decided by the panels."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QFont, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from nnviz.widgets import theme
from nnviz.widgets.sign import SIGN_SIZE

PADDING = 8  # px left and right of a button's text
BORDER = 1


def make_action(owner: QWidget, name: str, text: str, *keys: str) -> QAction:
    """An action that belongs to `owner` and whose keys work in its whole window."""
    action = QAction(text, owner)
    action.setObjectName(name)
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.setIconVisibleInMenu(False)
    owner.addAction(action)
    return action


def explain(action: QAction, sentence: str) -> None:
    """Make this sentence, with the keys after it, the action's tooltip."""
    keys = " or ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
    action.setToolTip(f"{sentence} ({keys})" if keys else sentence)


class BarButton(QToolButton):
    """The button of an action. Space belongs to start and pause everywhere, so Enter presses it."""

    def __init__(self, action: QAction, weight: QFont.Weight = QFont.Weight.Normal) -> None:
        super().__init__()
        self.setDefaultAction(action)
        self.setObjectName(f"{action.objectName()}_button")
        self.setAccessibleName(action.text())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setIconSize(QSize(SIGN_SIZE, SIGN_SIZE))
        self.setFont(theme.font(9, weight))

    def keep_room_for(self, texts: tuple[str, ...], icon: bool = False) -> None:
        """Always be as wide as the widest of these texts needs, so that the bar stands still."""
        metrics = QFontMetrics(self.font())
        beside = SIGN_SIZE + 4 if icon else 0
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        self.setFixedWidth(widest + beside + 2 * (PADDING + BORDER))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
