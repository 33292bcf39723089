"""Calibration, by hand and by a loop."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nnviz.explain.calibration import calibration, normalised


def test_two_bins_by_hand() -> None:
    confidence = np.array([0.2, 0.4, 0.9, 0.8, 0.7])
    right = np.array([True, False, True, True, False])
    found = calibration(confidence, right, bins=2)
    assert found.counts.tolist() == [2, 3]
    np.testing.assert_allclose(found.confidence, [0.3, 0.8])
    np.testing.assert_allclose(found.accuracy, [0.5, 2 / 3])
    assert found.error == pytest.approx((2 * 0.2 + 3 * (0.8 - 2 / 3)) / 5)


def test_fifteen_bins_against_a_loop() -> None:
    random = np.random.default_rng(2)
    confidence, right = random.random(500), random.random(500) < 0.6
    confidence[:3] = [0.0, 1.0, np.nan]
    total, error = 0, 0.0
    for k in range(15):
        inside = [
            i for i in range(500) if k / 15 < confidence[i] <= (k + 1) / 15 or (k == 0 and confidence[i] == 0)
        ]
        total += len(inside)
        error += abs(sum(confidence[i] - right[i] for i in inside))
    found = calibration(confidence, right)
    assert found.counts.sum() == total == 499
    assert found.error == pytest.approx(error / total, abs=1e-12)


def test_no_pictures_have_no_error() -> None:
    assert math.isnan(calibration(np.empty(0), np.empty(0, dtype=bool)).error)


def test_normalised_outputs_add_up_to_one() -> None:
    shares = normalised(np.array([[0.2, 0.6], [0.0, 0.0]]))
    np.testing.assert_allclose(shares, [[0.25, 0.75], [0, 0]])
