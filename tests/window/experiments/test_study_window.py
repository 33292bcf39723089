from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest
from pytestqt.qtbot import QtBot

from nnviz.experiments.comparison import groups
from nnviz.experiments.one_run import one_run
from nnviz.experiments.outcome_words import outcome
from nnviz.experiments.prepared_data import PreparedData, ready
from nnviz.experiments.store import Store
from nnviz.experiments.studies import SEEDS, Entrant, Study, jobs_of
from nnviz.learning.settings import Settings
from nnviz.window.experiments import study_window
from nnviz.window.experiments.chart_view import ChartView
from nnviz.window.experiments.study_window import StudyWindow
from tests.digits import make_mnist

ENTRANTS = tuple(Entrant(f"η {eta:g}", Settings(hidden=(5,), eta=eta), 1) for eta in (0.1, 3.0))
STUDY = Study("Two rates", "Which is better?", "Nothing.", ("test_accuracy", "test_cost"), ENTRANTS)


@pytest.fixture(autouse=True)
def one_study(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_window, "STUDIES", MappingProxyType({"rates": STUDY}))
    monkeypatch.setattr(study_window, "load_mnist", make_mnist)


def test_what_is_there_is_shown_and_what_is_missing_is_counted(qtbot: QtBot, tmp_path: Path) -> None:
    data = make_mnist()
    prepared, store = PreparedData.of(data), Store(tmp_path)
    lists = jobs_of(STUDY, tuple(range(SEEDS)), len(data.train))
    results = [[one_run(job, ready(prepared)) for job in jobs] for jobs in lists]
    *most, last = [result for each in results for result in each]
    for result in most:
        store.save(result, 0.1)
    window = StudyWindow("rates", tmp_path)
    qtbot.addWidget(window, before_close_func=lambda closing: closing.end())
    window.show()
    qtbot.waitUntil(lambda: window.status.text() == f"{2 * SEEDS - 1} of {2 * SEEDS} runs are there.")
    assert window.button.isVisible()
    assert window.charts.isHidden()
    assert "η 3, hidden" not in window.entrants[1].text()  # settings that are the usual ones are not named
    store.save(last, 0.1)
    window._ended("")  # as the process says when all runs are done
    qtbot.waitUntil(lambda: window.charts.count() == 2)
    assert not window.button.isVisible()
    assert window.charts.isVisible()
    for label, of in zip(window.entrants, results, strict=True):
        assert outcome(groups(of)[0]) in label.text()
    view = window.charts.widget(0)
    assert isinstance(view, ChartView)
    assert [line.label for line in view.chart.lines] == ["η 0.1", "η 3"]


def test_a_folder_that_cannot_be_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    window = StudyWindow("rates", tmp_path / "file")
    qtbot.addWidget(window, before_close_func=lambda closing: closing.end())
    window.button.click()
    assert "cannot be used for results" in window.status.text()
    assert not window.process.is_running
