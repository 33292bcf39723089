"""What the training thread is asked to do for a lesson: its page's runs in place of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nnviz.datasets.dataset import Dataset
from nnviz.datasets.subject import MNIST
from nnviz.learning import kernel
from nnviz.learning.settings import Settings, difference_text
from nnviz.lessons.amounts import Until
from nnviz.lessons.rehearsal import Rehearsal
from nnviz.lessons.said_settings import settings_with
from nnviz.lessons.setups import Legs, Setup
from nnviz.runs.run import Run
from nnviz.runs.snapshot import Mark
from nnviz.runs.training import Training
from nnviz.runs.twins import changes_as_twin


class LessonRuns:
    """The runs of the lesson that is open; used in the training thread alone."""

    def __init__(self, load_data: Callable[[], Dataset]) -> None:
        """`load_data`: the digits, where the user's own data is something else."""
        self._load_data = load_data
        self._rehearsal: Rehearsal | None = None

    def rehearsal(self, training: Training) -> Rehearsal:
        """What makes the runs, with those of the user put aside."""
        own = training.shared.data
        shared = training.put_aside(None if own.subject == MNIST else self._load_data())
        if self._rehearsal is None or self._rehearsal.shared is not shared:
            self._rehearsal = Rehearsal(shared, lambda: training.is_stopped)
        return self._rehearsal


@dataclass(frozen=True, eq=False)
class OpenPage:
    """Show a page's run, and no other but its twin, paused; `done` is told its number, in the thread."""

    runs: LessonRuns
    setup: Setup
    name: str
    done: Callable[[int], None]

    def carry_out(self, training: Training) -> None:
        """See `Command`."""
        rehearsal = self.runs.rehearsal(training)
        run = rehearsal.reach(self.setup.legs)
        opened: list[tuple[Run, str, tuple[Mark, ...]]] = [(run, self.name, ())]
        changes = next((show.twin for show in self.setup.shows if show.twin), ())
        if changes:
            first = run.changes[0].settings
            settings = settings_with(first, dict(changes))
            twin = self._twin(rehearsal, run, settings)
            opened.insert(0, (twin, f"twin ({difference_text(first, settings)})", ()))
        training.change_runs(lambda: training.runs.open(opened, len(opened) - 1))
        shown = training.runs.shown
        self.done(shown.number if shown is not None else -1)

    @staticmethod
    def _twin(rehearsal: Rehearsal, run: Run, settings: Settings) -> Run:
        twin = rehearsal.reach((settings,))
        twin.follow(changes_as_twin(run.changes, settings))
        twin.advance(run.examples_seen)
        return twin


@dataclass(frozen=True, eq=False)
class RunPrediction:
    """Train what follows a guess, where all can watch it; `done` is told how many examples are seen then.

    If the run shown is no longer as the page has it, that one is shown again first.
    """

    runs: LessonRuns
    before: Legs
    after: Legs
    name: str
    done: Callable[[int], None]

    def carry_out(self, training: Training) -> None:
        """See `Command`."""
        rehearsal = self.runs.rehearsal(training)
        end = rehearsal.reach(self.after)
        waits = any(isinstance(leg, Until) for leg in self.after[len(self.before) :])
        run = end if waits else rehearsal.reach(self.before)
        if waits or not _is_same(training.run, run):
            training.change_runs(lambda: training.runs.open([(run, self.name, ())], 0))
        self.done(end.examples_seen)
        if run.examples_seen < end.examples_seen:
            training.train_until(end.examples_seen)


def _is_same(shown: Run | None, run: Run) -> bool:
    """Whether the run shown is this one, bit for bit."""
    if shown is None or shown.changes != run.changes or shown.examples_seen != run.examples_seen:
        return False
    return kernel.pack(shown.trainer.network).tobytes() == kernel.pack(run.trainer.network).tobytes()
