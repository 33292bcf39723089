"""How good a network is, from what it says of many pictures: the one source of such numbers on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.learning.activations import Activation, Sigmoid
from nnviz.learning.answers import answers
from nnviz.learning.costs import Cost, Quadratic
from nnviz.learning.network import one_hot

_BLOCK = 1_000  # pictures whose numbers stay in the processor's cache until the cost is made of them


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What one network says of all pictures of a data set."""

    zs: Floats  # (N, classes) weighted inputs of the outputs, read-only
    labels: NDArray[np.uint8]  # (N,)
    examples_seen: int = 0  # examples that this network was trained on
    output_function: Activation = field(default_factory=Sigmoid)
    cost_function: Cost = field(default_factory=Quadratic)

    @cached_property
    def outputs(self) -> Floats:
        """(N, classes), read-only."""
        outputs: Floats = self.output_function.value(self.zs)
        outputs.setflags(write=False)
        return outputs

    @cached_property
    def mistakes(self) -> NDArray[np.int64]:
        """Indices of the pictures taken for another class, the most confident mistake first."""
        return mistakes(self.zs, self.labels)

    @property
    def wrong(self) -> int:
        """How many pictures it takes for another class, or for none."""
        return len(self.mistakes)

    @cached_property
    def class_accuracy(self) -> Floats:
        """Share of right answers of each class, (classes,), in [0, 1]; NaN for a class without images."""
        classes = self.zs.shape[1]
        there = np.bincount(self.labels, minlength=classes)
        right = there - np.bincount(self.labels[self.mistakes], minlength=classes)
        accuracy: Floats = np.where(there > 0, right / np.maximum(there, 1), math.nan)
        accuracy.setflags(write=False)
        return accuracy

    @cached_property
    def unanswered(self) -> int:
        """For how many pictures the network's numbers are none, and so no answer."""
        return int(np.count_nonzero(np.isnan(self.zs).any(axis=1)))

    @cached_property
    def costs(self) -> Floats:
        """C of each picture, (N,) float64; NaN where an output is."""
        costs = np.empty(len(self.zs))
        for begin in range(0, len(costs), _BLOCK):
            block = slice(begin, begin + _BLOCK)
            zs = self.zs[block].astype(np.float64)  # in float32 an a next to 0 or 1 would be that
            targets = one_hot(self.labels[block], zs.shape[1])
            costs[block] = self.cost_function.total(zs, self.output_function.value(zs), targets)
        return costs

    @cached_property
    def cost(self) -> float:
        """Average C; NaN if an output is, or without images."""
        return float(np.mean(self.costs)) if len(self.labels) else math.nan

    @property
    def accuracy(self) -> float:
        """Share of right answers, in [0, 1]; NaN without pictures."""
        right = len(self.labels) - self.wrong
        return right / len(self.labels) if len(self.labels) else math.nan


def accuracy(zs: Floats, labels: NDArray[np.uint8]) -> float:
    """Share of pictures whose largest weighted input (N, classes) is at their label (N,): in [0, 1]."""
    return float(np.mean(answers(zs) == labels))


def mistakes(zs: Floats, labels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Indices of the pictures taken for another class, or none, by zs (N, classes); most confident first."""
    said = answers(zs)
    wrong = np.flatnonzero(said != labels)
    confidence = zs[wrong, said[wrong]]
    return wrong[np.argsort(-confidence, kind="stable")]
