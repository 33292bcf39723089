"""A run again from its start, with an account of what moved one weight, example by example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nnviz.datasets.dataset import Examples
from nnviz.errors import BadInput, Stopped
from nnviz.learning import kernel
from nnviz.learning.neuron import WeightChoice
from nnviz.learning.recorded import Account, RecordingTrainer
from nnviz.runs.history import History
from nnviz.runs.replay import edits_after, put
from nnviz.runs.saved_run import State

_PIECE = 4_000  # examples between two looks whether it is still wanted: some 20 ms


@dataclass(frozen=True, eq=False)
class Past:
    """What a run can be replayed from."""

    history: History
    dataset: Examples  # what it is trained on
    images: kernel.SparseImages  # of the same


@dataclass(frozen=True)
class WeightEdit:
    """Something else than training changed a weight."""

    examples_seen: int
    before: float
    after: float


class Recording:
    """Keeps account of a weight as far as it was asked for, and can go on from there. For one thread."""

    def __init__(self, past: Past, choice: WeightChoice) -> None:
        self.past, self.choice = past, choice
        settings = past.history.steps.settings_at(0)
        first = past.history.at(0)
        network = kernel.unpack(first.parameters.copy(), settings.architecture(past.dataset.subject))
        if not choice.fits(network.sizes):
            raise BadInput("the network of this run has no such weight")
        self._trainer = RecordingTrainer(
            network, past.dataset, choice, past.images, seed=settings.seed, **settings.live
        )
        put(past.history, self._trainer, first)
        self._put = first  # what the trainer was last told to go on from
        self.start = self._trainer.value
        self.edits: tuple[WeightEdit, ...] = ()

    @property
    def examples_seen(self) -> int:
        """How far it has come."""
        return self._trainer.examples_seen

    @property
    def account(self) -> Account:
        """What was found so far."""
        return self._trainer.account()

    def extend(
        self,
        end: int,
        is_wanted: Callable[[], bool] = lambda: True,
        progress: Callable[[float], None] = lambda share: None,
    ) -> None:
        """Go on until that many examples were seen, or to a change that was not kept.

        `progress` hears the share done, from 0 to 1. Raises `Stopped` soon after `is_wanted` says no; what
        was found until then is kept.
        """
        history, trainer, begin = self.past.history, self._trainer, self.examples_seen
        steps = history.steps
        trainer.rule = steps.settings_at(begin).rule
        edits, last = edits_after(history, begin - 1)  # perhaps one of this very moment is new
        end = end if last is None else min(end, last)
        for moment in (*sorted(moment for moment in edits if moment <= end), end):
            while trainer.examples_seen < moment:
                if not is_wanted():
                    raise Stopped
                progress((trainer.examples_seen - begin) / max(end - begin, 1))
                steps.lead(trainer, min(trainer.examples_seen + _PIECE, moment))
            if moment in edits and edits[moment] is not self._put:
                self._edit(edits[moment])
        progress(1.0)

    def _edit(self, state: State) -> None:
        before, self._put = self._trainer.value, state
        put(self.past.history, self._trainer, state)
        self.edits = (*self.edits, WeightEdit(state.examples_seen, before, self._trainer.value))
