"""Room that a notice takes from the panels for a while: when it goes, every panel is as large as before.

Qt takes such room from some panels and gives it to others afterwards, so that each notice would shift them.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow

from nnviz.sessions.panel_layout import PanelLayout, with_fronts_of
from nnviz.window.dock_state import lay_out_docks, layout_of_docks


class BorrowedRoom:
    """Take it before the notice shows, settle once it does, give it back when it is gone."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
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
        before, during, now = self._before, self._during, self._layout()
        self._before = None
        self._activate()
        if before is None or during is None or now is None or self._window.size() != self._size:
            return
        if with_fronts_of(during, now) == now:
            panels = [place.panel for place in now.places()]
            lay_out_docks(self._window, with_fronts_of(before, now), panels)

    def _layout(self) -> PanelLayout | None:
        return layout_of_docks(self._window.saveState())

    def _activate(self) -> None:
        arrangement = self._window.layout()
        if arrangement is not None:
            arrangement.activate()
