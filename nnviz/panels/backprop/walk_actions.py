"""Everything the user can do in the walk, as actions, and the keys for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QToolButton

Do = Callable[[], object]


class WalkActions(QObject):
    """The walk's actions. Keys are handled by `handle`, so that they work only within the walk."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._keys: dict[tuple[int, bool], Do] = {}

    def add(self, name: str, text: str, tip: str, do: Do) -> QAction:
        """A new action; `tip` is its one plain sentence."""
        action = QAction(text, self)
        action.setObjectName(name)
        action.setToolTip(tip)
        action.setStatusTip(tip)
        action.triggered.connect(lambda _checked=False: do())
        return action

    def on_key(self, key: Qt.Key, do: Do, shift: bool = False) -> None:
        """Do this when the key is pressed."""
        self._keys[key, shift] = do

    def handle(self, event: QKeyEvent) -> bool:
        """Do what the key stands for; whether it stands for anything."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        if modifiers and not shift:
            return False
        do = self._keys.get((event.key(), shift))
        if do is None:
            return False
        do()
        return True


def action_button(action: QAction, quiet: bool = True) -> QToolButton:
    """A small button for an action."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setAccessibleName(action.toolTip())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setProperty("flat", quiet)
    button.setObjectName(f"{action.objectName()}_button")
    return button
