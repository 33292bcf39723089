"""The Edit menu: share strings, and going to a neuron."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from nnviz.widgets.action import make_action
from nnviz.window.go_to_neuron import ask_for_neuron
from nnviz.window.lessons.lesson_scene import LessonWindow
from nnviz.window.sharing import Sharing


class EditMenu(QMenu):
    """Stands second in the bar."""

    def __init__(self, window: LessonWindow, sharing: Sharing) -> None:
        super().__init__("&Edit", window)
        self.setObjectName("edit_menu")
        self.setToolTipsVisible(True)
        self._window = window
        bar = window.menuBar()
        bar.insertMenu(bar.actions()[1], self)
        sentence = (
            "A short text that opens this very network elsewhere: settings, their changes, and the step."
        )
        self.add("copy_share_string", "&Copy share string", sentence, sharing.copy, "Ctrl+Shift+C")
        sentence = "Begin a run as somebody else's, from the text that they sent."
        self.add("open_share_string", "Open share &string…", sentence, sharing.ask, "Ctrl+Shift+O")
        self.addSeparator()
        sentence = "Hold a neuron by its number: unit 42."
        self.add("go_to_neuron", "&Go to a neuron…", sentence, lambda: ask_for_neuron(window), "Ctrl+G")

    def add(self, name: str, text: str, sentence: str, act: Callable[[], object], *keys: str) -> QAction:
        """An action at the end of the menu."""
        action = make_action(self._window, name, text, *keys)
        action.setToolTip(sentence)
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)
        return action
