"""Room that is taken from the panels for a while: when it is given back, every panel is as large as before.

Qt takes such room from some panels and gives it to others afterwards, so that each notice, and each look at
everything larger, would shift them.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow

from nnviz.sessions.panel_layout import PanelLayout, with_fronts_of
from nnviz.window.desk import Desk
from nnviz.window.dock_state import lay_out_docks, layout_of_docks


class BorrowedRoom:
    """Take it before the panels get narrower, settle once they are, give it back when they need not be."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._desk = window.findChild(Desk) or window  # where the docks are
        self._before: PanelLayout | None = None
        self._during: PanelLayout | None = None
        self._size = QSize()

    def take(self) -> None:
        """Remember how large everything is; of a window that is not on the screen yet, there is nothing."""
        self._before = self._layout() if self._window.isVisible() else None
        self._size = self._window.size()

    def settle(self) -> None:
        """Remember how the panels stand beside the notice."""
        self._activate()
        self._during = self._layout()

    def give_back(self) -> None:
        """Sizes as before, unless the user has changed them meanwhile; which tab is in front is kept."""
        was_left_alone = self.is_as_left()
        self._activate()
        if was_left_alone:
            self.restore()
        self._before = None

    def restore(self) -> None:
        """Sizes as before, if the window has the size it had then."""
        before, now = self._before, self._layout()
        if before is not None and now is not None and self._window.size() == self._size:
            panels = [place.panel for place in now.places()]
            lay_out_docks(self._desk, with_fronts_of(before, now), panels)

    def is_as_left(self) -> bool:
        """Whether panels are as large as when all was settled, whichever tabs are in front."""
        during, now = self._during, self._layout()
        return during is not None and now is not None and with_fronts_of(during, now) == now

    def _layout(self) -> PanelLayout | None:
        return layout_of_docks(self._desk.saveState())

    def _activate(self) -> None:
        for window in (self._window, self._desk):
            arrangement = window.layout()
            if arrangement is not None:
                arrangement.activate()
