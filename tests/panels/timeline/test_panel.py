"""The timeline: where it goes, what it asks for and how often, what it says, marks, and playing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QHelpEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QToolTip
from pytestqt.qtbot import QtBot

from nnviz.learning.settings import Settings
from nnviz.panels.timeline.moments import Moments
from nnviz.panels.timeline.panel import Timeline
from nnviz.panels.timeline.player import PACES, Player
from nnviz.panels.timeline.track import HEIGHT, TimelineTrack, TrackState
from nnviz.runs.snapshot import Change, Curve, Mark, Snapshot
from nnviz.runs.steps import Steps
from nnviz.widgets import theme
from tests.panels.snapshots import loading_snapshot, make_snapshot

CHANGES = (Change(0, Settings()), Change(20_000, Settings(mini_batch=25, eta=0.5)))
NEWEST, STEPS = 120_000, 6_000


def make_curve(*examples: int) -> Curve:
    return Curve(np.array(examples, dtype=np.int64), *(np.full(len(examples), 0.5) for _ in range(3)))


def run_snapshot() -> Snapshot:
    curve = make_curve(0, 1_000, 12_500, 50_000, 100_000)
    return make_snapshot(hidden=(2,), curve=curve, changes=CHANGES, examples_seen=NEWEST, steps=STEPS)


class Asked:
    """What the panel asked for, in order; None stands for live."""

    def __init__(self, panel: Timeline) -> None:
        self.moments: list[int | None] = []
        self.marks: list[object] = []
        self.branches = 0
        panel.moment_requested.connect(self.moments.append)
        panel.live_requested.connect(lambda: self.moments.append(None))
        panel.mark_added.connect(self.marks.append)
        panel.marks_changed.connect(self.marks.append)
        panel.branch_requested.connect(self._branch)

    def _branch(self) -> None:
        self.branches += 1


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[Timeline]:
    theme.set_scheme(theme.Scheme.DARK)
    made = Timeline()
    qtbot.addWidget(made)
    for widget in made.header_widgets():
        qtbot.addWidget(widget)
    made.resize(900, 44)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.set_snapshot(run_snapshot())
    made.set_live(NEWEST, STEPS)
    made.set_x_range(0, 2.448)
    made.track.setFocus()
    yield made
    theme.set_scheme(theme.Scheme.SYSTEM)


@pytest.fixture
def asked(panel: Timeline) -> Asked:
    return Asked(panel)


def mouse(track: TimelineTrack, kind: QEvent.Type, x: float, y: float = 20) -> None:
    left = Qt.MouseButton.LeftButton
    place = QPointF(x, y)
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
    event = QMouseEvent(kind, place, track.mapToGlobal(place), left, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(track, event)


def action(panel: Timeline, name: str) -> QAction:
    found = panel.findChild(QAction, name)
    assert found is not None
    return found


def picture(panel: Timeline) -> QImage:
    return panel.grab().toImage()


def test_moments_are_those_of_the_steps_and_of_the_curve() -> None:
    moments = Moments(Steps(CHANGES, 50_000), (0, 1_000, 12_500, 50_000), 60_010, 3_400)
    assert moments.nearest_step(1_009.7) == 1_000
    assert moments.nearest_step(20_049) == 20_025
    assert moments.nearest_step(-5) == 0
    assert moments.nearest_step(60_010) is None
    assert [moments.next(None, unit, -1) for unit in ("batch", "point", "epoch")] == [60_000, 50_000, 50_000]
    assert [moments.next(50_000, unit, -1) for unit in ("batch", "point", "epoch")] == [49_975, 12_500, 0]
    assert [moments.next(0, unit, 1) for unit in ("batch", "point", "epoch")] == [10, 1_000, 50_000]
    assert [moments.next(0, unit, -1) for unit in ("batch", "point", "epoch")] == [0, 0, 0]
    assert moments.next(60_000, "batch", 1) is None
    assert moments.next(55_000, "point", 1) is None
    assert moments.next(55_000, "epoch", 1) is None
    assert moments.words(20_025) == "step 2,001 · epoch 0.40 · η 0.5 · mini-batch 25"


def test_it_says_whether_it_is_live(panel: Timeline) -> None:
    assert panel.badge.text() == "● live"
    assert not panel.branch_button.isVisibleTo(panel.branch_button.parentWidget())
    panel.set_looking_back(20_025)
    assert panel.badge.text() == "● step 2,001 of 6,000: looking back"
    assert panel.track.accessibleDescription() == "step 2,001 of 6,000: looking back"
    panel.set_live(NEWEST + 250, STEPS + 10)
    assert panel.badge.text() == "● step 2,001 of 6,010: looking back"
    panel.set_looking_back(None)
    assert panel.badge.text() == "● live"


def test_before_there_is_data_it_is_calm(qtbot: QtBot) -> None:
    panel = Timeline()
    qtbot.addWidget(panel)
    asked = Asked(panel)
    panel.show()
    panel.set_snapshot(loading_snapshot())
    panel.set_live(0, 0)
    for name in ("go_to_start", "batch_back", "play_back", "play_forth", "go_live", "continue_from_here"):
        assert not action(panel, name).isEnabled()
    mouse(panel.track, QEvent.Type.MouseButtonPress, 60)
    panel.track.set_kept([])
    panel.grab()
    assert asked.moments == []


@pytest.mark.parametrize(
    ("key", "modifier", "at", "expected"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 20_025, 20_000),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 20_025, 20_050),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 20_025, 12_500),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 20_025, 50_000),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 60_000, 50_000),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, 60_000, 100_000),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 60_000, 0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 60_000, None),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, NEWEST - 25, None),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, None, NEWEST - 25),
    ],
)
def test_keys(
    panel: Timeline,
    asked: Asked,
    qtbot: QtBot,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    at: int | None,
    expected: int | None,
) -> None:
    qtbot.waitUntil(panel.track.hasFocus)
    panel.set_looking_back(at)
    QTest.keyClick(panel.track, key, modifier)
    assert asked.moments == [expected]
    assert panel.moment == expected


def test_a_drag_asks_for_the_step_under_the_cursor(panel: Timeline, asked: Asked) -> None:
    track = panel.track
    mouse(track, QEvent.Type.MouseButtonPress, track.place_of(30_010))
    assert asked.moments == [30_000]
    assert panel.moment == 30_000
    mouse(track, QEvent.Type.MouseMove, track.place_of(NEWEST) + 3)
    assert asked.moments == [30_000, None]
    mouse(track, QEvent.Type.MouseMove, -50)
    mouse(track, QEvent.Type.MouseButtonRelease, -50)
    assert panel.moment == 0
    mouse(track, QEvent.Type.MouseMove, 300)
    assert panel.moment == 0


def test_a_fast_drag_asks_once_a_frame_and_ends_where_it_ended(
    panel: Timeline, asked: Asked, qtbot: QtBot
) -> None:
    track = panel.track
    mouse(track, QEvent.Type.MouseButtonPress, 100)
    for x in range(100, 700):  # no time passes for the panel's timer meanwhile
        mouse(track, QEvent.Type.MouseMove, x)
    assert len(asked.moments) == 1
    assert panel.moment is not None
    assert panel.badge.text() == f"● {panel._moments.badge(panel.moment)}"
    qtbot.waitUntil(lambda: asked.moments[-1] == panel.moment)
    assert len(asked.moments) == 2


def test_late_answers_move_nothing(panel: Timeline, asked: Asked, qtbot: QtBot) -> None:
    panel.go("epoch", -1)
    qtbot.waitUntil(lambda: not panel._request_timer.isActive())
    panel.go("epoch", -1)
    assert asked.moments == [100_000, 50_000]
    panel.set_looking_back(100_000)
    assert panel.moment == 50_000
    panel.set_looking_back(50_000)
    assert panel.moment == 50_000
    panel.set_looking_back(10_000)  # nobody asked here: the window's own wish
    assert panel.moment == 10_000
    qtbot.waitUntil(lambda: not panel._request_timer.isActive())
    panel.go("epoch", 1)
    assert asked.moments == [100_000, 50_000, 50_000]


def test_a_shorter_run_is_live(panel: Timeline) -> None:
    panel.set_looking_back(60_000)
    panel.play(1)
    panel.set_live(0, 0)
    assert panel.moment is None
    assert panel.player.direction == 0


def test_only_what_leads_somewhere_can_be_pressed(panel: Timeline, asked: Asked) -> None:
    assert not action(panel, "go_live").isEnabled()  # the key is left to others
    assert not action(panel, "batch_on").isEnabled()
    panel.set_looking_back(0)
    assert not action(panel, "batch_back").isEnabled()
    assert action(panel, "batch_on").isEnabled()
    assert action(panel, "go_live").isEnabled()
    action(panel, "continue_from_here").trigger()
    assert asked.branches == 1
    panel.badge.click()
    assert asked.moments == [None]


def test_everything_explains_itself(panel: Timeline) -> None:
    for widget in panel.header_widgets():
        assert widget.accessibleName()
        assert widget.toolTip()
        if isinstance(widget, QToolButton) and widget.defaultAction() is not None:
            assert widget.defaultAction().objectName()
    track = panel.track
    place = QPoint(round(track.place_of(20_300)), 20)
    QApplication.sendEvent(track, QHelpEvent(QEvent.Type.ToolTip, place, track.mapToGlobal(place)))
    assert QToolTip.text().startswith("step 2,0")
    assert QToolTip.text().endswith("η 0.5 · mini-batch 25")
    QToolTip.hideText()


def test_marks_are_set_named_found_and_removed(panel: Timeline, asked: Asked, qtbot: QtBot) -> None:
    panel.set_looking_back(20_025)
    action(panel, "add_mark").trigger()
    assert asked.marks == [Mark(20_025, "step 2,001")]
    editor = panel.findChild(QLineEdit, "mark_name")
    assert editor is not None
    assert editor.isVisible()
    editor.setText(" it learns 3 ")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert not editor.isVisible()
    assert panel.marks == (Mark(20_025, "it learns 3"),)
    assert asked.marks[-1] == panel.marks
    panel.set_looking_back(None)
    mouse(panel.track, QEvent.Type.MouseButtonPress, panel.track.place_of(20_025) + 3, 5)
    assert panel.moment == 20_025
    QTest.keyClick(panel.track, Qt.Key.Key_Delete)
    assert panel.marks == ()
    assert asked.marks[-1] == ()


def test_a_name_can_be_left_as_it_was(panel: Timeline, asked: Asked) -> None:
    panel.set_marks((Mark(50_000, "one"),))
    mouse(panel.track, QEvent.Type.MouseButtonDblClick, panel.track.place_of(50_000), 5)
    editor = panel.name_editor
    editor.setText("other")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert panel.marks == (Mark(50_000, "one"),)
    panel.rename_mark(0, "  ")
    assert panel.marks == (Mark(50_000, "one"),)
    assert asked.marks == []


def test_a_moment_is_marked_once(panel: Timeline, asked: Asked) -> None:
    panel.set_marks((Mark(NEWEST, "now"),))
    panel.add_mark()
    assert panel.marks == (Mark(NEWEST, "now"),)
    assert panel.name_editor.isVisible()
    assert asked.marks == []


def test_up_and_down_go_from_mark_to_mark(panel: Timeline) -> None:
    panel.set_marks((Mark(50_000, "b"), Mark(10_000, "a")))
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(panel.track, key)
        seen.append(panel.moment)
    assert seen == [50_000, 10_000, 10_000, 50_000]


def test_playing_follows_the_clock(qtbot: QtBot) -> None:
    now, played, turns = [0.0], [], []
    moments = Moments(Steps(CHANGES, 50_000), (0,), 20_100, 2_004)
    player = Player(Timeline(), lambda: moments, clock=lambda: now[0])
    qtbot.addWidget(player.parent())
    player.played.connect(played.append)
    player.changed.connect(turns.append)
    player.pace = PACES[1]  # 100 steps a second
    player.start(-1, None)
    for now[0] in (0.5, 1.0):
        player.play_on()
    assert played == [19_540, 19_040]  # 4 steps of 25, then 46 and 50 of 10
    player.pace = next(pace for pace in PACES if pace.text == "1 epoch/s")
    now[0] += 0.1
    player.play_on()
    assert played[-1] == 14_040
    now[0] += 100
    player.play_on()
    assert played[-1] == 0
    assert turns == [-1, 0]
    player.start(1, 0)
    now[0] += 0.1
    player.play_on()
    assert played[-1] == 5_000
    now[0] += 100
    player.play_on()
    assert played[-1] is None
    assert turns == [-1, 0, 1, 0]


def test_playing_asks_for_moments_until_something_else_is_done(
    panel: Timeline, asked: Asked, qtbot: QtBot
) -> None:
    panel.play(-1)
    qtbot.waitUntil(lambda: len(asked.moments) > 2)
    assert asked.moments == sorted((m for m in asked.moments if m is not None), reverse=True)
    panel.play(-1)
    assert panel.player.direction == 0
    panel.play(1)
    qtbot.waitUntil(lambda: asked.moments[-1] is None)
    assert panel.player.direction == 0
    panel.play(-1)
    panel.go("epoch", -1)
    assert panel.player.direction == 0


@pytest.mark.parametrize("scheme", [theme.Scheme.DARK, theme.Scheme.LIGHT])
def test_the_handle_lies_under_the_curves_epoch(panel: Timeline, scheme: theme.Scheme) -> None:
    theme.set_scheme(scheme)
    panel.apply_theme()
    track = panel.track
    image, now = picture(panel), theme.colours()
    assert image.pixelColor(round(track.place_of(NEWEST)), 20) == now.right
    panel.set_looking_back(50_000)
    image = picture(panel)
    assert image.pixelColor(round(track.place_of(50_000)), 20) == now.text
    assert image.pixelColor(round(track.place_of(25_000)), 20) == now.selected
    panel.set_x_range(0.8, 1.2)
    assert picture(panel).pixelColor(450, 20) == now.text


def test_zoomed_away_from_the_moment_it_points_there(panel: Timeline) -> None:
    panel.set_looking_back(10_000)
    before = picture(panel)
    panel.set_x_range(1.0, 2.0)
    after = picture(panel)
    assert after.pixelColor(39, 20) == theme.colours().selected
    assert before.pixelColor(39, 20) != theme.colours().selected


def test_what_looks_the_same_is_not_painted_again(panel: Timeline) -> None:
    state = panel.track.state
    look = panel.track._look
    assert look(state) == look(replace(state, newest=NEWEST + 3))
    assert look(state) != look(replace(state, newest=NEWEST + 3_000))
    assert look(state) != look(replace(state, shown=NEWEST))
    assert look(TrackState()) == look(TrackState())


def test_ticks_show_what_is_kept_without_running_together(panel: Timeline) -> None:
    counts = []
    for every in (10_000, 1_000, 100):
        panel.track.set_kept(range(0, NEWEST, every))
        image = picture(panel)
        row = [image.pixelColor(x, 26) == theme.colours().faint for x in range(image.width())]
        counts.append(sum(row))
        assert not any(a and b for a, b in pairwise(row))
    assert counts[0] == 12
    assert 115 <= counts[1] <= 120  # the handle covers some
    assert counts[2] > 200
    assert panel.track.height() == HEIGHT


def test_the_newest_moment_beyond_the_curves_end_is_at_the_end(panel: Timeline, asked: Asked) -> None:
    panel.set_x_range(0, 2.3)  # the curve's next point is only due
    track = panel.track
    assert track.state.ends_with_newest
    mouse(track, QEvent.Type.MouseButtonPress, 200)
    mouse(track, QEvent.Type.MouseMove, track.width())
    mouse(track, QEvent.Type.MouseButtonRelease, track.width())
    assert asked.moments[-1] is None
    panel.set_x_range(0, 1)
    assert not track.state.ends_with_newest
    mouse(track, QEvent.Type.MouseButtonPress, track.width())
    assert asked.moments[-1] == 50_000
