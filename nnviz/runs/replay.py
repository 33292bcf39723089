"""A stretch of a run again, step by step: the very mini-batches, and what else changed the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.errors import BadInput
from nnviz.learning import kernel
from nnviz.learning.network import BackwardPass, Network
from nnviz.learning.rule import Rule
from nnviz.learning.trainer import Trainer, epoch_order
from nnviz.runs.history import History
from nnviz.runs.saved_run import State


@dataclass(frozen=True, eq=False)
class Moved:
    """The network was changed at one moment of the run, from `before` to `after`."""

    examples_seen: int  # by then
    before: Network
    after: Network


class Edited(Moved):
    """By something else than training."""


@dataclass(frozen=True, eq=False)
class Taken(Moved):
    """By the step of a mini-batch of m examples."""

    rule: Rule  # by which the step was taken
    indices: NDArray[np.int64]  # (m,) of the examples in the training data
    passes: tuple[BackwardPass, ...]  # of the examples in their order, a block after the other
    velocity: Network | None  # v before the step, shaped as the network is; None if it is all zeros


def replayed(
    history: History, dataset: Examples, images: kernel.SparseImages, begin: int, end: int
) -> Iterator[Moved]:
    """What moved the network, from the step in which example `begin` is to the last one complete by `end`.

    The weights are bit for bit what they were. `dataset` and its sparse `images` are what the run trains on.
    It ends early at a change by something else than training that was not kept; raises `BadInput` if
    `begin` is beyond such a one.
    """
    steps = history.steps
    end = steps.examples_at(steps.at(end))
    trainer = trainer_at(history, dataset, images, begin)
    edits, last = edits_after(history, trainer.examples_seen)
    end = end if last is None else min(end, last)
    while (stop := steps.examples_at(steps.at(trainer.examples_seen) + 1)) <= end:
        yield from _step(history, trainer, edits, stop)


def edits_after(history: History, begin: int) -> tuple[dict[int, State], int | None]:
    """What else than training changed the network later than that, by moments.

    And the first such moment whose change was not kept, where a replay ends; None if all were.
    """
    events = {event.examples_seen for event in history.events if event.examples_seen > begin}
    edits = {kept.examples_seen: kept for kept in history.states if kept.examples_seen in events}
    return edits, min(events - set(edits), default=None)


def _step(history: History, trainer: Trainer, edits: dict[int, State], stop: int) -> Iterator[Moved]:
    """One step, and the edits up to its end. Those within a block of examples come before all of it."""
    start, steps, count = trainer.examples_seen, history.steps, len(trainer.dataset)
    rule = steps.settings_at(start).rule
    order = _order(trainer.seed, start // count, count)[start % count :]
    indices = order[: stop - start]
    passes: list[BackwardPass] = []
    for begin in range(start, stop, kernel.BLOCK):
        end = min(begin + kernel.BLOCK, stop)
        for moment in sorted(moment for moment in edits if begin < moment < end):
            steps.lead(trainer, moment)
            yield _edit(history, trainer, edits[moment])
        block = indices[begin - start : end - start]
        images, labels = to_unit_range(trainer.dataset.images[block]), trainer.dataset.labels[block]
        passes.append(trainer.network.backward_pass(images, labels))
        before, velocity = trainer.network.copy(), trainer.velocity
        steps.lead(trainer, end)
        if end == stop:
            v = None if velocity is None else kernel.unpack(velocity, before.architecture)
            after = trainer.network.copy()
            yield Taken(
                examples_seen=stop,
                before=before,
                after=after,
                rule=rule,
                indices=indices,
                passes=tuple(passes),
                velocity=v,
            )
        if end in edits:
            yield _edit(history, trainer, edits[end])


def _edit(history: History, trainer: Trainer, state: State) -> Edited:
    before = trainer.network.copy()
    put(history, trainer, state)
    return Edited(state.examples_seen, before, trainer.network.copy())


def trainer_at(
    history: History,
    dataset: Examples,
    images: kernel.SparseImages,
    moment: int,
    train: Callable[..., tuple[int, float]] = kernel.train,
) -> Trainer:
    """What trains, with `train`, from the step in which that moment is; it raises as `replayed` does."""
    begin = history.steps.examples_at(history.steps.at(moment))
    state = history.at(begin)
    if state.examples_seen != begin:
        raise BadInput(
            f"what changed the network before example {begin} was not kept, so it cannot be replayed"
        )
    settings = history.steps.settings_at(begin)
    network = kernel.unpack(state.parameters.copy(), settings.architecture(dataset.subject))
    trainer = Trainer(network, dataset, seed=settings.seed, images=images, train=train, **settings.live)
    put(history, trainer, state)
    return trainer


def put(history: History, trainer: Trainer, state: State) -> None:
    """Let a trainer of this run stand where `state` is."""
    trainer.network = kernel.unpack(state.parameters.copy(), trainer.network.architecture)
    trainer.rule = history.steps.settings_at(state.examples_seen).rule
    trainer.restore(history.steps.position(state.examples_seen, state.gradient, state.velocity))


@lru_cache(maxsize=2)
def _order(seed: int, epoch: int, count: int) -> NDArray[np.int64]:
    return epoch_order(seed, epoch, count)
