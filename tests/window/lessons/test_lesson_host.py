"""A lesson in the real window: its pages have their own run, and the user's own comes back untouched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.cli.main import create_window
from nnviz.errors import BadInput
from nnviz.figures.rain.figure import RainFigure
from nnviz.learning import kernel
from nnviz.learning.neuron import Neuron, Selection
from nnviz.learning.settings import Settings
from nnviz.lessons import library
from nnviz.lessons.parse import load_lesson
from nnviz.lessons.setups import courses
from nnviz.runs.commands import Advance, SaveRuns
from nnviz.runs.run import Run
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.sessions.guesses_json import guesses_of
from nnviz.sessions.session_file import load_session
from nnviz.window.application import destroy
from nnviz.window.lessons.screen_words import vocabulary
from nnviz.window.main_window import MainWindow
from tests.lessons.test_lesson_files import write_small

PATIENCE = 60_000  # ms

LESSON = """---
title: Trial
---

## One

::: set
- hidden: 8
- seed: 5
- image: test 4
- panels: network_diagram, learning_curve
- hide: settings
:::

::: run 20 steps :::

::: show
- neuron: unit 3
- edges: gradient
:::

Here is [unit 6](unit:6).

::: predict number
How many steps?

- truth: steps
- within: 5
- run: 30 steps
:::

## Two

::: check unit 2 is switched off :::

::: check steps > 50 :::
"""

OWN_DATA = """---
title: Own
---

## Small

::: set
- data: small.npz
- hidden: 4
- image: test 1
:::

Six by five.

## Long

::: set
- data: digits
- hidden: 30
:::

::: run 90 epochs :::

Long.
"""


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = create_window(["--hidden", "6", "--seed", "1"])
    made.resize(1300, 850)
    made.show()
    made.layout_of_panels.restore_default()
    qtbot.waitUntil(lambda: paused(made) is not None, timeout=PATIENCE)
    made.training.submit(Advance(700))
    qtbot.waitUntil(lambda: made.examples_seen == 700 and paused(made) is not None, timeout=PATIENCE)
    yield made
    destroy(made)


def paused(window: MainWindow) -> Snapshot | None:
    latest = window.latest
    return latest if latest is not None and latest.phase is Phase.PAUSED else None


def visible(window: MainWindow) -> set[str]:
    return {p.spec.name for p in window.panels if not window.layout_of_panels.dock(p).isHidden()}


def test_a_lesson_has_its_own_run_and_gives_the_users_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "trial.lesson.md"
    path.write_text(LESSON, encoding="utf-8")
    own, panels = window.latest, visible(window)
    assert own is not None
    assert "lesson" not in panels
    window.select(Selection(pinned=Neuron(2, 1)))
    host, panel = window.lesson_host, window.lesson
    host.open(load_lesson(path, vocabulary()))
    qtbot.waitUntil(lambda: window.selection.pinned == Neuron(2, 3), timeout=PATIENCE)

    # The page's run is the one that its words say, trained here by itself.
    assert own.data is not None
    direct = Run(Settings(hidden=(8,), seed=5), own.data, window.training._training.shared.evaluator)
    direct.advance(200)
    latest = window.latest
    assert latest is not None
    assert kernel.pack(latest.network).tobytes() == kernel.pack(direct.trainer.network).tobytes()
    assert visible(window) == {"lesson", "network_diagram", "learning_curve"}
    assert window.input_image.index == 4
    assert window.network_diagram.mode.name == "GRADIENT"
    assert window.controls._settings.isHidden()

    # What is the user's own is saved meanwhile, and not the lesson's.
    saved, _ = window.training.wait_for(SaveRuns(1 << 20))
    assert [one.settings.hidden for one in saved] == [(6,)]
    assert window.own_latest is own

    # A word lights up what it names.
    panel.pointed.emit("unit:6")
    assert window.selection.hovered == Neuron(2, 6)
    panel.pointed.emit("")

    # First a guess, then the truth.
    (question,) = panel.predictions
    assert question.outcome.isHidden()
    question.field.setText("48")
    question.field.textEdited.emit("48")
    qtbot.mouseClick(question.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: question.is_revealed, timeout=PATIENCE)
    assert question.outcome.text() == "Your guess: 48. What it is: 50."
    assert host.guesses == {"trial": {"How many steps?": 48.0}}

    # The next page is the same whether or not this one was read; tasks tick themselves.
    direct.advance(300)
    window.controls.setFocus()
    panel.next.trigger()
    assert window.focusWidget() is panel.pages_area
    qtbot.waitUntil(lambda: host._is_settled, timeout=PATIENCE)
    latest = window.latest
    assert latest is not None
    assert np.array_equal(latest.network.weights[0], direct.trainer.network.weights[0])
    assert window.network_diagram.mode.name == "SIGNAL"  # what a page does not say does not stay from another
    off, further = panel.tasks
    assert not off.is_done
    assert not further.is_done
    window.training.submit(Advance(10))
    qtbot.waitUntil(lambda: further.is_done, timeout=PATIENCE)
    assert not off.is_done

    # Back on the first page the guess is still there, and everything else is as at first.
    panel.previous.trigger()
    qtbot.waitUntil(lambda: host._is_settled and window.examples_seen == 200, timeout=PATIENCE)
    (question,) = panel.predictions
    assert question.guess == 48.0
    assert question.outcome.isHidden()

    # Closed by hand, it is left: the user's own run, panels and neuron are there again.
    window.layout_of_panels.dock(panel).close()
    qtbot.waitUntil(lambda: not host.is_open and window.examples_seen == 700, timeout=PATIENCE)
    latest = window.latest
    assert latest is not None
    assert kernel.pack(latest.network).tobytes() == kernel.pack(own.network).tobytes()
    assert [run.number for run in latest.runs] == [run.number for run in own.runs]
    assert visible(window) == panels
    qtbot.waitUntil(lambda: window.selection.pinned == Neuron(2, 1), timeout=PATIENCE)
    assert not window.controls._settings.isHidden()


def test_the_column_stays_as_wide_from_page_to_page_and_so_does_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "pages.lesson.md"
    page = "## Page {}\n\n::: set\n- panels: network_diagram, neuron_inspector\n:::\n\nWords.\n\n"
    path.write_text("---\ntitle: Pages\n---\n\n" + "".join(map(page.format, range(5))), encoding="utf-8")
    window.resize(1100, 700)
    window.lesson_host.open(load_lesson(path, vocabulary()))
    dock = window.layout_of_panels.dock(window.lesson)
    for page_number in range(5):
        qtbot.waitUntil(lambda: window.lesson_host._is_settled, timeout=PATIENCE)
        assert window.width() == 1100
        assert abs(dock.width() - 400) <= 24
        if page_number < 4:
            window.lesson.next.trigger()
            assert not window.lesson_host._is_settled
    window.lesson_host.close()  # what is remembered of the window has no lesson in it that was not there
    assert dock.isHidden()


def test_the_panels_of_our_lessons_fit_into_a_small_window(qtbot: QtBot, window: MainWindow) -> None:
    words = vocabulary()
    lessons = [load_lesson(entry.path, words) for entry in library.entries()]
    together = {course.begin.panels for lesson in lessons for course in courses(lesson)} - {None}
    assert len(together) > 8
    window.resize(1100, 700)
    layout = window.layout_of_panels
    for names in together:
        layout.show_only([panel for panel in window.panels if panel.spec.name in (*(names or ()), "lesson")])
        layout.open_beside(window.lesson, 400)
        qtbot.wait(1)
        assert (window.width(), window.height()) == (1100, 700), names
        assert window.lesson.width() >= 360


def test_the_walk_is_of_the_pages_own_image(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "walk.lesson.md"
    page = "## Page {0}\n\n::: set\n- image: test {0}\n- panels: backprop_steps\n:::\n\n"
    pages = "".join(f"{page.format(image)}::: show\n- walk: 3\n:::\n\nWords.\n\n" for image in (7, 4))
    path.write_text(f"---\ntitle: Walk\n---\n\n{pages}", encoding="utf-8")
    window.lesson_host.open(load_lesson(path, vocabulary()))
    for image in (7, 4):
        qtbot.waitUntil(lambda image=image: walked(window) == (image, 2), timeout=PATIENCE)
        window.lesson.next.trigger()


def walked(window: MainWindow) -> tuple[int, int] | None:
    """Which image the walk is of, and its stage from 0."""
    steps = window.backprop_steps
    return None if steps.walk is None else (steps.walk.snapshot.input_image.index, steps.digit.index)


def test_the_curve_comes_back_as_high_as_it_stands_at_first(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "curve.lesson.md"
    page = "## Page {}\n\n::: set\n- panels: network_diagram{}\n:::\n\nWords.\n\n"
    pages = page.format(1, "") + page.format(2, ", learning_curve")
    path.write_text(f"---\ntitle: Curve\n---\n\n{pages}", encoding="utf-8")
    window.resize(1100, 700)
    window.lesson_host.open(load_lesson(path, vocabulary()))
    qtbot.waitUntil(lambda: window.lesson_host._is_settled, timeout=PATIENCE)
    window.lesson.next.trigger()
    qtbot.waitUntil(lambda: window.lesson_host._is_settled, timeout=PATIENCE)
    assert window.layout_of_panels.dock(window.learning_curve).height() == pytest.approx(140, abs=30)


def test_a_figure_ticks_a_task(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "figure.lesson.md"
    task = "::: check figure rain: z > 2 :::\n"
    path.write_text(f"---\ntitle: Rain\n---\n\n## One\n\n::: figure rain :::\n\n{task}", encoding="utf-8")
    window.lesson_host.open(load_lesson(path, vocabulary()))
    qtbot.waitUntil(lambda: window.lesson_host._is_settled, timeout=PATIENCE)
    (figure,), (asked,) = window.lesson.findChildren(RainFigure), window.lesson.tasks
    assert window.lesson.figures["rain"]["z"] == pytest.approx(1.3)
    assert not asked.is_done
    figure.set_number("moisture", 1)  # 6.5 · 1 − 5 · 0.5 − 3 · 0.3 − 0.5 = 2.6
    qtbot.waitUntil(lambda: asked.is_done, timeout=PATIENCE)


def test_a_lesson_with_its_own_data_gives_the_users_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    write_small(tmp_path / "small.npz")
    path = tmp_path / "own.lesson.md"
    path.write_text(OWN_DATA, encoding="utf-8")
    own, host, panel = window.latest, window.lesson_host, window.lesson
    assert own is not None
    host.open(load_lesson(path, vocabulary()))
    qtbot.waitUntil(lambda: host._is_settled, timeout=PATIENCE)
    latest = window.latest
    assert latest is not None
    assert latest.network.sizes == (30, 4, 3)
    assert window.input_image.subject.pixels == 30

    # Its next page takes long and says so; whoever turns back does not wait for it.
    panel.next.trigger()
    qtbot.waitUntil(lambda: panel.progress.isVisible(), timeout=PATIENCE)
    assert panel.progress.text().startswith("Training the network as far as this page has it")
    panel.previous.trigger()
    qtbot.waitUntil(lambda: host._is_settled, timeout=PATIENCE)
    assert not panel.progress.isVisible()
    latest = window.latest
    assert latest is not None
    assert (latest.network.sizes, latest.examples_seen) == ((30, 4, 3), 0)

    host.show_list()
    qtbot.waitUntil(lambda: window.examples_seen == 700 and paused(window) is not None, timeout=PATIENCE)
    latest = window.latest
    assert latest is not None
    assert kernel.pack(latest.network).tobytes() == kernel.pack(own.network).tobytes()


def test_guesses_are_kept_in_the_session(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    guesses = {"04-reading": {"How many?": 48.5, "Which?": 2, "Draw.": ((0.0, 0.1), (0.5, 0.75))}}
    window.set_guesses(guesses)
    file = tmp_path / "kept.nnviz"
    window.documents.state.writer(file)()
    assert load_session(file).guesses == guesses
    window.set_guesses({})
    window.documents.open(file)
    qtbot.waitUntil(lambda: window.guesses == guesses, timeout=PATIENCE)
    kept = window.guesses["04-reading"]
    assert isinstance(kept["Which?"], int)
    assert isinstance(kept["How many?"], float)


@pytest.mark.parametrize(
    "damage", [[], {"a": 3}, {"a": {"b": "x"}}, {"a": {"b": True}}, {"a": {"b": [[1]]}}, {"a": {"b": -1}}]
)
def test_guesses_of_a_damaged_file_are_refused(damage: object) -> None:
    with pytest.raises(BadInput):
        guesses_of(damage)
