"""The timeline's actions and their buttons; what they do is decided in `panel.py`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from nnviz.panels.timeline import timeline_icons
from nnviz.panels.timeline.moments import Unit
from nnviz.widgets import theme
from nnviz.widgets.action import BarButton, explain, make_action

_UNITS: dict[Unit, tuple[str, str, str]] = {  # what it is called, keys backwards and forwards
    "epoch": ("epoch", "PgDown", "PgUp"),
    "point": ("point of the curve", "Shift+Left", "Shift+Right"),
    "batch": ("mini-batch", "Left", "Right"),
}
_DIRECTIONS = (-1, 1)  # back, on


class TimeActions:
    """Moves in time, marks and branches. Most keys work while the timeline has the focus, End everywhere."""

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner
        self.live = make_action(owner, "go_live", "Go live", "End")
        explain(self.live, "Back to the newest step, which moves on while training does.")
        self.start = self._action("go_to_start", "Go to step 0", "Home")
        explain(self.start, "The untrained network, before its first step.")
        self.mark = make_action(owner, "add_mark", "Mark this moment", "Ctrl+M")
        explain(self.mark, "Set a mark at the moment shown and name it.")
        self.branch = make_action(owner, "continue_from_here", "Continue from here")
        explain(self.branch, "Start a new run from the step shown; the run so far stays.")
        self.play = {direction: self._play_action(direction) for direction in _DIRECTIONS}
        self.step = {(u, d): self._step_action(u, d) for u in _UNITS for d in _DIRECTIONS}

    def buttons(self) -> list[QWidget]:
        """Back by epoch, point, mini-batch, play back; play on, then on by each; the mark."""
        back = [self.step[unit, -1] for unit in _UNITS]
        forth = [self.step[unit, 1] for unit in reversed(_UNITS)]
        return [_button(a) for a in (*back, self.play[-1], self.play[1], *forth, self.mark)]

    def branch_button(self) -> QWidget:
        """The button that continues from the moment shown."""
        return _button(self.branch, icon_only=False)

    def connect_movements(self, go: Callable[[Unit, int], None], play: Callable[[int], None]) -> None:
        """Call these with the unit and the direction, or the direction alone."""
        for (unit, direction), action in self.step.items():
            action.triggered.connect(_calling(go, unit, direction))
        for direction, action in self.play.items():
            action.triggered.connect(_calling(play, direction))

    def enable(self, back: bool, forth: bool) -> None:
        """Whether there is anything earlier, and anything later, than what is shown."""
        for (_, direction), action in self.step.items():
            action.setEnabled(back if direction < 0 else forth)
        for direction, action in self.play.items():
            action.setEnabled(back if direction < 0 else forth)
        self.start.setEnabled(back)
        self.live.setEnabled(forth)  # leaves the key to others while there is nothing to do
        self.branch.setEnabled(forth)

    def show_icons(self, playing: int) -> None:
        """Draw the signs in the colours in use now; what plays in that direction shows how to stop."""
        now = theme.colours()
        for (unit, direction), action in self.step.items():
            action.setIcon(timeline_icons.step_icon(unit, direction, now.muted))
        for direction, action in self.play.items():
            plays = playing == direction
            action.setIcon(
                timeline_icons.pause_icon(now.selected)
                if plays
                else timeline_icons.play_icon(direction, now.muted)
            )
        self.mark.setIcon(timeline_icons.flag_icon(now.muted))

    def _play_action(self, direction: int) -> QAction:
        name, word = ("play_back", "backwards") if direction < 0 else ("play_forth", "forwards")
        action = self._action(name, f"Play {word}")
        explain(action, f"Play the past {word} at the speed chosen beside it; press again to stop.")
        return action

    def _step_action(self, unit: Unit, direction: int) -> QAction:
        what, *keys = _UNITS[unit]
        word, key = ("back", keys[0]) if direction < 0 else ("on", keys[1])
        action = self._action(f"{unit}_{word}", f"One {what} {word}", key)
        explain(action, f"Show the network one {what} {'earlier' if direction < 0 else 'later'}.")
        return action

    def _action(self, name: str, text: str, *keys: str) -> QAction:
        action = make_action(self._owner, name, text, *keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action


def _button(action: QAction, icon_only: bool = True) -> QWidget:
    button = BarButton(action)
    button.setProperty("flat", True)
    style = Qt.ToolButtonStyle.ToolButtonIconOnly if icon_only else Qt.ToolButtonStyle.ToolButtonTextOnly
    button.setToolButtonStyle(style)
    return button


def _calling(function: Callable[..., None], *arguments: object) -> Callable[[], None]:
    """`function` with these arguments alone, without what `triggered` would add."""

    def call() -> None:
        function(*arguments)

    return call
