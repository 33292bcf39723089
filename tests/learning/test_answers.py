"""Outputs that tie in float32 are told apart by their weighted inputs, everywhere alike."""

import numpy as np
import pytest

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.explain.walk import Walk
from nnviz.learning import kernel
from nnviz.learning.answers import NOTHING, answer, answers, ranking
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.evaluation import mistakes
from nnviz.learning.network import Network
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer
from nnviz.panels.drawing_pad.pad_words import others_text, spoken
from nnviz.panels.live_predictions.answered_digits import AnsweredDigits
from nnviz.panels.live_predictions.digit_pages import mistakes_first
from nnviz.panels.neuron_inspector.editing import input_image_line
from nnviz.runs.input_image import data_input
from nnviz.runs.snapshot import Snapshot

SATURATED = [-9.0, 30.0, -9.0, -9.0, -9.0, -9.0, 31.0, 29.0, -9.0, -9.0]  # σ(29) = σ(31) = 1 in float32
UNDERFLOWN = [-150.0] * 4 + [-120.0] + [-150.0] * 5  # σ(−120) = σ(−150) = 0


def digits(label: int) -> Examples:
    return Examples(np.full((3, 784), 100, dtype=np.uint8), np.full(3, label, dtype=np.uint8))


def saying(zs: list[float]) -> Network:
    """A network whose weighted inputs are these whatever the digit."""
    network = Network((784, 4, 10), seed=1)
    network.weights[-1][:] = 0
    network.biases[-1][:] = zs
    return network


@pytest.mark.parametrize(("zs", "digit"), [(SATURATED, 6), (UNDERFLOWN, 4)])
def test_a_tie_is_decided_by_z_in_every_place(zs: list[float], digit: int) -> None:
    network, right, wrong = saying(zs), digits(digit), digits(1)
    assert np.unique(network.outputs(right.images[:1] / np.float32(255))[0]).size < 3  # they do tie
    assert Evaluator(right).accuracy(network) == 1
    assert Evaluator(wrong).evaluation(network).wrong == 3
    assert kernel_counts_right(network, right) == 3
    assert kernel_counts_right(network, wrong) == 0
    snapshot = shown(network, right)
    assert snapshot.prediction == digit
    assert f" {digit}, right" in spoken(snapshot)
    assert Walk.of(snapshot).prediction == digit
    page = AnsweredDigits()
    page.put(right, np.arange(3))
    page.ask(network)
    found = page.answer(0)
    assert found is not None
    assert (found.said, found.right) == (digit, True)
    assert f"the network says {digit}" in page.tip(0)
    assert f"→ {digit} at" in input_image_line(snapshot.forward_pass, snapshot.forward_pass)


def test_the_runners_up_are_ordered_by_z_too() -> None:
    assert others_text(shown(saying(SATURATED), digits(6))) == "then 1, 7"
    page = AnsweredDigits()
    page.put(digits(6), np.arange(3))
    page.ask(saying(SATURATED))
    assert "a₆ = 1.00, a₁ = 1.00, a₇ = 1.00" in page.tip(0)
    assert ranking(np.array([1.0, 3.0, 2.0])).tolist() == [1, 2, 0]


def test_the_most_confident_mistake_is_told_apart_by_z() -> None:
    zs = np.full((4, 10), -9.0, dtype=np.float32)
    zs[:, 3] = [28, 31, 29, 30]  # all are 1 in float32
    labels = np.array([5, 5, 5, 3], dtype=np.uint8)
    assert mistakes(zs, labels).tolist() == [1, 2, 0]
    assert mistakes_first(zs, labels).tolist() == [1, 2, 0, 3]


def test_numbers_that_are_none_answer_nothing() -> None:
    zs = np.array([[1.0, 2.0], [np.nan, 2.0], [np.inf, 2.0]], dtype=np.float32)
    assert answers(zs).tolist() == [1, NOTHING, 0]
    assert answer(zs[1]) == NOTHING
    broken = saying([np.nan] * 10)
    assert Evaluator(digits(0)).accuracy(broken) == 0
    assert kernel_counts_right(broken, digits(0)) == 0


def kernel_counts_right(network: Network, dataset: Examples) -> int:
    """What the compiled training makes of three digits, before it has moved anything."""
    trainer = Trainer(network.copy(), dataset, mini_batch=3, eta=1e-6)
    trainer.advance(3)
    return trainer.tally.right


def shown(network: Network, dataset: Examples) -> Snapshot:
    return Snapshot(network, network, Settings(hidden=(4,)), input_image=data_input(dataset, 0))


def test_the_kernel_and_the_readable_network_have_the_same_z() -> None:
    random = np.random.default_rng(3)
    images = random.integers(0, 256, (20, 784)).astype(np.uint8)
    for sizes in ((784, 10), (784, 6, 10), (784, 6, 5, 10)):
        network = Network(sizes, seed=2)
        found: Floats = kernel.weighted_inputs(
            kernel.packed(kernel.pack(network), network.architecture), kernel.sparse_images(images), 0, 20
        )
        np.testing.assert_allclose(found, network.weighted_inputs(images / np.float32(255)), atol=1e-4)
