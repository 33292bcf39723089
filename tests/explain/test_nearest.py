"""The nearest pictures, by the distances of all in plain NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.errors import Stopped
from nnviz.explain.nearest import Neighbours
from tests.digits import make_mnist

EXAMPLES = make_mnist(9_000, 9).train


def test_the_nearest_are_those_with_the_least_distance() -> None:
    neighbours = Neighbours(EXAMPLES)
    for seed in (1, 2):  # the second time some of it is known
        image = np.random.default_rng(seed).random(784).astype(np.float32) ** 2
        distances = np.linalg.norm(EXAMPLES.images / 255 - image.astype(np.float64), axis=1)
        found = neighbours.nearest(image, 6, lambda: True)
        assert found.indices.tolist() == np.argsort(distances, kind="stable")[:6].tolist()
        np.testing.assert_allclose(found.distances, np.sort(distances)[:6], rtol=1e-12)
    itself = neighbours.nearest(EXAMPLES.image(8_001), 1, lambda: True)
    assert (itself.indices[0], itself.distances[0]) == (8_001, pytest.approx(0, abs=1e-5))


def test_fewer_pictures_than_asked_for_are_all_there_is() -> None:
    few = make_mnist(6, 6).test
    assert sorted(Neighbours(few).nearest(few.image(0), 10, lambda: True).indices) == list(range(len(few)))


def test_what_nobody_waits_for_is_given_up() -> None:
    with pytest.raises(Stopped):
        Neighbours(EXAMPLES).nearest(EXAMPLES.image(0), 1, lambda: False)
