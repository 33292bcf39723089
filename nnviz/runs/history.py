"""The past of a run: states kept along the way, and any moment between them by training again.

Training is deterministic, so that what is replayed is bit for bit what was. States are kept where a
mini-batch ends, evenly spaced; when they fill the memory allowed, every other one goes.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from nnviz.datasets.dataset import Examples
from nnviz.learning import kernel
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer
from nnviz.runs.saved_run import Event, State
from nnviz.runs.snapshot import Change, Snapshot
from nnviz.runs.steps import Steps

MEMORY = 256 << 20  # bytes, unless the user says otherwise
SPACING = 10_000  # examples, until memory runs short: replayed in 30 ms, 1.6 MB an epoch


class History:
    """Keeps states of one run and shows any moment of it again.

    One thread trains and calls `keep`, `record` and `set_changes`; another may call `at` meanwhile.
    """

    def __init__(
        self,
        settings: Settings,
        dataset: Examples,
        images: kernel.SparseImages,
        states: Sequence[State],
        events: Sequence[Event] = (),
        memory: int = MEMORY,
    ) -> None:
        """`states` begin with the untrained network; `images` is the sparse form of `dataset`."""
        self._architecture = settings.architecture(dataset.subject)
        self._steps = Steps((Change(0, settings),), len(dataset))
        self._kept = tuple(states)
        self._events = tuple(events)
        self._memory, self._spacing = memory, SPACING
        self._nbytes = sum(state.nbytes for state in states)
        self._replaying = threading.Lock()
        self._replayed = states[0]
        network = kernel.unpack(states[0].parameters.copy(), self._architecture)
        self._trainer = Trainer(network, dataset, seed=settings.seed, images=images, **settings.live)
        self._thin()

    @property
    def states(self) -> tuple[State, ...]:
        """The states kept now, in order."""
        return self._kept

    @property
    def events(self) -> tuple[Event, ...]:
        """What changed the network besides training, in order."""
        return self._events

    @property
    def steps(self) -> Steps:
        """The index of the run's steps."""
        return self._steps

    @property
    def nbytes(self) -> int:
        """Memory that the kept states take."""
        return self._nbytes

    @property
    def memory(self) -> int:
        """Memory that they may take. Step 0 is kept in any case."""
        return self._memory

    @memory.setter
    def memory(self, limit: int) -> None:
        self._memory = limit
        self._thin()

    def set_changes(self, changes: Sequence[Change]) -> None:
        """The settings were changed; `changes` are all of them."""
        self._steps = Steps(changes, self._steps.epoch_size)

    def due(self, examples_seen: int) -> int:
        """After how many examples in all, now or later, the next state is to be kept."""
        cell = self._kept[-1].examples_seen // self._spacing + 1
        return self._steps.boundary_from(max(cell * self._spacing, examples_seen))

    def keep(self, state: State) -> None:
        """Keep the newest state."""
        if state.examples_seen == self._kept[-1].examples_seen:
            self._nbytes -= self._kept[-1].nbytes
            self._kept = (*self._kept[:-1], state)
        else:
            self._kept = (*self._kept, state)
        self._nbytes += state.nbytes
        self._thin()

    def record(self, event: Event, state: State) -> None:
        """Something else than training changed the network to `state`, which no replay leads to."""
        self._events = (*self._events, event)
        self.keep(state)

    def at(self, examples_seen: int) -> State:
        """The run once it had seen that many examples, exactly.

        Where the changes by something else than training are too many to have all been kept, it may be an
        earlier moment, the last before such a change.
        """
        with self._replaying:
            kept, events = self._kept, self._events
            start = kept[bisect_right(kept, examples_seen, key=_moment) - 1]
            later = (event.examples_seen for event in events if event.examples_seen > start.examples_seen)
            target = min(examples_seen, next(later, examples_seen))
            if start.examples_seen < self._replayed.examples_seen <= target:
                start = self._replayed
            if start.examples_seen < target:
                start = self._replayed = self._replay(start, target)
            return start

    def snapshot(self, examples_seen: int, latest: Snapshot, evaluator: Evaluator) -> Snapshot:
        """The `latest` snapshot of the run as it would have been then, evaluated; its curve stays whole."""
        state = self.at(examples_seen)
        network = kernel.unpack(state.parameters, self._architecture)
        evaluation = evaluator.evaluation(network, state.examples_seen)
        with self._replaying:  # the order of an epoch is the trainer's
            last = self._trainer.example(state.examples_seen - 1) if state.examples_seen else -1
        return replace(
            latest,
            network=network,
            settings=self._steps.settings_at(state.examples_seen),
            examples_seen=state.examples_seen,
            steps=self._steps.at(state.examples_seen),
            evaluation=evaluation,
            velocity=state.velocity,
            last_example=last,
        )

    def within(self, memory: int) -> tuple[State, ...]:
        """The kept states, evenly thinned until they take no more than that."""
        return _thinned(self._kept, self._pinned(), self._spacing, memory)[0]

    def _replay(self, start: State, target: int) -> State:
        trainer, steps = self._trainer, self._steps
        trainer.network = kernel.unpack(start.parameters.copy(), self._architecture)
        trainer.tally = start.tally
        trainer.rule = steps.settings_at(start.examples_seen).rule
        trainer.restore(steps.position(start.examples_seen, start.gradient, start.velocity))
        steps.lead(trainer, target)
        return trainer_state(trainer)

    def _pinned(self) -> frozenset[int]:
        return frozenset(event.examples_seen for event in self._events)

    def _thin(self) -> None:
        if self._nbytes > self._memory:
            self._kept, self._spacing = _thinned(self._kept, self._pinned(), self._spacing, self._memory)
            self._nbytes = sum(state.nbytes for state in self._kept)


def trainer_state(trainer: Trainer) -> State:
    """Where a trainer stands, with numbers of its own."""
    parameters = kernel.pack(trainer.network)
    parameters.setflags(write=False)
    gradient, velocity = trainer.position.gradient, trainer.velocity
    return State(trainer.examples_seen, parameters, gradient, trainer.tally, velocity)


def _moment(state: State) -> int:
    return state.examples_seen


def _thinned(
    states: tuple[State, ...], pinned: Iterable[int], spacing: int, memory: int
) -> tuple[tuple[State, ...], int]:
    """What fits into `memory`, and its spacing. States at `pinned` moments stay if they can.

    Of each stretch of `spacing` examples the first state stays: the very ones that would have been kept, had
    the spacing been this from the start.
    """
    pinned, newest = frozenset(pinned), states[-1].examples_seen
    while sum(state.nbytes for state in states) > memory and len(states) > 1:
        if spacing <= newest:
            spacing *= 2
        else:
            pinned = frozenset(sorted(pinned)[1::2])
        later = (
            state
            for earlier, state in pairwise(states)
            if state.examples_seen in pinned
            or state.examples_seen // spacing > earlier.examples_seen // spacing
        )
        states = (states[0], *later)
    return states, spacing
