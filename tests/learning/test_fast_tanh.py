"""The fast hyperbolic tangent, against the exact one."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.learning.compiled import compiled
from nnviz.learning.fast_tanh import fast_tanh
from nnviz.learning.maths import tanh as readable


@compiled(fastmath={"reassoc", "contract", "arcp", "nsz"}, error_model="numpy")  # as the kernel is compiled
def tanh(x: Any) -> Any:
    made = np.empty_like(x)
    for i in range(len(x)):
        made[i] = fast_tanh(x[i])
    return made


@compiled()
def of_maths(x: float) -> float:
    return readable(x)  # type: ignore[no-any-return]


def test_it_is_within_two_units_in_the_last_place() -> None:
    x = np.concatenate([np.linspace(-12, 12, 1_000_001), np.geomspace(1e-30, 1, 10_001)]).astype(np.float32)
    exact = np.tanh(x.astype(np.float64))
    assert np.max(np.abs(tanh(x) - exact) / np.spacing(np.abs(exact).astype(np.float32))) <= 2


def test_far_out_it_is_one_and_nan_stays_nan() -> None:
    x = np.array([-np.inf, -1e30, -50, 0, 50, 1e30, np.inf, np.nan], dtype=np.float32)
    np.testing.assert_array_equal(tanh(x), np.array([-1, -1, -1, 0, 1, 1, 1, np.nan], np.float32))


def test_in_formulas_it_stands_for_a_float32_alone() -> None:
    assert of_maths(np.float32(0.3)) == tanh(np.array([0.3], np.float32))[0]
    assert of_maths(0.3) == np.tanh(0.3)
