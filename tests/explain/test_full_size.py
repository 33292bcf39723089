"""What is drawn in full colour, found again by sorting."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.explain.full_size import activity, full_size, full_sizes
from nnviz.learning.activations import HIDDEN


def by_sorting(values: np.ndarray) -> float:
    sizes = sorted(abs(float(value)) for value in values.ravel() if np.isfinite(value))
    return sizes[-1 - len(sizes) // 200]


@pytest.mark.parametrize("shape", [(784,), (10, 100), (7,), (199,), (200,), (100, 784)])
def test_one_in_two_hundred_is_larger(shape: tuple[int, ...]) -> None:
    values = np.random.default_rng(3).normal(size=shape)
    found = full_size(values)
    assert found == by_sorting(values)
    assert np.count_nonzero(np.abs(values) > found) == values.size // 200


def test_of_few_numbers_it_is_the_largest() -> None:
    assert full_size(np.array([0.5, -3.0, 2.0])) == 3.0


def test_where_nearly_all_are_0_it_is_the_largest() -> None:
    values = np.zeros(1000)
    values[[7, 300]] = 0.25, -0.75
    assert full_size(values) == 0.75


@pytest.mark.parametrize("values", [np.zeros(5), np.empty(0), np.array([np.nan, np.inf])])
def test_without_numbers_it_is_1(values: np.ndarray) -> None:
    assert full_size(values) == 1.0


def test_what_is_no_number_does_not_count() -> None:
    values = np.random.default_rng(4).normal(size=1000)
    values[::10] = np.nan, np.inf, -np.inf, np.nan, *[np.nan] * 96
    assert full_size(values) == by_sorting(values)


def test_every_row_has_its_own() -> None:
    rows = np.random.default_rng(5).normal(size=(6, 784)).astype(np.float32)
    rows[2] = 0
    rows[4, :-1] = 0
    expected = [0.0 if j == 2 else abs(rows[4, -1]) if j == 4 else by_sorting(rows[j]) for j in range(6)]
    assert full_sizes(rows).tolist() == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "a", "active"),
    [
        ("sigmoid", [0.0, 0.25, 1.0], [0, 0.25, 1]),
        ("tanh", [-1.0, -0.5, 0.25], [0, 0, 0.25]),
        ("relu", [0.0, 2.0, 8.0], [0, 0.25, 1]),
        ("relu", [np.nan, 0.0, np.inf], [0, 0, 1]),
    ],
)
def test_activity_lies_between_0_and_1_whatever_the_function(
    name: str, a: list[float], active: list[float]
) -> None:
    np.testing.assert_allclose(activity(np.array(a), HIDDEN[name]), active)
