"""What the training thread can be asked to do: one class for each wish, with what carries it out.

`TrainingThread.submit` hands a command over and returns at once; `TrainingThread.wait_for` waits for what
the command returns or raises.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Dataset, Examples, to_unit_range
from nnviz.errors import BadInput
from nnviz.learning.edits import NetworkEdits
from nnviz.learning.settings import Settings, difference_text
from nnviz.runs.saved_run import SavedRun
from nnviz.runs.snapshot import Change, Mark
from nnviz.runs.training import Training
from nnviz.runs.twins import as_twin, changes_as_twin

Unit = Literal["example", "batch", "epoch"]
Answer = TypeVar("Answer", covariant=True)


class Command(Protocol[Answer]):
    """Carried out in the training thread, between two chunks of training."""

    def carry_out(self, training: Training) -> Answer:
        """Do it. A `BadInput` it raises is shown to the user or, to whoever waits for the answer, raised."""
        ...


@dataclass(frozen=True)
class Start:
    """Train until paused."""

    def carry_out(self, training: Training) -> None:
        training.train_until(math.inf)


@dataclass(frozen=True)
class Pause:
    """Stop after the chunk under way."""

    def carry_out(self, training: Training) -> None:
        training.train_until(0)


@dataclass(frozen=True)
class Advance:
    """Train on that many more examples, and pause."""

    examples: int

    def carry_out(self, training: Training) -> None:
        if training.run is not None:
            training.train_until(training.run.examples_seen + self.examples)


@dataclass(frozen=True)
class Step:
    """Train on one example, to the end of the mini-batch, or to the end of the epoch, and pause."""

    unit: Unit

    def carry_out(self, training: Training) -> None:
        if training.run is None:
            return
        trainer = training.run.trainer
        examples = {"example": 1, "batch": trainer.mini_batch_left, "epoch": trainer.epoch_left}[self.unit]
        Advance(examples).carry_out(training)
        if self.unit != "epoch":
            training.hurry()


@dataclass(frozen=True)
class SetSpeed:
    """Train no faster than that; infinite is as fast as the machine can."""

    examples_per_second: float

    def carry_out(self, training: Training) -> None:
        training.set_speed(self.examples_per_second)


@dataclass(frozen=True)
class Reset:
    """Begin a new run, paused; the one shown stays among the runs if it was trained."""

    settings: Settings

    def carry_out(self, training: Training) -> None:
        training.begin(self.settings)


@dataclass(frozen=True)
class ChangeSettings:
    """Go on with other settings, as far as they may change on the way."""

    settings: Settings

    def carry_out(self, training: Training) -> None:
        run = training.run
        training.settings = self.settings
        if run is not None:
            before = run.changes
            run.change(self.settings)
            if run.changes != before:
                _let_twin_change(training, run.changes)
        training.publish()


def _let_twin_change(training: Training, changes: tuple[Change, ...]) -> None:
    """The twin makes the newest change too, unless it is beyond that already."""
    twin, newest = training.runs.twin, changes[-1]
    if twin is not None and twin.examples_seen <= newest.examples_seen:
        settings = as_twin(newest.settings, changes[0].settings, twin.changes[0].settings)
        twin.follow([Change(newest.examples_seen, settings)])


@dataclass(frozen=True)
class KeepEdits:
    """Go on with the network as edited by hand."""

    edits: NetworkEdits

    def carry_out(self, training: Training) -> None:
        run = training.run
        if run is not None and self.edits.fit(run.trainer.network.sizes):  # and not of a run that was left
            edited = self.edits.apply(run.trainer.network)
            run.replace_network(edited, "edited by hand")
            training.arrive()


@dataclass(frozen=True, eq=False)
class ApplyStep:
    """Take one step with this one example out of turn; `description` says which it is."""

    image: Floats  # (pixels,)
    label: int
    eta: float
    description: str

    def carry_out(self, training: Training) -> None:
        if training.run is not None:
            training.run.apply_step(self.image, self.label, self.eta, self.description)
            training.arrive()


@dataclass(frozen=True, eq=False)
class ApplyEach:
    """Take one step with each of these examples in turn, out of turn; `description` says which they are."""

    examples: Examples
    description: str

    def carry_out(self, training: Training) -> None:
        run = training.run
        if run is not None and self.examples.subject.fits(run.data.subject):
            images = to_unit_range(self.examples.images)
            run.apply_each(images, self.examples.labels, self.description)
            training.arrive()


@dataclass(frozen=True)
class Branch:
    """Begin a new run where the one shown was after that many examples, paused."""

    examples_seen: int

    def carry_out(self, training: Training) -> None:
        named = training.runs.shown
        if named is None:
            return
        saved = named.run.past(self.examples_seen, named.name)
        marks = tuple(mark for mark in named.marks if mark.examples_seen <= self.examples_seen)
        run = training.shared.restored(saved, training.runs.memory_of_next)
        about = f"from step {saved.position.steps:,}"
        training.change_runs(lambda: training.runs.add(run, about, marks=marks))


@dataclass(frozen=True)
class BeginTwin:
    """Begin a second run from the start of the one shown, and train it until it is as far.

    From then on the two keep pace.
    """

    settings: Settings

    def carry_out(self, training: Training) -> None:
        named, goes_on = training.runs.shown, training.is_under_way
        if named is None:
            return
        about = difference_text(named.run.changes[0].settings, self.settings)
        run = training.shared.new_run(self.settings, training.runs.memory_of_next)
        run.follow(changes_as_twin(named.run.changes, self.settings))
        training.change_runs(lambda: training.runs.add(run, about, twin=named.number))
        training.train_until(math.inf if goes_on else named.run.examples_seen)


@dataclass(frozen=True)
class ShowRun:
    """Turn to another run, paused."""

    number: int

    def carry_out(self, training: Training) -> None:
        training.change_runs(lambda: training.runs.show(self.number))


@dataclass(frozen=True)
class GiveBack:
    """Show the user's own runs again, which were put aside; if there are none, do nothing."""

    def carry_out(self, training: Training) -> None:
        training.give_back()


@dataclass(frozen=True)
class RemoveRun:
    """Let a run go, unless it is the only one."""

    number: int

    def carry_out(self, training: Training) -> None:
        named = training.runs.shown
        if named is None or len(training.runs.all) < 2:
            return
        if named.number == self.number:
            training.change_runs(lambda: training.runs.remove(self.number))
        else:
            training.runs.remove(self.number)
            training.publish()


@dataclass(frozen=True)
class RenameRun:
    """Give a run another name."""

    number: int
    name: str

    def carry_out(self, training: Training) -> None:
        training.runs.rename(self.number, self.name)
        training.publish()


@dataclass(frozen=True)
class SetMarks:
    """These are the marks of a run now."""

    number: int
    marks: tuple[Mark, ...]

    def carry_out(self, training: Training) -> None:
        training.runs.mark(self.number, self.marks)
        training.publish()


@dataclass(frozen=True)
class SetMemory:
    """That many bytes for the past of all runs together."""

    memory: int

    def carry_out(self, training: Training) -> None:
        training.runs.set_memory(self.memory)


@dataclass(frozen=True)
class OpenRuns:
    """Go on with saved runs, paused, and show the one numbered `current` from 0.

    Raises `BadInput` if they cannot be gone on with; what is there then goes on.
    """

    saved: tuple[SavedRun, ...]
    current: int = 0

    def carry_out(self, training: Training) -> None:
        training.give_back()
        shared, memory = training.shared, training.runs.memory // len(self.saved)
        opened = [(shared.restored(one, memory), one.name, one.marks) for one in self.saved]
        training.change_runs(lambda: training.runs.open(opened, self.current))


@dataclass(frozen=True, eq=False)
class OpenData:
    """Begin a new run on this data, paused, with the settings of the run shown; no other run stays.

    Raises `BadInput` if that cannot be; what is there then goes on.
    """

    data: Dataset

    def carry_out(self, training: Training) -> None:
        training.give_back()
        training.change_data(self.data)


@dataclass(frozen=True)
class SaveRuns:
    """All runs, with kept states of `memory` bytes in all, and which is shown, counted from 0.

    Raises `BadInput` before there is any.
    """

    memory: int

    def carry_out(self, training: Training) -> tuple[tuple[SavedRun, ...], int]:
        own = training.own_runs
        if not own.all:
            raise BadInput("there is no run yet that could be saved")
        share = self.memory // len(own.all)
        saved = tuple(one.run.saved(one.name, one.marks, share) for one in own.all)
        return saved, [one.number for one in own.all].index(own.shown)
