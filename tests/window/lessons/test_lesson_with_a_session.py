"""A lesson with a session beside it, from its file to the window and to the page for a browser."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from nnviz.cli.main import create_window, main
from nnviz.datasets.mnist import load_mnist
from nnviz.learning import kernel
from nnviz.learning.neuron import Neuron
from nnviz.learning.settings import Settings
from nnviz.lessons.parse import load_lesson
from nnviz.lessons.rehearsal import Rehearsal
from nnviz.runs.shared_data import SharedData
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import save_session
from nnviz.window.application import destroy
from nnviz.window.lessons.lesson_page import lesson_page
from nnviz.window.lessons.screen_words import vocabulary
from nnviz.window.page_pictures import page_pictures, panels_shown

LESSON = """---
title: Brought along
---

## As it was

::: set
- session: mine.nnviz
- image: test 7
- panels: network_diagram, neuron_inspector, learning_curve
:::

::: show neuron_inspector
- neuron: unit 2
:::

Somebody has trained this.

## And on

::: set
- go on: yes
- eta: 0.5
- panels: network_diagram, learning_curve
:::

::: run 5 steps :::

Trained on: {} {{=steps}} steps in all.

## In words

No panel is spoken of.
"""


def test_it_is_checked_opened_and_made_a_page_of(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = SharedData.of(load_mnist())
    run = shared.new_run(Settings(hidden=(7,), seed=3), 1 << 20)
    run.advance(150)
    save_session(tmp_path / "mine.nnviz", Session((run.saved("mine"),)))
    path = tmp_path / "brought.lesson.md"
    path.write_text(LESSON.format(20), encoding="utf-8")
    assert main(["lesson", "check", str(path)]) == 0
    assert "3 pages" in capsys.readouterr().out

    # The window that opens with it shows the session's own network.
    window = create_window(["--lesson", str(path)])
    window.show()
    host = window.lesson_host
    qtbot.waitUntil(lambda: host.is_settled, timeout=60_000)
    latest = window.latest
    assert latest is not None
    assert latest.examples_seen == 150
    assert kernel.pack(latest.network).tobytes() == kernel.pack(run.trainer.network).tobytes()
    assert window.input_image.index == 7
    assert window.selection.pinned == Neuron(2, 2)
    window.lesson_host.leave(keeps_panel=False)

    # Pictures of what the pages show: the panel that is named or, without one, those that are opened.
    lesson = load_lesson(path, vocabulary())
    assert [panels_shown(page) for page in lesson.pages] == [
        ("neuron_inspector",),
        ("network_diagram", "learning_curve"),
        (),
    ]
    pictures = page_pictures(lesson, window)
    assert [len(of_page) for of_page in pictures] == [1, 2, 0]
    words = [picture.words for of_page in pictures for picture in of_page]
    assert words == [
        "Hidden unit 2: test digit 7, after 150 examples of training",
        "Network: test digit 7, after 200 examples of training",
        "Accuracy and cost: test digit 7, after 200 examples of training",
    ]
    for of_page in pictures:
        for picture in of_page:
            image = Image.open(io.BytesIO(picture.png)).convert("RGB")
            assert min(image.size) > 100
            assert len(image.getcolors(1 << 20) or ()) > 10  # something is drawn on it
    page = lesson_page(lesson, Rehearsal(shared), pictures)
    first, second, third = page.split("<h2>")[1:]
    assert [part.count('<figure><img src="data:image/png;base64,') for part in (first, second, third)] == [
        1,
        2,
        0,
    ]
    assert f'alt="{words[0]}"' in first
    assert "http" not in page.replace("http-equiv", "")
    assert len(page) < 1_000_000
    destroy(window)
