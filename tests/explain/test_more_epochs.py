"""Whether more epochs would help: curves made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.explain.more_epochs import outlook

NAN = float("nan")


def test_nothing_is_said_before_an_epoch_is_done() -> None:
    assert outlook(np.array([0.0, 0.25, 0.5, 0.75]), np.array([0.1, 0.5, 0.7, 0.8])) is None
    assert outlook(np.array([1.0, 2.0]), np.array([NAN, NAN])) is None


def test_of_one_epoch_its_halves_are_compared() -> None:
    found = outlook(np.array([0.0, 0.25, 0.5, 0.75, 1.0]), np.array([0.1, 0.6, 0.8, 0.84, 0.88]))
    assert found is not None
    assert (found.trend, found.span) == ("rises", 0.5)
    assert (found.before, found.now) == pytest.approx((0.7, 0.86))


@pytest.mark.parametrize(
    ("last", "trend"), [(0.954, "rises"), (0.951, "level"), (0.949, "level"), (0.94, "falls")]
)
def test_the_last_epoch_is_compared_with_the_one_before(last: float, trend: str) -> None:
    epochs = np.arange(17) / 4
    right = np.where(epochs > 3, last, 0.95)
    right[0] = 0.1
    right[6] = 0.96  # at epoch 1.5
    found = outlook(epochs, right)
    assert found is not None
    assert (found.trend, found.span) == (trend, 1.0)
    assert (found.before, found.now) == pytest.approx((0.95, last))
    assert (found.best, found.best_epoch) == (0.96, 1.5)
