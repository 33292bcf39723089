"""The map of a hidden layer, held against a singular value decomposition and against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.datasets.dataset import Examples
from nnviz.errors import Stopped
from nnviz.explain.hidden_map import HiddenMap, NoMap, hidden_map, largest_overlap, plane_of, turn_onto
from nnviz.learning.network import Network
from tests.digits import SHAPES, make_digits, make_pictures

DIGITS = make_digits(2_300, seed=4)  # more than one piece


def made(network: Network, examples: Examples = DIGITS, layer: int = 2) -> HiddenMap:
    found = hidden_map(network, examples, layer)
    assert isinstance(found, HiddenMap)
    return found


def activations(network: Network, images: np.ndarray, layer: int) -> np.ndarray:
    """By hand, in float64."""
    a = images.astype(float) / 255
    for w, b in zip(network.weights[: layer - 1], network.biases, strict=False):
        a = 1 / (1 + np.exp(-(a @ w.T.astype(float) + b)))
    return a


@pytest.mark.parametrize(("sizes", "layer"), [((784, 30, 10), 2), ((784, 20, 7, 10), 3), ((784, 2, 10), 2)])
def test_it_is_the_plane_of_the_singular_value_decomposition(sizes: tuple[int, ...], layer: int) -> None:
    network = Network(sizes, seed=3)
    found = made(network, layer=layer)
    a = activations(network, DIGITS.images, layer)
    apart = a - a.mean(axis=0)
    _, values, right = np.linalg.svd(apart, full_matrices=False)
    assert found.plane.explained == pytest.approx(
        float((values[:2] ** 2).sum() / (values**2).sum()), abs=1e-6
    )
    expected = apart @ right[:2].T
    signs = np.sign((expected * found.points).sum(axis=0))
    assert found.points == pytest.approx(expected * signs, abs=2e-4 * float(np.abs(expected).max()))
    assert found.plane.directions.T @ found.plane.directions == pytest.approx(np.eye(2), abs=1e-5)


def test_a_picture_lies_where_it_is_projected() -> None:
    network = Network((784, 30, 10), seed=3)
    found = made(network)
    for index in (0, 7, 2_250):
        assert found.place_of(DIGITS.image(index)) == pytest.approx(found.points[index], abs=1e-5)
    drawing = np.zeros(784, dtype=np.float32)
    drawing[300:340] = 1
    a = activations(network, drawing * 255, 2)
    mean = activations(network, DIGITS.images, 2).mean(axis=0)
    assert found.place_of(drawing) == pytest.approx((a - mean) @ found.plane.directions, abs=1e-5)


def test_its_answers_and_mistakes_are_the_networks() -> None:
    network = Network((784, 30, 10), seed=3)
    found = made(network)
    a = activations(network, DIGITS.images, 2)
    said = np.argmax(a @ network.weights[1].T + network.biases[1], axis=1)
    assert found.said.tolist() == said.tolist()
    assert found.wrong.tolist() == (said != DIGITS.labels).tolist()


@pytest.mark.parametrize("reflected", [False, True])
def test_a_turned_map_comes_back(reflected: bool) -> None:
    found = made(Network((784, 30, 10), seed=3))
    angle = 2.1
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if reflected:
        turn = turn @ np.diag([1, -1])
    elsewhere = found.turned(turn)
    image = DIGITS.image(5)
    assert elsewhere.place_of(image) == pytest.approx(found.place_of(image) @ turn, abs=1e-4)
    back = elsewhere.turned(turn_onto(elsewhere.points, found.points))
    assert back.points == pytest.approx(found.points, abs=1e-4)
    assert back.place_of(image) == pytest.approx(found.points[5], abs=1e-4)


def test_the_overlap_is_counted() -> None:
    random = np.random.default_rng(2)
    labels = np.repeat([0, 1, 3], 40).astype(np.uint8)  # there are no 2s
    middles = np.array([[0, 0, 0], [9, 9, 0], [0, 0, 0], [1, 0, 9]])
    points = random.normal(middles[labels], 1.0)
    found = largest_overlap(points[:, :2], points, labels)
    assert found is not None
    assert (found.first, found.second) == (0, 3)
    for share, where in ((found.on_plane, points[:, :2]), (found.in_layer, points)):
        own = {k: where[labels == k].mean(axis=0) for k in (0, 3)}
        strayed = [
            np.linalg.norm(p - own[3 - k]) < np.linalg.norm(p - own[k])
            for p, k in zip(where, labels.tolist(), strict=True)
            if k in own
        ]
        assert share == pytest.approx(float(np.mean(strayed)))
    assert found.on_plane > found.in_layer == 0
    assert largest_overlap(points[:3, :2], points[:3], labels[:3]) is None  # one class


def test_other_pictures() -> None:
    shapes = make_pictures(SHAPES, 50)
    found = made(Network((SHAPES.pixels, 6, 3), seed=1), shapes)
    assert found.points.shape == (50, 2)


@pytest.mark.parametrize(
    ("network", "why"),
    [
        (Network((784, 1, 10)), "one unit"),
        (
            Network((784, 5, 10)).with_numbers(
                [np.zeros((5, 784)), np.zeros((10, 5))], [np.ones(5), np.ones(10)]
            ),
            "same activations",
        ),
        (
            Network((784, 5, 10)).with_numbers(
                [np.full((5, 784), np.nan), np.zeros((10, 5))], [np.ones(5), np.ones(10)]
            ),
            "not numbers",
        ),
    ],
)
def test_why_there_is_none(network: Network, why: str) -> None:
    found = hidden_map(network, DIGITS, 2)
    assert isinstance(found, NoMap)
    assert why in found.why
    one = hidden_map(network, Examples(DIGITS.images[:1], DIGITS.labels[:1]), 2)
    assert isinstance(one, NoMap)


def test_units_that_all_do_the_same_lie_on_a_line() -> None:
    column = np.random.default_rng(1).normal(size=(500, 1)).astype(np.float32)
    plane = plane_of(np.repeat(column, 4, axis=1))
    assert plane is not None
    assert plane.explained == pytest.approx(1)
    assert abs(plane.directions[:, 0]) == pytest.approx(np.full(4, 0.5), abs=1e-5)


def test_what_is_not_wanted_any_more_ends() -> None:
    with pytest.raises(Stopped):
        hidden_map(Network((784, 30, 10)), DIGITS, 2, lambda: False)
