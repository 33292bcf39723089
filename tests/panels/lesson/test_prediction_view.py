"""A question on a page: what is said after a guess stands where it belongs, and has room."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.lessons.document import Check, Predict
from nnviz.lessons.parse import read_lesson
from nnviz.lessons.state import AppState
from nnviz.lessons.vocabulary import Vocabulary
from nnviz.panels.lesson.lesson_blocks import BlockMaker
from nnviz.panels.lesson.prediction_view import PredictionView
from nnviz.panels.lesson.stroke_axes import StrokeAxes
from nnviz.widgets.flow_text import FlowText
from tests.panels.painted_words import overprinted, words_of
from tests.panels.snapshots import make_snapshot

LONG = "a rather long answer that takes more than one line in a column"
CHOICE = f"""choice
Which?

- [ ] {LONG}

  It is not.

- [x] the right one, which is just as long as the wrong one above it

  Yes. So it is.

- [ ] another

  No.
"""


def view_of(qtbot: QtBot, body: str) -> PredictionView:
    text = f"---\ntitle: T\n---\n## P\n\n::: predict {body}\n:::\n"
    (asked,) = read_lesson(text, "t", Path("/nowhere"), Vocabulary(frozenset(), {})).pages[0].predictions
    view = PredictionView(asked, BlockMaker(nothing_special))
    qtbot.addWidget(view)
    view.resize(330, 700)
    view.show()
    return view


def nothing_special(block: Predict | Check) -> QWidget:
    raise AssertionError(block)


def texts(widget: QWidget) -> list[str]:
    return [text.accessibleName() for text in widget.findChildren(FlowText)]


@pytest.mark.parametrize(("run", "truth"), [("", "right"), ("\n- run: 1 epoch\n", "what happens")])
def test_what_is_said_of_a_choice_stands_below_it_and_takes_no_room_from_its_words(
    qtbot: QtBot, run: str, truth: str
) -> None:
    view = view_of(qtbot, CHOICE + run)
    wrong, right, other = view.choices
    before = [choice.findChildren(FlowText)[0].width() for choice in view.choices]
    assert texts(wrong) == [LONG]
    wrong.radio.click()
    view.button.click()
    view.show_outcome(AppState(make_snapshot()))
    qtbot.waitUntil(lambda: right.verdict.isVisible())
    assert (wrong.verdict.text(), right.verdict.text()) == ("your guess", truth)
    assert other.verdict.isHidden()
    assert [texts(choice)[1:] for choice in view.choices] == [["It is not."], ["Yes. So it is."], []]
    assert [choice.findChildren(FlowText)[0].width() for choice in view.choices] == before
    assert wrong.verdict.y() >= wrong.findChildren(FlowText)[0].geometry().bottom()


def test_axes_have_room_for_an_untrained_networks_cost_and_say_what_is_on_them(qtbot: QtBot) -> None:
    axes = StrokeAxes(1, "test cost")
    qtbot.addWidget(axes)
    axes.resize(320, 200)
    axes.show()
    assert axes.place((0, 1.5)).y() > axes.place((0, 1.6)).y() >= 0
    assert overprinted(axes) == []
    words = words_of(axes)
    assert {"test cost", "epochs"} <= {word.text for word in words}
    assert not [word.text for word in words if word.is_cut]
    assert axes.axes[1].high != StrokeAxes(1, "test accuracy").axes[1].high == 1
