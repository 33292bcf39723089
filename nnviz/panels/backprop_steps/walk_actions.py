"""Everything the user can do in the walk, as actions, and the keys that do it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QToolButton

from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps.keyboard_cursor import Move

Do = Callable[[], object]

_APPLY = "One real training step with this image, from the network as it is now, kept with the run (A)."

# What the keyboard moves with, and whether Shift is held.
MOVES = {
    (Qt.Key.Key_Up, False): Move.UP,
    (Qt.Key.Key_Down, False): Move.DOWN,
    (Qt.Key.Key_Left, True): Move.COLUMN_LEFT,
    (Qt.Key.Key_Right, True): Move.COLUMN_RIGHT,
    (Qt.Key.Key_Up, True): Move.ROW_BACK,
    (Qt.Key.Key_Down, True): Move.ROW_ON,
}


class WalkActions(QObject):
    """The walk's actions. Keys are handled by `handle`, so that they work only within the walk."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._keys: dict[tuple[Qt.Key, bool], Do] = {}
        self.previous = self._action("walk_previous", "◀", "The stage before (Left).")
        self.next = self._action("walk_next", "▶", "The next stage (Right).")
        self.play = self._action("walk_play", "Play", "Go through the stages slowly, on and on (P).")
        self.now = self._action(
            "walk_now", "Jump to now", "Open the walk again on the network and the image as they are now (N)."
        )
        self.check = self._action(
            "walk_check",
            "Check",
            "Compare every gradient with central differences in double precision, and nudge a weight (C).",
        )
        self.apply = self._action("walk_apply", "Apply this step", "")
        self.offer_apply(None)
        self.play.setCheckable(True)
        self.check.setCheckable(True)
        for key, action in (
            (Qt.Key.Key_P, self.play),
            (Qt.Key.Key_N, self.now),
            (Qt.Key.Key_C, self.check),
            (Qt.Key.Key_A, self.apply),
        ):
            self.on_key(key, action.trigger)

    @property
    def all(self) -> tuple[QAction, ...]:
        """Every action."""
        return (self.previous, self.next, *self.in_bar)

    @property
    def in_bar(self) -> tuple[QAction, ...]:
        """Those that have a button in the bar above the walk."""
        return (self.play, self.now, self.check, self.apply)

    @property
    def of_one_digit(self) -> tuple[QAction, ...]:
        """Those that make sense only while one digit is walked."""
        return (self.previous, self.next, self.play, self.check, self.apply)

    def offer_apply(self, walk: Walk | None) -> None:
        """Offer to apply the step of a walk, or say why that cannot be."""
        text, tip = "Apply this step", _APPLY
        if walk is not None and not walk.is_finite:
            tip = "The numbers of this walk are no longer finite: there is no step to apply."
        elif walk is not None and not walk.told:
            tip = f"First say what your drawing is, with “It is a {walk.label}”: else it would be a guess."
        elif walk is not None and walk.snapshot.input_image.source == "test":
            text, tip = (
                "Apply, on a test image",
                (
                    f"{_APPLY} It would train on {walk.snapshot.input_image.description}: from then on, the "
                    "test accuracy is no longer of unseen images alone."
                ),
            )
        self.apply.setText(text)
        self.apply.setToolTip(tip)
        self.apply.setStatusTip(tip)
        self.apply.setEnabled(walk is not None and walk.told and walk.is_finite)

    def on_key(self, key: Qt.Key, do: Do, shift: bool = False) -> None:
        """Do this when the key is pressed."""
        self._keys[key, shift] = do

    def handle(self, event: QKeyEvent) -> bool:
        """Do what the key stands for; whether it stands for anything."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        if modifiers and not shift:
            return False
        do = self._keys.get((Qt.Key(event.key()), shift))
        if do is None:
            return False
        do()
        return True

    def _action(self, name: str, text: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setToolTip(tip)
        action.setStatusTip(tip)
        action.setEnabled(False)
        return action


def action_button(action: QAction, quiet: bool = True) -> QToolButton:
    """A small button for an action."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setAccessibleName(action.toolTip())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setProperty("flat", quiet)
    button.setObjectName(f"{action.objectName()}_button")
    action.changed.connect(lambda: button.setAccessibleName(action.toolTip()))
    return button
