"""How good a network is: outputs, accuracy and cost on many digits, on the compiled kernel."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from nnviz.core import kernel
from nnviz.core.mnist import Dataset
from nnviz.core.network import Floats, Network

# Digits in one call of the kernel: about 2 ms, so that nobody waits long for the caller's thread.
_CHUNK = 2_000


class Evaluator:
    """Runs networks on all digits of one data set, whose sparse form it keeps."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._images = kernel.sparse_images(dataset.images)

    def outputs(self, network: Network) -> Floats:
        """The outputs for every digit: (N, 10) float32, read-only."""
        parameters, sizes, count = kernel.pack(network), np.array(network.sizes), len(self.dataset)
        made = np.concatenate(
            [
                kernel.outputs(parameters, sizes, self._images, begin, min(begin + _CHUNK, count))
                for begin in range(0, count, _CHUNK)
            ]
        )
        made.setflags(write=False)
        return made

    def accuracy(self, network: Network) -> float:
        """Share of right answers, in [0, 1]."""
        return accuracy(self.outputs(network), self.dataset.labels)


def accuracy(outputs: Floats, labels: NDArray[np.uint8]) -> float:
    """Share of digits whose largest output (N, 10) is at their label (N,): in [0, 1]."""
    return float(np.mean(np.argmax(outputs, axis=1) == labels))


def average_cost(outputs: Floats, labels: NDArray[np.uint8]) -> float:
    """C = ½ ‖y − a‖², averaged over the digits: outputs (N, 10), labels (N,). NaN if an output is."""
    targets = np.eye(outputs.shape[1], dtype=outputs.dtype)[labels]
    total = 0.5 * float(np.sum((outputs - targets) ** 2, dtype=np.float64))
    return total / len(labels) if len(labels) else math.nan


def mistakes(outputs: Floats, labels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Indices of the digits taken for another, the most confident mistake first."""
    said = np.argmax(outputs, axis=1)
    wrong = np.flatnonzero(said != labels)
    confidence = outputs[wrong, said[wrong]]
    return wrong[np.argsort(-confidence, kind="stable")]
