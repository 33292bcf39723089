"""What the training thread is asked to do for a lesson: its page's runs in place of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nnviz.datasets.dataset import Dataset
from nnviz.datasets.subject import MNIST
from nnviz.errors import Stopped
from nnviz.learning import kernel
from nnviz.learning.settings import Settings, difference_text
from nnviz.lessons.rehearsal import Progress, Rehearsal
from nnviz.lessons.said_settings import settings_with
from nnviz.lessons.setups import Legs, Setup
from nnviz.runs.mailbox import Mailbox
from nnviz.runs.run import Run
from nnviz.runs.shared_data import SharedData
from nnviz.runs.training import Training
from nnviz.runs.twins import changes_as_twin


class LessonRuns:
    """The runs of the lesson that is open; used in the training thread, but for what says otherwise."""

    def __init__(self, load_data: Callable[[], Dataset]) -> None:
        """`load_data`: the digits, where the user's own data is something else."""
        self._load_data = load_data
        self._rehearsal: Rehearsal | None = None
        self._served = 0  # the wish that is being fulfilled
        self.opened: Run | None = None  # the run of the latest page; never one of the user's own
        self.wanted = 0  # the newest one, set by whoever has it: all before it are given up
        self.progress: Mailbox[Progress] = Mailbox()  # read by whoever waits

    def rehearsal(self, training: Training, data: Path | None, wish: int) -> Rehearsal:
        """What makes the runs, with those of the user put aside. Raises `BadInput`; `Stopped` if too late."""
        self._served = wish
        if wish != self.wanted:
            raise Stopped
        own = training.own_shared
        if self._rehearsal is None or (own.data.subject == MNIST and self._rehearsal.shared is not own):
            shared = own if own.data.subject == MNIST else SharedData.of(self._load_data())
            self._rehearsal = Rehearsal(
                shared, lambda: training.is_stopped or self._served != self.wanted, self.progress.put
            )
        made = self._rehearsal.on(data)
        training.put_aside(made.shared)
        return made

    def at(self, legs: Legs, training: Training, rehearsal: Rehearsal) -> Run:
        """A run that is there: the page's own that is shown, if it is, or one trained that far."""
        shown = training.run
        if shown is not None and shown is self.opened and rehearsal.is_at(shown, legs):
            return shown
        return rehearsal.reach(legs)


@dataclass(frozen=True, eq=False)
class OpenPage:
    """Show a page's run, and no other but its twin, paused; `done` is told its number, in the thread."""

    runs: LessonRuns
    setup: Setup
    name: str
    wish: int
    done: Callable[[int], None]
    ahead: Setup | None = None  # of the page after it

    def carry_out(self, training: Training) -> None:
        """See `Command`."""
        rehearsal = self.runs.rehearsal(training, self.setup.data, self.wish)
        run = self.runs.opened = self.runs.at(self.setup.legs, training, rehearsal)
        changes = next((show.twin for show in self.setup.shows if show.twin), ())
        twin, about = None, ""
        if changes:
            first = run.changes[0].settings
            settings = settings_with(first, dict(changes))
            twin, about = self._twin(rehearsal, run, settings), difference_text(first, settings)
        training.change_runs(lambda: self._open(training, run, twin, about))
        shown = training.runs.shown
        self.done(shown.number if shown is not None else -1)
        if self.ahead is not None:  # while this one is read: the first time on a machine it takes a second
            kernel.prepare(self.ahead.settings.architecture())

    def _open(self, training: Training, run: Run, twin: Run | None, about: str) -> None:
        """Have these two and no others; the twin keeps pace with the run shown."""
        runs = training.runs
        runs.open([(run, self.name, ())], 0)
        shown = runs.shown
        if twin is not None and shown is not None:
            runs.add(twin, twin=shown.number, name=f"twin ({about})")
            runs.show(shown.number)

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
    before: Setup
    after: Setup
    name: str
    wish: int
    done: Callable[[int], None]

    def carry_out(self, training: Training) -> None:
        """See `Command`."""
        rehearsal = self.runs.rehearsal(training, self.before.data, self.wish)
        before, after = self.before.legs, self.after.legs
        end = rehearsal.examples_after(after)
        # Where the training waits for something, nobody knows how far it goes before that has come.
        run = rehearsal.reach(after) if end is None else self.runs.at(before, training, rehearsal)
        end = run.examples_seen if end is None else end
        if run is not training.run:
            self.runs.opened = run
            training.change_runs(lambda: training.runs.open([(run, self.name, ())], 0))
        self.done(end)
        training.train_until(end)
