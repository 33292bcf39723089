"""What is kept of a run: its states, changes, curve, marks and events. Enough to go on from, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.datasets.subject import MNIST, Subject
from nnviz.errors import BadInput
from nnviz.learning import kernel
from nnviz.learning.network import Network
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Position, Tally
from nnviz.runs.presentations import Presentations
from nnviz.runs.snapshot import Change, Curve, Mark
from nnviz.runs.steps import Steps

MOST_RUNS = 8  # of a session


NO_TALLY = Tally()


@dataclass(frozen=True, eq=False)
class State:
    """A run at one moment. With the run's changes of settings, this is enough to go on from, exactly."""

    examples_seen: int
    parameters: Floats  # (p,) float32, read-only, laid out as in `kernel`
    gradient: Floats | None = None  # (p,): the sum so far of a mini-batch of more than one block
    tally: Tally = NO_TALLY  # of all examples so far
    velocity: Floats | None = None  # (p,): of momentum

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return sum(array.nbytes for array in self._arrays)

    @property
    def is_finite(self) -> bool:
        """Whether every number is: a run with far too large an η may have others."""
        return all(bool(np.isfinite(array).all()) for array in self._arrays)

    @property
    def _arrays(self) -> list[Floats]:
        return [array for array in (self.parameters, self.gradient, self.velocity) if array is not None]


@dataclass(frozen=True)
class Event:
    """The network was changed after that many examples by something else than training: what, in words."""

    examples_seen: int
    words: str


@dataclass(frozen=True, eq=False)
class SavedRun:
    """A run as kept in a session. `states` are sorted, the untrained network first and the newest last.

    Raises `BadInput` if the parts do not belong together.
    """

    name: str
    changes: tuple[Change, ...]  # the first at 0
    states: tuple[State, ...]
    curve: Curve
    epoch_size: int  # examples in an epoch
    labels_checksum: int  # CRC-32 of the training labels, by which other data is recognised
    tally_before: Tally = NO_TALLY  # of all examples up to the curve's last point
    marks: tuple[Mark, ...] = ()
    events: tuple[Event, ...] = ()
    subject: Subject = MNIST  # what the pictures are that it was trained on
    presentations: Presentations | None = None  # None in a file of before they were recorded

    def __post_init__(self) -> None:
        if self.epoch_size < 1 or not self.states or not self.changes:
            raise BadInput("a run without data, settings or a network")
        self._check_settings()
        self._check_moments()

    @property
    def settings(self) -> Settings:
        """The newest settings."""
        return self.changes[-1].settings

    @property
    def now(self) -> State:
        """The newest state."""
        return self.states[-1]

    @property
    def steps(self) -> Steps:
        """The index of the run's steps."""
        return Steps(self.changes, self.epoch_size)

    @property
    def position(self) -> Position:
        """Where the trainer stood."""
        return self.steps.position(self.now.examples_seen, self.now.gradient, self.now.velocity)

    def network(self) -> Network:
        """The newest network; its arrays are read-only."""
        return kernel.unpack(self.now.parameters, self.settings.architecture(self.subject))

    def check_data(self, train: Examples) -> None:
        """Raise `BadInput`, saying which data it needs, unless it was trained on this."""
        same = (self.epoch_size, self.labels_checksum) == (len(train), train.checksum)
        if same and self.subject.fits(train.subject):
            return
        its, (rows, columns) = self.subject, self.subject.shape
        raise BadInput(
            f"the run “{self.name}” was trained on other data: {its.name}, {self.epoch_size:,} {its.nouns} "
            f"of {rows}×{columns} pixels in {its.classes} classes; open that first"
        )

    def _check_settings(self) -> None:
        first = self.changes[0].settings
        for change in self.changes:
            if change.settings != first.going_on_as(change.settings):
                raise BadInput("a run with settings changed on the way that only a reset can change")
            if change.settings.mini_batch > self.epoch_size:
                raise BadInput(f"a mini-batch of {change.settings.mini_batch} for {self.epoch_size} examples")

    def _check_moments(self) -> None:
        moments = [state.examples_seen for state in self.states]
        if moments[0] != 0 or any(b <= a for a, b in pairwise(moments)):
            raise BadInput("a run whose networks are out of order or do not begin with the untrained one")
        if len(self.curve) and self.curve.examples[-1] > moments[-1]:
            raise BadInput("a run whose curve goes on after its newest network")
        steps = self.steps
        for state in self.states:
            needs_gradient = steps.position(state.examples_seen)
            if state.gradient is not None and needs_gradient.processed == needs_gradient.batch_start:
                raise BadInput("a run with the gradient of a mini-batch that had not begun")
        sizes = self.settings.sizes(self.subject)
        count = sum((m + 1) * n for m, n in pairwise(sizes))
        if any(state.parameters.shape != (count,) for state in self.states):
            raise BadInput("a run whose weights do not fit its hidden units")
        if self.presentations is not None and not self.presentations.fits(self.epoch_size, moments[-1]):
            raise BadInput("a run with presentations of other examples than it was trained on")
