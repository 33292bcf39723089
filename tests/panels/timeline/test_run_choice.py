"""The choice of the run shown, as it stands in the timeline's title bar."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from nnviz.learning.evaluation import Evaluation
from nnviz.learning.settings import Settings
from nnviz.panels.timeline.panel import Timeline
from nnviz.panels.timeline.run_choice import run_sentence
from nnviz.runs.snapshot import Curve, RunSummary
from nnviz.widgets import theme
from tests.panels.snapshots import make_curve, make_snapshot


def seven_of_ten(examples_seen: int) -> Evaluation:
    zs, labels = np.eye(10, dtype=np.float32), np.arange(10, dtype=np.uint8)
    labels[:3] = 9
    return Evaluation(zs, labels, examples_seen)


def summary(number: int, name: str) -> RunSummary:
    return RunSummary(number, number, name, Settings(eta=0.5), 55_000, 50_000, make_curve())


def test_it_is_there_once_there_are_two_runs_and_tells_which_was_chosen(qtbot: QtBot) -> None:
    panel = Timeline()
    qtbot.addWidget(panel)
    for widget in panel.header_widgets():
        qtbot.addWidget(widget)
    panel.show()
    chosen: list[int] = []
    panel.run_chosen.connect(chosen.append)
    one, two = summary(3, "run 1"), summary(7, "run 2 (η 0.5)")
    panel.set_snapshot(replace(make_snapshot((2,)), run=3, runs=(one,)))
    assert panel.runs.isHidden()
    panel.set_snapshot(replace(make_snapshot((2,)), run=3, runs=(one, two)))
    assert not panel.runs.isHidden()
    assert panel.runs.currentText() == "run 1"
    assert chosen == []
    panel.runs.setCurrentIndex(1)
    panel.runs.activated.emit(1)
    assert chosen == [7]
    metrics = panel.runs.fontMetrics()
    around = 34 + 10 + 4  # px: the frame and the sign, the dot, and what Qt puts between it and the name
    assert panel.runs.sizeHint().width() >= metrics.horizontalAdvance(two.name) + around


def test_a_run_in_one_sentence() -> None:
    assert run_sentence(summary(0, "x")).startswith("1.10 epochs, test 96.")
    assert run_sentence(summary(0, "x")).endswith("η 0.5, mini-batch 10")


def test_eight_runs_have_eight_colours() -> None:
    names = {theme.run_colour(number).name() for number in range(8)}
    assert len(names) == 8
    assert np.unique([theme.run_colour(8).name(), theme.run_colour(0).name()]).size == 1


def lab(colour: QColor) -> np.ndarray:
    """CIE L*a*b*, in which distances are about what the eye makes of them."""
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(rgb > 0.04045, ((rgb + 0.055) / 1.055) ** 2.4, rgb / 12.92)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ linear / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("scheme", [theme.Scheme.DARK, theme.Scheme.LIGHT])
def test_no_run_has_a_colour_that_means_something(scheme: theme.Scheme) -> None:
    theme.set_scheme(scheme)
    try:
        now = theme.colours()
        runs = [lab(theme.run_colour(number)) for number in range(8)]
        meaning = (now.positive, now.negative, now.right, now.wrong, now.selected)
        for place, run in enumerate(runs):
            assert min(np.linalg.norm(run - lab(colour)) for colour in meaning) > 32
            assert all(np.linalg.norm(run - other) > 20 for other in runs[:place])
            assert np.linalg.norm(run - lab(now.card)) > 40
    finally:
        theme.set_scheme(theme.Scheme.SYSTEM)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "test 96.64 % after 1.10, η"),  # the curve's last point, at 55,000 examples
        ({"evaluation": seven_of_ten(55_500)}, "test 70.00 %, η"),
        ({"evaluation": seven_of_ten(20_000)}, "test 70.00 % after 0.40, η"),
        ({"curve": Curve.empty()}, "test —, η"),
    ],
)
def test_the_accuracy_of_a_run_is_told_with_its_moment(fields: dict[str, Any], words: str) -> None:
    run = replace(summary(0, "x"), examples_seen=55_500, **fields)
    assert run_sentence(run).startswith(f"1.11 epochs, {words}")
