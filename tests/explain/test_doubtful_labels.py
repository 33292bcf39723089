"""Labels that several runs contradict: against the same computed image by image."""

from __future__ import annotations

import numpy as np

from nnviz.explain.doubtful_labels import doubts
from nnviz.learning.evaluation import Evaluation

LABELS = np.array([0, 1, 2, 0, 1, 2, 0], dtype=np.uint8)


def evaluations() -> list[Evaluation]:
    random = np.random.default_rng(7)
    return [Evaluation(random.normal(size=(7, 3)) * scale, LABELS) for scale in (1.0, 30.0, 4.0)]


def test_the_order_is_that_of_the_mean_lead_against_the_label() -> None:
    made = evaluations()
    found = doubts(made)
    assert found is not None
    lead, against = np.zeros(7), np.zeros(7, int)
    for one in made:
        margins = []
        for z, label in zip(one.zs, LABELS, strict=True):
            others = [z[k] for k in range(3) if k != label]
            margins.append(z[label] - max(others))
        lead += -np.array(margins) / np.median(np.abs(margins)) / 3
        against += np.array(margins) < 0
    np.testing.assert_allclose(found.lead, lead, atol=1e-9)
    np.testing.assert_array_equal(found.against, against)
    expected = sorted((k for k in range(7) if against[k]), key=lambda k: -lead[k])
    assert found.order.tolist() == expected
    assert all(found.said[k] != LABELS[k] for k in range(7))


def test_a_run_that_diverged_says_nothing() -> None:
    made = evaluations()
    made[1].zs[2, 0] = np.nan
    found = doubts(made)
    assert found is not None
    assert found.runs == 2
    assert doubts([made[1]]) is None
    assert doubts([]) is None
