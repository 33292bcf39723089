"""What a run's network said of one picture all along: exact, from the states that the run has kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.errors import Stopped
from nnviz.learning import kernel
from nnviz.learning.answers import NOTHING, answer
from nnviz.runs.history import History
from nnviz.runs.run import Run, next_point
from nnviz.runs.saved_run import State

MOST = 120  # moments looked at


@dataclass(frozen=True, eq=False)
class OutputsOverTime:
    """Moments in order, the untrained network first. What is no number is NaN."""

    examples_seen: NDArray[np.int64]  # (k,)
    outputs: Floats  # (k, classes)
    said: NDArray[np.int64]  # (k,) the answers, −1 where the outputs are no numbers

    @property
    def since(self) -> int | None:
        """From which moment on it has always said what it says at the last one; None if it says nothing."""
        if not len(self.said) or self.said[-1] == NOTHING:
            return None
        others = np.flatnonzero(self.said != self.said[-1])
        return int(self.examples_seen[others[-1] + 1 if len(others) else 0])


def outputs_over_time(run: Run, image: Floats, is_wanted: Callable[[], bool]) -> OutputsOverTime:
    """Of a picture (pixels,). For any thread; raises `Stopped` once it is not wanted any more."""
    seen, outputs, said = [], [], []
    for state in _moments(run.history, len(run.data.train)):
        if not is_wanted():
            raise Stopped
        with np.errstate(all="ignore"):
            forward = kernel.unpack(state.parameters, run.start.architecture).forward_pass(image)
        seen.append(state.examples_seen)
        outputs.append(forward.activations[-1])
        said.append(answer(forward.zs[-1]))
    return OutputsOverTime(np.array(seen), np.stack(outputs), np.array(said))


def _moments(history: History, epoch_size: int) -> Iterator[State]:
    """The kept states, evenly thinned; and before the second of them, where most is learned, replayed ones.

    These are the first points of the learning curve.
    """
    kept = history.states
    places = np.unique(np.linspace(0, len(kept) - 1, min(len(kept), MOST)).round().astype(int)).tolist()
    yield kept[0]
    if len(kept) > 1:
        point = next_point(0, epoch_size)
        while point < kept[1].examples_seen:
            yield history.at(point)
            point = next_point(point, epoch_size)
    yield from (kept[place] for place in places[1:])
