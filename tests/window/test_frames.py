"""What each frame shows: nothing twice, and whoever waits for an answer first."""

from __future__ import annotations

import time
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from nnviz.panels.panel import Panel
from nnviz.panels.spec import PanelSpec
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.window.frames import Frames
from tests.panels.snapshots import make_snapshot


class Plain(Panel):
    spec = PanelSpec("plain", "Plain", "Shows nothing.", place=None)


class Following(Plain):
    @property
    def follows_training(self) -> bool:
        return True


class Window:
    """What `Frames` needs of one; `past` is the moment looked back at."""

    def __init__(self, pad: Panel, controls: Panel) -> None:
        self.drawing_pad, self.controls = pad, controls
        self.latest: Snapshot | None = None
        self.input_image = make_snapshot((12,)).input_image
        self.past: Snapshot | None = None
        unchanged = SimpleNamespace(collect=lambda: False, shown=lambda moment: moment)
        self.trial, self.step_walk = unchanged, SimpleNamespace(take_in=lambda shown: None)
        self.time_machine = self

    @property
    def is_live(self) -> bool:
        return self.past is None

    def collect(self) -> bool:
        return False

    def shown(self, latest: Snapshot) -> Snapshot:
        return latest if self.past is None else replace(latest, network=self.past.network, newest=1)


class Screen:
    """Four panels and a bar, with room for none in a frame: what is shown at once is seen."""

    def __init__(self, qtbot: QtBot) -> None:
        self.controls, self.pad, self.plain, self.following, self.hidden = (
            Plain(),
            Plain(),
            Plain(),
            Following(),
            Plain(),
        )
        for panel in (self.controls, self.pad, self.plain, self.following, self.hidden):
            qtbot.addWidget(panel)
            panel.show()
        self.hidden.hide()
        self.window = Window(self.pad, self.controls)
        panels = [self.pad, self.plain, self.following, self.hidden]
        window: Any = self.window
        self.frames = Frames(window, panels)

    def frame(self, latest: Snapshot | None = None, room: int = 0) -> None:
        """A frame in which training has got to `latest`, with room for that many panels."""
        before = self.window.latest
        self.window.latest = latest or before
        self.frames.turns.budget.panels = lambda wanted: min(room, wanted)  # type: ignore[method-assign]
        self.frames.next_frame(before, is_new=latest is not None)

    @property
    def refreshes(self) -> list[int]:
        """Of the bar, the pad, and the panels that do not and do follow the training."""
        return [panel.refreshes for panel in (self.controls, self.pad, self.plain, self.following)]


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    return Screen(qtbot)


def moment(phase: Phase, **fields: Any) -> Snapshot:
    return replace(make_snapshot((12,)), phase=phase, taken_at=time.perf_counter(), **fields)


def test_looking_back_paints_no_panel_again_when_training_goes_on(screen: Screen) -> None:
    screen.frame(moment(Phase.TRAINING))
    screen.window.past = moment(Phase.TRAINING)
    screen.frames.refresh()
    screen.frame()
    bar, pad, plain, following = screen.refreshes
    for count in range(1, 4):
        screen.frame(moment(Phase.TRAINING, examples_seen=count), room=9)
        assert screen.refreshes == [bar + count, pad, plain, following + count]
    assert screen.hidden.snapshot is screen.following.snapshot  # who is not seen is told, for later
    screen.window.past = None
    screen.frames.refresh()
    screen.frame()
    assert screen.refreshes == [bar + 4, pad + 1, plain + 1, following + 4]


def test_who_waits_for_a_turn_gets_it_though_training_goes_on_while_looking_back(screen: Screen) -> None:
    screen.frame(moment(Phase.TRAINING))
    screen.window.past = moment(Phase.TRAINING)
    screen.frame(moment(Phase.TRAINING, examples_seen=1))
    screen.frame(moment(Phase.TRAINING, examples_seen=2), room=9)
    assert screen.refreshes == [2, 1, 1, 1]  # the panels those of the first moment, whose turn had not come


def test_a_pause_is_seen_in_the_bar_before_the_network_is_evaluated(screen: Screen) -> None:
    screen.frame(moment(Phase.TRAINING), room=9)
    screen.frame(moment(Phase.PAUSED, evaluation=None), room=9)
    assert screen.controls.snapshot is not None
    assert screen.controls.snapshot.phase is Phase.PAUSED
    assert screen.refreshes == [2, 1, 1, 1]
    screen.frame(room=9)
    assert screen.refreshes == [2, 1, 1, 1]
    screen.frame(moment(Phase.PAUSED))
    assert screen.refreshes == [3, 2, 2, 2]


def test_panels_wait_for_an_evaluation_that_takes_long_no_longer_than_that(screen: Screen) -> None:
    screen.frame(moment(Phase.TRAINING), room=9)
    paused = moment(Phase.PAUSED, evaluation=None)
    screen.frame(paused)
    screen.window.latest = replace(paused, taken_at=time.perf_counter() - 0.2)
    screen.frame()
    assert screen.refreshes == [3, 2, 2, 2]
    screen.frame()
    assert screen.refreshes == [3, 2, 2, 2]


def test_who_draws_is_answered_first_while_training_goes_on(screen: Screen) -> None:
    screen.frame(moment(Phase.TRAINING), room=9)
    screen.frames.show_another_image()
    screen.frame()
    assert screen.refreshes == [1, 2, 1, 1]
    screen.frame(room=9)
    assert screen.refreshes == [2, 2, 2, 2]


def test_a_drawing_is_seen_everywhere_at_once_while_nothing_is_trained(screen: Screen) -> None:
    screen.frame(moment(Phase.PAUSED))
    screen.frames.show_another_image()
    screen.frame()
    assert screen.refreshes == [2, 2, 2, 2]


def test_the_bar_tells_at_once_that_training_has_begun_though_somebody_draws(screen: Screen) -> None:
    """Its button is pressed again in the next moment, and must mean what it says."""
    screen.frame(moment(Phase.PAUSED))
    screen.frames.show_another_image()
    screen.frame(moment(Phase.TRAINING))
    assert screen.controls.snapshot is not None
    assert screen.controls.snapshot.phase is Phase.TRAINING
    assert screen.refreshes == [2, 2, 1, 1]
