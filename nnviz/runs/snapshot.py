"""A frozen moment of a run: all that the panels ever see. Nothing in it changes once it is made."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Dataset
from nnviz.datasets.subject import MNIST_EXAMPLES, Subject
from nnviz.learning.answers import answer
from nnviz.learning.evaluation import Evaluation
from nnviz.learning.network import ForwardPass, Network
from nnviz.learning.settings import Settings
from nnviz.runs.input_image import InputImage, blank_input
from nnviz.runs.presentations import Presentations


class Phase(Enum):
    """What the training thread is doing."""

    LOADING = "loading"
    PAUSED = "paused"
    TRAINING = "training"
    FAILED = "failed"


# Up to that many training examples, all of them are run through the network at each point of the curve.
FEW_EXAMPLES = 5_000


@dataclass(frozen=True, eq=False)
class Curve:
    """The learning curve so far; all arrays (k,), read-only, one entry a point, NaN where not measured.

    Training examples are those trained on since the point before, or all where there are few.
    """

    examples: NDArray[np.int64]  # examples trained on when the point was taken
    test_accuracy: Floats  # in [0, 1], on the whole test set
    train_accuracy: Floats  # in [0, 1], of training examples
    cost: Floats  # average C of those same examples
    test_cost: Floats = field(default_factory=lambda: np.empty(0))  # average C on the whole test set
    # (k, classes), in [0, 1]: test accuracy of each class; (k, 0) where none was ever measured
    class_accuracy: Floats = field(default_factory=lambda: np.empty((0, 0)))

    def __post_init__(self) -> None:
        """Fill in what a file of before it was measured does not have."""
        count = len(self.examples)
        if len(self.test_cost) != count:
            self._set("test_cost", np.full(count, math.nan))
        if len(self.class_accuracy) != count:
            self._set("class_accuracy", np.empty((count, 0)))

    def _set(self, name: str, unknown: Floats) -> None:
        unknown.setflags(write=False)
        object.__setattr__(self, name, unknown)

    @classmethod
    def empty(cls) -> Curve:
        """A curve without points."""
        nothing = np.empty(0)
        return cls(np.empty(0, dtype=np.int64), nothing, nothing, nothing)

    def __len__(self) -> int:
        return len(self.examples)


@dataclass(frozen=True)
class Change:
    """From this many examples on, the run went on with these settings."""

    examples_seen: int
    settings: Settings


@dataclass(frozen=True)
class Mark:
    """A moment that the user named."""

    examples_seen: int
    name: str


@dataclass(frozen=True, eq=False)
class RunSummary:
    """One of the session's runs, as far as the panels show it beside another."""

    number: int  # which one; never given to another
    colour: int  # from 0 to 7, different for each
    name: str
    settings: Settings  # the newest
    examples_seen: int
    epoch_size: int
    curve: Curve
    marks: tuple[Mark, ...] = ()
    evaluation: Evaluation | None = None  # the latest
    changes: tuple[Change, ...] = ()  # of settings, the first at 0
    changes_by_hand: int = 0  # steps applied out of turn and edits kept


@dataclass(frozen=True, eq=False)
class Comparison:
    """The run shown and another one of the same shape, both after the same number of examples."""

    number: int  # of the other run
    examples_seen: int
    network: Network
    other: Network | None  # None if that run has not got so far, or is gone


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A run at one moment, and the input image seen through it. Arrays are read-only and never reused."""

    network: Network
    start: Network  # the same run's network before any training
    settings: Settings
    examples_seen: int = 0
    steps: int = 0  # mini-batches whose step was taken
    epoch_size: int = MNIST_EXAMPLES  # examples in an epoch, those in `data.train`
    training_examples: int = MNIST_EXAMPLES  # there are in all, of which the settings may take a part
    curve: Curve = field(default_factory=Curve.empty)
    changes: tuple[Change, ...] = ()
    phase: Phase = Phase.LOADING
    message: str = ""  # a sentence for the user: what is being done, or what went wrong
    examples_per_second: float = 0.0
    data: Dataset | None = None  # None until it is loaded
    # On the test set: of this very network or, while it trains, of the latest that was evaluated. None
    # while it is being worked out.
    evaluation: Evaluation | None = None
    unedited: Evaluation | None = None  # before the edits on trial, if there are any
    velocity: Floats | None = None  # of momentum, laid out as in `kernel`
    last_example: int = -1  # index in data.train of the example trained on last, −1 before the first
    presentations: Presentations | None = None  # of the training examples, up to the newest moment
    taken_at: float = 0.0  # on the clock of time.perf_counter(), seconds
    input_image: InputImage = field(default_factory=blank_input)
    run: int = -1  # number of the run shown
    runs: tuple[RunSummary, ...] = ()  # all of the session's, this one too
    changes_by_hand: int = 0  # of the run by now: steps applied out of turn and edits kept, both uncounted
    newest: int | None = None  # examples seen by now, when this is an earlier moment; otherwise None
    comparison: Comparison | None = None  # with the run chosen to compare with; may be a little older

    @property
    def subject(self) -> Subject:
        """What the pictures are that the network is for."""
        return self.data.subject if self.data is not None else self.input_image.subject

    @property
    def is_past(self) -> bool:
        """Whether this is not the run's newest moment: somebody is looking back."""
        return self.newest is not None

    @property
    def learns_from_few(self) -> bool:
        """Whether the curve's training accuracy and cost are those of all training examples."""
        return self.epoch_size <= FEW_EXAMPLES

    @property
    def epoch(self) -> float:
        """Epochs trained so far, with the fraction of the one under way."""
        return self.examples_seen / self.epoch_size

    @property
    def test_outputs(self) -> Floats | None:
        """(N, classes), of the evaluation."""
        return self.evaluation.outputs if self.evaluation is not None else None

    @property
    def test_accuracy(self) -> float:
        """Of the evaluation, in [0, 1]; NaN without one."""
        return self.evaluation.accuracy if self.evaluation is not None else math.nan

    @property
    def is_being_evaluated(self) -> bool:
        """Whether how good the network is will be known in a moment."""
        return self.evaluation is None and self.data is not None and self.phase is not Phase.FAILED

    @property
    def layers(self) -> int:
        """L: how many layers there are, input and output counted."""
        return len(self.network.sizes)

    @cached_property
    def forward_pass(self) -> ForwardPass:
        """The input image's way through the network; computed once, whichever panel asks first."""
        with np.errstate(
            over="ignore", invalid="ignore"
        ):  # weights that are no longer finite are still shown
            return self.network.forward_pass(self.input_image.image)

    @property
    def activations(self) -> list[Floats]:
        """The input image's activations of layers 1 … L, each (n,)."""
        return self.forward_pass.activations

    @property
    def outputs(self) -> Floats:
        """The activations of the last layer for the input image, (classes,)."""
        return self.activations[-1]

    @property
    def prediction(self) -> int:
        """The class the network takes the input image for; 0 if its numbers are none, as `outputs` tell."""
        return max(answer(self.forward_pass.zs[-1]), 0)
