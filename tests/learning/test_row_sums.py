"""Rows added up in registers, against the same sum written out in NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnviz.learning.compiled import compiled
from nnviz.learning.row_sums import add_rows


@compiled()
def add(
    target: Any, at: int, width: int, source: Any, offsets: Any, scales: Any, begin: int, end: int
) -> None:
    add_rows(target, at, width, source, offsets, scales, begin, end)


@pytest.mark.parametrize("width", [1, 7, 8, 9, 16, 20, 30, 33, 50, 96, 97, 100, 104, 105, 128, 200, 233])
@pytest.mark.parametrize("rows", [0, 1, 4])
def test_the_rows_are_added_and_nothing_beside_them_is_touched(width: int, rows: int) -> None:
    random = np.random.default_rng(width)
    source = random.standard_normal(1_000).astype(np.float32)
    target = random.standard_normal(300).astype(np.float32)
    offsets = random.integers(0, 1_000 - width, rows + 2).astype(np.int32)
    scales = random.standard_normal(rows + 2).astype(np.float32)
    expected = target.astype(np.float64)
    for e in range(1, 1 + rows):
        expected[20 : 20 + width] += np.float64(scales[e]) * source[offsets[e] : offsets[e] + width]
    add(target, 20, width, source, offsets, scales, 1, 1 + rows)
    np.testing.assert_allclose(target, expected, rtol=0, atol=3e-6)
    np.testing.assert_array_equal(target[:20], expected[:20].astype(np.float32))
    np.testing.assert_array_equal(target[20 + width :], expected[20 + width :].astype(np.float32))


def test_the_target_is_rounded_once() -> None:
    # Four times 2⁻²⁴ beside 1: each alone is rounded away, together they are 2⁻²².
    target, source = np.ones(16, np.float32), np.full(16, 2.0**-24, np.float32)
    add(target, 0, 16, source, np.zeros(4, np.int32), np.ones(4, np.float32), 0, 4)
    np.testing.assert_array_equal(target, np.float32(1 + 2.0**-22))


def test_nan_and_infinity_keep_their_columns() -> None:
    source = np.zeros(20, np.float32)
    source[3], source[19] = np.nan, np.inf
    target = np.zeros(20, np.float32)
    add(target, 0, 20, source, np.zeros(1, np.int32), np.ones(1, np.float32), 0, 1)
    assert np.isnan(target[3])
    assert target[19] == np.inf
    assert np.count_nonzero(target) == 2


def test_float64_is_added_up_in_float64() -> None:
    source, target = np.full(20, 1e-12), np.ones(20)
    add(target, 0, 20, source, np.zeros(3, np.int32), np.ones(3), 0, 3)
    np.testing.assert_allclose(target - 1, 3e-12, rtol=1e-3)
