"""A run: the learning curve falls on the same points with the same values, however training was cut up."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from nnviz.datasets.train_part import part_of
from nnviz.errors import BadInput, Stopped
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.evaluation import Evaluation, accuracy, mistakes
from nnviz.learning.kernel import pack, sparse_images
from nnviz.learning.network import Network
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer
from nnviz.runs.run import Run, next_point
from nnviz.runs.snapshot import FEW_EXAMPLES, Change
from tests.digits import make_mnist

DATA = make_mnist()
SETTINGS = Settings(hidden=(12,), seed=4)


def make_run(settings: Settings = SETTINGS) -> Run:
    return Run(settings, DATA, Evaluator(DATA.test))


def test_points_are_dense_at_first_then_four_an_epoch() -> None:
    due, points = 0, []
    while due < 100_000:
        due = next_point(due, 50_000)
        points.append(due)
    assert points == [1_000, 2_500, 5_000, 12_500, 25_000, 37_500, 50_000, 62_500, 75_000, 87_500, 100_000]


def test_points_come_further_apart_until_there_is_one_an_epoch() -> None:
    due, points = 0, []
    while due < 1_500_000:
        due = next_point(due, 50_000, 10_000)
        assert next_point(due - 1, 50_000, 10_000) == due  # wherever training stood before
        points.append(due)
    in_epoch = [
        sum(end - 50_000 < point <= end for point in points) for end in range(50_000, due + 1, 50_000)
    ]
    assert in_epoch == [7, 4, 4, 4, 2, 2, 2, 2, *[1] * 22]
    assert set(range(50_000, 1_500_001, 50_000)) <= set(points)  # the end of an epoch always has one


def test_points_of_a_small_training_set_come_further_apart_the_longer_it_is_trained_on() -> None:
    due, points = 0, []
    while due < 1_000_000:
        due = next_point(due, 1_000, 10_000)
        assert next_point(due - 1, 1_000, 10_000) == due  # wherever training stood before
        points.append(due)
    apart = np.diff(points)
    assert points[6] == 1_000
    assert set(apart[3:]) == {250 * 2**k for k in range(7)}
    assert (np.diff(apart[3:]) >= 0).all()
    assert apart[-1] == 16_000  # the first such distance that is at least the test set
    assert all(step <= max(250, seen / 8) for seen, step in zip(points[6:], apart[6:], strict=False))
    assert len([point for point in points if point <= 60_000]) < 60  # four an epoch would be 243


@pytest.mark.parametrize("epoch_size", [1, 2, 3, 10, 503])
def test_points_move_on_even_in_tiny_epochs(epoch_size: int) -> None:
    due = 0
    for _ in range(50):
        later = next_point(due, epoch_size)
        assert later > due
        due = later


def test_the_curve_does_not_depend_on_how_training_was_cut_up() -> None:
    whole, cut = make_run(), make_run()
    whole.advance(3_000)
    for _ in range(300):
        cut.advance(10)
    for name in ("examples", "test_accuracy", "train_accuracy", "cost"):
        mine, its = getattr(whole.snapshot().curve, name), getattr(cut.snapshot().curve, name)
        np.testing.assert_array_equal(mine, its)
    assert whole.snapshot().curve.examples[0] == 0


class HeldUp(Evaluator):
    """Evaluates only once it may."""

    def __init__(self) -> None:
        super().__init__(DATA.test)
        self.may = threading.Event()
        self.may.set()

    def evaluation(self, network: Network, examples_seen: int = 0) -> Evaluation:
        assert self.may.wait(60)
        return super().evaluation(network, examples_seen)


def test_training_does_not_wait_for_a_point_and_the_point_is_of_its_moment() -> None:
    evaluator, plain = HeldUp(), make_run()
    run = Run(SETTINGS, DATA, evaluator)
    due = next_point(0, len(DATA.train))
    evaluator.may.clear()
    run.advance(due, settled=False)
    run.advance(1, settled=False)  # the next point is not due yet
    assert run.examples_seen == due + 1
    assert run.curve.examples.tolist() == [0]
    evaluator.may.set()
    run.settle()
    plain.advance(due)
    assert run.curve.examples.tolist() == [0, due]
    assert run.curve.test_accuracy.tolist() == plain.curve.test_accuracy.tolist()
    assert run.curve.cost[1:].tolist() == plain.curve.cost[1:].tolist()


@pytest.mark.parametrize(
    "ask",
    [
        lambda run: run.evaluate(),
        lambda run: run.saved("run"),
        lambda run: run.past(run.examples_seen, "branch"),
        lambda run: run.apply_step(DATA.test.image(0), 3, 0.5, "a step"),
        lambda run: run.advance(0),
    ],
)
def test_who_asks_for_the_run_gets_it_with_all_its_points(ask: Callable[[Run], object]) -> None:
    run, due = make_run(), next_point(0, len(DATA.train))
    run.advance(due, settled=False)
    ask(run)
    assert run.curve.examples.tolist() == [0, due]


def test_points_of_a_stopped_evaluator_are_not_waited_for() -> None:
    evaluator = HeldUp()
    run = Run(SETTINGS, DATA, evaluator)
    evaluator.may.clear()
    run.advance(next_point(0, len(DATA.train)), settled=False)
    evaluator.stop()
    evaluator.may.set()
    with pytest.raises(Stopped):
        run.settle()
    run.settle()  # it is given up


def test_a_point_is_what_it_says() -> None:
    run = make_run()
    run.advance(1_003)
    snapshot = run.snapshot()
    images = DATA.test.images / np.float32(255)
    said = run.trainer.network.outputs(images).argmax(axis=1)
    assert snapshot.curve.test_accuracy[-1] == pytest.approx(np.mean(said == DATA.test.labels))
    assert snapshot.test_accuracy == snapshot.curve.test_accuracy[-1]
    assert snapshot.epoch == pytest.approx(1)
    z = run.trainer.network.forward_pass(images.astype(np.float64)).activations[-1]
    costs = 0.5 * np.sum((np.eye(10)[DATA.test.labels] - z) ** 2, axis=1)
    assert snapshot.curve.test_cost[-1] == pytest.approx(costs.mean(), rel=1e-5)
    by_class = [np.mean(said[DATA.test.labels == k] == k) for k in range(10)]
    np.testing.assert_allclose(snapshot.curve.class_accuracy[-1], by_class, atol=1e-12)


def test_of_few_training_examples_all_are_measured_at_each_point() -> None:
    run = make_run()
    run.advance(1_003)
    images = DATA.train.images / np.float64(255)
    for network, point in ((run.start, 0), (run.trainer.network, -1)):
        outputs = network.forward_pass(images).activations[-1]
        assert run.curve.train_accuracy[point] == np.mean(outputs.argmax(axis=1) == DATA.train.labels)
        costs = 0.5 * np.sum((np.eye(10)[DATA.train.labels] - outputs) ** 2, axis=1)
        assert run.curve.cost[point] == pytest.approx(costs.mean(), rel=1e-5)


def test_of_many_training_examples_those_trained_on_are_counted() -> None:
    many = make_mnist(train=FEW_EXAMPLES + 1)
    run = Run(SETTINGS, many, Evaluator(many.test))
    run.advance(500)
    trainer = Trainer(SETTINGS.new_network(), many.train, seed=SETTINGS.seed)
    trainer.advance(250)
    before = trainer.tally
    trainer.advance(250)
    trained_on = trainer.tally - before
    assert run.curve.examples.tolist() == [0, 100, 250, 500]
    assert math.isnan(run.curve.cost[0])
    assert run.curve.train_accuracy[-1] == trained_on.accuracy
    assert run.curve.cost[-1] == pytest.approx(trained_on.average_cost)


def test_snapshots_are_frozen_moments() -> None:
    run = make_run()
    run.advance(500)
    snapshot = run.snapshot()
    before = snapshot.network.weights[0].copy()
    run.advance(500)
    np.testing.assert_array_equal(snapshot.network.weights[0], before)
    assert not np.array_equal(run.snapshot().network.weights[0], before)
    for array in (snapshot.network.weights[0], snapshot.curve.cost, snapshot.test_outputs):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_changes_are_recorded_where_they_hold() -> None:
    run = make_run()
    run.advance(13)
    run.change(replace(SETTINGS, eta=0.5))
    run.change(replace(SETTINGS, eta=0.7))
    run.change(replace(SETTINGS, eta=0.7, seed=99))  # the seed needs a reset: nothing to record
    assert run.changes == (Change(0, SETTINGS), Change(20, replace(SETTINGS, eta=0.7)))


def test_evaluation_counts_what_it_should() -> None:
    outputs = np.array([[0.9, 0.1], [0.8, 0.2], [0.4, 0.6], [0.7, 0.1]], dtype=np.float32)
    labels = np.array([0, 1, 1, 1], dtype=np.uint8)
    assert accuracy(outputs, labels) == 0.5
    assert list(mistakes(outputs, labels)) == [1, 3]
    zs = np.log(outputs / (1 - outputs))
    evaluation = Evaluation(zs, labels)
    np.testing.assert_allclose(evaluation.outputs, outputs, rtol=1e-5)
    expected = 0.5 * np.mean([0.01 + 0.01, 0.64 + 0.64, 0.16 + 0.16, 0.49 + 0.81])
    assert evaluation.cost == pytest.approx(expected, rel=1e-6)
    assert np.isnan(Evaluation(zs[:0], labels[:0]).cost)


def test_a_step_applied_by_hand_moves_the_curve() -> None:
    run = make_run()
    run.advance(25)
    before, points = run.snapshot(), len(run.curve)
    run.apply_step(run.data.test.image(0), int(run.data.test.labels[0]), 300.0, "test digit 0")
    after = run.snapshot()
    assert after.changes_by_hand == before.changes_by_hand + 1
    assert after.curve.examples[-1] == 25
    outputs = run.trainer.network.outputs(run.data.test.images / np.float32(255))
    right = np.mean(np.argmax(outputs, axis=1) == run.data.test.labels)
    assert after.curve.test_accuracy[-1] == pytest.approx(right)
    assert (np.diff(after.curve.examples) > 0).all()
    run.apply_step(run.data.test.image(1), int(run.data.test.labels[1]), 300.0, "test digit 1")
    assert len(run.curve) == len(after.curve) <= points + 1


def test_a_part_of_the_digits_is_all_there_is_to_a_run() -> None:
    part = part_of(DATA.train, 100, SETTINGS.seed)
    settings = replace(SETTINGS, train_size=100)
    run = Run(settings, DATA, Evaluator(DATA.test), images=sparse_images(DATA.train.images))
    alone = Trainer(settings.new_network(), part, settings.mini_batch, settings.eta, seed=settings.seed)
    run.advance(230)
    alone.advance(230)
    np.testing.assert_array_equal(run.trainer.network.weights[0], alone.network.weights[0])
    snapshot = run.snapshot()
    assert (snapshot.epoch_size, snapshot.training_examples) == (100, len(DATA.train))
    assert snapshot.data is not None
    np.testing.assert_array_equal(snapshot.data.train.images, part.images)
    restored = Run.restored(run.saved("part"), DATA, Evaluator(DATA.test))
    for each in (run, restored):
        each.advance(70)
    np.testing.assert_array_equal(run.trainer.network.weights[0], restored.trainer.network.weights[0])


def test_more_than_all_digits_are_refused() -> None:
    with pytest.raises(BadInput, match=f"only {len(DATA.train):,} training examples"):
        Run(replace(SETTINGS, train_size=len(DATA.train) + 1), DATA, Evaluator(DATA.test))
    assert Run(replace(SETTINGS, train_size=len(DATA.train)), DATA, Evaluator(DATA.test)).data is DATA


def test_a_network_of_another_kind_is_replayed_and_restored_exactly() -> None:
    kind = {"activation": "relu", "output": "softmax", "cost": "cross-entropy", "initialisation": "he"}
    settings = Settings(hidden=(12, 8), seed=4, eta=0.05, momentum=0.9, l2=1.0, **kind)
    run = Run(settings, DATA, Evaluator(DATA.test))
    run.advance(333)
    run.change(replace(settings, momentum=0.5, l2=0.0, frozen=(3,)))
    run.advance(333)
    frozen = run.trainer.network.weights[1].copy()
    run.advance(334)
    np.testing.assert_array_equal(run.trainer.network.weights[1], frozen)
    assert run.trainer.network.architecture == settings.architecture()
    then = run.history.at(500)
    straight = Run(settings, DATA, Evaluator(DATA.test))
    straight.advance(333)
    straight.change(run.settings)
    straight.advance(167)
    np.testing.assert_array_equal(then.parameters, pack(straight.trainer.network))
    restored = Run.restored(run.saved("relu"), DATA, Evaluator(DATA.test))
    for each in (run, restored):
        each.advance(100)
    np.testing.assert_array_equal(pack(run.trainer.network), pack(restored.trainer.network))


def test_a_step_with_each_of_some_examples_is_one_change_by_hand() -> None:
    run, rate = make_run(replace(SETTINGS, eta=0.5)), np.float64(0.5)
    run.advance(200)
    w, b = ([array.astype(np.float64) for array in arrays] for arrays in run_parameters(run))
    images, labels = DATA.test.images[:3].astype(np.float64) / 255, DATA.test.labels[:3]
    for x, label in zip(images, labels.tolist(), strict=True):
        hidden = 1 / (1 + np.exp(-(w[0] @ x + b[0])))
        output = 1 / (1 + np.exp(-(w[1] @ hidden + b[1])))
        last = (output - np.eye(10)[label]) * output * (1 - output)
        first = (last @ w[1]) * hidden * (1 - hidden)
        w = [w[0] - rate * np.outer(first, x), w[1] - rate * np.outer(last, hidden)]
        b = [b[0] - rate * first, b[1] - rate * last]
    run.apply_each(DATA.test.images[:3].astype(np.float32) / np.float32(255), labels, "three of mine")
    for now, expected in zip([*run_parameters(run)[0], *run_parameters(run)[1]], [*w, *b], strict=True):
        np.testing.assert_allclose(now, expected, atol=1e-5)
    assert [event.words for event in run.history.events] == ["three of mine"]
    assert run.examples_seen == 200


def run_parameters(run: Run) -> tuple[list[np.ndarray], list[np.ndarray]]:
    network = run.trainer.network
    return [w.copy() for w in network.weights], [b.copy() for b in network.biases]
