"""The panel: what is asked, shown, chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from nnviz.learning.network import Network
from nnviz.panels.hidden_map.panel import HiddenMapPanel
from nnviz.runs.input_image import blank_input, data_input, drawn_input
from nnviz.widgets import theme
from tests.digits import SHAPES, make_dataset
from tests.panels.painted_words import words_of
from tests.panels.snapshots import loading_snapshot, make_snapshot

PATIENCE = 30_000  # ms
SNAPSHOT = make_snapshot((20,))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[HiddenMapPanel]:
    theme.set_scheme(theme.Scheme.DARK)
    made = HiddenMapPanel()
    qtbot.addWidget(made)
    made.resize(620, 420)
    made.show()
    qtbot.waitExposed(made)
    made.set_snapshot(SNAPSHOT)
    qtbot.waitUntil(lambda: made.found is not None, timeout=PATIENCE)
    yield made
    made.close()


def choose(panel: HiddenMapPanel, name: str, text: str) -> None:
    combo = next(w for w in panel.header_widgets() if w.objectName() == f"hidden_map_{name}")
    assert isinstance(combo, QComboBox)
    combo.setCurrentText(text)
    assert combo.currentText() == text


def place(panel: HiddenMapPanel, index: int) -> QPoint:
    return QPointF(*panel.canvas.places[index].tolist()).toPoint()


def drag(panel: HiddenMapPanel, corners: list[QPoint], shift: bool = False) -> None:
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mousePress(panel.canvas, LEFT, keys, corners[0])
    for corner in corners[1:]:
        QTest.mouseMove(panel.canvas, corner)
    QTest.mouseRelease(panel.canvas, LEFT, keys, corners[-1])


def around(panel: HiddenMapPanel, by: int = 3) -> list[QPoint]:
    rect = panel.canvas.rect().adjusted(by, by, -by, -by)
    return [rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft()]


def test_pointing_shows_the_picture_and_a_click_chooses_it(panel: HiddenMapPanel, qtbot: QtBot) -> None:
    panel.canvas.hovered_cell = None
    QTest.mouseMove(panel.canvas, place(panel, 17))
    index = panel.canvas.hovered_cell
    assert index is not None
    assert panel.found is not None
    said = [word.text for word in words_of(panel.canvas)]
    name = SNAPSHOT.subject.a(int(panel.found.said[index]))
    assert {f"test digit {index}", f"is {SNAPSHOT.subject.a(index % 10)}", f"the network says {name}"} <= {
        *said
    }
    with qtbot.waitSignal(panel.input_image_chosen) as signal:
        QTest.mouseClick(panel.canvas, LEFT, pos=place(panel, 17))
    assert (signal.args[0].source, signal.args[0].index) == ("test", index)


def test_a_lasso_sends_what_is_in_it_mistakes_first(panel: HiddenMapPanel, qtbot: QtBot) -> None:
    found = panel.found
    assert found is not None
    with qtbot.waitSignal(panel.pictures_chosen) as signal:
        drag(panel, around(panel), shift=True)
    choice = signal.args[0]
    assert sorted(choice.indices.tolist()) == list(range(60))
    wrong = int(found.wrong.sum())
    assert 0 < wrong < 60
    assert found.wrong[choice.indices].tolist() == [True] * wrong + [False] * (60 - wrong)
    assert choice.words == "in the lasso: 60"
    assert panel.canvas.held is not None
    QTest.keyClick(panel.canvas, Qt.Key.Key_Escape)
    assert panel.canvas.held is None
    choose(panel, "which", "mistakes only")
    panel.lasso.trigger()
    with qtbot.waitSignal(panel.pictures_chosen) as signal:
        drag(panel, around(panel))
    assert signal.args[0].indices.tolist() == np.flatnonzero(found.wrong).tolist()
    assert signal.args[0].words == f"mistakes, in the lasso: {wrong}"


def test_a_class_alone_by_legend_or_list(panel: HiddenMapPanel, qtbot: QtBot) -> None:
    entry = panel.legend.legend_layout.entry(4).center().toPoint()
    QTest.mouseClick(panel.legend, LEFT, pos=entry)
    assert np.flatnonzero(panel.canvas.shown).tolist() == list(range(4, 60, 10))
    with qtbot.waitSignal(panel.pictures_chosen) as signal:
        panel.listing.trigger()
    assert sorted(signal.args[0].indices.tolist()) == list(range(4, 60, 10))
    assert signal.args[0].words == "4: 6"
    QTest.mouseClick(panel.legend, LEFT, pos=entry)
    assert panel.canvas.shown.all()
    choose(panel, "class", "7")
    assert panel.legend.only == 7


def test_dragging_moves_and_a_double_click_shows_all(panel: HiddenMapPanel) -> None:
    before = panel.canvas.places.copy()
    start = panel.canvas.rect().topLeft() + QPoint(4, 4)
    drag(panel, [start, start + QPoint(20, 10), start + QPoint(40, 25)])
    assert panel.canvas.places == pytest.approx(before + np.array((40, 25)), abs=1e-3)
    panel.canvas.see_all()
    assert panel.canvas.places == pytest.approx(before)
    QTest.keyClick(panel.canvas, Qt.Key.Key_Plus)
    assert panel.canvas.view.scale > 1.2 * (before[:, 0].max() - before[:, 0].min()) / np.ptp(
        panel.found.points[:, 0]
    )
    QTest.mouseDClick(panel.canvas, LEFT, pos=start)
    assert panel.canvas.places == pytest.approx(before)


def test_arrow_keys_and_enter(panel: HiddenMapPanel, qtbot: QtBot) -> None:
    panel.canvas.hovered_cell = None
    QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    first = panel.canvas.hovered_cell
    QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    second = panel.canvas.hovered_cell
    assert panel.canvas.accessibleName().startswith(f"Map of the test images: test digit {second}, is ")
    places = panel.canvas.places
    assert places[second, 0] > places[first, 0]
    with qtbot.waitSignal(panel.input_image_chosen) as signal:
        QTest.keyClick(panel.canvas, Qt.Key.Key_Return)
    assert signal.args[0].index == second


def test_the_star_follows_the_drawing(panel: HiddenMapPanel) -> None:
    assert panel.found is not None
    assert panel.canvas.star == pytest.approx(
        panel.found.points[3], abs=1e-5
    )  # the input image is test digit 3
    drawing = drawn_input(SNAPSHOT.data.test.image(8).copy())  # type: ignore[union-attr]
    panel.set_snapshot(replace(SNAPSHOT, input_image=drawing))
    assert panel.canvas.star == pytest.approx(panel.found.points[8], abs=1e-5)
    panel.set_snapshot(replace(SNAPSHOT, input_image=blank_input()))
    assert panel.canvas.star is None


def test_it_says_what_it_shows(panel: HiddenMapPanel, qtbot: QtBot) -> None:
    found = panel.found
    assert found is not None
    assert f"shows {100 * found.plane.explained:.0f} % of the variance" in panel.sentence.text()
    broken = SNAPSHOT.network.copy()
    broken.weights[0][:] = np.nan
    panel.set_snapshot(replace(SNAPSHOT, network=broken))
    qtbot.waitUntil(lambda: panel.found is None, timeout=PATIENCE)
    assert "not numbers" in " ".join(word.text for word in words_of(panel.canvas))
    assert not panel.listing.isEnabled()


def test_layers_and_other_pictures(panel: HiddenMapPanel, qtbot: QtBot) -> None:
    panel.set_snapshot(make_snapshot((15, 8)))
    qtbot.waitUntil(lambda: panel.found is not None and panel.found.units == 8, timeout=PATIENCE)
    choose(panel, "layer", "layer 2")
    qtbot.waitUntil(lambda: panel.found is not None and panel.found.units == 15, timeout=PATIENCE)
    shapes = make_dataset()
    network = Network((SHAPES.pixels, 5, SHAPES.classes), seed=2)
    image = data_input(shapes.test, 4)
    panel.set_snapshot(replace(SNAPSHOT, network=network, data=shapes, input_image=image))
    qtbot.waitUntil(lambda: panel.found is not None and panel.found.units == 5, timeout=PATIENCE)
    assert panel.found is not None
    assert panel.found.labels is shapes.test.labels
    assert panel.canvas.star == pytest.approx(panel.found.points[4], abs=1e-5)
    assert {"bar", "cross", "dot"} <= {word.text for word in words_of(panel.legend)}


def test_nothing_is_asked_while_it_is_hidden(panel: HiddenMapPanel, qtbot: QtBot) -> None:
    before = panel.found
    panel.hide()
    panel.set_snapshot(make_snapshot((9,)))
    assert panel.found is before
    panel.show()
    qtbot.waitUntil(lambda: panel.found is not None and panel.found.units == 9, timeout=PATIENCE)


def test_a_film_waits_for_the_map_of_each_moment(panel: HiddenMapPanel) -> None:
    other = make_snapshot((7,))
    panel.set_snapshot(other)
    work = panel.slow_part(1.0)
    assert work is not None
    put_in_place = work()
    put_in_place()
    assert panel.found is not None
    assert panel.found.network is other.network


def test_before_there_are_pictures(qtbot: QtBot) -> None:
    made = HiddenMapPanel()
    qtbot.addWidget(made)
    made.show()
    made.set_snapshot(loading_snapshot())
    assert [word.text for word in words_of(made.canvas)] == ["Unpacking MNIST…"]
    made.close()
