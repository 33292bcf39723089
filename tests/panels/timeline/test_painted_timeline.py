"""The timeline's handle, flags and ticks, measured on the picture it paints."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.panels.timeline.track import TimelineTrack, TrackState
from nnviz.runs.snapshot import Mark
from nnviz.widgets import theme
from tests.panels import pixels

LEFT, LENGTH = 46, 500  # px, of the line
LINE = 20  # px from the top
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def track() -> TimelineTrack:
    """From epoch 1 to 3 of 1,000 examples each: a quarter of a pixel is one example."""
    theme.set_scheme(theme.Scheme.DARK)
    made = TimelineTrack(lambda examples: f"{examples}")
    made.resize(LEFT + LENGTH + 46, 32)
    return made


def x_of(examples: int) -> float:
    return LEFT + (examples - 1_000) / 4


def state(shown: int | None = None, marks: tuple[Mark, ...] = ()) -> TrackState:
    return TrackState(epoch_size=1_000, epochs=(1.0, 3.0), newest=2_600, shown=shown, marks=marks)


@pytest.mark.parametrize("shown", [1_200, 2_000, 2_400])
def test_the_handle_is_at_the_moment_on_show_and_the_line_leads_there(
    track: TimelineTrack, shown: int
) -> None:
    track.set_state(state(shown))
    found, now = pixels.of_widget(track), theme.colours()
    x, y = pixels.middle(pixels.near(found, now.text, 10))
    assert (x, y) == pytest.approx((x_of(shown), LINE), abs=1)
    left, _, right, _ = pixels.box(pixels.near(found, now.selected, 10))
    assert left == pytest.approx(LEFT - 1.5, abs=1.5)
    assert right <= x_of(shown)
    newest = pixels.near(found[LINE : LINE + 1], theme.mixed(now.card, now.selected, 0.45), 8)
    assert pixels.box(newest)[2] == pytest.approx(x_of(2_600), abs=2.5)


def test_a_flag_stands_at_each_mark_in_view(track: TimelineTrack) -> None:
    marks = tuple(Mark(examples, name) for name, examples in (("a", 400), ("b", 1_400), ("c", 2_200)))
    track.set_state(state(1_100, marks))
    poles = pixels.near(pixels.of_widget(track)[9:16], theme.colours().muted, 40).all(axis=0)
    expected = [x_of(1_400), x_of(2_200)]  # the first was before what is in view
    assert np.flatnonzero(poles) == pytest.approx(expected, abs=1.5)
    pennant = pixels.near(pixels.of_widget(track)[4:6], theme.colours().muted, 20).all(axis=0)
    assert pennant[round(expected[0]) + 2]  # to the right of its pole


def test_ticks_stand_at_the_kept_networks_in_view(track: TimelineTrack) -> None:
    track.set_state(state(1_100))
    track.set_kept([0, 800, 1_400, 1_900, 2_400])
    ticks = pixels.near(pixels.of_widget(track)[26:28], theme.colours().faint, 10).all(axis=0)
    assert np.flatnonzero(ticks) == pytest.approx([x_of(m) for m in (1_400, 1_900, 2_400)], abs=1)
