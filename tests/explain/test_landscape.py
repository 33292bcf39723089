"""The landscape of the cost, against plain NumPy on small networks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from nnviz.datasets.dataset import Examples
from nnviz.explain.contours import contour
from nnviz.explain.landscape import Plane, PlaneCost, filled, grid_order, line, path_plane, random_plane
from nnviz.learning import kernel
from nnviz.learning.network import Network

CHANCE = np.random.default_rng(5)
EXAMPLES = Examples(
    CHANCE.integers(0, 256, (300, 784), dtype=np.uint8), CHANCE.integers(0, 10, 300).astype(np.uint8)
)


def sigma(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def cost_of(parameters: np.ndarray, sizes: tuple[int, ...]) -> float:
    """Half the mean squared distance, of a network of sigmoids."""
    a, at = EXAMPLES.images / 255, 0
    for layer, (m, n) in enumerate(pairwise(sizes)):
        w = parameters[at : at + m * n].astype(np.float64)
        b = parameters[at + m * n : at + (m + 1) * n]
        a = sigma(a @ (w.reshape(m, n) if layer == 0 else w.reshape(n, m).T) + b)
        at += (m + 1) * n
    return float(((a - np.eye(10)[EXAMPLES.labels]) ** 2).sum(axis=1).mean() / 2)


@pytest.mark.parametrize("sizes", [(784, 12, 10), (784, 9, 7, 10)])
def test_the_cost_is_that_of_the_network_at_each_point(sizes: tuple[int, ...]) -> None:
    network = Network(sizes, seed=3)
    plane = random_plane(kernel.pack(network), network.architecture, seed=1)
    points = np.array([[0, 0], [0.5, -0.25], [-1, 1]])
    found = PlaneCost(plane, network.architecture, EXAMPLES).at(points)
    wanted = [cost_of(plane.origin + x * plane.across + y * plane.up, sizes) for x, y in points]
    assert found == pytest.approx(wanted, rel=1e-4)


def test_another_cost_and_outputs() -> None:
    network = Network((784, 8, 10), seed=2, activation="relu", output="softmax", cost="cross-entropy")
    plane = random_plane(kernel.pack(network), network.architecture)
    (found,) = PlaneCost(plane, network.architecture, EXAMPLES).at(np.zeros((1, 2)))
    hidden = np.maximum(EXAMPLES.images / 255 @ network.weights[0].T + network.biases[0], 0)
    z = hidden @ network.weights[1].T + network.biases[1]
    right = np.exp(z)[np.arange(300), EXAMPLES.labels] / np.exp(z).sum(axis=1)
    assert found == pytest.approx(-np.log(right).mean(), rel=1e-4)


def test_random_directions_are_as_long_as_each_neurons_weights() -> None:
    network = Network((784, 6, 10), seed=4)
    plane = random_plane(kernel.pack(network), network.architecture)
    direction = kernel.unpack(plane.across, network.architecture)
    for mine, its in zip(direction.weights, network.weights, strict=True):
        assert np.linalg.norm(mine, axis=1) == pytest.approx(np.linalg.norm(its, axis=1), rel=1e-5)
    assert not any(b.any() for b in direction.biases)
    assert abs(plane.across @ plane.up) < 0.1 * np.linalg.norm(plane.across) ** 2


def test_the_plane_of_a_path_that_lies_in_one_explains_all_of_it() -> None:
    first, second = np.linalg.qr(CHANCE.standard_normal((50, 2)))[0].T
    steps = np.array([[-5, 2], [-3, 1], [-1, -1], [0, 0]])
    path = (7 + steps @ np.stack([first, second])).astype(np.float32)
    plane = path_plane(path)
    assert plane.explained(path) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(plane.across) == pytest.approx(1, rel=1e-5)
    assert plane.places(path)[-1] == pytest.approx([0, 0], abs=1e-5)
    assert plane.places(path)[0, 0] < 0  # it comes from the left
    lengths = np.linalg.norm(plane.places(path), axis=1)
    assert lengths == pytest.approx(np.linalg.norm(steps, axis=1), rel=1e-4, abs=1e-4)


def test_what_is_not_in_the_plane_is_not_explained() -> None:
    origin, unit = np.zeros(4, np.float32), np.eye(4, dtype=np.float32)
    plane = Plane(origin, 2 * unit[0], unit[1])
    path = np.array([[3, 0, 4, 0], [0, 0, 0, 0]], np.float32)
    assert plane.explained(path) == pytest.approx(9 / 25)
    assert plane.places(path) == pytest.approx(np.array([[1.5, 0], [0, 0]]))


def test_a_path_of_one_place_and_a_line() -> None:
    plane = path_plane(np.ones((1, 5), np.float32))
    assert not plane.across.any()
    assert plane.explained(np.ones((1, 5), np.float32)) == 1
    straight = line(np.zeros(3, np.float32), np.array([1, 2, 3], np.float32))
    assert straight.at(0.5, 9) == pytest.approx([0.5, 1, 1.5])


def test_coarse_points_come_first_and_stand_in_for_the_others() -> None:
    pieces = grid_order(11, (10, 5, 1))
    assert pieces[0].tolist() == [0, 10, 110, 120]
    assert len(pieces[1]) == 5
    assert sorted(np.concatenate(pieces)) == list(range(121))
    costs = np.full((11, 11), np.nan)
    costs.flat[pieces[0]] = [1, 2, 3, 4]
    assert filled(costs)[9, 9] == 1
    assert filled(costs)[10, 3] == 3
    costs[5, 5] = 7
    assert filled(costs)[9, 9] == 7
    assert filled(costs)[4, 9] == 1


def test_contours_of_a_slope_and_of_a_bowl() -> None:
    rows, columns = np.indices((5, 7)).astype(float)
    ends = contour(2 * columns + 0 * rows, 5)
    assert ends[..., 0] == pytest.approx(2.5)
    assert len(ends) == 2 * 4
    rows, columns = np.indices((41, 41)) - 20.0
    ring = contour(rows**2 + columns**2, 100) - 20
    assert np.hypot(ring[..., 0], ring[..., 1]) == pytest.approx(10, abs=0.1)
    assert len(contour(np.full((3, 3), np.nan), 0)) == 0
