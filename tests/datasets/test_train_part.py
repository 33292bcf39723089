"""A part of the training set: every class has its share, and the same seed gives the same part."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.datasets.train_part import part_of, stratified
from tests.digits import make_digits

LABELS = np.repeat(np.arange(5, dtype=np.uint8), [100, 200, 300, 50, 350])


@pytest.mark.parametrize("count", [10, 20, 100, 500, 999])
def test_every_class_has_its_share(count: int) -> None:
    chosen = stratified(LABELS, count, seed=3)
    assert len(np.unique(chosen)) == count
    shares = np.bincount(LABELS[chosen], minlength=5)
    np.testing.assert_allclose(shares, count * np.bincount(LABELS) / 1000, atol=1)


def test_ten_of_ten_classes_are_one_of_each() -> None:
    labels = np.random.default_rng(0).integers(0, 10, 5000)
    assert sorted(labels[stratified(labels, 10, seed=1)]) == list(range(10))


def test_the_seed_decides_and_a_larger_part_has_the_smaller_within() -> None:
    first = stratified(LABELS, 100, seed=3)
    np.testing.assert_array_equal(first, stratified(LABELS, 100, seed=3))
    assert not np.array_equal(first, stratified(LABELS, 100, seed=4))
    assert set(first) < set(stratified(LABELS, 300, seed=3))


def test_a_part_has_its_own_read_only_arrays_and_the_whole_is_itself() -> None:
    whole = make_digits(50)
    part = part_of(whole, 20, seed=0)
    chosen = stratified(whole.labels, 20, seed=0)
    np.testing.assert_array_equal(part.images, whole.images[chosen])
    np.testing.assert_array_equal(part.labels, whole.labels[chosen])
    assert not part.images.flags.writeable
    assert part_of(whole, 50, seed=0) is whole
