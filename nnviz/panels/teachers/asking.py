"""What the panel asks off the GUI thread, and what it is told; answers are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from nnviz.errors import BadInput
from nnviz.explain.teachers import Lessons, Teachers
from nnviz.runs.history import History
from nnviz.runs.input_image import InputImage
from nnviz.runs.recording import Past

_T = TypeVar("_T")

CELLS = 24  # of time, at first
_BEGUN = 4  # images whose replay can be gone on with: some 2 MB each
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
    until: int | None = None  # examples seen at a change that was not kept, where it ends early


class _UnderWay:
    """What was found of one image so far, parted into cells of time of one width."""

    def __init__(self, past: Past, lesson: Lesson) -> None:
        self.lessons = Lessons(past, lesson.input_image.image[np.newaxis], np.array([lesson.label]))
        self._width = max(-(-lesson.examples_seen // CELLS), 1)  # examples

    def edges_until(self, end: int) -> range:
        """Where cells end: no more than twice as many as at first, and then twice as wide."""
        while end > 2 * CELLS * self._width:
            self._width *= 2
        return range(0, end, self._width)


class Asking:
    """Answers in whatever thread calls, one at a time, and keeps the latest answers.

    A later moment of the same run goes on from where the latest answer about that image ended.
    """

    def __init__(self) -> None:
        self.share = 0.0  # done of the answer under way, for other threads to look at
        self._kept: dict[tuple[object, ...], Taught] = {}
        self._under_way: dict[tuple[object, ...], tuple[History, _UnderWay]] = {}

    def kept(self, lesson: Lesson, past: Past) -> Taught | None:
        """The answer, if it is known already."""
        return self._kept.get((id(past.history), *lesson.key))

    def answer(self, past: Past, lesson: Lesson, is_wanted: Callable[[], bool]) -> Taught:
        """Replay the run. Raises `Stopped` once it is not wanted any more."""
        self.share = 0.0
        try:
            with np.errstate(all="ignore"):
                told = self._replay(past, lesson, is_wanted)
        except BadInput as error:
            return Taught(lesson, None, why_not=f"This cannot be told: {error}.")
        _keep(self._kept, (id(past.history), *lesson.key), told, _KEPT)
        return told

    def _replay(self, past: Past, lesson: Lesson, is_wanted: Callable[[], bool]) -> Taught:
        under_way, steps, end = self._begun(past, lesson), past.history.steps, lesson.examples_seen
        lessons = under_way.lessons
        lessons.extend(end, under_way.edges_until(end), is_wanted, self._hear)
        is_whole = lessons.examples_seen == steps.examples_at(steps.at(end))
        until = None if is_whole else lessons.examples_seen
        return Taught(lesson, lessons.found(), float(lessons.first_costs[0]), until=until)

    def _begun(self, past: Past, lesson: Lesson) -> _UnderWay:
        """What was begun of it, unless that went beyond the moment asked about."""
        history, begun = self._under_way.get(lesson.what, (None, None))
        if begun is None or history is not past.history or begun.lessons.examples_seen > lesson.examples_seen:
            begun = _UnderWay(past, lesson)
            _keep(self._under_way, lesson.what, (past.history, begun), _BEGUN)
        return begun

    def _hear(self, share: float) -> None:
        self.share = share


def _keep(kept: dict[tuple[object, ...], _T], key: tuple[object, ...], value: _T, most: int) -> None:
    """Keep a value, and of all of them the latest."""
    kept.pop(key, None)
    kept[key] = value
    if len(kept) > most:
        del kept[next(iter(kept))]
