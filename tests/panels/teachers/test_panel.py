"""Who taught it on screen: what is asked when, what is said of the answer, where everything lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.errors import Stopped
from nnviz.explain.teachers import Teachers
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.panels.teachers import teachers_words as words
from nnviz.panels.teachers.asking import CELLS, Asking, Lesson, Taught
from nnviz.panels.teachers.panel import TeachersPanel
from nnviz.panels.teachers.teachers_layout import TeachersLayout
from nnviz.panels.teachers.teachers_painter import chart_of
from nnviz.runs.input_image import InputImage, blank_input, data_input, drawn_input
from nnviz.runs.recording import Past
from nnviz.runs.run import Run
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.runs.steps import Steps
from nnviz.widgets import theme
from tests.digits import make_mnist

DATA = make_mnist(120, 40)
PATIENCE = 60_000  # ms


def make_run(examples: int = 240) -> Run:
    run = Run(Settings(hidden=(10,), seed=2), DATA, Evaluator(DATA.test))
    run.advance(examples)
    return run


RUN = make_run()
PAST = Past(RUN.history, DATA.train, RUN.trainer.images)
TEST = data_input(DATA.test, 1)


def moment(run: Run = RUN, image: InputImage = TEST, phase: Phase = Phase.PAUSED) -> Snapshot:
    return replace(run.snapshot(), input_image=image, phase=phase, run=3)


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """What compiles the first time does so where nobody waits."""
    Asking().answer(PAST, Lesson(TEST, 0, 3, 10, 0), lambda: True)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[TeachersPanel]:
    theme.set_scheme(theme.Scheme.DARK)
    made = TeachersPanel()
    qtbot.addWidget(made)
    made.past_of = lambda number: PAST if number == 3 else None
    made.resize(760, 420)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def shown(panel: TeachersPanel, qtbot: QtBot, image: InputImage) -> Teachers:
    """The answer, once it is there."""
    qtbot.waitUntil(
        lambda: panel.taught is not None and panel.taught.lesson.input_image is image, timeout=PATIENCE
    )
    assert panel.taught is not None
    assert panel.taught.teachers is not None
    return panel.taught.teachers


def cost(run_network: object, image: InputImage) -> float:
    """Quadratic, in float64, written out."""
    a = image.image.astype(float)
    for w, b in zip(run_network.weights, run_network.biases, strict=True):  # type: ignore[attr-defined]
        a = 1 / (1 + np.exp(-(w.astype(float) @ a + b)))
    assert image.label is not None
    return float(((a - np.eye(10)[image.label]) ** 2).sum() / 2)


def test_it_adds_up_to_the_real_fall(panel: TeachersPanel, qtbot: QtBot) -> None:
    panel.set_snapshot(moment())
    teachers = shown(panel, qtbot, TEST)
    fall = cost(RUN.start, TEST) - cost(RUN.trainer.network, TEST)
    assert teachers.real[0] == pytest.approx(fall, rel=1e-6)
    assert teachers.total[0] == pytest.approx(fall, rel=1e-3)
    assert len(teachers.over_time) == CELLS
    assert words.figure(fall) in panel.sentence.text()
    assert words.figure(fall, fine=True)[:5] in panel.sum.text()
    assert not panel.button.isVisible()


def test_what_is_shown_are_the_largest_shares(panel: TeachersPanel, qtbot: QtBot) -> None:
    panel.set_snapshot(moment())
    shares = shown(panel, qtbot, TEST).shares[:, 0]
    pupils, place = panel.canvas.pupils, panel.canvas.teachers_layout
    assert pupils is not None
    order = np.argsort(-shares)
    assert pupils.best.tolist() == order[: place.count].tolist()
    assert pupils.worst.tolist() == [i for i in order[::-1].tolist() if shares[i] < 0][: place.count]
    with qtbot.waitSignal(panel.input_image_chosen) as chosen:
        QTest.mouseClick(
            panel.canvas,
            Qt.MouseButton.LeftButton,
            pos=place.tile(2, False).picture.center().toPoint(),
        )
    assert (chosen.args[0].source, chosen.args[0].index) == ("training", order[2])
    slot = place.bars(True, CELLS, 0, 1).slot(4).center()
    assert panel.canvas.cell_at(slot) == ("bar", True, 4)
    with qtbot.waitSignal(panel.moment_chosen) as asked:
        panel.canvas.choose(("bar", True, 4))
    assert asked.args == [5 * 240 // CELLS]
    for cell in panel.canvas.cells():
        assert panel.canvas.tip(cell)


def test_arrow_keys_reach_everything(panel: TeachersPanel, qtbot: QtBot) -> None:
    panel.set_snapshot(moment())
    shown(panel, qtbot, TEST)
    QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    assert panel.canvas.hovered_cell == ("picture", False, 1)
    with qtbot.waitSignal(panel.input_image_chosen):
        QTest.keyClick(panel.canvas, Qt.Key.Key_Return)


def test_a_drawing_needs_to_be_named(panel: TeachersPanel, qtbot: QtBot) -> None:
    drawing = drawn_input(DATA.test.image(5))
    panel.set_snapshot(moment(image=drawing))
    assert panel.sentence.text() == words.WHICH.format(noun="digit")
    assert not panel.meant.isHidden()
    with qtbot.waitSignal(panel.drawing_named) as named:
        panel.meant.setCurrentIndex(panel.meant.findData(7))
    assert named.args[0].label == 7
    shown(panel, qtbot, drawing)
    assert panel.taught is not None
    assert panel.taught.lesson.label == 7


def test_nothing_to_ask_is_said(panel: TeachersPanel) -> None:
    panel.set_snapshot(moment(image=blank_input()))
    assert panel.sentence.text() == words.BLANK
    panel.set_snapshot(replace(moment(), examples_seen=0))
    assert panel.sentence.text() == words.UNTRAINED


def test_while_training_the_answer_says_of_when_it_is(panel: TeachersPanel, qtbot: QtBot) -> None:
    run = make_run(120)
    past = Past(run.history, DATA.train, run.trainer.images)
    panel.past_of = lambda number: past
    panel.set_snapshot(moment(run, phase=Phase.TRAINING))
    shown(panel, qtbot, TEST)
    run.advance(60)
    panel.set_snapshot(moment(run, phase=Phase.TRAINING))
    assert "of epoch 1.00, not of" in panel.sum.text()
    assert panel.again.text() == "Ask again"
    panel.set_snapshot(moment(run))  # paused: asked at once
    qtbot.waitUntil(
        lambda: panel.taught is not None and panel.taught.lesson.examples_seen == 180, timeout=PATIENCE
    )
    assert "not of the" not in panel.sum.text()


def test_answers_are_kept() -> None:
    asking, lesson = Asking(), Lesson(TEST, int(DATA.test.labels[1]), 3, 240, 0)
    first = asking.answer(PAST, lesson, lambda: True)
    same = replace(lesson, input_image=data_input(DATA.test, 1))
    assert asking.kept(same, PAST) is first
    assert asking.kept(replace(lesson, examples_seen=230), PAST) is None
    with pytest.raises(Stopped):
        asking.answer(PAST, lesson, lambda: False)


def test_a_later_moment_goes_on_from_where_the_answer_ended() -> None:
    run = make_run(240)
    past, asking = Past(run.history, DATA.train, run.trainer.images), Asking()
    lesson = Lesson(TEST, int(DATA.test.labels[1]), 3, 240, 0)
    trained: list[int] = []
    lead = run.history.steps.lead

    def ask(moment: int) -> Taught:
        trained.clear()
        return asking.answer(past, replace(lesson, examples_seen=moment), lambda: True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            Steps,
            "lead",
            lambda steps, trainer, to: (trained.append(trainer.examples_seen), lead(trainer, to)),
        )
        assert ask(120).teachers is not None
        assert trained[0] == 0
        later = ask(240)
        assert min(trained) == 120
        ask(60)  # goes back: from the start
        assert trained[0] == 0
    fresh = Asking().answer(past, lesson, lambda: True)
    assert later.teachers is not None
    assert fresh.teachers is not None
    np.testing.assert_allclose(later.teachers.shares, fresh.teachers.shares, rtol=1e-9, atol=1e-12)
    assert later.first_cost == fresh.first_cost


def test_there_are_never_more_than_twice_as_many_cells_of_time_and_all_but_the_last_are_alike() -> None:
    asking, lesson = Asking(), Lesson(TEST, 0, 3, 1, 0)
    for moment in (1, 30, 100, 240):
        told = asking.answer(PAST, replace(lesson, examples_seen=moment), lambda: True)
        assert told.teachers is not None
        widths = np.diff(told.teachers.edges)
        assert len(widths) <= 2 * CELLS
        assert (widths[:-1] == widths[0]).all()


def test_that_a_change_was_not_kept_is_said(panel: TeachersPanel, qtbot: QtBot) -> None:
    run = make_run(120)
    edited = run.trainer.network.copy()
    edited.weights[1] += np.float32(0.1)
    run.replace_network(edited, "edited by hand")
    run.advance(120)
    run.history.memory = 1
    past = Past(run.history, DATA.train, run.trainer.images)
    panel.past_of = lambda number: past
    panel.set_snapshot(moment(run))
    assert shown(panel, qtbot, TEST).end == 120
    assert panel.sentence.text().endswith(words.ends_early(120, 120))
    assert "epoch 1.00 alone" in words.ends_early(120, 120)


@pytest.mark.parametrize("size", [(380, 150), (560, 330), (740, 430), (1300, 700)])
def test_nothing_overlaps(size: tuple[int, int]) -> None:
    place = TeachersLayout(QRectF(0, 0, *size))
    tiles = [place.tile(i, below).whole for below in (False, True) for i in range(place.count)]
    titles = [each(below) for each in (place.pictures_title, place.chart_title) for below in (False, True)]
    boxes = [*tiles, *titles, place.chart(False), place.chart(True), place.moments, place.name(3, 10)]
    for i, box in enumerate(boxes):
        assert place.area.adjusted(-1, -1, 1, 1).contains(box)
        assert not any(box.adjusted(0.5, 0.5, -0.5, -0.5).intersects(other) for other in boxes[i + 1 :])
    assert place.tile_at(place.tile(1, True).picture.center()) == (True, 1)
    assert place.tile_at(QPointF(size[0] - 2, size[1] / 4)) is None


def test_bars_are_as_long_as_their_values() -> None:
    place, values = TeachersLayout(QRectF(0, 0, 700, 400)), np.array([0.5, -0.25, 0.0])
    chart = chart_of(place, values, False)
    heights = [chart.bar_rect(i, value).height() for i, value in enumerate(values.tolist())]
    assert heights[0] == pytest.approx(2 * heights[1])
    assert heights[0] + heights[1] == pytest.approx(place.chart(False).height())


def test_while_the_data_load_nobody_is_told_to_draw(panel: TeachersPanel) -> None:
    panel.set_snapshot(replace(moment(), data=None, phase=Phase.LOADING, message="Unpacking MNIST…"))
    assert panel.sentence.text() == "Unpacking MNIST…"
