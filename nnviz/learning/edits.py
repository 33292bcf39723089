"""What the user changed in a network by hand: units switched off, biases moved. Undone by not applying it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nnviz.arrays import Floats
from nnviz.learning.network import Network
from nnviz.learning.neuron import Neuron


class EditedNetwork(Network):
    """A network as edited, which remembers the one it was made of."""

    original: Network


@dataclass(frozen=True)
class NetworkEdits:
    """Edits of hidden units and outputs; equal when they do the same. False when there are none.

    A unit that is switched off says nothing to the next layer, as if its activation were 0. A bias shift is
    added to whatever the bias is, so that it survives training.
    """

    switched_off: frozenset[Neuron] = frozenset()
    bias_shifts: tuple[tuple[Neuron, float], ...] = ()  # sorted, no zeros

    def __bool__(self) -> bool:
        return bool(self.switched_off or self.bias_shifts)

    def switch(self, neuron: Neuron, off: bool) -> NetworkEdits:
        """These edits with one unit switched off, or back on."""
        others = self.switched_off - {neuron}
        return replace(self, switched_off=others | {neuron} if off else others)

    def shift_bias(self, neuron: Neuron, shift: float) -> NetworkEdits:
        """These edits with one bias moved by `shift` from where it is; 0 undoes it."""
        shifts = {other: by for other, by in self.bias_shifts if other != neuron}
        if shift:
            shifts[neuron] = float(shift)
        return replace(self, bias_shifts=tuple(sorted(shifts.items())))

    def bias_shift(self, neuron: Neuron) -> float:
        """How far the bias of `neuron` is moved, 0 if it is not."""
        return dict(self.bias_shifts).get(neuron, 0.0)

    def fit(self, sizes: tuple[int, ...]) -> bool:
        """Whether every edited neuron exists, and may be edited, in a network of these sizes."""
        return all(
            1 < n.layer < len(sizes) and n.index < sizes[n.layer - 1] for n in self.switched_off
        ) and all(1 < n.layer <= len(sizes) and n.index < sizes[n.layer - 1] for n, _ in self.bias_shifts)

    def apply(self, network: Network) -> Network:
        """The network as edited: a new one that shares what is unchanged, or the same if nothing is edited.

        The arrays that differ are copies, read-only. Raises `ValueError` unless the edits `fit` the network.
        """
        if not self:
            return network
        if not self.fit(network.sizes):
            raise ValueError(f"these edits do not fit a network of sizes {network.sizes}")
        weights, biases = list(network.weights), list(network.biases)
        for neuron in self.switched_off:
            outgoing = weights[neuron.layer - 1].copy()
            outgoing[:, neuron.index] = 0
            weights[neuron.layer - 1] = _frozen(outgoing)
        for neuron, shift in self.bias_shifts:
            bias = biases[neuron.layer - 2].copy()
            bias[neuron.index] += shift
            biases[neuron.layer - 2] = _frozen(bias)
        edited = EditedNetwork.of(weights, biases, network.architecture)
        edited.original = network
        return edited

    def words(self, layers: int) -> str:
        """The edits in a few words: "hidden unit 56 off, bias of output 3 +0.50"."""
        parts = [f"{neuron.name(layers)} off" for neuron in sorted(self.switched_off)]
        parts += [f"bias of {neuron.name(layers)} {shift:+.2f}" for neuron, shift in self.bias_shifts]
        return ", ".join(parts).replace("-", "−")


def original_of(network: Network) -> Network:
    """The network before any edit."""
    return network.original if isinstance(network, EditedNetwork) else network


def _frozen(array: Floats) -> Floats:
    array.setflags(write=False)
    return array
