"""One run from its start: training, the learning curve along the way, and the settings as they changed."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import numpy as np

from nnviz.core import kernel
from nnviz.core.evaluate import Evaluator, accuracy
from nnviz.core.mnist import Mnist
from nnviz.core.network import Floats
from nnviz.core.settings import Settings
from nnviz.core.snapshot import Change, Curve, Snapshot
from nnviz.core.trainer import Tally, Trainer

# Curve points: these shares of the first epoch, when most is learned, then every quarter of an epoch.
_EARLY = (0.02, 0.05, 0.1)
_EVERY = 0.25

# Below this share of right answers a cost that stands still is worth a warning.
_LEARNED = 0.5


def next_point(examples_seen: int, epoch_size: int) -> int:
    """After how many examples in all the next point of the learning curve is due."""
    for share in _EARLY:
        if examples_seen < round(share * epoch_size):
            return round(share * epoch_size)
    quarters = math.floor(examples_seen / epoch_size / _EVERY) + 1
    due = round(quarters * _EVERY * epoch_size)
    return max(due, examples_seen + 1)  # a tiny data set has no quarters


class Run:
    """A network in training, its curve and its settings; deterministic as `Trainer` is, curve included."""

    def __init__(self, settings: Settings, data: Mnist, evaluator: Evaluator) -> None:
        """`evaluator` runs the test digits; handed in because the runs of a session share it."""
        self.settings = settings
        self.data = data
        self.start = settings.new_network()
        self.trainer = Trainer(
            self.start.copy(), data.train, settings.mini_batch, settings.eta, seed=settings.seed
        )
        self.changes: tuple[Change, ...] = (Change(0, settings),)
        self.test_outputs: Floats | None = None
        self.test_accuracy = math.nan
        self.training_seconds = 0.0  # of the machine's time, evaluation not counted
        self._evaluator = evaluator
        self._tally_before = Tally()
        self._points: list[tuple[int, float, float, float]] = []
        self._curve = Curve.empty()
        self._frozen_start = kernel.unpack(_read_only(kernel.pack(self.start)), self.start.sizes)
        self._add_point()

    @property
    def examples_seen(self) -> int:
        """How many examples the network was trained on."""
        return self.trainer.examples_seen

    def change(self, settings: Settings) -> None:
        """Go on with the η and the mini-batch of `settings`, from the next mini-batch on."""
        changed = replace(self.settings, eta=settings.eta, mini_batch=settings.mini_batch)
        if changed == self.settings:
            return
        self.trainer.mini_batch, self.trainer.eta = changed.mini_batch, changed.eta
        self.settings = changed
        holds_from = self.trainer.settings_hold_from
        earlier = tuple(change for change in self.changes if change.examples_seen < holds_from)
        self.changes = (*earlier, Change(holds_from, changed))

    def advance(self, examples: int) -> None:
        """Train on that many more examples, adding the points of the curve that fall due."""
        target = self.examples_seen + examples
        while self.examples_seen < target:
            due = next_point(self.examples_seen, len(self.data.train))
            began = time.perf_counter()
            self.trainer.advance(min(due, target) - self.examples_seen)
            self.training_seconds += time.perf_counter() - began
            if self.examples_seen == due:
                self._add_point()

    def evaluate(self) -> None:
        """Bring `test_outputs` and `test_accuracy` up to now, without adding a point to the curve."""
        self.test_outputs = self._evaluator.outputs(self.trainer.network)
        self.test_accuracy = accuracy(self.test_outputs, self.data.test.labels)

    def snapshot(self) -> Snapshot:
        """This moment, frozen, with numbers of its own."""
        network = self.trainer.network
        return Snapshot(
            network=kernel.unpack(_read_only(kernel.pack(network)), network.sizes),
            start=self._frozen_start,
            settings=self.settings,
            examples_seen=self.examples_seen,
            steps=self.trainer.steps,
            epoch_size=len(self.data.train),
            curve=self._curve,
            changes=self.changes,
            message=self.warning,
            data=self.data,
            test_outputs=self.test_outputs,
            test_accuracy=self.test_accuracy,
            last_example=self.trainer.example(self.examples_seen - 1) if self.examples_seen else -1,
        )

    @property
    def warning(self) -> str:
        """A sentence when training has gone wrong, otherwise nothing."""
        if len(self._points) < 5:
            return ""
        *_, train_accuracy, cost = self._points[-1]
        if not math.isfinite(cost):
            return "The cost is no longer finite: η is too large. Reset, with a smaller η."
        earlier = self._points[-4][3]
        if train_accuracy < _LEARNED and cost > 0.99 * earlier:
            return "The cost no longer falls: η may be too large. Try a smaller η, or reset."
        return ""

    def _add_point(self) -> None:
        self.evaluate()
        tally, self._tally_before = self.trainer.tally - self._tally_before, self.trainer.tally
        point = (self.examples_seen, self.test_accuracy, tally.accuracy, tally.average_cost)
        self._points.append(point)
        columns = [_read_only(np.array(column)) for column in zip(*self._points, strict=True)]
        self._curve = Curve(columns[0].astype(np.int64), *columns[1:])


def _read_only(array: Floats) -> Floats:
    array.setflags(write=False)
    return array
