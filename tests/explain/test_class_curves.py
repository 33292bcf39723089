"""When each class was learned: against a loop over the points."""

from __future__ import annotations

import numpy as np

from nnviz.explain.class_curves import learned_at


def test_a_class_is_learned_where_it_is_at_the_share_twice_in_a_row() -> None:
    by_class = np.array(
        [
            [0.0, 1.0, 0.0, np.nan],  # an untrained network that says 1 of everything
            [0.5, 0.2, 0.95, np.nan],
            [0.9, 0.95, 0.8, 0.9],
            [0.95, 0.96, 0.89, 0.9],
            [0.7, 0.97, 0.91, 0.9],
        ]
    )
    assert learned_at(by_class).tolist() == [2, 2, -1, 2]
    assert learned_at(by_class, 0.8).tolist() == [2, 2, 1, 2]


def test_random_curves() -> None:
    random = np.random.default_rng(3)
    by_class = random.uniform(0.6, 1, (40, 10))
    expected = []
    for which in range(10):
        both = [k for k in range(39) if by_class[k, which] >= 0.9 and by_class[k + 1, which] >= 0.9]
        expected.append(both[0] if both else -1)
    assert learned_at(by_class).tolist() == expected


def test_one_point_or_none_is_not_enough() -> None:
    assert learned_at(np.ones((1, 3))).tolist() == [-1, -1, -1]
    assert learned_at(np.empty((0, 2))).tolist() == [-1, -1]
