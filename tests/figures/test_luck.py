"""The claims of the article as they are kept with the program, and the figure that shows them."""

from __future__ import annotations

import json
import statistics
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.datasets.mnist import load_mnist
from nnviz.experiments.comparison import groups
from nnviz.experiments.curves_file import curves_json
from nnviz.experiments.job import Job
from nnviz.experiments.one_run import one_run
from nnviz.experiments.prepared_data import PreparedData, ready
from nnviz.experiments.studies import STUDIES
from nnviz.explain.figures.figure_values import shown
from nnviz.explain.figures.luck_numbers import EPOCHS, claims
from nnviz.figures.luck.figure import LuckFigure
from nnviz.resource_files import resource_path
from tests.experiments.test_charts import STUDY
from tests.experiments.test_store import make_result

ARTICLE = STUDIES["article"]
KEPT = json.loads(resource_path("article_claims.json").read_text(encoding="utf-8"))["entrants"]


def test_all_of_the_study_is_kept() -> None:
    assert [claim.label for claim in claims()] == [entrant.label for entrant in ARTICLE.entrants]
    assert all(claim.accuracies.shape == (5, EPOCHS + 1) for claim in claims())


def test_the_first_epoch_of_one_run_comes_out_again() -> None:
    """On another machine its last bits may differ."""
    result = one_run(Job(ARTICLE.entrants[-1].settings, 1), ready(PreparedData.of(load_mnist())))
    assert result.course.test_accuracy[[0, -1]] == pytest.approx(KEPT[-1]["test_accuracy"][0][:2], abs=0.003)


def test_lessons_can_state_what_the_seeds_read() -> None:
    seeds = [one[7] for one in KEPT[3]["test_accuracy"]]
    found = shown("luck", {"line": 4, "epoch": 7})
    assert found["lowest"] == min(seeds)
    assert found["median"] == statistics.median(seeds)
    assert found["highest"] == max(seeds)


def test_the_figure_reads_out_its_line_at_its_epoch(qtbot: QtBot) -> None:
    figure = LuckFigure()
    qtbot.addWidget(figure)
    figure.resize(330, 420)
    figure.show()
    figure.set_number("line", 4)
    figure.set_number("epoch", 1)
    seeds = [100 * one[1] for one in KEPT[3]["test_accuracy"]]
    for value in (min(seeds), statistics.median(seeds), max(seeds)):
        assert f"{value:.2f} %" in figure.sentence.text()
    axes, band = figure.plot.axes, figure.plot.bands[3]
    top, height = axes.area.top(), axes.area.height()
    line = axes.median(band).toList()
    assert line[1].x() == pytest.approx(axes.area.left() + axes.area.width() / EPOCHS)
    assert line[1].y() == pytest.approx(top + height * (1 - statistics.median(seeds) / 100))
    apart = np.diff(sorted(figure.plot.label_heights))
    assert apart.min() >= 12


def test_the_file_has_whole_epochs_alone() -> None:
    found = groups(
        [
            replace(make_result(seed, 0.9 + seed / 100, eta=eta), examples=200)
            for eta in (0.5, 3.0)
            for seed in (1, 0)
        ]
    )
    text = json.loads(curves_json("rates", STUDY, found))
    assert text["study"] == "rates"
    assert [one["label"] for one in text["entrants"]] == ["low", "high"]
    assert [one["test_accuracy"] for one in text["entrants"]] == [[[0.1, 0.9], [0.1, 0.91]]] * 2
