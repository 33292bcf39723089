"""Every run of the packaged lessons is trained in earnest, once for all of them, and every figure looked up.

And the check is checked: a copy of a lesson with any one of its figures changed is found out.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

from nnviz.datasets.mnist import load_mnist
from nnviz.lessons import library
from nnviz.lessons.amounts import Until
from nnviz.lessons.check import check_lesson
from nnviz.lessons.claims import IN_TEXT, Claim
from nnviz.lessons.document import ImageChoice, Lesson
from nnviz.lessons.parse import load_lesson, read_lesson
from nnviz.lessons.rehearsal import Rehearsal
from nnviz.lessons.setups import Legs, courses
from nnviz.lessons.state import AppState
from nnviz.runs.shared_data import SharedData
from nnviz.window.lessons.screen_words import vocabulary

PATHS = [entry.path for entry in library.entries()]


class Remembered(Rehearsal):
    """Trains the same moment once: pages, lessons and their copies share it."""

    def __init__(self, shared: SharedData) -> None:
        super().__init__(shared)
        self._moments: dict[tuple[Legs, ImageChoice], tuple[AppState, Until | None]] = {}

    def state(self, legs: Legs, image: ImageChoice) -> AppState:
        key = legs, image
        if key not in self._moments:
            self._moments[key] = super().state(legs, image), self.unmet
        state, self.unmet = self._moments[key]
        return state


@pytest.fixture(scope="module")
def rehearsal() -> Remembered:
    return Remembered(SharedData.of(load_mnist()))


def claims_of(lesson: Lesson) -> list[Claim]:
    return [*lesson.claims, *(claim for page in lesson.pages for claim in page.claims)]


def changed(claim: Claim) -> str:
    """The stated figure, off by a little more than twice what it may be."""
    digits = re.sub(r"[^\d.]", "", claim.stated)
    decimals = len(digits.partition(".")[2])
    share = 100 if claim.stated.endswith("%") else 1
    steps = math.floor(2 * claim.tolerance * share * 10**decimals + 1e-6) + 1
    number = abs(float(digits)) + steps * 10.0**-decimals
    return claim.stated.replace(re.sub(r"[^\d.,]", "", claim.stated), f"{number:.{decimals}f}")


def with_one_changed(text: str, claim: Claim) -> list[str]:
    """Copies of the lesson: in each, one figure of that line that is written so is another one."""
    lines = text.split("\n")
    line = lines[claim.line - 1]
    at = [match.start() for match in re.finditer(rf"{re.escape(claim.stated)}(?=\s*(\{{=|$))", line)]
    return [
        "\n".join(
            [
                *lines[: claim.line - 1],
                line[:begin] + changed(claim) + line[begin + len(claim.stated) :],
                *lines[claim.line :],
            ]
        )
        for begin in at
    ]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_all_is_as_it_says(path: Path, rehearsal: Remembered) -> None:
    faults = check_lesson(load_lesson(path, vocabulary()), rehearsal)
    assert [f"{fault.line}: {fault.wrong}" for fault in faults] == []


def test_unit_80_is_the_one_that_lesson_9_says(rehearsal: Remembered) -> None:
    lesson = load_lesson(library.path_of("09-four-equations"), vocabulary())
    begin = courses(lesson)[3].begin
    snapshot = rehearsal.state(begin.legs, begin.image).snapshot
    first, second = (weights.astype(float) for weights in snapshot.network.weights)
    x, y = snapshot.input_image.image.ravel(), np.eye(10)[4]
    hidden = 1 / (1 + np.exp(-(first @ x + snapshot.network.biases[0])))
    outputs = 1 / (1 + np.exp(-(second @ hidden + snapshot.network.biases[1])))
    errors = (outputs - y) * outputs * (1 - outputs)
    sent_back = second.T @ errors
    assert np.argmax(np.abs(sent_back * hidden * (1 - hidden))) == 80
    # "all others are so small that they hardly count": these two alone give what the lesson asks for.
    assert second[[4, 9], 80] @ errors[[4, 9]] == pytest.approx(sent_back[80], abs=0.0005)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_figure_that_is_changed_is_found_out(path: Path, rehearsal: Remembered) -> None:
    text, words = path.read_text(encoding="utf-8"), vocabulary()
    claims = claims_of(load_lesson(path, words))
    assert claims, "a lesson states at least one figure"
    assert len(claims) >= len(IN_TEXT.findall(text))
    for claim in claims:
        copies = with_one_changed(text, claim)
        assert copies, f"line {claim.line}: {claim.stated} is not found"
        for copy in copies:
            faults = check_lesson(read_lesson(copy, path.name, path.parent, words), rehearsal)
            assert [fault.line for fault in faults] == [claim.line], f"{claim.stated} on line {claim.line}"
