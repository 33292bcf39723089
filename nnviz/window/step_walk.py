"""From a step of the past to its walk: the moment before it in all panels, and one of its pictures walked."""

from __future__ import annotations

from collections.abc import Callable

from nnviz.panels.backprop_steps.panel import BackpropSteps
from nnviz.panels.panel import StepToWalk
from nnviz.runs.input_image import InputImage, data_input
from nnviz.runs.snapshot import Snapshot
from nnviz.window.time_machine import TimeMachine


class StepWalk:
    """Waits for the moment asked for, which is made in another thread, and opens the walk on it."""

    def __init__(self, time_machine: TimeMachine, walk: BackpropSteps, to_front: Callable[[], None]) -> None:
        """`to_front` brings the walk to the front."""
        self._time_machine, self._walk, self._to_front = time_machine, walk, to_front
        self._awaited: tuple[StepToWalk, InputImage] | None = None  # and what is to be walked

    def request(self, step: StepToWalk, latest: Snapshot) -> InputImage | None:
        """Go to that step of the run shown; the picture that all panels are to be shown with it."""
        if latest.data is None or step.example >= len(latest.data.train):
            return None
        image = data_input(latest.data.train, step.example, "training")
        self._awaited = step, image
        self._time_machine.look_back(step.examples_seen)
        return image

    def take_in(self, shown: Snapshot) -> None:
        """All panels are shown this moment."""
        if self._awaited is None:
            return
        step, image = self._awaited
        if shown.input_image is not image:  # something else was asked for meanwhile
            self._awaited = None
        elif shown.examples_seen == step.examples_seen:
            self._awaited = None
            self._to_front()
            self._walk.open_walk(shown)
            if step.weight is not None:
                self._walk.look_at(step.weight)
