"""What two runs that differ in one setting share: their start, the order of the examples, later changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nnviz.learning.settings import Settings
from nnviz.runs.snapshot import Change


def as_twin(settings: Settings, first: Settings, twin: Settings) -> Settings:
    """The `settings` of a run that began with `first`, as its twin has them, which began with `twin`.

    What sets the two apart stays the twin's own throughout; in all else it changes as the run does.
    """
    shared = {name: now for name, now in settings.live.items() if first.live[name] == twin.live[name]}
    return replace(twin, **shared)


def changes_as_twin(changes: Sequence[Change], twin: Settings) -> list[Change]:
    """All later changes of a run, after the same examples, as its twin makes them."""
    first = changes[0].settings
    return [Change(c.examples_seen, as_twin(c.settings, first, twin)) for c in changes[1:]]


def shared_words(first: Settings, twin: Settings) -> str:
    """What a run and its twin have in common, in a sentence."""
    same_weights = (first.seed, first.initialisation, first.hidden) == (
        twin.seed,
        twin.initialisation,
        twin.hidden,
    )
    if (first.seed, first.train_size) == (twin.seed, twin.train_size):
        if same_weights:
            return "It begins with the same weights and takes the examples in the same order."
        return "It takes the examples in the same order, but begins with other weights."
    if same_weights:
        return "It begins with the same weights, but is trained on another part of the data."
    return "It begins with other weights and takes the examples in another order."
