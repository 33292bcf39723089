"""The biography of a weight on screen: what is told, what lies where, what a click asks for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from nnviz.datasets.subject import MNIST
from nnviz.explain.biography import Biography, Move
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.neuron import Neuron, Selection, WeightChoice
from nnviz.learning.settings import Settings
from nnviz.panels.biography.biography_layout import BiographyLayout
from nnviz.panels.biography.biography_painter import axes_of, curve_of
from nnviz.panels.biography.biography_words import leaders, some, strongest
from nnviz.panels.biography.panel import BiographyPanel
from nnviz.panels.panel import StepToWalk
from nnviz.runs.history import History
from nnviz.runs.recording import Past
from nnviz.runs.run import Run
from nnviz.runs.saved_run import Event
from nnviz.widgets import theme
from tests.digits import make_mnist
from tests.panels.painted_words import words_of

PATIENCE = 60_000  # ms
DATA = make_mnist(230, 60)
CHOICE = WeightChoice(Neuron(3, 7), 11)


@pytest.fixture(scope="module")
def run() -> Run:
    made = Run(Settings(hidden=(12,), seed=4), DATA, Evaluator(DATA.test))
    made.advance(460)
    return made


@pytest.fixture
def panel(qtbot: QtBot, run: Run) -> Iterator[BiographyPanel]:
    theme.set_scheme(theme.Scheme.DARK)
    made = BiographyPanel()
    qtbot.addWidget(made)
    made.past_of = lambda number: Past(run.history, run.data.train, run.trainer.images)
    made.resize(820, 460)
    made.show()
    made.set_snapshot(run.snapshot())
    yield made
    made.close()


def told(panel: BiographyPanel, qtbot: QtBot, choice: WeightChoice) -> Biography:
    qtbot.waitUntil(
        lambda: panel.canvas.scene is not None and panel.canvas.scene.life.choice == choice, timeout=PATIENCE
    )
    assert panel.canvas.scene is not None
    return panel.canvas.scene.life


def test_what_is_told(panel: BiographyPanel, qtbot: QtBot, run: Run) -> None:
    assert panel.sentence.text().startswith("Click a connection")
    panel.choose(CHOICE)
    life = told(panel, qtbot, CHOICE)
    assert panel.sentence.text().startswith("The weight from hidden unit 11 to output 7 was ")
    assert "46 mini-batches later" in panel.sentence.text()
    now, start = (float(n.weights[1][7, 11]) for n in (run.trainer.network, run.start))
    assert (life.now, life.start) == (now, start)
    assert f"{now - start:+.6f}"[:6].replace("-", "−") in panel.sum.text()
    painted = [word.text for word in words_of(panel.canvas)]
    assert f"step {life.moves[0].step}" in painted
    assert painted.count("Walk") == panel.canvas.place.rows


def test_a_click_walks_through_a_step_or_shows_a_picture(panel: BiographyPanel, qtbot: QtBot) -> None:
    panel.choose(CHOICE)
    life = told(panel, qtbot, CHOICE)
    place, move = panel.canvas.place, life.moves[1]
    wanted = StepToWalk(10 * (move.step - 1), int(move.indices[0]), CHOICE)
    with qtbot.waitSignal(panel.step_walk_requested) as signal:
        QTest.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=place.walk(1).center().toPoint())
    assert signal.args == [wanted]
    assert panel.canvas.chosen is move
    with qtbot.waitSignal(panel.step_walk_requested) as signal:  # and so do the keys
        QTest.keyClick(panel.canvas, Qt.Key.Key_Up)
        QTest.keyClick(panel.canvas, Qt.Key.Key_Down)
        QTest.keyClick(panel.canvas, Qt.Key.Key_Return)
    assert signal.args == [wanted]
    with qtbot.waitSignal(panel.input_image_chosen) as signal:
        QTest.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=place.picture(0, 1).center().toPoint())
    image = signal.args[0]
    assert (image.source, image.index) == ("training", int(life.moves[0].indices[1]))
    QTest.keyClick(panel.canvas, Qt.Key.Key_End)
    assert panel.canvas.chosen is life.moves[-1]
    assert panel.canvas.scene is not None
    assert panel.canvas.scene.first == len(life.moves) - place.rows


def test_the_bias_all_weights_and_a_unit_that_is_held(panel: BiographyPanel, qtbot: QtBot, run: Run) -> None:
    panel.set_selection(Selection(pinned=Neuron(2, 5)))
    strongest = int(np.abs(run.trainer.network.weights[0][5]).argmax())
    told(panel, qtbot, WeightChoice(Neuron(2, 5), strongest))
    kinds = panel.header_widgets()[1]
    assert isinstance(kinds, QComboBox)
    for row, choice in ((1, WeightChoice(Neuron(2, 5))), (2, WeightChoice(Neuron(2, 5), of_all=True))):
        kinds.setCurrentIndex(row)
        told(panel, qtbot, choice)
    assert "squares of the steps" in panel.sum.text()
    panel.set_selection(Selection(pinned=Neuron(3, 2)))  # another unit: the same of it
    told(panel, qtbot, WeightChoice(Neuron(3, 2), of_all=True))


def test_it_can_be_stopped_and_goes_on(panel: BiographyPanel, qtbot: QtBot) -> None:
    panel.choose(CHOICE)
    assert "getting ready" in panel.sentence.text()
    panel.stop.trigger()
    assert panel.sentence.text().startswith("Stopped")
    assert panel.stop.text() == "Go on"
    assert panel.canvas.scene is None
    panel.stop.trigger()
    told(panel, qtbot, CHOICE)
    assert not panel.header_widgets()[0].isVisible()


def test_what_a_hidden_panel_missed_is_told_when_it_is_shown(panel: BiographyPanel, qtbot: QtBot) -> None:
    panel.hide()
    panel.choose(CHOICE)
    assert panel.canvas.scene is None
    panel.show()
    told(panel, qtbot, CHOICE)


def move_of(shares: list[float], labels: list[int]) -> Move:
    indices = np.arange(len(shares))
    return Move(1240, 0, 10, 0.5, indices, np.array(labels, np.uint8), np.array(shares), 0.0, 0.0, 0.0)


def test_who_did_most() -> None:
    move = move_of([0.02, -0.02, 0.015, 0.012, 0.001, -0.001], [3, 8, 4, 4, 4, 4])
    assert leaders(move) == (4, 2, pytest.approx(0.027))
    assert strongest(move, MNIST) == "Step 1,240 moved it most: two 4s raised it by 0.027."
    assert leaders(move_of([-0.02, 0.01], [8, 1])) == (8, 1, -0.02)
    assert [some(8, n, MNIST) for n in (1, 3, 12)] == ["an 8", "three 8s", "12 8s"]


@pytest.mark.parametrize("size", [(420, 200), (780, 380), (1300, 800)])
@pytest.mark.parametrize("shape", [(28, 28), (12, 9)])
def test_nothing_overlaps(size: tuple[int, int], shape: tuple[int, int]) -> None:
    place = BiographyLayout(QRectF(0, 0, *size), shape, 10)
    bars = place.class_bars(1.0)
    boxes = [place.plot, place.class_title, bars.area]
    for row in range(place.rows):
        boxes += [place.step(row), place.walk(row)]
        boxes += [place.picture(row, i) for i in range(place.pictures)]
        boxes += [place.share(row, i) for i in range(place.pictures)]
    for one in boxes:
        assert place.area.contains(one)
    inner = [box.adjusted(0.01, 0.01, -0.01, -0.01) for box in boxes]  # neighbours touch, but for rounding
    assert not any(a.intersects(b) for a, b in combinations(inner, 2))
    rect = place.picture(0, 0)
    assert rect.width() / rect.height() == pytest.approx(shape[1] / shape[0])
    assert place.picture_at(0, rect.center()) == 0
    assert place.row_at(QPointF(place.walk(place.rows - 1).center())) == place.rows - 1


def test_the_curve_lies_where_its_axes_say(panel: BiographyPanel, qtbot: QtBot) -> None:
    panel.choose(CHOICE)
    life, place = told(panel, qtbot, CHOICE), panel.canvas.place
    points, plot = curve_of(place, life), place.plot
    assert points[0].x() == pytest.approx(plot.left())
    assert points[-1].x() == pytest.approx(plot.right())
    _, upwards = axes_of(place, life)
    low, high = min(0.0, life.values.min()), max(0.0, life.values.max())
    height = plot.height() - 6
    for value, point in zip(life.values, points, strict=False):
        assert point.y() == pytest.approx(plot.bottom() - 3 - (value - low) / (high - low) * height)
    assert upwards.has(0.0)


def test_a_change_that_was_not_kept_is_where_it_ends(qtbot: QtBot, panel: BiographyPanel) -> None:
    """History keeps no state of that moment, only that something happened there."""
    made = Run(Settings(hidden=(12,), seed=4), DATA, Evaluator(DATA.test))
    made.advance(230)
    first, images = made.history.at(0), made.trainer.images
    history = History(made.settings, DATA.train, images, [first], [Event(100, "by hand")])
    panel.past_of = lambda number: Past(history, DATA.train, images)
    panel.set_snapshot(made.snapshot())
    panel.choose(CHOICE)
    life = told(panel, qtbot, CHOICE)
    assert (life.end, life.steps) == (100, 10)
    assert "up to epoch 0.43 alone" in panel.sentence.text()
