"""Runs of a lesson, trained as its pages say: deterministic, and begun from the nearest one kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from nnviz.datasets.load import load_data
from nnviz.errors import Stopped
from nnviz.learning.settings import Settings
from nnviz.lessons.amounts import Amount, Until
from nnviz.lessons.document import ImageChoice
from nnviz.lessons.said_settings import DEFAULT
from nnviz.lessons.setups import Legs
from nnviz.lessons.state import AppState
from nnviz.runs.input_image import InputImage, blank_input, data_input
from nnviz.runs.run import Run
from nnviz.runs.saved_run import SavedRun
from nnviz.runs.shared_data import SharedData
from nnviz.runs.snapshot import Change

_MEMORY = 64 << 20  # bytes for the past of a lesson's run
_KEPT_MEMORY = 8 << 20  # and of one that is kept for coming back to
_MOST_KEPT = 16
_PIECE = 2_000  # examples between two looks whether anybody still waits
_LOOKS = 20  # in an epoch, whether what is waited for has come

Way = tuple[Settings | SavedRun | int | Until, ...]  # settings, examples to train on, what is waited for


@dataclass(frozen=True)
class Progress:
    """Of making a run: examples trained on, of so many; 0 if nobody knows how many it takes."""

    done: int
    planned: int


def _tell_nobody(progress: Progress) -> None:
    pass


@dataclass(frozen=True, eq=False)
class _Kept:
    path: Way
    saved: SavedRun


class Rehearsal:
    """Makes the runs. To be used in one thread at a time."""

    def __init__(
        self,
        shared: SharedData,
        is_stopped: Callable[[], bool] = lambda: False,
        tell: Callable[[Progress], None] = _tell_nobody,
    ) -> None:
        """`tell` hears how far the run being made is."""
        self.shared, self._is_stopped, self._tell = shared, is_stopped, tell
        self._done = self._planned = 0
        self._kept: list[_Kept] = []
        self._other: tuple[Path, Rehearsal] | None = None
        self.unmet: Until | None = None  # what the latest run waited for in vain

    def on(self, data: Path | None) -> Rehearsal:
        """Where runs on other data are made; this one for None, the digits. Raises `BadInput`."""
        if data is None:
            return self
        if self._other is None or self._other[0] != data:
            self._other = (data, Rehearsal(SharedData.of(load_data(data)), self._is_stopped, self._tell))
        return self._other[1]

    def reach(self, legs: Legs) -> Run:
        """A run of its own, trained that far. Raises `BadInput`; `Stopped` if nobody waits any more."""
        path = self._path(legs)
        best = max(self._kept, key=lambda one: _covered(one.path, path), default=None)
        self.unmet = None
        if best is not None and _covered(best.path, path) > 0:
            run, done = self.shared.restored(best.saved, _MEMORY), best.path
        else:
            run, done = self._first(path[0]), path[:1]
        self._go_on(run, done, path)
        self._keep(path, run)
        return run

    def examples_after(self, legs: Legs) -> int | None:
        """How many examples a run has seen by then; None if only training tells."""
        amounts = self._path(legs)[1:]
        if not isinstance(legs[0], Settings) or any(isinstance(one, Until) for one in amounts):
            return None
        return sum(one for one in amounts if isinstance(one, int))

    def is_at(self, run: Run, legs: Legs) -> bool:
        """Whether a run is there, bit for bit; told without training, and denied where that takes it.

        A run is what its settings and its examples make of it, unless somebody changed it by hand.
        """
        begun = [Change(0, leg) for leg in legs if isinstance(leg, Settings)]
        return (
            run.evaluator is self.shared.evaluator
            and list(run.changes) == begun[:1] == begun
            and run.examples_seen == self.examples_after(legs)
            and not run.history.events
        )

    def state(self, legs: Legs, image: ImageChoice) -> AppState:
        """What there is to see at that moment, but for the window."""
        run = self.reach(legs)
        run.evaluate()
        return AppState(replace(run.snapshot(), input_image=self.input_image(image)))

    def input_image(self, image: ImageChoice) -> InputImage:
        """The image of a data set; blank for a drawing, which only the window has."""
        data = self.shared.data
        if image.source == "test" and image.index < len(data.test):
            return data_input(data.test, image.index)
        if image.source == "training" and image.index < len(data.train):
            return data_input(data.train, image.index, "training")
        return blank_input(data.subject)

    def _first(self, begin: Settings | SavedRun | int | Until) -> Run:
        """The run with nothing done yet."""
        if isinstance(begin, SavedRun):
            return self.shared.restored(begin, _MEMORY)
        assert isinstance(begin, Settings)
        return self.shared.new_run(begin, _MEMORY)

    def _path(self, legs: Legs) -> Way:
        """The same with amounts in examples, those that follow one another together."""
        path: list[Settings | SavedRun | int | Until] = []
        settings = DEFAULT
        for leg in legs:
            if isinstance(leg, Settings | SavedRun):
                settings = leg if isinstance(leg, Settings) else leg.settings
            if not isinstance(leg, Amount):
                path.append(leg)
                continue
            size = settings.train_size or len(self.shared.data.train)
            examples = leg.examples(settings.mini_batch, size)
            if isinstance(path[-1], int):
                path[-1] += examples
            else:
                path.append(examples)
        return tuple(path)

    def _go_on(self, run: Run, done: Way, path: Way) -> None:
        """Train the rest of the way; `done` is the beginning of it."""
        at = len(done) - 1
        step, reached = path[at], done[at]
        steps = [step - reached if isinstance(step, int) and isinstance(reached, int) else 0, *path[at + 1 :]]
        waits = any(isinstance(one, Until) for one in steps)
        self._done, self._planned = 0, 0 if waits else sum(one for one in steps if isinstance(one, int))
        if isinstance(step, int) and isinstance(reached, int):
            self._advance(run, step - reached)
        for step in path[at + 1 :]:
            if isinstance(step, Settings):
                run.change(step)
            elif isinstance(step, int):
                self._advance(run, step)
            elif isinstance(step, Until):
                self._wait(run, step)

    def _advance(self, run: Run, examples: int) -> None:
        while examples > 0:
            if self._is_stopped():
                raise Stopped
            piece = min(examples, _PIECE)
            run.advance(piece, settled=False)
            examples -= piece
            self._done += piece
            self._tell(Progress(self._done, self._planned))
        run.settle()

    def _wait(self, run: Run, until: Until) -> None:
        size = len(run.data.train)
        last = run.examples_seen + until.most.examples(run.settings.mini_batch, size)
        while True:
            run.evaluate()
            if until.condition.holds(AppState(run.snapshot())):
                return
            if run.examples_seen >= last:
                self.unmet = until
                return
            self._advance(run, min(-(-size // _LOOKS), last - run.examples_seen))

    def _keep(self, path: Way, run: Run) -> None:
        if self.unmet is not None or any(one.path == path for one in self._kept):
            return
        self._kept.append(_Kept(path, run.saved("lesson", memory=_KEPT_MEMORY)))
        del self._kept[:-_MOST_KEPT]


def _covered(kept: Way, path: Way) -> float:
    """How much of a path a kept run has gone already: 0 if it went another way."""
    if len(kept) > len(path) or kept[:-1] != path[: len(kept) - 1]:
        return 0
    mine, its = path[len(kept) - 1], kept[-1]
    if mine == its:
        return len(kept)
    if isinstance(mine, int) and isinstance(its, int) and its <= mine:
        return len(kept) - 1 + its / mine
    return 0
