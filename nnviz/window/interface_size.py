"""How large the user wants everything, on top of what the screen asks for: for a projector, for more room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from nnviz.widgets.action import explain, make_action
from nnviz.window.documents.borrowed_room import BorrowedRoom
from nnviz.window.documents.document_window import DocumentWindow
from nnviz.window.live_scale import scale_now
from nnviz.window.settings_store import SettingsStore

ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200, 225, 250)  # per cent


def neighbour(zoom: int, direction: int) -> int:
    """The next larger (1) or smaller (−1) zoom; the same where there is none."""
    beyond = [one for one in ZOOMS if (one > zoom if direction > 0 else one < zoom)]
    return beyond[0 if direction > 0 else -1] if beyond else zoom


class Zoom(QObject):
    """The three actions of the View menu; what was chosen is remembered for the next start."""

    def __init__(self, window: DocumentWindow, store: SettingsStore, say: Callable[[str], None]) -> None:
        """`say`: tells the user what was chosen."""
        super().__init__(window)
        self._store, self._say = store, say
        self._room, self._home = BorrowedRoom(window), store.zoom()
        self.larger = make_action(window, "zoom_in", "Larger", "Ctrl++", "Ctrl+=")
        self.smaller = make_action(window, "zoom_out", "Smaller", "Ctrl+-")
        self.usual = make_action(window, "zoom_usual", "Usual size", "Ctrl+0")
        explain(self.larger, f"All words and pictures larger, up to {ZOOMS[-1]} %.")
        explain(self.smaller, f"All words and pictures smaller, down to {ZOOMS[0]} %.")
        explain(self.usual, "All words and pictures as the screen asks for.")
        self.larger.triggered.connect(lambda: self._choose(neighbour(store.zoom(), 1)))
        self.smaller.triggered.connect(lambda: self._choose(neighbour(store.zoom(), -1)))
        self.usual.triggered.connect(lambda: self._choose(100))
        window.layout_of_panels.add_to_view([self.larger, self.smaller, self.usual])

    def _choose(self, zoom: int) -> None:
        before = self._store.zoom()
        self._store.set_zoom(zoom)
        if not self._room.is_as_left():  # else it is still the room that was there at home
            self._home = before
            self._room.take()
        if not scale_now(zoom):
            self._say(f"Size {zoom} %: seen at the next start")
            return
        self._say(f"Size {zoom} %")
        settle = self._room.restore if zoom == self._home else self._room.settle
        QTimer.singleShot(0, self, settle)  # once the panels have the size they get
