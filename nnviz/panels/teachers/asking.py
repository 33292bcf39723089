"""What the panel asks off the GUI thread, and what it is told; answers are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.errors import BadInput
from nnviz.explain.teachers import Teachers, costs, who_taught
from nnviz.learning import kernel
from nnviz.runs.input_image import InputImage
from nnviz.runs.recording import Past

CELLS = 24  # of time
_KEPT = 12  # answers: 0.4 MB each where there are 50,000 examples


@dataclass(frozen=True, eq=False)
class Lesson:
    """An image, which class it is meant to be, and the moment up to which it was taught."""

    input_image: InputImage
    label: int
    run: int
    examples_seen: int
    by_hand: int  # changes by something else than training until then

    @property
    def key(self) -> tuple[object, ...]:
        """The same for questions with the same answer."""
        return *self.what, self.examples_seen, self.by_hand

    @property
    def what(self) -> tuple[object, ...]:
        """What is asked about, whatever the moment."""
        return self.run, self.label, self.input_image.image.tobytes()


@dataclass(frozen=True, eq=False)
class Taught:
    """The answer; without `teachers` it says why there is none."""

    lesson: Lesson
    teachers: Teachers | None
    first_cost: float = np.nan  # of the untrained network
    why_not: str = ""


class Asking:
    """Answers in whatever thread calls, one at a time, and keeps the latest answers."""

    def __init__(self) -> None:
        self.share = 0.0  # done of the answer under way, for other threads to look at
        self._kept: dict[tuple[object, ...], Taught] = {}

    def kept(self, lesson: Lesson, past: Past) -> Taught | None:
        """The answer, if it is known already."""
        return self._kept.get((id(past.history), *lesson.key))

    def answer(self, past: Past, lesson: Lesson, is_wanted: Callable[[], bool]) -> Taught:
        """Replay the run. Raises `Stopped` once it is not wanted any more."""
        self.share = 0.0
        end, image = lesson.examples_seen, lesson.input_image.image[np.newaxis]
        labels = np.array([lesson.label])
        edges = np.unique(np.linspace(0, end, CELLS + 1).astype(np.int64)).tolist()
        try:
            with np.errstate(all="ignore"):
                teachers = who_taught(
                    past, image, labels, (0, end), edges=edges, is_wanted=is_wanted, progress=self._hear
                )
                first = past.history.at(0)
                kind = past.history.steps.settings_at(0).architecture(past.dataset.subject)
                cost = float(costs(kernel.unpack(first.parameters, kind), image, labels)[0])
        except BadInput as error:
            return Taught(lesson, None, why_not=f"This cannot be told: {error}.")
        told = Taught(lesson, teachers, cost)
        if len(self._kept) >= _KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[(id(past.history), *lesson.key)] = told
        return told

    def _hear(self, share: float) -> None:
        self.share = share
