"""The learning curve, shown hand-made curves: what it draws, follows, holds, reads and says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from nnviz.datasets.subject import MNIST
from nnviz.learning.settings import Settings
from nnviz.panels.learning_curve import curve_words
from nnviz.panels.learning_curve.panel import GhostCurve, LearningCurve
from nnviz.runs.snapshot import Change, Curve, Snapshot
from nnviz.widgets import theme
from tests.digits import make_dataset
from tests.panels.painted_words import cut_off, overprinted, words_of
from tests.panels.snapshots import loading_snapshot, make_snapshot


def make_curve(points: int = 41, every: int = 10_000, top: float = 0.97) -> Curve:
    """A curve whose first point has no training values; 8 epochs of 50,000 unless told otherwise."""
    examples = np.arange(points, dtype=np.int64) * every
    rise = 1 - np.exp(-np.arange(points) / 2)
    test = 0.1 + (top - 0.1) * rise
    train, cost = test + 0.01 * rise, 0.5 - 0.45 * rise
    train[:1] = cost[:1] = np.nan
    return Curve(examples, test, train, cost, 0.52 - 0.45 * rise)


def cut(curve: Curve, points: int) -> Curve:
    return Curve(*(values[:points] for values in vars(curve).values()))


def shown(curve: Curve, **fields: object) -> Snapshot:
    return make_snapshot(hidden=(2,), curve=curve, **fields)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[LearningCurve]:
    theme.set_scheme(theme.Scheme.DARK)
    made = LearningCurve()
    qtbot.addWidget(made)
    made.resize(860, 150)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    theme.set_scheme(theme.Scheme.SYSTEM)


def place_of(panel: LearningCurve, epoch: float, percent: float | None = None) -> QPointF:
    """Where that is in the plot, halfway up unless an accuracy is given."""
    area = panel.plot.area
    return QPointF(area.x(epoch), area.rect.center().y() if percent is None else area.y(percent))


def point_at(panel: LearningCurve, place: QPointF) -> None:
    view = panel.plot.viewport()
    none, no_keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, place, QPointF(view.mapToGlobal(place)), none, none, no_keys)
    QApplication.sendEvent(view, move)


def turn_wheel(panel: LearningCurve, place: QPointF, notches: int = 1) -> None:
    view = panel.plot.viewport()
    wheel = QWheelEvent(
        place,
        QPointF(view.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, wheel)


def action(panel: LearningCurve) -> QAction:
    found = panel.findChild(QAction, "follow_curve")
    assert isinstance(found, QAction)
    return found


def test_lines_are_in_epochs_and_per_cent(panel: LearningCurve) -> None:
    curve = make_curve()
    panel.set_snapshot(shown(curve))
    x, y = panel.plot.lines["test"].getData()
    np.testing.assert_allclose(x, curve.examples / 50_000)
    np.testing.assert_allclose(y, curve.test_accuracy * 100)


def test_training_values_begin_with_the_first_that_was_measured(panel: LearningCurve) -> None:
    curve = make_curve()
    panel.set_snapshot(shown(curve))
    x, y = panel.plot.lines["train"].getData()  # with more points, where dashes end
    assert x[0] == curve.examples[1] / 50_000
    np.testing.assert_allclose(y, np.interp(x, curve.examples[1:] / 50_000, curve.train_accuracy[1:] * 100))
    joined = panel.plot.lines["train"].opts["connect"]
    assert 0 < joined.sum() < len(x) - 1


def test_the_cost_is_drawn_on_its_own_scale(panel: LearningCurve) -> None:
    curve = make_curve()
    panel.set_snapshot(shown(curve))
    _, y = panel.plot.lines["cost"].getData()
    np.testing.assert_allclose([panel.plot.span.cost_of_percent(height) for height in y], curve.cost[1:])


def test_a_curve_of_unevenly_spaced_points_keeps_its_places(panel: LearningCurve) -> None:
    examples = np.array([0, 100, 500, 2_000, 50_000, 200_000])
    values = np.linspace(0.5, 0.9, 6)
    panel.set_snapshot(shown(Curve(examples, values, values, values)))
    np.testing.assert_allclose(panel.plot.lines["test"].getData()[0], examples / 50_000)


def test_a_frame_without_a_new_point_draws_nothing_anew(panel: LearningCurve) -> None:
    curve, drawn = make_curve(), []
    panel.set_snapshot(shown(curve))
    panel.plot.lines["test"].sigPlotChanged.connect(drawn.append)
    panel.set_snapshot(shown(curve))
    panel.set_snapshot(shown(make_curve()))  # as a copy
    assert drawn == []
    panel.set_snapshot(shown(make_curve(top=0.95)))  # another run, as long
    assert len(drawn) == 1


def test_a_thousand_points_are_painted_as_few_as_there_are_pixels(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve(points=6_000)))
    x, y = panel.plot.lines["test"].getData()
    assert len(x) <= 860
    assert y[-1] == pytest.approx(97)


def test_it_follows_new_points(panel: LearningCurve) -> None:
    curve = make_curve()
    panel.set_snapshot(shown(cut(curve, 11)))
    before = panel.x_range()
    assert before[0] == 0
    assert 2 < before[1] < 2.2
    panel.set_snapshot(shown(curve))
    assert 8 < panel.x_range()[1] < 8.4


def test_the_lower_limit_rises_as_the_accuracy_does(panel: LearningCurve) -> None:
    curve = make_curve(points=151)
    panel.set_snapshot(shown(cut(curve, 5)))
    early = panel.plot.area.percents
    panel.set_snapshot(shown(curve))
    late = panel.plot.area.percents
    assert early[0] < 0
    assert early[1] > 100
    assert late[0] > 80
    assert late[1] > 100


def test_turning_the_wheel_holds_the_range_until_told_to_follow(panel: LearningCurve) -> None:
    curve = make_curve()
    panel.set_snapshot(shown(cut(curve, 11)))
    assert not action(panel).isEnabled()
    place = place_of(panel, 1.0)
    turn_wheel(panel, place)
    held = (panel.plot.area.epochs, panel.plot.area.percents)
    assert panel.plot.area.across.value(place.x()) == pytest.approx(
        1.0
    )  # what is under the cursor stays there
    assert held[0][1] - held[0][0] < 2
    panel.set_snapshot(shown(curve))
    assert (panel.plot.area.epochs, panel.plot.area.percents) == held
    assert action(panel).isEnabled()
    assert not panel.follow_button.isHidden()
    assert "follow" in panel.follow_button.text()
    action(panel).trigger()
    assert 8 < panel.x_range()[1] < 8.4
    assert not action(panel).isEnabled()
    assert panel.follow_button.isHidden()


def test_a_cost_drawn_in_a_held_range_agrees_with_its_axis(panel: LearningCurve) -> None:
    curve = make_curve(points=151)
    panel.set_snapshot(shown(cut(curve, 5)))
    turn_wheel(panel, place_of(panel, 0.2), -1)
    panel.set_snapshot(shown(curve))
    _, y = panel.plot.lines["cost"].getData()
    np.testing.assert_allclose(
        [panel.plot.span.cost_of_percent(height) for height in y], curve.cost[1 : len(y) + 1]
    )


def test_the_wheel_beside_an_axis_zooms_along_it_only(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve()))
    area = panel.plot.area
    turn_wheel(panel, QPointF(10, area.rect.center().y()))
    assert panel.plot.area.epochs == area.epochs
    assert panel.plot.area.percents != area.percents
    percents = panel.plot.area.percents
    turn_wheel(panel, QPointF(area.rect.center().x(), area.rect.bottom() + 9))
    assert panel.plot.area.percents == percents
    assert panel.plot.area.epochs != area.epochs


def test_dragging_moves_the_plot_and_a_double_click_follows_again(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve()))
    turn_wheel(panel, place_of(panel, 4.0), 5)
    panel.plot.follow()
    assert panel.plot.following
    view = panel.plot.viewport()
    start = place_of(panel, 4.0).toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 6):
        to = QPointF(start + QPoint(-20 * step, 0))
        left, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        none = Qt.MouseButton.NoButton
        QApplication.sendEvent(
            view, QMouseEvent(QEvent.Type.MouseMove, to, QPointF(view.mapToGlobal(to)), none, left, no_keys)
        )
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(-100, 0))
    assert not panel.plot.following
    assert panel.x_range()[0] > 0
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=start)
    assert panel.plot.following
    assert panel.x_range()[0] == 0


def test_the_shared_axis_is_announced(qtbot: QtBot, panel: LearningCurve) -> None:
    panel.set_snapshot(shown(cut(make_curve(), 11)))
    with qtbot.waitSignal(panel.x_range_changed) as announced:
        panel.set_snapshot(shown(make_curve()))
    assert tuple(announced.args) == panel.x_range()


def test_the_cursor_reads_the_nearest_point(panel: LearningCurve) -> None:
    curve = make_curve()
    panel.set_snapshot(shown(curve))
    point_at(panel, place_of(panel, 3.22))
    assert panel.cursor_text() == (
        f"epoch 3.20 · 160,000 examples, test {curve.test_accuracy[16] * 100:.2f} %, "
        f"train {curve.train_accuracy[16] * 100:.2f} %, cost {curve.cost[16]:.3g}, "
        f"test cost {curve.test_cost[16]:.3g}"
    )
    point_at(panel, QPointF(3, 50))
    assert panel.cursor_text() == ""


def test_the_cursor_says_when_a_value_was_not_measured(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve()))
    point_at(panel, place_of(panel, 0.0))
    assert panel.cursor_text() == "epoch 0.00 · 0 examples, test 10.00 %, train —, cost —, test cost 0.52"


def test_the_reading_stays_under_the_cursor_while_the_curve_moves(panel: LearningCurve) -> None:
    curve = make_curve()
    panel.set_snapshot(shown(cut(curve, 11)))
    place = place_of(panel, 1.0)
    point_at(panel, place)
    panel.set_snapshot(shown(curve))
    assert panel.plot.points.epochs[panel.plot.cursor] == pytest.approx(
        panel.plot.area.across.value(place.x()), abs=0.1
    )


def test_a_click_into_the_plot_gives_the_panel_the_keys(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve()))
    panel.legend["test"].setFocus()
    QTest.mouseClick(panel.plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(panel, 4.0).toPoint())
    assert panel.window().focusWidget() is panel
    assert panel.plot.following


def test_arrow_keys_move_the_reading_from_point_to_point(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve()))
    QTest.keyClick(panel, Qt.Key.Key_Left)
    assert panel.cursor_text().startswith("epoch 8.00 ")
    QTest.keyClick(panel, Qt.Key.Key_Right)
    assert panel.cursor_text().startswith("epoch 8.00 ")
    QTest.keyClick(panel, Qt.Key.Key_Left)
    assert panel.cursor_text().startswith("epoch 7.80 ")
    assert panel.accessibleDescription() == panel.cursor_text()


def test_plus_and_minus_zoom_and_the_reading_is_kept_in_range(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve()))
    for _ in range(8):
        QTest.keyClick(panel, Qt.Key.Key_Plus)
    low, _ = panel.x_range()
    assert low > 2
    assert not panel.plot.following
    for _ in range(40):
        QTest.keyClick(panel, Qt.Key.Key_Left)
    assert panel.x_range()[0] <= panel.plot.points.epochs[panel.plot.cursor] <= panel.x_range()[1]
    assert panel.x_range()[0] < low


def test_a_shorter_curve_takes_the_reading_with_it(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve()))
    QTest.keyClick(panel, Qt.Key.Key_Left)
    panel.set_snapshot(shown(cut(make_curve(), 3)))
    assert panel.cursor_text().startswith("epoch 0.40 ")
    panel.set_snapshot(shown(Curve.empty()))
    assert panel.cursor_text() == ""


def test_changes_of_settings_are_marked(panel: LearningCurve) -> None:
    first = Settings()
    second = replace(first, eta=0.5)
    third = replace(second, mini_batch=100)
    changes = (Change(0, first), Change(100_000, second), Change(200_000, third))
    panel.set_snapshot(shown(make_curve(), changes=changes))
    assert panel.plot.changes == [(100_000, "η 3 → 0.5"), (200_000, "mini-batch 10 → 100")]
    assert "η 3 → 0.5" in panel.plot.explanation_at(place_of(panel, 2.0))


def test_changes_at_one_moment_are_one_mark_and_none_without_a_difference() -> None:
    first = Settings()
    both = replace(first, eta=1e6, mini_batch=1)
    changes = [Change(0, first), Change(5, replace(first, eta=9.0)), Change(5, both), Change(9, both)]
    assert curve_words.change_texts(changes) == [(5, "η 3 → 1e6, mini-batch 10 → 1")]
    assert curve_words.change_texts([Change(0, first), Change(0, both)]) == []
    assert curve_words.change_texts([]) == []
    other = replace(first, momentum=0.9, l2=5.0, frozen=(3,))
    assert curve_words.change_texts([Change(0, first), Change(4, other)]) == [
        (4, "μ 0 → 0.9, λ 0 → 5, frozen layers none → 3")
    ]


@pytest.mark.parametrize("cost", [np.nan, np.inf])
def test_a_cost_that_is_no_longer_finite_ends_its_line_and_is_said(panel: LearningCurve, cost: float) -> None:
    curve = make_curve()
    values = curve.cost.copy()
    values[20:] = cost
    panel.set_snapshot(shown(replace(curve, cost=values)))
    assert panel.plot.lines["cost"].getData()[0].max() == pytest.approx(19 / 5)
    assert panel.notice.isVisible()
    assert panel.notice.text() == curve_words.DIVERGED
    panel.grab()
    panel.set_snapshot(shown(make_curve()))
    assert not panel.notice.isVisible()


def test_a_curve_of_nothing_but_nan_is_survived(panel: LearningCurve) -> None:
    nothing = np.full(4, np.nan)
    panel.set_snapshot(shown(Curve(np.arange(4) * 1000, nothing, nothing, nothing)))
    QTest.keyClick(panel, Qt.Key.Key_Left)
    panel.grab()
    assert "test —" in panel.cursor_text()


def test_before_training_a_sentence_says_what_to_do(panel: LearningCurve) -> None:
    panel.set_snapshot(loading_snapshot())
    panel.grab()
    assert panel.notice.isVisible()
    assert panel.notice.text() == curve_words.EMPTY
    panel.set_snapshot(shown(cut(make_curve(), 1)))
    assert panel.notice.isVisible()
    point_at(panel, place_of(panel, 0.5))
    panel.set_snapshot(shown(cut(make_curve(), 2)))
    assert not panel.notice.isVisible()


def test_a_hidden_panel_is_left_alone_and_catches_up(panel: LearningCurve) -> None:
    panel.hide()
    panel.set_snapshot(shown(make_curve()))
    assert len(panel.plot.lines["test"].getData()[0]) == 0
    panel.show()
    assert len(panel.plot.lines["test"].getData()[0]) == 41


def test_ghosts_are_faint_lines_that_tell_their_name(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve()))
    before = panel.grab().toImage()
    ghost = GhostCurve("η 0.5", QColor("#c070d0"), make_curve(top=0.9), 50_000)
    panel.set_others([ghost, replace(ghost, name="another")])
    assert panel.grab().toImage() != before
    points = panel.plot.others.ghosts[0][1]
    place = place_of(panel, points.epochs[30], points.test[30])
    assert panel.plot.explanation_at(place).startswith("η 0.5: test 90.00 % at epoch 6.00")
    panel.set_others([])
    assert panel.grab().toImage() == before


def test_the_marker_shows_the_moment_on_show(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve()))
    before = panel.grab().toImage()
    panel.set_marker(150_000)
    assert panel.grab().toImage() != before
    assert panel.plot.explanation_at(place_of(panel, 3.0)) == curve_words.MARKER
    panel.set_marker(None)
    assert panel.grab().toImage() == before


def values_read(panel: LearningCurve) -> list[str]:
    """The names of the values under the cursor."""
    return [re.split(r" [\d—]", text)[0] for text in panel.cursor_text().split(", ")]


@pytest.mark.parametrize("name", curve_words.CURVES)
def test_a_legend_entry_hides_its_curve(panel: LearningCurve, name: str) -> None:
    panel.set_snapshot(shown(make_curve()))
    QTest.keyClick(panel, Qt.Key.Key_Left)
    entry = panel.legend[name]
    entry.click()
    assert not panel.plot.lines[name].isVisible()
    assert name not in values_read(panel)
    entry.click()
    assert panel.plot.lines[name].isVisible()
    assert name in values_read(panel)


def test_everything_to_press_has_a_name_and_an_explanation(panel: LearningCurve) -> None:
    (header,) = panel.header_widgets()
    panel.set_snapshot(shown(make_curve()))
    buttons = header.findChildren(QToolButton)
    assert len(buttons) == 5
    assert all(button.accessibleName() and button.toolTip() for button in buttons)


def test_axes_and_guides_explain_themselves(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(cut(make_curve(), 4)))
    area = panel.plot.area
    explained = {
        panel.plot.explanation_at(place)
        for place in (
            QPointF(5, 50),
            QPointF(area.rect.right() + 9, 50),
            QPointF(100, area.rect.bottom() + 9),
            place_of(panel, 0.3, 10),
            place_of(panel, 0.3, 92),
            place_of(panel, 0.3, 50),
        )
    }
    assert explained == {
        curve_words.LEFT_AXIS,
        curve_words.RIGHT_AXIS,
        curve_words.bottom_axis(50_000),
        *(guide.sentence for guide in curve_words.guides(MNIST)),
        "",
    }


def test_the_guides_are_those_of_the_data(panel: LearningCurve) -> None:
    assert [guide.percent for guide in panel.plot.guides] == [10, 92]
    panel.set_snapshot(replace(shown(make_curve()), data=make_dataset()))
    (chance,) = panel.plot.guides
    assert (round(chance.percent, 2), chance.label) == (33.33, "chance 33.3 %")
    assert chance.sentence == "Chance: who guesses one of 3 classes at random is right 33.3 % of the time."


def test_a_change_of_scheme_colours_lines_and_background_anew(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve()))
    theme.set_scheme(theme.Scheme.LIGHT)
    panel.apply_theme()
    now = theme.colours()
    pens = [panel.plot.lines[name].opts["pen"].color() for name in curve_words.CURVES]
    assert pens == [now.right, now.positive, now.negative, now.negative]
    assert panel.plot.grab().toImage().pixelColor(3, 3) == now.card


def test_it_survives_being_made_tiny(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve()))
    panel.setMinimumSize(0, 0)
    panel.resize(30, 12)
    panel.grab()
    panel.resize(860, 150)
    assert len(panel.plot.lines["test"].getData()[0]) == 41


@pytest.mark.parametrize("size", [(860, 150), (420, 110), (700, 76), (1400, 420)])
@pytest.mark.parametrize("top", [0.1, 0.115, 0.14, 0.91, 0.97])
@pytest.mark.parametrize(("points", "every"), [(2, 600), (41, 10_000), (38, 10_000), (41, 1_250_000)])
def test_words_keep_off_each_other(
    panel: LearningCurve, size: tuple[int, int], top: float, points: int, every: int
) -> None:
    curve = make_curve(points, every, top)
    last = int(curve.examples[-1])
    changes = tuple(Change(last * share // 10, Settings(eta=1 + share)) for share in (0, 1, 4, 9, 10))
    panel.resize(*size)
    panel.set_snapshot(shown(curve, changes=changes))
    with panel.plot.drawn_at(1.0):  # all of it painted, nothing taken from a picture
        assert overprinted(panel.plot) == []
        assert cut_off(panel.plot) == []
        inside = panel.plot.area.rect.adjusted(0, -1, 0, 1)
        said = [word for word in words_of(panel.plot) if word.text.startswith(("chance", "the article"))]
        for word in said:
            assert inside.contains(word.ink), word
    if size == (860, 150) and top == 0.97 and points == 2:
        assert len(said) == 2  # room for both


@pytest.mark.parametrize("name", curve_words.COSTS)
def test_a_cost_is_drawn_to_the_scale_on_the_right(panel: LearningCurve, name: str) -> None:
    curve = make_curve()
    panel.set_snapshot(shown(curve))
    x, y = panel.plot.lines[name].getData()
    costs = {"cost": curve.cost, "test cost": curve.test_cost}[name]
    known = np.isfinite(costs)
    expected = np.interp(x, curve.examples[known] / 50_000, costs[known])
    np.testing.assert_allclose([panel.plot.span.cost_of_percent(height) for height in y], expected, atol=1e-9)


def test_a_test_cost_far_above_the_cost_is_within_the_plot(panel: LearningCurve) -> None:
    curve = make_curve()
    panel.set_snapshot(shown(replace(curve, test_cost=curve.test_cost + 3)))
    assert panel.plot.lines["test cost"].getData()[1].max() <= panel.plot.span.percents[1] + 40
    assert panel.plot.span.ceiling > 3


def test_what_the_training_values_are_of_is_said(panel: LearningCurve) -> None:
    panel.set_snapshot(shown(make_curve(every=250), epoch_size=1_000))
    assert "named right of all 1,000 training examples." in panel.legend["train"].toolTip()
    assert "averaged over all 1,000 training examples." in panel.legend["cost"].toolTip()
    panel.set_snapshot(shown(make_curve()))
    assert "trained on since the point before" in panel.legend["train"].toolTip()


def test_a_curve_of_before_the_test_cost_was_measured_has_none(panel: LearningCurve) -> None:
    curve = make_curve()
    panel.set_snapshot(shown(Curve(curve.examples, curve.test_accuracy, curve.train_accuracy, curve.cost)))
    assert not np.size(panel.plot.lines["test cost"].getData()[0])
