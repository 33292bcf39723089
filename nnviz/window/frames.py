"""What each frame shows: which moment, to which panels at once, and to which in the frames after it.

Nothing is shown twice: while an earlier moment is looked at, training goes on for those panels alone that
tell of it. And whoever waits for an answer comes first: who pauses sees it in the bar, who draws in the pad.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import replace

from nnviz.panels.panel import Panel
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.window.intents import IntentWindow
from nnviz.window.turns import Turns

_SOON = 0.1  # seconds for which panels wait for how good a network is where training has paused


class Frames:
    """`window.latest` is the newest moment, `window.input_image` what goes through the network."""

    def __init__(self, window: IntentWindow, panels: Sequence[Panel]) -> None:
        """`panels`: all but the bar, which is for the training and shows its newest settings."""
        self._window, self._panels = window, panels
        self.turns = Turns([window.controls, *panels])
        self._is_stale = False  # whether something else than the training has changed what is to be seen
        self._is_another_image = False  # whether the input image has changed
        self._is_held = False  # whether panels wait for how good the network is

    def refresh(self) -> None:
        """Something else than the training has changed what is to be seen."""
        self._is_stale = True

    def show_another_image(self) -> None:
        """The input image has changed."""
        self._is_another_image = True

    def next_frame(self, before: Snapshot | None, is_new: bool) -> None:
        """A frame has begun; `before` it, that was the newest moment. `is_new`: the training has got on."""
        if self._window.time_machine.collect() | self._window.trial.collect() | self._is_stale:
            self._show_all(at_once=True)
        elif self._is_another_image:
            self._show_all(at_once=not self._is_training, first=[self._window.drawing_pad])
        elif is_new:
            self._show_training(before)
        elif self._is_held and self.seconds_behind() > _SOON:
            self._show_all(at_once=True)
        self.turns.next_frame()

    def seconds_behind(self) -> float:
        """How long ago the newest moment was."""
        latest = self._window.latest
        return time.perf_counter() - latest.taken_at if latest is not None else 0.0

    def _show_training(self, before: Snapshot | None) -> None:
        window, latest = self._window, self._window.latest
        assert latest is not None
        was_training = before is not None and before.phase is Phase.TRAINING
        if was_training and latest.phase is Phase.PAUSED and latest.is_being_evaluated:
            self._is_held = True
            self.turns.forget()  # there will be more to show in a moment
            self._show(now=[window.controls], later=[])
        elif was_training and self._is_training and not window.time_machine.is_live:
            following = [panel for panel in self._panels if panel.follows_training or not panel.isVisible()]
            self._show(now=[], later=[window.controls, *following])
        else:
            self._show_all(at_once=not self._is_training)

    @property
    def _is_training(self) -> bool:
        latest = self._window.latest
        return latest is not None and latest.phase is Phase.TRAINING

    def _show_all(self, at_once: bool, first: Collection[Panel] = ()) -> None:
        everything = [self._window.controls, *self._panels]
        self._is_stale = self._is_another_image = self._is_held = False
        others = [panel for panel in everything if panel not in first]
        self._show(now=everything if at_once else first, later=[] if at_once else others)

    def _show(self, now: Collection[Panel], later: Collection[Panel]) -> None:
        window, latest = self._window, self._window.latest
        if latest is None:
            return
        shown = replace(window.trial.shown(window.time_machine.shown(latest)), input_image=window.input_image)
        window.step_walk.take_in(shown)
        in_the_bar = replace(shown, settings=latest.settings)
        before = window.controls.snapshot
        if before is None or before.phase is not latest.phase:
            now = [
                window.controls,
                *now,
            ]  # its button says what a click does: that must be true at any moment
        self.turns.show_some(lambda panel: in_the_bar if panel is window.controls else shown, now, later)
