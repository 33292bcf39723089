"""Lessons are checked on the real trainer: what a page states is compared with what a run says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnviz.datasets.dataset import Dataset
from nnviz.learning.settings import Settings
from nnviz.lessons.amounts import Amount, Until
from nnviz.lessons.check import check_lesson
from nnviz.lessons.conditions import Condition
from nnviz.lessons.parse import read_lesson
from nnviz.lessons.rehearsal import Rehearsal
from nnviz.lessons.setups import courses
from nnviz.lessons.vocabulary import Vocabulary
from nnviz.runs.run import Run
from nnviz.runs.shared_data import SharedData
from tests.panels.snapshots import make_dataset

FRONT = "---\ntitle: Trial\n---\n"
WORDS = Vocabulary(frozenset({"why"}), {})
SMALL = "::: set\n- hidden: 12\n- seed: 4\n:::\n\n"


@pytest.fixture(scope="module")
def shared() -> SharedData:
    train, test = make_dataset(400), make_dataset(200, seed=6)
    return SharedData.of(Dataset(train, test, test))


def trained(shared: SharedData, examples: int, **settings: object) -> Run:
    """The same run, made directly."""
    run = Run(Settings(hidden=(12,), seed=4, **settings), shared.data, shared.evaluator)
    run.advance(examples)
    return run


def found(shared: SharedData, text: str) -> list[str]:
    lesson = read_lesson(FRONT + text, "trial", Path("/nowhere"), WORDS)
    return [fault.sentence for fault in check_lesson(lesson, Rehearsal(shared))]


def test_a_stated_figure_is_that_of_the_run(shared: SharedData) -> None:
    right = trained(shared, 800).evaluate().accuracy
    page = "## P\n\n" + SMALL + "It reads {} {{=test_accuracy after 2 epochs}}.\n"
    assert found(shared, page.format(f"{100 * right:.1f} %")) == []
    (fault,) = found(shared, page.format(f"{100 * right + 1:.1f} %"))
    assert f"test_accuracy after 2 epochs is {100 * right:.2f} %" in fault
    assert fault.startswith("line 11:")


def test_settings_of_a_figure_are_its_own(shared: SharedData) -> None:
    cost = trained(shared, 400, eta=0.1).evaluate().cost
    page = f"## P\n\n{SMALL}{cost:.4f} {{=test_cost after 1 epoch with eta 0.1}}\n"
    assert found(shared, page) == []


def test_each_page_begins_where_the_one_before_ended(shared: SharedData) -> None:
    text = (
        "## A\n\n"
        + SMALL
        + "::: run 30 steps :::\n\n::: predict choice\nQ?\n\n- [x] a\n- [ ] b\n- run: 1 epoch\n:::\n\n"
        "## B\n\n::: set\n- eta: 0.5\n- go on: yes\n:::\n\n::: run 1 epoch :::\n\nx\n\n## C\n\nNothing.\n"
    )
    lesson = read_lesson(FRONT + text, "trial", Path("/nowhere"), WORDS)
    rehearsal = Rehearsal(shared)
    direct = trained(shared, 700)
    direct.change(Settings(hidden=(12,), seed=4, eta=0.5))
    direct.advance(400)
    for order in (range(3), [2]):  # one after the other, and the last one at once
        for page in order:
            run = rehearsal.reach(courses(lesson)[page].begin.legs)
        assert run.examples_seen == 1100
        assert np.array_equal(run.trainer.network.weights[0], direct.trainer.network.weights[0])
        assert np.array_equal(run.curve.test_accuracy, direct.curve.test_accuracy)
        rehearsal = Rehearsal(shared)


def test_training_waits_for_a_condition(shared: SharedData) -> None:
    lesson = read_lesson(
        FRONT + "## P\n\n" + SMALL + "::: run until training_cost < 0.45, at most 9 epochs :::\n\nx\n",
        "trial",
        Path("/nowhere"),
        WORDS,
    )
    run = Rehearsal(shared).reach(courses(lesson)[0].begin.legs)
    assert run.curve.cost[-1] < 0.45
    assert not (run.curve.cost[1:-1] < 0.45).any()


def test_what_does_not_come_true_is_a_fault(shared: SharedData) -> None:
    assert (
        "has not come true"
        in found(
            shared, "## P\n\n" + SMALL + "::: run until test_accuracy > 99 %, at most 0.2 epochs :::\n\nx\n"
        )[0]
    )
    question = "::: predict choice\nQ?\n\n- [x] a\n- [ ] b\n- truth: test_accuracy > 99 %\n:::\n"
    assert re.search(r"is not so: test_accuracy is \d.* %\.", found(shared, "## P\n\n" + SMALL + question)[0])
    early = "## P\n\n" + SMALL + "::: check test_accuracy < 99 % :::\n"
    assert "as soon as the page opens" in found(shared, early)[0]
    image = "## P\n\n::: set\n- image: test 999\n:::\n\nx\n"
    assert "no test digit 999" in found(shared, image)[0]


@pytest.mark.parametrize(
    ("task", "is_done"),
    [
        ("unit 3 is switched on", True),
        ("unit 3 is switched off", False),
        ("pinned is none", False),
        ("unit 5 is pinned", True),
        ("unit 6 is pinned", False),
        ("units_off is 0", True),
        ("edges is weight", True),
        ("edges is gradient", False),
        ("edges is signal", False),
        ("panel why is open", False),  # it may lie behind others
        ("panel why is closed", False),
        ("panel pad is closed", True),
        ("panel map is open", True),
        ("panel map is closed", False),
        ("drawn_class is none", False),  # what is on the pad, nobody knows
        ("steps > 10 and unit 5 is pinned", False),
    ],
)
def test_a_task_of_the_window_is_not_done_when_the_page_opens(
    shared: SharedData, task: str, is_done: bool
) -> None:
    words = Vocabulary(frozenset({"why", "pad", "map"}), {})
    text = (
        "## P\n\n::: set\n- hidden: 12\n- panels: why, map\n:::\n\n"
        f"::: show map\n- neuron: unit 5\n- edges: weight\n:::\n\n::: check {task} :::\n"
    )
    lesson = read_lesson(FRONT + text, "trial", Path("/nowhere"), words)
    faults = check_lesson(lesson, Rehearsal(shared))
    assert [fault.line for fault in faults] == ([16] if is_done else [])


def test_what_a_guess_leads_to_is_known_without_training(shared: SharedData) -> None:
    rehearsal, settings = Rehearsal(shared), Settings(hidden=(12,), seed=4)
    legs = (settings, Amount(3, "step"), Amount(20, "example"))
    run = shared.new_run(settings, 1 << 20)
    run.advance(50)
    assert rehearsal.examples_after(legs) == 50
    assert rehearsal.is_at(run, legs)
    assert not rehearsal.is_at(run, legs[:2])
    assert not rehearsal.is_at(run, (replace(settings, eta=0.5), *legs[1:]))
    assert not rehearsal.is_at(run, (*legs, replace(settings, eta=0.5)))  # which only training tells
    assert not rehearsal._kept  # nothing was trained
    run.replace_network(run.trainer.network, "edited by hand")
    assert not rehearsal.is_at(run, legs)
    assert rehearsal.examples_after((settings, Until(Condition.read("test_accuracy > 90 %")))) is None
