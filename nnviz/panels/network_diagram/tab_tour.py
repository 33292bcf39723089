"""Tab leads through the diagram from layer to layer; whoever only passes through it leaves nothing pinned."""

from __future__ import annotations

from nnviz.learning.neuron import Neuron


class TabTour:
    """Remembers what was pinned before Tab moved the selection, as long as nothing else moves it."""

    def __init__(self) -> None:
        self._before: Neuron | None = None
        self._at: Neuron | None = None

    def step(self, pinned: Neuron | None, there: Neuron) -> None:
        """Tab moves the selection from what is pinned."""
        if self._at is None or pinned != self._at:
            self._before = pinned
        self._at = there

    def leave(self, pinned: Neuron | None) -> Neuron | None:
        """Tab leaves the diagram: the neuron to click so that what was pinned before it is so again."""
        at, before = self._at, self._before
        self._at = self._before = None
        return None if at is None or pinned != at else before or at
