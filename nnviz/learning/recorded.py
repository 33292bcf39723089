"""Training that keeps account of one weight: what each example gave to it, and what each step made of it.

The training itself is the kernel's, bit for bit. Before the step of each mini-batch its examples are run
through the network once more, which says what each of them gives; not, where the weight comes from a pixel
without ink, for then that is nothing.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.learning import kernel
from nnviz.learning.network import Network
from nnviz.learning.neuron import WeightChoice
from nnviz.learning.trainer import Trainer


class Watched(NamedTuple):
    """What is kept account of, as compiled code has it: a weight, a bias, or all weights into a neuron."""

    layer: int  # of the neuron that it leads to, from 2
    neuron: int  # where the neuron's z and δ are among those of layers 2 … L
    inputs: int  # where the activations of the layer before it begin among them; unused for layer 2
    source: int  # the neuron that the weight comes from; −1 for a bias, −2 for all weights
    begin: int  # where the numbers are among the parameters: the first,
    stride: int  # how far from one to the next,
    numbers: int  # how many
    bias: int  # where the neuron's bias is


class Account(NamedTuple):
    """What was found of some examples, and of the steps that ended with them. Laid out in order."""

    shares: Floats  # (examples,): what each gave in its step
    ends: NDArray[np.int64]  # (steps,): examples trained on when the step was taken
    values: Floats  # (steps,) float64: the weight after it
    momentum: Floats  # (steps,): what earlier steps gave
    l2: Floats  # (steps,): what L2 gave
    squares: Floats  # (steps,): of a sum of squares, that of the step itself


def watched(choice: WeightChoice, sizes: tuple[int, ...]) -> Watched:
    """Where a chosen weight is in a network of these sizes."""
    layer, j = choice.to.layer, choice.to.index
    begins = np.cumsum([0, *((m + 1) * n for m, n in pairwise(sizes))]).tolist()
    m, n, begin = sizes[layer - 2], sizes[layer - 1], begins[layer - 2]
    before = sum(sizes[1 : layer - 1])
    bias, stride = begin + m * n + j, n if layer == 2 else 1
    row = begin + (j if layer == 2 else j * m)
    if choice.of_all:
        source, place, count = -2, row, m
    elif choice.source is None:
        source, place, count = -1, bias, 1
    else:
        source, place, count = choice.source, row + choice.source * stride, 1
    return Watched(
        layer=layer,
        neuron=before + j,
        inputs=before - m,
        source=source,
        begin=place,
        stride=stride,
        numbers=count,
        bias=bias,
    )


class RecordingTrainer(Trainer):
    """Trains to the very same numbers as `Trainer`, and keeps account of the weight chosen."""

    def __init__(
        self,
        network: Network,
        dataset: Examples,
        choice: WeightChoice,
        images: kernel.SparseImages | None = None,
        **rule: Any,
    ) -> None:
        """`rule`: the seed, and what a `Rule` is made of."""
        self._watched = watched(choice, network.sizes)
        self._accounts: list[Account] = []
        super().__init__(network, dataset, images=images, **rule)
        self._accounts.clear()

    @property
    def value(self) -> float:
        """The weight now, or the sum of the squares of all."""
        at = self._watched
        numbers = kernel.pack(self.network)[at.begin : at.begin + at.numbers * at.stride : at.stride]
        numbers = numbers.astype(np.float64)
        return float(numbers @ numbers if at.source == -2 else numbers[0])

    def account(self) -> Account:
        """All that was found so far, in one piece."""
        if len(self._accounts) != 1:
            columns = zip(*self._accounts, strict=True) if self._accounts else [()] * len(Account._fields)
            self._accounts = [Account(*(np.concatenate([[], *column]) for column in columns))]
        return self._accounts[0]

    def _train(self, parameters: Floats, order: NDArray[np.int64], stretch: kernel.Stretch) -> None:
        from nnviz.learning.recorded_loops import train_recorded  # which loads numba

        rule, examples = self._rule, stretch.end - stretch.begin
        steps = -(-(stretch.end - stretch.batch_start) // rule.mini_batch)
        account = Account(
            np.zeros(examples, np.float32), np.zeros(steps, np.int64), *np.zeros((4, steps), np.float64)
        )
        right, cost, taken = train_recorded(
            kernel.packed(parameters, self.network.architecture, rule.frozen),
            kernel.Sums(self._gradient, self._velocity),
            kernel.Data(self.images, self.dataset.labels, order, self.last_right),
            kernel.Step(rule.mini_batch, rule.eta, rule.momentum, rule.l2 / len(self.dataset)),
            stretch,
            self._watched,
            account,
        )
        self._count(examples, right, cost)
        epoch = self._processed // len(self.dataset) * len(self.dataset)
        by_step = (column[:taken] for column in account[2:])
        self._accounts.append(Account(account.shares, account.ends[:taken] + epoch, *by_step))
