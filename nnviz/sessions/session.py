"""What a session is: runs with all that is known of them, the user's drawings, and the window's layout.

How it lies in a file is `session_file.py`'s. Nothing in a session changes once it is made, so that it can be
written in one thread while the runs go on in another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.errors import BadInput
from nnviz.runs.saved_run import MOST_RUNS, SavedRun
from nnviz.sessions.panel_layout import PanelLayout
from nnviz.sessions.verdicts import NO_VERDICTS, Verdicts

# Of a drawing, all strokes together: minutes of scribbling, painted in half a second however it is crossed.
MOST_POINTS = 10_000
MOST_KEPT = 500  # drawings with a label; all are evaluated at every moment shown
MOST_LENGTH = 300.0  # of all lines, in sides of the pad
MOST_SIDE = 4_096  # pixels, of a picture that was pasted


@dataclass(frozen=True, eq=False)
class Stroke:
    """One stroke of a drawing: points (n, 2) are x and y in [0, 1], from the pad's top left corner."""

    points: NDArray[np.float32]
    width: float  # of the pen, as a share of the pad's side
    erases: bool = False


Drawing = tuple[Stroke, ...]

# What was guessed in a lesson: the number of a choice, a number, or the points of a curve.
Guess = int | float | tuple[tuple[float, float], ...]
Guesses = Mapping[str, Mapping[str, Guess]]  # by lesson, and by question


@dataclass(frozen=True, eq=False)
class Session:
    """All that a session file holds."""

    runs: tuple[SavedRun, ...]
    current_index: int = 0
    drawings: tuple[Drawing, ...] = ()
    layout: PanelLayout | None = None  # where the window's panels are
    drawing_label: int | None = None  # what the user says that the last of the drawings is
    picture: Floats | None = None  # below the strokes of the last: one that was pasted, (H, W) in [0, 1]
    guesses: Guesses = field(default_factory=dict)  # in lessons
    kept: Examples | None = None  # the drawings that the user has kept, with what they are
    verdicts: Verdicts = NO_VERDICTS  # on labels that the networks contradict

    def __post_init__(self) -> None:
        if len(self.runs) > MOST_RUNS:
            raise BadInput(f"a session of {len(self.runs)} runs; there can be {MOST_RUNS}")
        if not 0 <= self.current_index < len(self.runs):
            raise BadInput("a session whose run shown is not among its runs")
        if self.drawing_label is not None and self.drawing_label >= self.current.subject.classes:
            raise BadInput("a session whose drawing is of a class that is not there")
        if self.kept is not None and not 0 < len(self.kept) <= MOST_KEPT:
            raise BadInput(f"a session with {len(self.kept)} drawings kept; there can be {MOST_KEPT}")

    @property
    def current(self) -> SavedRun:
        """The run shown."""
        return self.runs[self.current_index]
