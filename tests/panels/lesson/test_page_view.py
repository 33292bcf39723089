"""What stands below a question is not to be read before there is a guess, or somebody goes on without."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.lessons.parse import read_lesson
from nnviz.lessons.state import AppState
from nnviz.lessons.vocabulary import Vocabulary
from nnviz.panels.lesson.panel import LessonPanel
from nnviz.panels.lesson.prediction_view import PredictionView
from nnviz.sessions.session import Guess
from nnviz.widgets.flow_text import FlowText
from tests.panels.snapshots import make_snapshot

PAGE = """---
title: Trial
---
## One

Above.

::: predict choice
Which?

- [ ] this

  It is not.

- [x] that

  It is.

- [ ] neither

  One of them is.
:::

::: hint Help
Between.
:::

Below.

::: predict number
How many?

- truth: 3
- within: 0
- near: It is $2 + 1$.
:::

At the end.
"""


@pytest.fixture
def panel(qtbot: QtBot) -> LessonPanel:
    made = LessonPanel()
    qtbot.addWidget(made)
    open_page(made, {})
    return made


def open_page(panel: LessonPanel, guesses: Mapping[str, Guess]) -> None:
    panel.show_page(read_lesson(PAGE, "trial", Path("/nowhere"), Vocabulary(frozenset(), {})), 0, guesses)


def words(panel: LessonPanel) -> list[str]:
    """What is there to be read on the page, in order."""
    page = panel.pages_area.widget()
    texts = [text for text in page.findChildren(FlowText) if text.isVisibleTo(page)]
    return [
        text.accessibleName() for text in sorted(texts, key=lambda text: text.mapTo(page, text.pos()).y())
    ]


def choose(view: PredictionView, number: int, qtbot: QtBot) -> None:
    view.group.button(number).setChecked(True)
    qtbot.mouseClick(view.button, Qt.MouseButton.LeftButton)


def named(panel: LessonPanel, name: str) -> QWidget:
    (found,) = (one for one in panel.findChildren(QWidget) if one.accessibleName() == name)
    return found


def test_the_page_ends_with_its_first_open_question(panel: LessonPanel, qtbot: QtBot) -> None:
    asked, counted = panel.predictions
    assert words(panel)[:2] == ["Above.", "Which?"]
    assert "Below." not in words(panel)
    assert named(panel, "Hint: Help").isVisibleTo(panel)  # it is for this very question
    choose(asked, 0, qtbot)
    assert "Below." not in words(panel)  # the outcome is still to come
    asked.show_outcome(AppState(make_snapshot()))
    assert "Below." in words(panel)
    assert "How many?" in words(panel)
    assert "At the end." not in words(panel)
    counted.field.setText("4")
    counted.field.textEdited.emit("4")
    qtbot.mouseClick(counted.button, Qt.MouseButton.LeftButton)
    counted.show_outcome(AppState(make_snapshot()))
    assert "At the end." in words(panel)
    assert not named(panel, "Go on without a guess").isVisibleTo(panel)


def test_whoever_has_no_guess_goes_on(panel: LessonPanel, qtbot: QtBot) -> None:
    go_on = named(panel, "Go on without a guess")
    qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    assert "Below." in words(panel)
    assert "At the end." not in words(panel)
    qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    assert "At the end." in words(panel)
    assert not go_on.isVisibleTo(panel)
    assert [view.guess for view in panel.predictions] == [None, None]


def test_what_was_guessed_earlier_is_not_asked_again(panel: LessonPanel) -> None:
    open_page(panel, {"Which?": 1, "How many?": 3.0})
    assert words(panel)[-1] == "At the end."


def test_a_choice_has_what_is_said_of_it_below(panel: LessonPanel, qtbot: QtBot) -> None:
    panel.resize(420, 900)
    panel.show()
    qtbot.waitExposed(panel)
    asked = panel.predictions[0]
    choose(asked, 0, qtbot)
    asked.show_outcome(AppState(make_snapshot()))
    qtbot.waitUntil(lambda: "It is." in words(panel))
    seen = words(panel)
    assert seen[2:7] == ["this", "It is not.", "that", "It is.", "neither"]
