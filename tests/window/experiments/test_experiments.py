"""The experiments window beside the real main window, with runs of its own process."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from nnviz.datasets.load import load_data
from nnviz.experiments.plan import Plan
from nnviz.experiments.plan_file import read_plan
from nnviz.experiments.store import SUFFIX, Store
from nnviz.learning.settings import Settings
from nnviz.runs.commands import Advance
from nnviz.runs.snapshot import Phase
from nnviz.window.application import destroy
from nnviz.window.experiments.experiments_window import ExperimentsWindow
from nnviz.window.experiments.sweep_process import PLAN
from nnviz.window.main_window import MainWindow
from tests.digits import make_mnist, write_npz
from tests.experiments.test_store import make_result

PATIENCE = 240_000  # ms: the process may have to compile, and gives way to all others
PLANNED = Plan(Settings(hidden=(8,)), (("eta", (0.5, 3.0)),), seeds=(0, 1), epochs=2)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    file = write_npz(tmp_path / "bars.npz", make_mnist(train=300, test=60))
    made = MainWindow(Settings(hidden=(6,)), lambda: load_data(file))
    made.resize(1200, 800)
    made.show()
    qtbot.waitUntil(lambda: made.latest is not None and made.latest.phase is Phase.PAUSED, timeout=PATIENCE)
    made.training.submit(Advance(70))
    qtbot.waitUntil(lambda: made.examples_seen == 70, timeout=PATIENCE)
    yield made
    destroy(made)


def opened(qtbot: QtBot, window: MainWindow, folder: Path) -> ExperimentsWindow:
    window.experiments.action.trigger()
    found = window.experiments.window
    assert found is not None
    found.open_folder(folder)
    qtbot.waitUntil(lambda: bool(found.runs.checksum), timeout=PATIENCE)
    return found


def test_runs_appear_and_open_in_the_main_window(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    found = opened(qtbot, window, folder)
    assert window.latest is not None
    assert window.latest.data is not None
    source = window.latest.data.source
    found.form.show_plan(Plan(PLANNED.base, PLANNED.vary, PLANNED.seeds, PLANNED.epochs, source))
    qtbot.waitUntil(lambda: found.estimate.text().startswith("4 runs, about"), timeout=PATIENCE)
    found.start_button.click()
    qtbot.waitUntil(lambda: found.runs.overview.runs == 4 and not found.process.is_running, timeout=PATIENCE)
    qtbot.waitUntil(found.start_button.isVisible, timeout=PATIENCE)
    assert found.views.overview.labels == ("η 0.5", "η 3")
    assert all(math.isfinite(seconds) for seconds in found.runs.overview.seconds.values())
    assert read_plan(folder / PLAN) == found.form.plan()  # others can run it
    assert "seeds" in found.views.comparison.sentence.text()
    _opens_in_the_main_window(qtbot, window, found)


def _opens_in_the_main_window(qtbot: QtBot, window: MainWindow, found: ExperimentsWindow) -> None:
    result = found.views.overview.groups[1].results[1]
    found.views.curves.run_chosen.emit(result)
    examples = 2 * result.examples
    qtbot.waitUntil(
        lambda: (
            window.examples_seen == examples
            and window.latest is not None
            and window.latest.phase is Phase.PAUSED
        ),
        timeout=PATIENCE,
    )
    latest = window.latest
    assert latest is not None
    assert (latest.settings.eta, latest.settings.seed) == (3.0, 1)
    assert [run.name for run in latest.runs] == ["run 1", "η 3, seed 1"]
    assert latest.runs[0].examples_seen == 70  # the user's own run is as it was
    assert latest.evaluation is not None
    assert latest.evaluation.accuracy == pytest.approx(result.accuracy)
    assert latest.curve.test_accuracy[-1] == pytest.approx(result.accuracy)


def test_what_cannot_be_is_said_in_a_sentence(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / f"garbage{SUFFIX}").write_text("garbage")
    store = Store(tmp_path)
    store.save(make_result(0, 0.5, eta=1.0), 1.0)  # of other data
    found = opened(qtbot, window, tmp_path)
    qtbot.waitUntil(lambda: "was left out" in found.note.text(), timeout=PATIENCE)
    found.form.rows[0].values.setText("")
    qtbot.waitUntil(lambda: "at least one value" in found.estimate.text(), timeout=PATIENCE)
    assert not found.start_button.isEnabled()
    found.form.rows[0].values.setText(", ".join(str(n) for n in range(1, 2_001)))
    found.form.seeds.setValue(1_000)
    qtbot.waitUntil(lambda: "2,000,000 runs" in found.estimate.text(), timeout=PATIENCE)
    found.everything.setChecked(True)
    qtbot.waitUntil(lambda: found.views.overview.runs == 1, timeout=PATIENCE)
    found.views.table.run_chosen.emit(found.views.overview.groups[0].results[0])
    assert "other data" in found.status.text()
    assert window.examples_seen == 70


def test_a_core_is_left_to_the_window_that_trains(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    found = ExperimentsWindow(Path("nowhere"))
    qtbot.addWidget(found)
    for cores, training, workers in ((4, False, 4), (4, True, 3), (1, True, 1)):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        found.is_training = training
        assert found.workers == workers
    found.stop()


def test_what_was_called_off_goes_on_from_there(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    found = opened(qtbot, window, tmp_path / "results")
    assert window.latest is not None
    assert window.latest.data is not None
    source = window.latest.data.source
    found.form.show_plan(Plan(PLANNED.base, PLANNED.vary, tuple(range(40)), 400, source))
    found.start_button.click()
    qtbot.waitUntil(lambda: found.process.is_running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: found.runs.overview.runs > 0, timeout=PATIENCE)
    found.stop_button.click()
    qtbot.waitUntil(lambda: not found.process.is_running, timeout=PATIENCE)
    assert "Stopped" in found.status.text()
    assert 0 < len(list((tmp_path / "results").glob(f"*{SUFFIX}"))) < 80
    for view in range(found.views.tabs.count()):  # all can show what is there
        found.views.tabs.setCurrentIndex(view)
        found.files.save_picture(tmp_path / f"view{view}.png")
        found.files.save_picture(tmp_path / f"view{view}.svg")
    found.files.save_table(tmp_path / "runs.csv")
    qtbot.waitUntil((tmp_path / "runs.csv").is_file, timeout=PATIENCE)
    lines = (tmp_path / "runs.csv").read_text().splitlines()
    assert len(lines) == 1 + found.views.overview.runs
    assert (tmp_path / "view4.svg").read_text().startswith("<?xml")
