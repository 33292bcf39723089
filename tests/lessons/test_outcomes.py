"""A guess beside the truth."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from nnviz.lessons.document import Predict
from nnviz.lessons.fault import Wrong
from nnviz.lessons.outcomes import curve_distance, is_near, number_text, read_guess, true_curve, true_number
from nnviz.lessons.parse import read_lesson
from nnviz.lessons.state import AppState
from nnviz.lessons.vocabulary import Vocabulary
from tests.panels.snapshots import make_snapshot

NOTHING = Vocabulary(frozenset(), {})


def question(body: str, words: Vocabulary = NOTHING) -> Predict:
    text = f"---\ntitle: T\n---\n## P\n\n::: predict {body}\n:::\n"
    return read_lesson(text, "t", Path("/nowhere"), words).pages[0].predictions[0]


def test_a_number_in_per_cent() -> None:
    asked = question("number\nQ?\n\n- truth: 95\n- within: 5\n- unit: %")
    state = AppState(make_snapshot())
    assert read_guess(asked, "91") == read_guess(asked, " 91 % ") == 0.91
    assert true_number(asked, state) == 0.95
    assert is_near(asked, 0.91, state)
    assert not is_near(asked, 0.89, state)
    assert number_text(asked, 0.9546) == "95.46 %"
    with pytest.raises(Wrong):
        read_guess(asked, "many")


def test_a_number_that_a_run_has() -> None:
    asked = question("number\nQ?\n\n- truth: steps\n- within: 100")
    state = AppState(make_snapshot())
    assert true_number(asked, state) == 5500
    assert number_text(asked, 78400.0) == "78,400"
    assert number_text(asked, math.nan) == "—"
    assert is_near(asked, 5450, state)
    by_hand = question("number\nQ?\n\n- truth: steps\n- within: 0.00000001")
    assert number_text(by_hand, 0.5932699921) == "0.59326999"
    assert number_text(asked, 0.5932699921) == "0.5933"


def test_a_number_that_is_counted() -> None:
    """By w ← w − 0.4 (0.2 w³ − 0.8 w + 0.15) from 2.9 the slope is below 0.01 after 5 steps, no fewer."""
    figures = {"descent": frozenset({"start", "eta", "steps"})}
    body = "number\nQ?\n\n- truth: figure descent: steps_to_rest at start 2.9, eta 0.4\n- within: 3"
    asked = question(body, Vocabulary(frozenset(), figures))
    assert true_number(asked, AppState(make_snapshot())) == 5


def test_curves_are_compared_where_both_are() -> None:
    truth = [(0.0, 0.1), (0.5, 0.6), (1.0, 0.8)]
    assert curve_distance(truth, truth) == 0
    assert curve_distance([(0.0, 0.2), (1.0, 0.9)], truth) == pytest.approx((0.1 + 0.05 + 0.1) / 3)
    assert curve_distance([], truth) == math.inf
    assert curve_distance([(2.0, 1.0), (3.0, 1.0)], truth) == math.inf
    asked = question("curve\nQ?\n\n- truth: test_accuracy\n- epochs: 0.5\n- run: 1 epoch")
    snapshot = make_snapshot()
    seen = true_curve(asked, AppState(snapshot))
    assert [x for x, _ in seen] == [0, 0.1, 0.2, 0.3, 0.4, 0.5]
    assert [y for _, y in seen] == snapshot.curve.test_accuracy[:6].tolist()
