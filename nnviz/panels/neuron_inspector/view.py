"""What the inspector's pages are shown: a snapshot, the neuron, and what was found out about it meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.subject import Subject
from nnviz.explain.unit_learning import Obstacle, UnitLearning, obstacle
from nnviz.explain.unit_statistics import InkStatistics, UnitStatistics
from nnviz.learning.activations import Activation
from nnviz.learning.edits import NetworkEdits
from nnviz.learning.network import ForwardPass, Network
from nnviz.learning.neuron import Neuron
from nnviz.panels.neuron_inspector.weight_history import Moment
from nnviz.runs.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class View:
    """One frame of the inspector."""

    snapshot: Snapshot
    neuron: Neuron | None
    original: Network  # before any edit
    network: Network  # as edited; the same object if nothing is
    forward: ForwardPass  # the input image through the edited network
    edits: NetworkEdits
    statistics: UnitStatistics | None = None  # of this neuron, perhaps a moment old
    learning: UnitLearning | None = None  # likewise
    ink: InkStatistics | None = None
    moments: Sequence[Moment] = ()

    @property
    def layers(self) -> int:
        """L, input and output counted."""
        return len(self.network.sizes)

    @property
    def function(self) -> Activation:
        """The activation function of the neuron, which must not be a pixel."""
        assert self.neuron is not None
        return self.network.function(self.neuron.layer)

    @property
    def obstacle(self) -> Obstacle | None:
        """What keeps the neuron, not a pixel, from learning, as far as is known."""
        if self.statistics is None or self.learning is None:
            return None
        return obstacle(self.learning, self.statistics, self.original)

    @property
    def incoming(self) -> Floats:
        """The weights into the neuron, (n of the layer before,)."""
        assert self.neuron is not None
        weights: Floats = self.network.weights[self.neuron.layer - 2][self.neuron.index]
        return weights

    @property
    def contributions(self) -> Floats:
        """w a for each input of the neuron: what each adds to z."""
        assert self.neuron is not None
        with np.errstate(all="ignore"):
            products: Floats = self.incoming * self.forward.activations[self.neuron.layer - 2]
        return products

    @property
    def outgoing(self) -> Floats:
        """The weights out of the neuron before any edit, (n of the layer after,)."""
        assert self.neuron is not None
        return self.original.weights[self.neuron.layer - 1][:, self.neuron.index]

    @property
    def bias(self) -> float:
        """b of the neuron, as edited."""
        assert self.neuron is not None
        return float(self.network.biases[self.neuron.layer - 2][self.neuron.index])

    @property
    def weighted_input(self) -> float:
        """z of the neuron for the input image."""
        assert self.neuron is not None
        return float(self.forward.zs[self.neuron.layer - 2][self.neuron.index])

    @property
    def activation(self) -> float:
        """a of the neuron for the input image."""
        assert self.neuron is not None
        return float(self.forward.activations[self.neuron.layer - 1][self.neuron.index])

    @property
    def subject(self) -> Subject:
        """What the pictures are."""
        return self.snapshot.subject

    @property
    def has_image(self) -> bool:
        """Whether there is an input image."""
        return not self.snapshot.input_image.is_blank

    def name(self, layer: int, index: int) -> str:
        """What a neuron of this network is called."""
        return Neuron(layer, index).name(self.layers)
