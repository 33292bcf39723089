"""One run from its start: training, the learning curve along the way, and the settings as they changed."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Dataset, Examples
from nnviz.datasets.train_part import part_of
from nnviz.learning import kernel
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.evaluation import Evaluation
from nnviz.learning.network import Network
from nnviz.learning.one_step import stepped
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Tally, Trainer
from nnviz.runs.curve_point import Point, curve_of, points_of
from nnviz.runs.history import MEMORY, History, trainer_state
from nnviz.runs.input_image import blank_input
from nnviz.runs.meanwhile import Meanwhile
from nnviz.runs.presentations import Presentations
from nnviz.runs.saved_run import Event, SavedRun
from nnviz.runs.snapshot import FEW_EXAMPLES, Change, Curve, Mark, Snapshot

# Curve points: at these shares of the first epoch, when most is learned, and at every quarter of the first
# ones. They come further apart with time: this many for each doubling of what was seen.
_EARLY = (0.02, 0.05, 0.1)
_PARTS = 4  # of every epoch
_DOUBLING = 8

# Kept states that go into a session file, so that it stays below 100 MB: a replay then starts further back.
SAVED_MEMORY = 80 << 20


def next_point(examples_seen: int, epoch_size: int, test_size: int = 0) -> int:
    """After how many examples in all the next point of the learning curve is due.

    Each point runs all test digits: in the long run once an epoch or, where that is small, hardly more of
    them than examples are trained on.
    """
    for share in _EARLY:
        if examples_seen < round(share * epoch_size):
            return round(share * epoch_size)
    parts, apart = examples_seen * _PARTS // epoch_size, 1
    furthest = _PARTS * max(1, test_size / epoch_size) if test_size else 1
    while parts >= 2 * apart * _DOUBLING and apart < furthest:
        apart *= 2
    parts = (parts // apart + 1) * apart
    return -(-parts * epoch_size // _PARTS)  # rounded up, and so always later than now


class Run:
    """A network in training, its curve and its settings; deterministic as `Trainer` is, curve included."""

    def __init__(
        self,
        settings: Settings,
        data: Dataset,
        evaluator: Evaluator,
        memory: int = MEMORY,
        images: kernel.SparseImages | None = None,
    ) -> None:
        """`evaluator` runs the test examples; handed in because the runs of a session share it.

        So may they share `images`, all training examples in sparse form. `memory`: bytes for the history.
        Raises `BadInput` if there are too few examples for the settings.
        """
        self.settings = settings
        self.training_examples = len(data.train)  # there are in all
        settings.check_for(self.training_examples)
        train = _training_part(data, settings)
        if train is not data.train:
            data, images = replace(data, train=train), None
        self.data = data
        self.start = settings.new_network(data.subject)
        self._frozen_start = kernel.unpack(_read_only(kernel.pack(self.start)), self.start.architecture)
        self.trainer = Trainer(
            self._in_kernel_layout(self.start),
            data.train,
            seed=settings.seed,
            images=images,
            **settings.live,
        )
        first = trainer_state(self.trainer)
        self.history = History(settings, data.train, self.trainer.images, [first], memory=memory)
        self.changes: tuple[Change, ...] = (Change(0, settings),)
        self.evaluation: Evaluation | None = None  # the latest, of the network as it was then
        self.training_seconds = 0.0  # of the machine's time, evaluation not counted
        self.evaluation_seconds = self.evaluated_at = (
            0.0  # what the latest evaluation took, and when it was done
        )
        self.evaluator = evaluator
        self._blank = blank_input(data.subject)
        few = len(data.train) <= FEW_EXAMPLES
        self._train_evaluator = Evaluator(data.train) if few else None
        self._presentations = Presentations.none(len(data.train))  # up to the last whole epoch
        self._to_follow: tuple[Change, ...] = ()  # changes of another run that this one makes, too
        self._tally_before = Tally()
        self._points: list[Point] = []
        self._point_to_come: Meanwhile[tuple[Point, Evaluation, float]] | None = None
        self._point_at = 0  # examples seen at the newest point, or at the one to come
        self._curve = Curve.empty()
        self._begin_point()
        self.settle()

    @classmethod
    def restored(
        cls,
        saved: SavedRun,
        data: Dataset,
        evaluator: Evaluator,
        memory: int = MEMORY,
        images: kernel.SparseImages | None = None,
    ) -> Run:
        """A run that goes on from where it was saved. Raises `BadInput` if it was trained on other data."""
        saved.check_data(_training_part(data, saved.settings))
        run = cls(saved.changes[0].settings, data, evaluator, memory, images)
        run._go_on_from(saved)
        return run

    @property
    def examples_seen(self) -> int:
        """How many examples the network was trained on."""
        return self.trainer.examples_seen

    @property
    def presentations(self) -> Presentations:
        """Which training examples were right when they went through."""
        return self._presentations.up_to(self.trainer.last_right)

    @property
    def curve(self) -> Curve:
        """The learning curve so far."""
        return self._curve

    def change(self, settings: Settings) -> None:
        """Go on with the η and the mini-batch of `settings`, from the next mini-batch on."""
        changed = self.settings.going_on_as(settings)
        if changed == self.settings:
            return
        self.trainer.rule = changed.rule
        self.settings = changed
        holds_from = self.trainer.settings_hold_from
        earlier = tuple(change for change in self.changes if change.examples_seen < holds_from)
        self.changes = (*earlier, Change(holds_from, changed))
        self.history.set_changes(self.changes)

    def follow(self, changes: Sequence[Change]) -> None:
        """Go on with these η and mini-batches once as many examples are seen; later ones than any before."""
        self._to_follow = (*self._to_follow, *changes)

    def replace_network(self, network: Network, words: str) -> None:
        """Go on from other weights and biases, which something else than training made: `words` say what."""
        self.settle()
        self.trainer.network = self._in_kernel_layout(network)
        self.evaluation = None
        self.history.record(Event(self.examples_seen, words), trainer_state(self.trainer))
        self._move_curve()

    def apply_step(self, image: Floats, label: int, eta: float, words: str) -> None:
        """One real step of one example (pixels,) out of turn: of no mini-batch, and not counted."""
        network, rule = self.trainer.network, replace(self.trainer.rule, eta=eta)
        result = network.backprop(image, label)
        self.replace_network(stepped(network, result, rule, len(self.data.train)), words)

    def apply_each(self, images: Floats, labels: NDArray[np.integer], words: str) -> None:
        """One step of each of these examples, (n, pixels) and (n,), in turn, out of turn: not counted."""
        network, rule, examples = self.trainer.network, self.trainer.rule, len(self.data.train)
        for image, label in zip(images, labels.tolist(), strict=True):
            network = stepped(network, network.backprop(image, label), rule, examples)
        self.replace_network(network, words)

    def advance(self, examples: int, settled: bool = True) -> None:
        """Train on that many more examples, keeping the states and the points of the curve that fall due.

        Not `settled`: the last of these points may still be worked out by another thread, see `settle`.
        """
        target = self.examples_seen + examples
        while self.examples_seen < target:
            ends = int(min(target, self._follow()))
            due = next_point(self.examples_seen, len(self.data.train), len(self.data.test))
            to_keep = self.history.due(self.examples_seen)
            began = time.perf_counter()
            epoch_end = self.examples_seen + self.trainer.epoch_left
            self.trainer.advance(min(due, to_keep, ends, epoch_end) - self.examples_seen)
            self.training_seconds += time.perf_counter() - began
            if self.examples_seen % len(self.data.train) == 0:
                self._presentations = self.presentations.with_epoch()
            if self.examples_seen == to_keep:
                self.history.keep(trainer_state(self.trainer))
            if self.examples_seen == due:
                self._begin_point()
        if settled or (self._point_to_come is not None and self._point_to_come.is_done):
            self.settle()

    def settle(self) -> None:
        """Have all points of the curve that fell due so far. Raises `Stopped` if the evaluator has."""
        if self._point_to_come is not None:
            point, self._point_to_come = self._point_to_come, None
            self._add_point(*point.result())

    @property
    def is_settled(self) -> bool:
        """Whether the curve has all points that fell due so far."""
        return self._point_to_come is None

    @property
    def is_evaluated(self) -> bool:
        """Whether the latest evaluation is of the network as it is now."""
        return self.evaluation is not None and self.evaluation.examples_seen == self.examples_seen

    def evaluate(self) -> Evaluation:
        """Bring `evaluation` up to now, if it is not, without adding a point to the curve."""
        if not self.is_evaluated and self._point_at != self.examples_seen:
            found = self._evaluated(self.trainer.network, self.examples_seen)  # while a point is worked out
            self.settle()
            self._take(*found)
        self.settle()
        if not self.is_evaluated:
            self._take(*self._evaluated(self.trainer.network, self.examples_seen))
        assert self.evaluation is not None
        return self.evaluation

    def snapshot(self) -> Snapshot:
        """This moment, frozen, with numbers of its own."""
        network = self.trainer.network
        return Snapshot(
            network=kernel.unpack(_read_only(kernel.pack(network)), network.architecture),
            start=self._frozen_start,
            settings=self.settings,
            examples_seen=self.examples_seen,
            steps=self.trainer.steps,
            epoch_size=len(self.data.train),
            training_examples=self.training_examples,
            curve=self._curve,
            changes=self.changes,
            changes_by_hand=len(self.history.events),
            data=self.data,
            input_image=self._blank,
            evaluation=self.evaluation,
            velocity=self.trainer.velocity,
            last_example=self.trainer.example(self.examples_seen - 1) if self.examples_seen else -1,
            presentations=self.presentations,
        )

    def saved(self, name: str, marks: tuple[Mark, ...] = (), memory: int = SAVED_MEMORY) -> SavedRun:
        """The run as it goes into a session, its kept states thinned to that many bytes."""
        self.settle()
        now = trainer_state(self.trainer)
        earlier = (s for s in self.history.within(memory) if s.examples_seen < now.examples_seen)
        return SavedRun(
            name=name,
            changes=self.changes,
            states=(*earlier, now),
            curve=self._curve,
            epoch_size=len(self.data.train),
            labels_checksum=self.data.train.checksum,
            tally_before=self._tally_before,
            marks=marks,
            events=self.history.events,
            subject=self.data.subject,
            presentations=self.presentations,
        )

    def past(self, examples_seen: int, name: str) -> SavedRun:
        """The run as it was then: `restored`, it is a branch. The two share the states kept before."""
        self.settle()
        now = self.history.at(examples_seen)
        points = [point for point in self._points if point.examples <= now.examples_seen]
        return SavedRun(
            name=name,
            changes=tuple(change for change in self.changes if change.examples_seen <= now.examples_seen),
            states=(*(s for s in self.history.states if s.examples_seen < now.examples_seen), now),
            curve=curve_of(points),
            epoch_size=len(self.data.train),
            labels_checksum=self.data.train.checksum,
            tally_before=self.history.at(points[-1].examples).tally,
            events=tuple(e for e in self.history.events if e.examples_seen <= now.examples_seen),
            subject=self.data.subject,
            presentations=self.presentations.at(
                self.history.steps.position(now.examples_seen).processed, self.settings.seed
            ),
        )

    def _follow(self) -> float:
        """Make the changes that fall due now; after how many examples in all the next one does."""
        while self._to_follow and self._to_follow[0].examples_seen <= self.examples_seen:
            change, *later = self._to_follow
            self._to_follow = tuple(later)
            self.change(change.settings)
        return self._to_follow[0].examples_seen if self._to_follow else math.inf

    def _begin_point(self) -> None:
        """A point of the network as it is now. Training goes on while it reads the test examples."""
        self.settle()
        tally, self._tally_before = self.trainer.tally - self._tally_before, self.trainer.tally
        network, seen = self._in_kernel_layout(self.trainer.network), self.examples_seen
        trained, self._point_at = (tally.accuracy, tally.average_cost), seen
        self._point_to_come = Meanwhile(lambda: self._measured(network, seen, trained), "evaluation")

    def _measured(
        self, network: Network, examples_seen: int, trained: tuple[float, float]
    ) -> tuple[Point, Evaluation, float]:
        """The point of a network, whose examples `trained` on had that accuracy and cost. For any thread."""
        evaluation, seconds = self._evaluated(network, examples_seen)
        if self._train_evaluator is not None:
            all_of_them = self._train_evaluator.evaluation(network)
            trained = (all_of_them.accuracy, all_of_them.cost)
        by_class = tuple(evaluation.class_accuracy.tolist())
        point = Point(examples_seen, evaluation.accuracy, *trained, evaluation.cost, by_class)
        return point, evaluation, seconds

    def _add_point(self, point: Point, evaluation: Evaluation, seconds: float) -> None:
        self._take(evaluation, seconds)
        self._points.append(point)
        self._curve = curve_of(self._points)

    def _evaluated(self, network: Network, examples_seen: int) -> tuple[Evaluation, float]:
        """What it says of all test examples, and how many seconds that took. For any thread."""
        began = time.perf_counter()
        evaluation = self.evaluator.evaluation(network, examples_seen)
        _ = evaluation.accuracy  # worked out here, and kept
        return evaluation, time.perf_counter() - began

    def _take(self, evaluation: Evaluation, seconds: float) -> None:
        self.evaluation, self.evaluation_seconds = evaluation, seconds
        self.evaluated_at = time.perf_counter()

    def _move_curve(self) -> None:
        """The network was changed, not trained: where the curve stands now, it has the new accuracy."""
        self.settle()
        *earlier, last = self._points
        if self.trainer.tally.examples > self._tally_before.examples:
            self._begin_point()
            self.settle()
            return
        if last.examples < self.examples_seen:  # within a mini-batch, whose examples do not count yet
            earlier = self._points
        trained = (last.train_accuracy, last.cost)
        point, evaluation, seconds = self._measured(self.trainer.network, self.examples_seen, trained)
        self._points = earlier
        self._add_point(point, evaluation, seconds)

    def _go_on_from(self, saved: SavedRun) -> None:
        self.start = self._frozen_start = kernel.unpack(saved.states[0].parameters, self.start.architecture)
        self.settings, self.changes = saved.settings, saved.changes
        self.trainer.network = self._in_kernel_layout(saved.network())
        self.trainer.rule = saved.settings.rule
        self.trainer.tally, self._tally_before = saved.now.tally, saved.tally_before
        self.trainer.restore(saved.position)
        self.history = History(
            settings=self.settings,
            dataset=self.data.train,
            images=self.trainer.images,
            states=saved.states,
            events=saved.events,
            memory=self.history.memory,
        )
        self.history.set_changes(self.changes)
        recorded = saved.presentations
        self._presentations = recorded or Presentations.none(len(self.data.train), saved.position.processed)
        self.trainer.last_right[:] = self._presentations.latest
        self._points = points_of(saved.curve, self.data.subject.classes)
        self._curve, self.evaluation = saved.curve, None
        self.evaluate()

    @staticmethod
    def _in_kernel_layout(network: Network) -> Network:
        """A copy that lies in memory as the kernel has it, so that it is trained where it is."""
        return kernel.unpack(kernel.pack(network), network.architecture)


def _training_part(data: Dataset, settings: Settings) -> Examples:
    """Those that a run with these settings is trained on."""
    return part_of(data.train, settings.train_size or len(data.train), settings.seed)


def _read_only(array: Floats) -> Floats:
    array.setflags(write=False)
    return array
