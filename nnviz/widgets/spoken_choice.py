"""What assistive technology is told of a list to choose from: what it is for, and what is chosen.

Where Qt speaks AT-SPI it gives a QComboBox's value as its name, and its accessible name to nobody.
"""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QComboBox


class SpokenChoice(QAccessibleWidget):
    """Named like “Preset: Article”."""

    def __init__(self, choice: QComboBox) -> None:
        super().__init__(choice, QAccessible.Role.ComboBox)
        self._choice = choice

    def text(self, kind: QAccessible.Text) -> str:
        """Name, value, or whatever else is asked for."""
        if kind is QAccessible.Text.Value:
            return self._choice.currentText()
        said = super().text(kind)
        if kind is QAccessible.Text.Name:
            return ": ".join(part for part in (said, self._choice.currentText()) if part)
        return said

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.showMenuAction(), QAccessibleActionInterface.pressAction()]

    def doAction(self, action: str) -> None:
        if self._choice.isEnabled():
            self._choice.showPopup()


@cache
def name_choices() -> None:
    """From now on, every list to choose from is named so, where Qt does not do it by itself."""
    if sys.platform != "win32":
        QAccessible.installFactory(_spoken)


def _spoken(kind: str, thing: QObject) -> QAccessibleInterface | None:
    """Qt asks for each class of a thing, from its own up to the first that somebody answers for."""
    return SpokenChoice(thing) if kind == "QComboBox" and isinstance(thing, QComboBox) else None
