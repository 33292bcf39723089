"""What a session is: runs with all that is known of them, the user's drawings, and the window's layout.

How it lies in a file is `session_file.py`'s. Nothing in a session changes once it is made, so that it can be
written in one thread while the runs go on in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nnviz.core import kernel
from nnviz.core.network import Floats, Network
from nnviz.core.panel_layout import PanelLayout
from nnviz.core.settings import Settings
from nnviz.core.snapshot import Change, Curve, Mark
from nnviz.core.steps import Steps
from nnviz.core.trainer import Position, Tally
from nnviz.errors import BadInput

MOST_RUNS = 8  # of a session
# Of a drawing, all strokes together: minutes of scribbling, painted in half a second however it is crossed.
MOST_POINTS = 10_000
MOST_LENGTH = 300.0  # of all lines, in sides of the pad

NO_TALLY = Tally()


@dataclass(frozen=True, eq=False)
class State:
    """A run at one moment. With the run's changes of settings, this is enough to go on from, exactly."""

    examples_seen: int
    parameters: Floats  # (p,) float32, read-only, laid out as in `kernel`
    gradient: Floats | None = None  # (p,): the sum so far of a mini-batch of more than one block
    tally: Tally = NO_TALLY  # of all examples so far

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return self.parameters.nbytes + (0 if self.gradient is None else self.gradient.nbytes)

    @property
    def is_finite(self) -> bool:
        """Whether every number is: a run with far too large an η may have others."""
        return bool(np.isfinite(self.parameters).all()) and (
            self.gradient is None or bool(np.isfinite(self.gradient).all())
        )


@dataclass(frozen=True)
class Event:
    """The network was changed after so many examples by something else than training: what, in words."""

    examples_seen: int
    words: str


@dataclass(frozen=True, eq=False)
class Stroke:
    """One stroke of a drawing: points (n, 2) are x and y in [0, 1], from the pad's top left corner."""

    points: NDArray[np.float32]
    width: float  # of the pen, as a share of the pad's side
    erases: bool = False


Drawing = tuple[Stroke, ...]


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

    def __post_init__(self) -> None:
        if self.epoch_size < 1 or not self.states or not self.changes:
            raise BadInput("a run without digits, settings or a network")
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
        return self.steps.position(self.now.examples_seen, self.now.gradient)

    def network(self) -> Network:
        """The newest network; its arrays are read-only."""
        return kernel.unpack(self.now.parameters, self.settings.sizes)

    def _check_settings(self) -> None:
        first = self.changes[0].settings
        for change in self.changes:
            same = (change.settings.hidden, change.settings.start, change.settings.seed)
            if same != (first.hidden, first.start, first.seed):
                raise BadInput("a run whose network changes its hidden units, start or seed on the way")
            if change.settings.mini_batch > self.epoch_size:
                raise BadInput(f"a mini-batch of {change.settings.mini_batch} for {self.epoch_size} digits")

    def _check_moments(self) -> None:
        moments = [state.examples_seen for state in self.states]
        if moments[0] != 0 or any(b <= a for a, b in pairwise(moments)):
            raise BadInput("a run whose networks are out of order or do not begin with the untrained one")
        steps = self.steps
        for state in self.states:
            needs_gradient = steps.position(state.examples_seen)
            if state.gradient is not None and needs_gradient.processed == needs_gradient.batch_start:
                raise BadInput("a run with the gradient of a mini-batch that had not begun")
        sizes = self.settings.sizes
        count = sum((m + 1) * n for m, n in pairwise(sizes))
        if any(state.parameters.shape != (count,) for state in self.states):
            raise BadInput("a run whose weights do not fit its hidden units")


@dataclass(frozen=True, eq=False)
class Session:
    """All that a session file holds."""

    runs: tuple[SavedRun, ...]
    current_index: int = 0
    drawings: tuple[Drawing, ...] = ()
    layout: PanelLayout | None = None  # where the window's panels are

    def __post_init__(self) -> None:
        if len(self.runs) > MOST_RUNS:
            raise BadInput(f"a session of {len(self.runs)} runs; there can be {MOST_RUNS}")
        if not 0 <= self.current_index < len(self.runs):
            raise BadInput("a session whose run on show is not among its runs")

    @property
    def current(self) -> SavedRun:
        """The run on show."""
        return self.runs[self.current_index]
