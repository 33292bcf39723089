"""A panel that nobody has heard of, registered by one entry, takes part in everything the window does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from pytestqt.qtbot import QtBot

from nnviz.cli.main import create_window
from nnviz.learning.neuron import Neuron
from nnviz.panels.panel import Panel
from nnviz.panels.registry import PANELS
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.commands import Advance
from nnviz.runs.snapshot import Phase
from nnviz.sessions.panel_layout import Group, PanelLayout, Place, layout_object
from nnviz.sessions.session_file import load_session
from nnviz.window import main_window
from nnviz.window.application import destroy
from nnviz.window.main_window import MainWindow

PATIENCE = 60_000  # ms


class Norms(Panel):
    """How far the network has moved, as a shade of grey."""

    spec = PanelSpec(
        name="norms",
        title="Norms of the weights",
        explanation="How large the weights w are, layer by layer.",
        place=FirstPlace("right", height=150),
        key="Shift+F7",
        film=(120, 80),
    )

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.snapshot is not None:
            with QPainter(self) as painter:
                painter.fillRect(self.rect(), Qt.GlobalColor.red)


class Biases(Norms):
    """Stands behind another panel, and has no key and no film."""

    spec = PanelSpec(
        name="biases",
        title="Biases",
        explanation="How large the biases b are.",
        place=FirstPlace("left", behind="hidden_units"),
    )


@pytest.fixture
def window(qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window with two more panels, paused before its first example."""
    monkeypatch.setattr(main_window, "PANELS", (*PANELS, Norms, Biases))
    made = create_window(["--data", str(folder), "--hidden", "12", "--seed", "3"])
    made.resize(1300, 850)
    made.show()
    made.layout_of_panels.restore_default()  # whatever the window before remembered
    qtbot.waitUntil(lambda: made.latest is not None and made.latest.phase is Phase.PAUSED, timeout=PATIENCE)
    yield made
    destroy(made)


def panel(window: MainWindow, kind: type[Panel]) -> Panel:
    return next(each for each in window.panels if type(each) is kind)


def test_it_stands_where_it_says(qtbot: QtBot, window: MainWindow) -> None:
    norms, pad, predictions = panel(window, Norms), window.drawing_pad, window.live_predictions
    qtbot.waitUntil(norms.isVisible, timeout=PATIENCE)
    places = [each.mapTo(window, each.rect().center()) for each in (pad, predictions, norms)]
    assert places[0].y() < places[1].y() < places[2].y()
    assert max(place.x() for place in places) - min(place.x() for place in places) < 10
    assert window.layout_of_panels.dock(norms).windowTitle() == "Norms of the weights"
    behind = window.layout_of_panels.dock(panel(window, Biases))
    assert window.layout_of_panels.dock(
        window.hidden_units
    ) in window.layout_of_panels.desk.tabifiedDockWidgets(behind)


def test_it_is_shown_every_moment_and_what_is_pointed_at(qtbot: QtBot, window: MainWindow) -> None:
    norms = panel(window, Norms)
    window.training.submit(Advance(100))
    qtbot.waitUntil(
        lambda: norms.snapshot is not None and norms.snapshot.examples_seen == 100, timeout=PATIENCE
    )
    window.hidden_units.neuron_hovered.emit(Neuron(2, 4))
    assert norms.selection.hovered == Neuron(2, 4)
    norms.neuron_clicked.emit(Neuron(2, 7))  # and what it says is heard
    assert window.hidden_units.selection.pinned == Neuron(2, 7)
    norms.title_changed.emit("Norms of unit 7")
    assert window.layout_of_panels.dock(norms).windowTitle() == "Norms of unit 7"


def test_it_is_in_the_view_menu_with_its_explanation(qtbot: QtBot, window: MainWindow) -> None:
    menu = next(action.menu() for action in window.menuBar().actions() if action.text() == "&View")
    tips = {action.text(): action for action in menu.actions()}
    opens = tips["Norms of the weights"]
    assert opens.toolTip() == "How large the weights w are, layer by layer."
    assert opens.shortcut().toString() == "Shift+F7"
    assert tips["Biases"].toolTip() == "How large the biases b are."
    assert tips["Biases"].isCheckable()
    dock = window.layout_of_panels.dock(panel(window, Norms))
    dock.close()
    opens.trigger()
    qtbot.waitUntil(panel(window, Norms).isVisible, timeout=PATIENCE)


def test_it_is_in_the_layout_of_a_session(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.layout_of_panels.dock(panel(window, Norms)).close()
    file = tmp_path / "with.nnviz"
    window.documents.save(file)
    qtbot.waitUntil(file.exists, timeout=PATIENCE)
    layout = load_session(file).layout
    assert layout is not None
    places = {place.panel: place for place in layout.places()}
    assert isinstance(places["norms"], Place)
    assert not places["norms"].visible
    assert "biases" in str(layout_object(layout))
    window.layout_of_panels.dock(panel(window, Norms)).show()
    window.layout_of_panels.restore(layout)
    assert window.layout_of_panels.dock(panel(window, Norms)).isHidden()


def test_pictures_and_films_are_made_of_it(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.training.submit(Advance(100))
    qtbot.waitUntil(lambda: window.examples_seen == 100, timeout=PATIENCE)
    window.findChild(QAction, "export_picture").trigger()
    assert window.exports.choices is not None
    of = window.exports.choices.boxes[0]
    assert "Norms of the weights" in [of.itemText(row) for row in range(of.count())]
    window.exports.choices.reject()
    window.findChild(QAction, "export_training").trigger()
    of = window.exports.choices.boxes[0]
    assert [of.itemText(row) for row in range(of.count())] == [
        *("Hidden units", "Network", "Map of hidden space", "Norms of the weights")
    ]
    window.exports.choices.reject()
    file = tmp_path / "norms.gif"
    window.exports.save_training(Norms, file)
    qtbot.waitUntil(file.exists, timeout=PATIENCE)
    with Image.open(file) as film:
        assert film.size == (120, 80 + 34)
        assert film.convert("RGB").getpixel((60, 40)) == (255, 0, 0)
    qtbot.waitUntil(lambda: window.exports.film is None, timeout=PATIENCE)


def test_a_layout_older_than_the_panel_leaves_it_behind_its_neighbour(
    qtbot: QtBot, window: MainWindow
) -> None:
    def without(group: Group) -> Group:
        items = [without(item) if isinstance(item, Group) else item for item in group.items]
        kept = tuple(item for item in items if isinstance(item, Group) or item.panel != "biases")
        return replace(group, items=kept, front=0)

    layout = window.layout_of_panels.state()
    assert layout is not None
    older = PanelLayout(tuple(replace(side, content=without(side.content)) for side in layout.sides))
    assert "biases" not in {place.panel for place in older.places()}
    window.layout_of_panels.restore(older)
    biases = window.layout_of_panels.dock(panel(window, Biases))
    units = window.layout_of_panels.dock(window.hidden_units)
    assert units in window.layout_of_panels.desk.tabifiedDockWidgets(biases)
    qtbot.waitUntil(window.hidden_units.isVisible, timeout=PATIENCE)
    assert not biases.isHidden()
