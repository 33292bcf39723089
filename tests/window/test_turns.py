"""The window keeps to its share of a core: a few panels a frame, in turn, or all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from nnviz.panels.panel import Panel
from nnviz.panels.spec import PanelSpec
from nnviz.runs.snapshot import Snapshot
from nnviz.window.turns import Budget, Turns
from tests.panels.snapshots import make_snapshot

FRAME = 0.016  # seconds


class Plain(Panel):
    spec = PanelSpec("plain", "Plain", "Shows nothing.", place=None)


@pytest.fixture
def panels(qtbot: QtBot) -> list[Panel]:
    made: list[Panel] = [Plain() for _ in range(5)]
    for panel in made:
        qtbot.addWidget(panel)
        panel.show()
    return made


def moments(panels: list[Panel]) -> list[int]:
    return [-1 if panel.snapshot is None else panel.snapshot.examples_seen for panel in panels]


def moment(examples_seen: int) -> Snapshot:
    return replace(make_snapshot((12,)), examples_seen=examples_seen)


class Fixed(Budget):
    """Room for two panels in every frame."""

    def panels(self, wanted: int) -> int:
        return min(wanted, 2)


@pytest.mark.parametrize(("cost", "frame"), [(0.002, FRAME), (0.002, 0.05), (0.0007, FRAME), (0.02, FRAME)])
def test_what_panels_cost_says_how_many_are_shown(cost: float, frame: float) -> None:
    """A share of 0.35 of a core is room for 0.35 / cost panels a second, however long the frames are."""
    budget, spent, counts = Budget(), 0.0, []
    for _ in range(500):
        budget.begin(frame, spent)
        counts.append(budget.panels(1_000))
        budget.spend(counts[-1])
        spent = cost * counts[-1]
    assert sum(counts[-200:]) == pytest.approx(200 * frame * 0.35 / cost, rel=0.05)


def test_a_budget_that_is_overdrawn_is_paid_back() -> None:
    budget = Budget()
    budget.begin(FRAME, 0)
    budget.spend(9)
    frames = 0
    while not budget.panels(9):
        budget.begin(FRAME, 9 * 0.002 if frames == 0 else 0)
        frames += 1
    # 9 panels of 2 ms are 18 ms; a frame has 5.6 ms
    assert frames == 3


def test_panels_take_turns_and_nobody_is_left_out(panels: list[Panel]) -> None:
    turns = Turns(panels)
    turns.budget = Fixed()
    seen = []
    for frame in range(1, 6):
        turns.show(lambda _, frame=frame: moment(frame), at_once=False)  # type: ignore[misc]
        turns.next_frame()
        seen.append(moments(panels))
    assert seen == [
        [1, 1, -1, -1, -1],
        [1, 1, 2, 2, -1],
        [3, 1, 2, 2, 3],
        [3, 4, 4, 2, 3],
        [3, 4, 4, 5, 5],
    ]


def test_those_who_wait_are_shown_the_newest_in_the_next_frames(panels: list[Panel]) -> None:
    turns = Turns(panels)
    turns.budget = Fixed()
    turns.show(lambda _: moment(7), at_once=False)
    for _ in range(3):
        turns.next_frame()
    assert moments(panels) == [7] * 5
    refreshes = [panel.refreshes for panel in panels]
    turns.next_frame()
    assert [panel.refreshes for panel in panels] == refreshes  # once each, and no more


def test_at_once_is_at_once(panels: list[Panel]) -> None:
    turns = Turns(panels)
    turns.show(lambda _: moment(3), at_once=True)
    assert moments(panels) == [3] * 5


def test_one_that_cannot_be_seen_takes_no_turn_and_knows_the_moment(panels: list[Panel]) -> None:
    turns = Turns(panels)
    turns.budget = Fixed()
    panels[0].hide()
    panels[4].hide()
    turns.show(lambda _: moment(2), at_once=False)
    turns.next_frame()
    assert moments(panels) == [2, 2, 2, -1, 2]
