"""The test digits on a page and what the network, as it is now, says of each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.datasets.subject import MNIST, Subject
from nnviz.explain.number_markup import figure
from nnviz.learning.answers import answers, ranking
from nnviz.learning.costs import Cost, Quadratic
from nnviz.learning.network import Network, one_hot
from nnviz.panels.live_predictions.digit_pages import Indices
from nnviz.widgets.formula.markup import plain

_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"


@dataclass(frozen=True)
class Answer:
    """What the network says of one digit."""

    label: int
    said: int  # −1 for none
    confidence: float  # the output that says so; NaN if the outputs are not finite numbers

    @property
    def finite(self) -> bool:
        """Whether it is an answer at all: weights that are not finite give none."""
        return math.isfinite(self.confidence)

    @property
    def right(self) -> bool:
        """Whether it is what the label says."""
        return self.finite and self.said == self.label


class AnsweredDigits:
    """Digits at their places, −1 where there is none, with their images and outputs."""

    def __init__(self) -> None:
        self._dataset: Examples | None = None
        self.page = 0  # how many pages there have been
        self.indices: Indices = np.empty(0, dtype=np.int64)
        self.images: Floats = np.empty((0, MNIST.pixels), dtype=np.float32)
        self.outputs: Floats = np.empty((0, MNIST.classes), dtype=np.float32)
        self._zs = self.outputs
        self._cost: Cost = Quadratic()
        self._answers: list[Answer | None] | None = None  # worked out when they are looked at

    @property
    def subject(self) -> Subject:
        """What they are images of."""
        return self._dataset.subject if self._dataset is not None else MNIST

    def put(self, dataset: Examples, indices: Indices) -> None:
        """Stand these digits on the page."""
        if dataset is self._dataset and np.array_equal(indices, self.indices):
            return
        self.page += 1
        self._answers = None
        self._dataset, self.indices = dataset, indices
        self.images = to_unit_range(dataset.images[indices])
        self.images[indices < 0] = 0

    def ask(self, network: Network) -> None:
        """Let the network answer: about 0.1 ms for 24 digits."""
        with np.errstate(all="ignore"):
            forward = network.forward_pass(self.images)
        self._zs, self.outputs = forward.zs[-1], forward.activations[-1]
        self._cost = network.architecture.cost_function
        self._answers = None

    def index(self, place: int | None) -> int | None:
        """The digit at a place, if there is one."""
        there = place is not None and place < len(self.indices) and self.indices[place] >= 0
        return int(self.indices[place]) if there else None

    @property
    def answers(self) -> list[Answer | None]:
        """What the network says of the digit at each place, None where there is none."""
        if self._answers is None:
            self._answers = self._answered()
        return self._answers

    def answer(self, place: int) -> Answer | None:
        """What the network says of the digit at a place, if there is one."""
        return self.answers[place] if self.index(place) is not None else None

    def _answered(self) -> list[Answer | None]:
        if self._dataset is None or len(self._zs) != len(self.indices):
            return [None] * len(self.indices)
        said = answers(self._zs)
        labels, sure = self._dataset.labels[self.indices], self.outputs[np.arange(len(said)), said]
        rows = zip(self.indices.tolist(), labels.tolist(), said.tolist(), sure.tolist(), strict=True)
        return [Answer(label, said, sure) if index >= 0 else None for index, label, said, sure in rows]

    def tip(self, place: int) -> str:
        """Which digit stands there, the three largest outputs and the cost."""
        answer = self.answer(place)
        if answer is None:
            return ""
        outputs = self.outputs[place]
        verdict = "and" if answer.right else "but"
        its, names = self.subject, self.subject.class_names
        first = f"test {its.noun} {self.indices[place]} is {names[answer.label]}"
        if not answer.finite:
            return f"{first}; the outputs are no longer finite numbers"
        largest = [f"a{_SUBSCRIPTS[k]} = {figure(outputs[k])}" for k in ranking(self._zs[place])[:3]]
        cost = self._cost.total(self._zs[place], outputs, one_hot(answer.label, len(outputs)))
        return "\n".join(
            [
                f"{first}, {verdict} the network says {names[answer.said]}",
                f"largest outputs: {', '.join(largest)}",
                f"cost C = {plain(self._cost.formula('a', 'y'))} = {figure(float(cost))}",
            ]
        )
