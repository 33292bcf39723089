"""A lesson brings its own data and a run that somebody has trained; what lies elsewhere is not touched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnviz.datasets.dataset import Dataset
from nnviz.datasets.load import load_data
from nnviz.learning.settings import Settings
from nnviz.lessons.check import check_lesson
from nnviz.lessons.document import Lesson
from nnviz.lessons.fault import BadLesson
from nnviz.lessons.parse import read_lesson
from nnviz.lessons.rehearsal import Progress, Rehearsal
from nnviz.lessons.setups import courses
from nnviz.lessons.vocabulary import Vocabulary
from nnviz.runs.run import Run
from nnviz.runs.shared_data import SharedData
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import save_session
from tests.panels.snapshots import make_dataset

DATA = "::: set\n- data: small.npz\n- hidden: 4\n- seed: 2\n:::\n\n"
SESSION = "::: set\n- session: mine.nnviz\n:::\n\n"


@pytest.fixture(scope="module")
def shared() -> SharedData:
    digits = make_dataset(200)
    return SharedData.of(Dataset(digits, digits, make_dataset(100, seed=6)))


@pytest.fixture
def folder(tmp_path: Path, shared: SharedData) -> Path:
    inside = tmp_path / "lesson"
    inside.mkdir()
    write_small(inside / "small.npz")
    run = shared.new_run(Settings(hidden=(7,), seed=3), 1 << 20)
    run.advance(150)
    save_session(inside / "mine.nnviz", Session((run.saved("mine"),)))
    return inside


def write_small(path: Path) -> None:
    """Pictures of 6×5 pixels, of three classes."""
    lucky = np.random.default_rng(1)
    images = lucky.integers(0, 256, (120, 6, 5), dtype=np.uint8)
    labels = np.arange(120) % 3
    np.savez(path, x_train=images, y_train=labels, x_test=images[:60], y_test=labels[:60])


def read(text: str, folder: Path) -> Lesson:
    return read_lesson(f"---\ntitle: T\n---\n## P\n\n{text}", "t", folder, Vocabulary(frozenset(), {}))


def sentence(text: str, folder: Path) -> str:
    with pytest.raises(BadLesson) as caught:
        read(text, folder)
    return caught.value.faults[0].sentence


def test_a_page_has_its_own_data_and_the_digits_come_back(shared: SharedData, folder: Path) -> None:
    small = load_data(folder / "small.npz")
    direct = Run(Settings(hidden=(4,), seed=2), small, SharedData.of(small).evaluator)
    direct.advance(2 * len(small.train))
    right = direct.evaluate().accuracy
    text = (
        f"{DATA}::: run 2 epochs :::\n\n{100 * right:.1f} % {{=test_accuracy}}\n\n"
        "## Q\n\n::: set\n- data: digits\n:::\n\nx\n"
    )
    lesson = read(text, folder)
    rehearsal = Rehearsal(shared)
    assert check_lesson(lesson, rehearsal) == []
    first, second = (course.begin for course in courses(lesson))
    assert rehearsal.on(first.data).reach(first.legs).trainer.network.sizes == (30, 4, 3)
    assert rehearsal.on(second.data).reach(second.legs).trainer.network.sizes == (784, 4, 10)


def test_neurons_are_those_of_its_own_data(shared: SharedData, folder: Path) -> None:
    lesson = read(
        f"{DATA}[this](pixel:29) and [that](pixel:30)\n\n::: check output 3 is pinned :::\n", folder
    )
    wrong = [fault.wrong for fault in check_lesson(lesson, Rehearsal(shared))]
    assert wrong == [f"the network of this page has no {name}" for name in ("pixel 30", "output 3")]


def test_a_page_goes_on_from_the_run_of_a_session(shared: SharedData, folder: Path) -> None:
    direct = shared.new_run(Settings(hidden=(7,), seed=3), 1 << 20)
    direct.advance(150)
    direct.change(Settings(hidden=(7,), seed=3, eta=0.5))
    direct.advance(50)
    text = SESSION.replace(":::\n\n", "- eta: 0.5\n- go on: yes\n:::\n\n") + "::: run 5 steps :::\n\nx\n"
    (course,) = courses(read(text, folder))
    run = Rehearsal(shared).reach(course.begin.legs)
    assert run.examples_seen == 200
    assert np.array_equal(run.trainer.network.weights[0], direct.trainer.network.weights[0])
    assert course.begin.settings == Settings(hidden=(7,), seed=3, eta=0.5)


def test_a_session_of_other_data_is_a_fault(shared: SharedData, folder: Path) -> None:
    lesson = read("::: set\n- data: small.npz\n- session: mine.nnviz\n:::\n\nx\n", folder)
    (fault,) = check_lesson(lesson, Rehearsal(shared))
    assert fault.line == 4


def test_what_is_not_there_or_elsewhere_is_refused(folder: Path) -> None:
    write_small(folder.parent / "outside.npz")
    (folder / "led.npz").symlink_to(folder.parent / "outside.npz")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "x_train.npz").symlink_to(folder.parent / "outside.npz")
    (folder / "torn.nnviz").write_bytes(b"PK")
    for line, wrong in {
        "data: ../outside.npz": "outside the lesson's folder",
        "data: /etc": "outside the lesson's folder",
        "data: led.npz": "outside the lesson's folder",
        "data: pictures": "outside the lesson's folder",
        "data: none": "there is no data “none”",
        "session: none.nnviz": "there is no session",
        "session: small.npz": "is no session",
        "session: torn.nnviz": "torn.nnviz",
    }.items():
        said = sentence(f"::: set\n- {line}\n:::\n", folder)
        assert wrong in said, said
        assert said.startswith("line 6: ")
    said = sentence("::: set\n- session: mine.nnviz\n- eta: 1\n:::\n", folder)
    assert "settings of its own" in said


def test_whoever_waits_hears_how_far_it_is(shared: SharedData) -> None:
    heard: list[Progress] = []
    rehearsal = Rehearsal(shared, tell=heard.append)
    lesson = read("::: set\n- hidden: 3\n:::\n\n::: run 20 epochs :::\n\nx\n", Path("/nowhere"))
    rehearsal.reach(courses(lesson)[0].begin.legs)
    assert heard == [Progress(2000, 4000), Progress(4000, 4000)]
