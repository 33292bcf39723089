"""The picture compared with: its lead and the pixels' shares add up to the lead of the input image."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from nnviz.panels.why.base_picture import Base, Bases
from nnviz.panels.why.panel import Why
from nnviz.panels.why.question import Found, Question
from nnviz.panels.why.why_words import image_title, pixel_tip, pixel_words
from nnviz.runs.input_image import data_input
from tests.panels.snapshots import make_snapshot

PATIENCE = 30_000  # ms
SNAPSHOT = make_snapshot((20,))
TEST = SNAPSHOT.data.test  # type: ignore[union-attr]


def zs_of(image: np.ndarray) -> np.ndarray:
    a, network = image.astype(float), SNAPSHOT.network
    for w, b in zip(network.weights[:-1], network.biases[:-1], strict=True):
        a = 1 / (1 + np.exp(-(w.astype(float) @ a + b)))
    return np.asarray(network.weights[-1].astype(float) @ a + network.biases[-1])


def ask(which: Base, rival: int = 8) -> Found:
    bases = Bases(which, data_input(TEST, 44), TEST)
    found = Question(SNAPSHOT.network, SNAPSHOT.input_image, 2, rival, bases).find(lambda: True)
    assert found is not None
    return found


@pytest.mark.parametrize("which", list(Base))
def test_shares_of_pixels_add_up_from_each_base(which: Base) -> None:
    found, image = ask(which), SNAPSHOT.input_image.image
    eights = np.flatnonzero(TEST.labels == 8)
    nearest = eights[np.linalg.norm(TEST.images[eights] / 255 - image, axis=1).argmin()]
    base = {Base.BLANK: np.zeros(784), Base.BEFORE: TEST.image(44), Base.RIVAL: TEST.image(int(nearest))}[
        which
    ]
    np.testing.assert_array_equal(found.base.image, base)
    leads = [zs_of(picture)[2] - zs_of(picture)[8] for picture in (image, base)]
    assert found.pixels.base_lead == pytest.approx(leads[1], abs=1e-9)
    assert found.pixels.pixels.sum() == pytest.approx(leads[0] - leads[1], rel=1e-3)
    assert (found.pixels.pixels[image == base] == 0).all()


def test_a_test_picture_is_not_compared_with_itself() -> None:
    assert SNAPSHOT.input_image.index == 3
    assert ask(Base.RIVAL, rival=3).base.index != 3


def test_what_is_compared_with_is_said() -> None:
    subject = TEST.subject
    found = ask(Base.BEFORE)
    assert pixel_words(found, subject)[1].startswith("test 44 ")
    assert pixel_tip(found, subject).startswith("Test digit 44 is changed into this image")
    assert image_title(found, subject) == "pixels for 2 (blue), for 8 (orange)"
    assert image_title(ask(Base.BLANK), subject) == "ink for 2 (blue), for 8 (orange)"


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[Why]:
    made = Why()
    qtbot.addWidget(made)
    made.reduced_motion = True
    made.resize(820, 460)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def test_the_image_before_is_the_one_that_was_shown(qtbot: QtBot, panel: Why) -> None:
    choice = next(one for one in panel.header_widgets() if one.objectName() == "why_base")
    assert isinstance(choice, QComboBox)
    panel.set_snapshot(SNAPSHOT)
    qtbot.waitUntil(lambda: panel.found is not None, timeout=PATIENCE)
    panel.set_snapshot(replace(SNAPSHOT, input_image=data_input(TEST, 7)))
    choice.setCurrentIndex(choice.findData(Base.BEFORE))
    qtbot.waitUntil(lambda: panel.found.base.index == 3, timeout=PATIENCE)  # type: ignore[union-attr]
    assert panel.found is not None
    assert panel.found.input_image.index == 7
    panel.grab()
