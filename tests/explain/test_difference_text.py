"""What is different between two settings, in words."""

from __future__ import annotations

from nnviz.learning.settings import Settings, difference_text


def test_each_difference_is_named() -> None:
    other = Settings(hidden=(30, 20), initialisation="normal", eta=0.5, mini_batch=1_000, seed=4)
    assert (
        difference_text(Settings(), other) == "η 0.5, mini-batch 1,000, hidden 30,20, normal weights, seed 4"
    )
    assert difference_text(other, other) == ""
