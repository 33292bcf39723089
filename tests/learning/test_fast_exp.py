"""The fast exponential, against the exact one."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.learning.compiled import compiled
from nnviz.learning.fast_exp import fast_exp


@compiled(fastmath={"reassoc", "contract", "arcp", "nsz"}, error_model="numpy")  # as the kernel is compiled
def exp(x: Any) -> Any:
    made = np.empty_like(x)
    for i in range(len(x)):
        made[i] = fast_exp(x[i])
    return made


def test_it_is_within_two_units_in_the_last_place() -> None:
    x = np.linspace(-87, 88.7, 1_000_001, dtype=np.float32)
    exact = np.exp(x.astype(np.float64))
    assert np.max(np.abs(exp(x) - exact) / np.spacing(exact.astype(np.float32))) <= 2


def test_zero_gives_exactly_one() -> None:
    np.testing.assert_array_equal(exp(np.zeros(9, np.float32)), np.float32(1))


def test_beyond_the_range_it_is_zero_or_infinity_and_nan_stays_nan() -> None:
    x = np.array([-np.inf, -1e30, -88, 89, 1e30, np.inf, np.nan], dtype=np.float32)
    np.testing.assert_array_equal(exp(x), np.array([0, 0, 0, np.inf, np.inf, np.inf, np.nan], np.float32))


def test_a_float64_is_left_exact() -> None:
    x = np.linspace(-50, 50, 101)
    np.testing.assert_allclose(exp(x), np.exp(x), rtol=1e-15)
