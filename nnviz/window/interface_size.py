"""How large the user wants everything, on top of what the screen asks for: for a projector, or for more room.

Qt takes such a factor only before it starts: it is remembered here and used at the next start.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from nnviz.widgets.action import explain, make_action
from nnviz.window.documents.document_window import DocumentWindow
from nnviz.window.settings_store import SettingsStore

ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200, 225, 250)  # per cent
_NEXT_TIME = "Seen at the next start."


def neighbour(zoom: int, direction: int) -> int:
    """The next larger (1) or smaller (−1) zoom; the same where there is none."""
    beyond = [one for one in ZOOMS if (one > zoom if direction > 0 else one < zoom)]
    return beyond[0 if direction > 0 else -1] if beyond else zoom


class Zoom(QObject):
    """The three actions of the View menu."""

    def __init__(self, window: DocumentWindow, store: SettingsStore, say: Callable[[str], None]) -> None:
        """`say`: tells the user what was chosen."""
        super().__init__(window)
        self._store, self._say = store, say
        self.larger = make_action(window, "zoom_in", "Larger", "Ctrl++", "Ctrl+=")
        self.smaller = make_action(window, "zoom_out", "Smaller", "Ctrl+-")
        self.usual = make_action(window, "zoom_usual", "Usual size", "Ctrl+0")
        explain(self.larger, f"All words and pictures larger, up to {ZOOMS[-1]} %. {_NEXT_TIME}")
        explain(self.smaller, f"All words and pictures smaller, down to {ZOOMS[0]} %. {_NEXT_TIME}")
        explain(self.usual, f"All words and pictures as the screen asks for. {_NEXT_TIME}")
        self.larger.triggered.connect(lambda: self._choose(neighbour(store.zoom(), 1)))
        self.smaller.triggered.connect(lambda: self._choose(neighbour(store.zoom(), -1)))
        self.usual.triggered.connect(lambda: self._choose(100))
        window.layout_of_panels.add_to_view([self.larger, self.smaller, self.usual])

    def _choose(self, zoom: int) -> None:
        self._store.set_zoom(zoom)
        self._say(f"Size {zoom} %: seen at the next start")
