"""Confusion, progress and mistakes, held against plain loops over the pictures."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.explain.confusion import confusion, margins, progress, sorted_mistakes

RANDOM = np.random.default_rng(5)
CLASSES, COUNT = 4, 300
LABELS = RANDOM.integers(0, CLASSES - 1, COUNT).astype(np.uint8)  # of the last class there is no picture
ZS = RANDOM.standard_normal((COUNT, CLASSES)).astype(np.float32)
ZS[7, 2] = np.nan
COSTS = RANDOM.random(COUNT)


def said(row: np.ndarray) -> int:
    """The largest, by hand."""
    if any(np.isnan(z) for z in row):
        return -1
    return max(range(CLASSES), key=lambda k: (row[k], -k))


def test_counts_are_those_of_a_loop_and_add_up() -> None:
    expected = np.zeros((CLASSES, CLASSES + 1), dtype=int)
    for label, row in zip(LABELS, ZS, strict=True):
        expected[label, said(row)] += 1  # −1 is the last column
    found = confusion(ZS, LABELS)
    np.testing.assert_array_equal(found.counts, expected)
    assert found.counts.sum() == COUNT
    assert found.counts[LABELS[7], -1] == 1


def test_rates_and_class_accuracy() -> None:
    found = confusion(ZS, LABELS)
    for digit in range(CLASSES - 1):
        rows = [said(row) == digit for label, row in zip(LABELS, ZS, strict=True) if label == digit]
        assert found.class_accuracy[digit] == pytest.approx(sum(rows) / len(rows), abs=1e-12)
        assert found.rates[digit].sum() == pytest.approx(1)
    assert np.isnan(found.class_accuracy[CLASSES - 1])


def test_a_cell_has_its_pictures() -> None:
    found = confusion(ZS, LABELS)
    for true in range(CLASSES):
        for answer in (-1, *range(CLASSES)):
            expected = [i for i in range(COUNT) if LABELS[i] == true and said(ZS[i]) == answer]
            assert found.cell(true, answer).tolist() == expected
            assert len(expected) == found.counts[true, answer]


def test_learned_and_forgotten() -> None:
    labels = np.array([0, 1, 2, 0], dtype=np.uint8)
    then = np.eye(3)[[0, 0, 2, 1]]
    now = np.eye(3)[[1, 1, 2, 2]]
    found = progress(then, now, labels)
    assert found.learned.tolist() == [1]
    assert found.forgotten.tolist() == [0]


def test_margins() -> None:
    zs = np.array([[1.0, 4.0, 2.0], [3.0, 0.0, 2.5]])
    assert margins(zs, np.array([1, 2], dtype=np.uint8)).tolist() == [2.0, -0.5]


@pytest.mark.parametrize("order", ["cost", "margin", "confidence"])
def test_mistakes_come_worst_first(order: str) -> None:
    def badness(i: int) -> float:
        others = [ZS[i, k] for k in range(CLASSES) if k != LABELS[i]]
        if said(ZS[i]) == -1:
            return COSTS[i] if order == "cost" else np.inf
        return {"cost": COSTS[i], "margin": max(others) - ZS[i, LABELS[i]], "confidence": max(ZS[i])}[order]

    wrong = [i for i in range(COUNT) if said(ZS[i]) != LABELS[i]]
    found = sorted_mistakes(confusion(ZS, LABELS), ZS, COSTS, order)  # type: ignore[arg-type]
    assert found.tolist() == sorted(wrong, key=lambda i: -badness(i))
    chosen = sorted_mistakes(confusion(ZS, LABELS), ZS, COSTS, order, true=1, said=2)  # type: ignore[arg-type]
    assert chosen.tolist() == [i for i in found if LABELS[i] == 1 and said(ZS[i]) == 2]
