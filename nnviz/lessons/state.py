"""The state of the app that a lesson's conditions are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nnviz.learning.neuron import Neuron
from nnviz.runs.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class AppState:
    """What there is to see at one moment; with no window, the snapshot alone says something."""

    snapshot: Snapshot
    pinned: Neuron | None = None
    switched_off: frozenset[Neuron] = frozenset()
    open_panels: frozenset[str] = frozenset()  # names of those that can be seen
    walk_stage: int = 0  # of the backpropagation walk, from 1; 0 while it is closed
    edges: str = ""  # what the connections show
    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # what each on the page shows
