"""What was seen, as directives: read back, they are the same moments."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nnviz.learning.neuron import Neuron
from nnviz.learning.presets import PRESETS
from nnviz.learning.settings import Settings
from nnviz.lessons.amounts import Amount
from nnviz.lessons.document import ImageChoice
from nnviz.lessons.neuron_name import NeuronName
from nnviz.lessons.parse import read_lesson
from nnviz.lessons.recorded_lesson import PageSeen, RecordedPage, RunSeen, directives, lesson_text
from nnviz.lessons.setups import PageCourse, courses
from nnviz.lessons.vocabulary import Vocabulary
from nnviz.runs.snapshot import Change

WORDS = Vocabulary(frozenset({"network_diagram", "drawing_pad"}), {})
FIRST = Settings(hidden=(8,), seed=5)


def page(*changes: Change, seen: int, **more: object) -> PageSeen:
    return PageSeen(RunSeen(changes, seen, 50_000), ImageChoice("test", 3), **more)  # type: ignore[arg-type]


def read(*pages: PageSeen) -> tuple[PageCourse, ...]:
    text = lesson_text("Told", [RecordedPage(f"Page {i}", "Words.", one) for i, one in enumerate(pages)])
    return courses(read_lesson(text, "told", Path(), WORDS))


def test_a_run_that_goes_on_is_told_once() -> None:
    slower = replace(FIRST, eta=0.5)
    one = page(Change(0, FIRST), seen=100_000)
    two = page(Change(0, FIRST), Change(100_020, slower), seen=100_021)
    first, second = read(one, two)
    assert first.begin.legs == (FIRST, Amount(2, "epoch"))
    assert second.begin.legs == (*first.begin.legs, Amount(2, "step"), slower, Amount(1, "example"))


def test_another_run_or_an_earlier_moment_begins_anew() -> None:
    one = page(Change(0, FIRST), seen=30)
    for other in (
        page(Change(0, FIRST), seen=20),
        page(Change(0, replace(FIRST, seed=6)), seen=20),
        page(Change(0, FIRST), Change(10, replace(FIRST, eta=1)), seen=40),
    ):
        begin = read(one, other)[1].begin
        assert begin.legs[0] == other.run.changes[0].settings
        assert begin.settings == other.run.settings


@pytest.mark.parametrize("settings", [preset.settings for preset in PRESETS.values()])
def test_every_preset_is_called_by_its_name(settings: Settings) -> None:
    said = directives(page(Change(0, replace(settings, seed=3)), seen=0), None)
    assert said[0].startswith("::: set\n- preset: ")
    assert said[0].count("\n") == 5  # preset, seed, image and drawing between its two lines
    (course,) = read(page(Change(0, replace(settings, seed=3)), seen=0))
    assert course.begin.settings == replace(settings, seed=3)


def test_a_long_run_is_told_in_pieces() -> None:
    (course,) = read(page(Change(0, FIRST), seen=250 * 50_000))
    assert course.begin.legs[1:] == (Amount(100, "epoch"), Amount(100, "epoch"), Amount(50, "epoch"))


def test_a_long_stroke_is_thinned_and_ends_where_it_ended() -> None:
    line = tuple((i / 999, 1.2 - i / 999) for i in range(1000))  # it comes in from beyond the pad
    (course,) = read(page(Change(0, FIRST), seen=0, drawing=(line, ((0.5, 0.5),))))
    assert course.begin.drawing is not None
    long, dot = course.begin.drawing
    assert len(long) <= 351
    assert long[0] == (0.0, 1.0)
    assert long[-1] == (1.0, 0.2)
    assert dot == ((0.5, 0.5),)


def test_what_is_looked_at_and_what_is_still_to_be_done() -> None:
    seen = page(Change(0, FIRST), seen=70, neuron=NeuronName("output", 3), edges="change", stage=5)
    seen = replace(seen, run=replace(seen.run, moment=0, twin=replace(FIRST, hidden=(9, 4), eta=0.1)))
    off = NeuronName.of(Neuron(2, 4), 3)
    text = lesson_text(" Two\nlines ", [RecordedPage("P", "Words.", replace(seen, switched_off=(off,)))])
    lesson = read_lesson(text, "told", Path(), WORDS)
    assert lesson.title == "Two lines"
    (show,) = courses(lesson)[0].begin.shows
    assert (show.neuron, show.edges, show.stage) == (NeuronName("output", 3), "change", 5)
    assert show.moment == Amount(0, "step")
    assert dict(show.twin) == {"eta": 0.1, "hidden": (9, 4)}
    assert [check.condition.text for check in lesson.pages[0].checks] == ["unit 4 is switched off"]
