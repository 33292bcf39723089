"""Session files come back as they went, survive what goes wrong, and are read with suspicion."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.datasets.subject import MNIST
from nnviz.errors import BadInput
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.runs.run import Run
from nnviz.runs.saved_run import SavedRun, State
from nnviz.runs.snapshot import Mark
from nnviz.sessions import session_file
from nnviz.sessions.panel_layout import Group, PanelLayout, Place, Side
from nnviz.sessions.session import Session, Stroke
from nnviz.sessions.session_file import load_session, save_session
from nnviz.sessions.verdicts import Verdicts
from tests.digits import SHAPES, make_dataset, make_mnist

DATA = make_mnist(503, 60)


def data_of(**changes: object) -> dict[str, object]:
    """What a session says of pictures like MNIST's that are others."""
    return {"name": "x", "shape": [28, 28], "classes": list("0123456789"), "noun": "y", **changes}


LAYOUT = PanelLayout(
    (
        Side(
            "top",
            1424,
            583,
            Group(
                "columns",
                (
                    Group("tabs", (Place("one", False, 20), Place("two")), 300, front=1),
                    Place("three", floating=(-5, 7, 200, 300)),
                ),
            ),
        ),
    )
)
SETTINGS = Settings(hidden=(6, 5), seed=4, mini_batch=130)


def trained_run(settings: Settings = SETTINGS, examples: int = 2_700) -> Run:
    run = Run(settings, DATA, Evaluator(DATA.test))
    run.advance(examples - 700)
    run.change(replace(settings, eta=0.5, mini_batch=7))
    run.advance(700 - 100)
    run.apply_step(DATA.train.image(3), 7, 3.0, "one step on your drawing")
    run.advance(100)
    return run


def make_session() -> Session:
    strokes = (
        Stroke(np.array([[0.1, 0.25], [0.5, 0.75]], np.float32), 0.08),
        Stroke(np.empty((0, 2), np.float32), 0.2, erases=True),
    )
    first = trained_run().saved("“first” é", (Mark(1_000, "here it learns 3"),))
    second = Run(Settings(hidden=(30,)), DATA, Evaluator(DATA.test)).saved("second")
    return Session((first, second), 1, (strokes, ()), LAYOUT)


@pytest.fixture(scope="module")
def session() -> Session:
    return make_session()


@pytest.fixture
def file(tmp_path: Path, session: Session) -> Path:
    save_session(tmp_path / "a.nnviz", session)
    return tmp_path / "a.nnviz"


def same_run(mine: SavedRun, its: SavedRun) -> None:
    for a, b in zip(mine.states, its.states, strict=True):
        same_state(a, b)
    same_but_for_the_past(mine, its)


def same_state(a: State, b: State) -> None:
    assert (a.examples_seen, str(a.tally)) == (b.examples_seen, str(b.tally))  # NaN as words is equal
    assert a.parameters.tobytes() == b.parameters.tobytes()
    for one, other in ((a.gradient, b.gradient), (a.velocity, b.velocity)):
        assert (one is None) == (other is None)
        assert one is None or other is None or one.tobytes() == other.tobytes()
    assert not b.parameters.flags.writeable


def same_but_for_the_past(mine: SavedRun, its: SavedRun) -> None:
    same_state(mine.now, its.now)
    for name in ("name", "changes", "epoch_size", "labels_checksum", "tally_before", "marks", "events"):
        assert str(getattr(mine, name)) == str(getattr(its, name))
    for name in ("examples", "test_accuracy", "train_accuracy", "cost", "test_cost", "class_accuracy"):
        a, b = getattr(mine.curve, name), getattr(its.curve, name)
        np.testing.assert_array_equal(a, b)
        assert a.dtype == b.dtype


def test_a_session_comes_back_as_it_went(session: Session, file: Path) -> None:
    loaded = load_session(file)
    assert (loaded.current_index, loaded.layout) == (1, LAYOUT)
    for mine, its in zip(session.runs, loaded.runs, strict=True):
        same_run(mine, its)
    for drawing, its_drawing in zip(session.drawings, loaded.drawings, strict=True):
        for stroke, its_stroke in zip(drawing, its_drawing, strict=True):
            np.testing.assert_array_equal(stroke.points, its_stroke.points)
            assert (stroke.width, stroke.erases) == (its_stroke.width, its_stroke.erases)
    assert list(file.parent.iterdir()) == [file]


def test_verdicts_on_labels_are_kept(session: Session, tmp_path: Path) -> None:
    verdicts = Verdicts(4_711, {17: "wrong", 3: "unclear"})
    save_session(tmp_path / "b.nnviz", replace(session, verdicts=verdicts))
    assert load_session(tmp_path / "b.nnviz").verdicts == verdicts


def test_a_run_on_other_data_says_which_it_needs(tmp_path: Path) -> None:
    data, file = make_dataset(), tmp_path / "a.nnviz"
    run = Run(Settings(hidden=(5,), mini_batch=7), data, Evaluator(data.test))
    run.advance(40)
    save_session(file, Session((run.saved("bars"),)))
    saved = load_session(file).current
    assert (saved.subject, saved.network().sizes) == (SHAPES, (108, 5, 3))
    same_run(run.saved("bars"), saved)
    restored = Run.restored(saved, data, Evaluator(data.test))
    for each in (run, restored):
        each.advance(50)
    assert restored.trainer.network.weights[0].tolist() == run.trainer.network.weights[0].tolist()
    needs = (
        "“bars” was trained on other data: shapes, 300 shapes of 12×9 pixels in 3 classes; open that first"
    )
    for other in (DATA, make_dataset(SHAPES, train=299), make_dataset(replace(SHAPES, shape=(9, 12)))):
        with pytest.raises(BadInput, match=needs):
            Run.restored(saved, other, Evaluator(other.test))
    with zipfile.ZipFile(file) as archive:
        text = json.loads(archive.read("session.json"))
    assert text["version"] == 2
    assert text["runs"][0]["data"] == {
        "name": "shapes",
        "shape": [12, 9],
        "classes": ["bar", "cross", "dot"],
        "noun": "shape",
    }


def test_a_run_on_mnist_is_of_the_first_version(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        text = json.loads(archive.read("session.json"))
    assert text["version"] == 1
    assert "data" not in text["runs"][0]
    assert load_session(file).current.subject == MNIST


@pytest.mark.parametrize("examples", [1_500, 2_700, 2_703])
def test_a_restored_run_goes_on_as_if_never_saved(tmp_path: Path, examples: int) -> None:
    run = trained_run(examples=examples)
    run.change(replace(run.settings, mini_batch=200))  # pending: a mini-batch is under way
    save_session(tmp_path / "a.nnviz", Session((run.saved("run"),)))
    restored = Run.restored(load_session(tmp_path / "a.nnviz").current, DATA, Evaluator(DATA.test))
    for each in (run, restored):
        each.advance(1_234)
    same_but_for_the_past(run.saved("run"), restored.saved("run"))
    np.testing.assert_array_equal(run.snapshot().start.weights[0], restored.snapshot().start.weights[0])
    for moment in range(0, 3_900, 111):
        mine, its = run.history.at(moment), restored.history.at(moment)
        assert mine.parameters.tobytes() == its.parameters.tobytes()


def test_a_run_in_the_midst_of_a_large_mini_batch_keeps_its_gradient(tmp_path: Path) -> None:
    run = Run(SETTINGS, DATA, Evaluator(DATA.test))
    run.advance(100)
    save_session(tmp_path / "a.nnviz", Session((run.saved("run"),)))
    loaded = load_session(tmp_path / "a.nnviz").current
    assert loaded.now.gradient is not None
    restored = Run.restored(loaded, DATA, Evaluator(DATA.test))
    run.advance(500)
    restored.advance(500)
    same_but_for_the_past(run.saved("run"), restored.saved("run"))


def test_a_run_with_momentum_keeps_its_velocity(tmp_path: Path) -> None:
    run = Run(SETTINGS, DATA, Evaluator(DATA.test))
    rule = replace(SETTINGS.rule, eta=0.1, momentum=0.9)
    run.trainer.rule = rule
    run.advance(3 * SETTINGS.mini_batch)
    save_session(tmp_path / "a.nnviz", Session((run.saved("run"),)))
    loaded = load_session(tmp_path / "a.nnviz").current
    assert loaded.states[0].velocity is None
    assert loaded.now.velocity is not None
    assert loaded.now.nbytes == 2 * loaded.now.parameters.nbytes
    restored = Run.restored(loaded, DATA, Evaluator(DATA.test))
    restored.trainer.rule = rule
    for one in (run, restored):
        one.advance(20 * SETTINGS.mini_batch)
    same_state(run.saved("run").now, restored.saved("run").now)


def test_plain_numpy_reads_the_weights(session: Session, file: Path) -> None:
    arrays = np.load(file, allow_pickle=False)
    network = session.runs[0].network()
    np.testing.assert_array_equal(arrays["run0/weights1"], network.weights[1])
    np.testing.assert_array_equal(arrays["run0/biases0"], network.biases[0])
    assert arrays["run0/kept"].shape[0] == len(session.runs[0].states) - 1
    assert json.loads(arrays["session.json"])["runs"][0]["name"] == "“first” é"


def test_a_file_of_the_first_release_opens_and_its_layout_in_bytes_of_qts_is_left_out(
    session: Session, file: Path
) -> None:
    def as_it_was(members: Members) -> None:
        for name in [name for name in members if "velocit" in name]:
            del members[name]
        content = json.loads(members["session.json"])
        content["layout"] = base64.b64encode(b"\x00\x00\x00\xff\x00 of qt's").decode()
        del content["panels"]
        members["session.json"] = json.dumps(content).encode()

    loaded = load_session(rewritten(file, as_it_was))
    assert loaded.layout is None
    for mine, its in zip(session.runs, loaded.runs, strict=True):
        same_run(mine, its)


def test_nine_runs_are_no_session(session: Session) -> None:
    assert len(Session(session.runs * 4).runs) == 8
    with pytest.raises(BadInput, match="9 runs"):
        Session((*session.runs * 4, session.runs[0]))


def test_a_name_with_half_a_character_is_saved_without_it(tmp_path: Path) -> None:
    saved = Run(SETTINGS, DATA, Evaluator(DATA.test)).saved("half \ud83d of one", (Mark(0, "\udc80"),))
    save_session(tmp_path / "half.nnviz", Session((saved,)))
    run = load_session(tmp_path / "half.nnviz").current
    assert (run.name, run.marks[0].name) == ("half ? of one", "?")


def test_other_digits_are_noticed(session: Session) -> None:
    with pytest.raises(BadInput, match="other data"):
        Run.restored(session.runs[0], make_mnist(502, 60), Evaluator(DATA.test))


def test_saved_states_keep_to_their_memory() -> None:
    run = trained_run(examples=30_000)
    saved = run.saved("run", memory=6 * run.history.states[0].nbytes)
    assert len(saved.states) <= 7
    assert saved.states[0].examples_seen == 0


def test_a_failed_save_leaves_the_old_file(
    file: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = file.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patched:
            patched.setattr(os, name, full)
            with pytest.raises(BadInput, match=r"a\.nnviz cannot be saved: No space left"):
                save_session(file, session)
        assert file.read_bytes() == old
        assert list(file.parent.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, session: Session) -> None:
    with pytest.raises(BadInput, match="cannot be saved"):
        save_session(tmp_path / "none" / "a.nnviz", session)
    with pytest.raises(BadInput, match="cannot be saved"):
        save_session(tmp_path, session)
    with pytest.raises(BadInput, match="does not exist"):
        load_session(tmp_path / "none.nnviz")
    with pytest.raises(BadInput, match="cannot be read"):
        load_session(tmp_path)


def test_what_a_killed_process_left_is_cleared_away(file: Path, session: Session) -> None:
    old, new = file.with_name(".a.nnviz.0123.part"), file.with_name(".a.nnviz.4567.part")
    for left in (old, new):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    save_session(file, session)
    assert not old.exists()
    assert new.exists()  # perhaps being written by another window


def test_a_link_stays_a_link(tmp_path: Path, file: Path, session: Session) -> None:
    link = tmp_path / "link.nnviz"
    link.symlink_to(file)
    save_session(link, session)
    assert link.is_symlink()
    load_session(file)


_SAVING_WITHOUT_END = """
import sys
from nnviz.sessions.session_file import load_session, save_session
session = load_session(sys.argv[1])
print("ready", flush=True)
while True:
    save_session(sys.argv[1], session)
"""


def test_a_process_killed_while_saving_leaves_a_whole_file(file: Path) -> None:
    random, good = np.random.default_rng(2), file.read_bytes()
    for _ in range(4):
        command = [sys.executable, "-c", _SAVING_WITHOUT_END, str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(float(random.uniform(0, 0.1)))
            assert process.poll() is None
            process.kill()
        assert file.read_bytes() == good
        load_session(file)


Members = dict[str, bytes]


def rewritten(file: Path, change: Callable[[Members], None], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def array_bytes(array: Any) -> bytes:
    from io import BytesIO

    target = BytesIO()
    np.save(target, array)
    return target.getvalue()


def set_array(name: str, array: Any) -> Callable[[Members], None]:
    return lambda members: members.update({f"run0/{name}.npy": array_bytes(array)})


def set_arrays(**arrays: Any) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        for name, array in arrays.items():
            set_array(name, array)(members)

    return change


def set_text(*keys: Any, value: Any) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        content = json.loads(members["session.json"])
        target = content
        for key in keys[:-1]:
            target = target[key]
        target[keys[-1]] = value
        members["session.json"] = json.dumps(content).encode()

    return change


NAN = np.float32(np.nan)
BAD = {
    "weights of another shape": (set_array("weights0", np.zeros((6, 783), "f4")), "shape"),
    "float64 weights": (set_array("weights0", np.zeros((6, 784))), "shape"),
    "NaN weights": (set_array("weights0", np.full((6, 784), NAN)), "no finite"),
    "infinite biases": (set_array("biases1", np.full(5, np.inf, "f4")), "no finite"),
    "kept networks of another run": (set_array("kept", np.zeros((2, 5), "f4")), "shape"),
    "Fortran order": (set_array("weights0", np.zeros((784, 6), "f4").T), "shape"),
    "moments out of order": (set_array("examples_seen", np.array([0, 9, 4])), "shape|order"),
    "moments before the start": (set_array("examples_seen", np.array([-5])), "shape|order"),
    "a gradient of nothing": (set_array("gradient_of", np.array([0])), "shape"),
    "a velocity of nothing": (set_array("velocity_of", np.array([0])), "shape"),
    "a curve that goes on after the network": (
        set_arrays(
            curve=np.array([[9e9, 0.5, 0.5, 0.5]]),
            test_cost=np.array([0.5]),
            class_accuracy=np.full((1, 10), 0.5),
        ),
        "after",
    ),
    "test costs of other points": (set_array("test_cost", np.zeros(3)), "shape"),
    "a verdict that is none": (
        set_text("verdicts", value={"labels_checksum": 1, "images": [{"image": 3, "label_is": "odd"}]}),
        "verdict",
    ),
    "presentations of other examples": (set_array("right", np.zeros((1, 3), np.uint8)), "shape"),
    "classes of other points": (set_array("class_accuracy", np.zeros((3, 10))), "shape"),
    "a curve out of order": (set_array("curve", np.zeros((2, 4))), "order"),
    "a curve beyond 100 %": (set_array("curve", np.full((1, 4), 2.0)), "beyond"),
    "a curve of three columns": (set_array("curve", np.zeros((2, 3))), "shape"),
    "wrong counts": (set_array("tallies", np.full((4, 3), np.nan)), "shape|counted"),
    "objects": (
        lambda members: members.update({"run0/curve.npy": members["run0/curve.npy"].replace(b"<f8", b"|O8")}),
        "no description|shape",
    ),
    "an array described by a word": (
        lambda members: members.update(
            {"run0/curve.npy": members["run0/curve.npy"].replace(b"'<f8'", b"float")}
        ),
        "curve.npy begins with no description",
    ),
    "an array cut short": (
        lambda members: members.update({"run0/weights0.npy": members["run0/weights0.npy"][:-1]}),
        "shape",
    ),
    "no weights": (lambda members: members.pop("run0/weights0.npy"), "weights0.npy is missing"),
    "no description": (lambda members: members.pop("session.json"), "session.json is missing"),
    "no JSON": (lambda members: members.update({"session.json": b"\xff{"}), "no JSON"),
    "deep JSON": (lambda members: members.update({"session.json": b"[" * 100_000}), "no JSON"),
    "NaN in JSON": (lambda members: members.update({"session.json": b'{"format": NaN}'}), "NaN"),
    "another format": (set_text("format", value="other"), "session"),
    "a later version": (set_text("version", value=3), "version 3"),
    "a version in words": (set_text("version", value="1"), "version 1"),
    "no such run": (set_text("current", value=2), "run shown"),
    "no runs": (set_text("runs", value=[]), "run shown"),
    "η below 0": (set_text("runs", 0, "settings", 0, "eta", value=-1), "η"),
    "η in words": (set_text("runs", 0, "settings", 0, "eta", value="3"), "learning rate η"),
    "a huge whole number": (set_text("runs", 0, "epoch_size", value=10**30), "epoch_size"),
    "pictures of a length": (set_text("runs", 0, "data", value=data_of(shape=[28])), "rows and columns"),
    "no pixels": (set_text("runs", 0, "data", value=data_of(shape=[0, 28])), "0×28 pixels"),
    "one class": (set_text("runs", 0, "data", value=data_of(classes=["0"])), "1 classes"),
    "a class of no name": (set_text("runs", 0, "data", value=data_of(classes=["0", 1])), "short text"),
    "other pictures": (set_text("runs", 0, "data", value=data_of(shape=[9, 9])), "weights0.npy has not"),
    "no digits": (set_text("runs", 0, "epoch_size", value=0), "without data"),
    "a mini-batch beyond the digits": (set_text("runs", 0, "settings", 0, "mini_batch", value=504), "504"),
    "settings that change too early": (
        set_text("runs", 0, "settings", 1, "from", value=5),
        "settings",
    ),
    "a layer of a million": (set_text("runs", 0, "hidden", value=[10**6]), "hidden"),
    "other hidden units": (set_text("runs", 0, "hidden", value=[7, 5]), "shape"),
    "a name that is a list": (set_text("runs", 0, "name", value=[]), "name"),
    "marks that are words": (set_text("runs", 0, "marks", value=["a"]), "examples_seen"),
    "points that are no pairs": (set_text("drawings", 0, 0, "points", value=[[1]]), "pairs"),
    "a layout that is no base64": (set_text("layout", value="*"), "base64"),
    "panels that are words": (set_text("panels", value="columns"), "list"),
    "half a character in a run's name": (set_text("runs", 0, "name", value="a\ud800"), "half a character"),
    "half a character in a mark's": (set_text("runs", 0, "marks", 0, "name", value="\udfff"), "half a char"),
    "half a character in an event": (
        set_text("runs", 0, "events", value=[{"examples_seen": 1, "words": "\udc80"}]),
        "half a character",
    ),
    "a name of a million letters": (set_text("runs", 0, "name", value="a" * 10**6), "short text"),
    "nine runs": (set_text("runs", value=[{}] * 9), "runs has 9 entries"),
    "too many points in one stroke": (
        set_text("drawings", 0, 0, "points", value=[[0, 0]] * 10_001),
        "points has 10,001 entries",
    ),
    "too many points in all strokes": (
        set_text("drawings", 0, value=[{"points": [[0, 0]] * 4_999, "width": 0.1, "erases": False}] * 3),
        "more than 10,000 points",
    ),
    "too many strokes without a point": (
        set_text("drawings", 0, value=[{"points": [], "width": 0.1, "erases": False}] * 10_001),
        "more than 10,000 points",
    ),
    "lines across the pad for ever": (
        set_text("drawings", 0, 0, "points", value=[[0, 0], [1, 1]] * 110),  # 219 diagonals, 309.7 sides
        "longer than 300 sides",
    ),
    "too many drawings": (set_text("drawings", value=[[]] * 101), "drawings has 101 entries"),
}


def test_a_file_that_is_quoted_at_length_is_refused_in_short(file: Path) -> None:
    """Names in the list of parts that differ from those at the parts make zipfile quote both."""
    content = file.read_bytes()
    at = content.index(b"session.json")
    length = content[at - 4 : at - 2]  # of the name at the part: now up to the end of the file's first 64 KB
    assert length == b"\x0c\x00"
    file.write_bytes(content[: at - 4] + b"\xff\xff" + content[at - 2 :])
    with pytest.raises(BadInput, match="contradict") as caught:
        load_session(file)
    assert len(str(caught.value)) < len(str(file)) + 100


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_a_sentence_that_names_it(file: Path, case: str) -> None:
    change, words = BAD[case]
    with pytest.raises(BadInput, match=words) as caught:
        load_session(rewritten(file, change))
    assert str(caught.value).startswith(str(file))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"PK", b"garbage" * 1_000, b"\x93NUMPY"])
def test_what_never_was_a_session_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.nnviz").write_bytes(content)
    with pytest.raises(BadInput, match="cut short"):
        load_session(tmp_path / "a.nnviz")


def test_compressed_parts_are_refused_unread(file: Path) -> None:
    with pytest.raises(BadInput, match="compressed"):
        load_session(rewritten(file, lambda _: None, zipfile.ZIP_DEFLATED))


def test_parts_that_share_their_bytes_are_refused(file: Path) -> None:
    """The other kind of bomb: many names for the same bytes."""
    with zipfile.ZipFile(file, "a") as archive:
        large = archive.getinfo("run0/kept.npy")
        for number in range(50):
            copy = zipfile.ZipInfo(f"copy{number}")
            copy.file_size = copy.compress_size = large.file_size
            copy.header_offset, copy.CRC = large.header_offset, large.CRC
            archive.filelist.append(copy)
            archive.NameToInfo[copy.filename] = copy
        archive._didModify = True
    with pytest.raises(BadInput, match="larger than the file"):
        load_session(file)


def test_a_file_beyond_all_bounds_is_refused_unread(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_file, "_MOST_BYTES", 1_000)
    with pytest.raises(BadInput, match="larger"):
        load_session(file)


def test_a_run_that_diverged_comes_back(tmp_path: Path) -> None:
    run = Run(Settings(hidden=(6,), eta=1e300), DATA, Evaluator(DATA.test))
    run.advance(700)
    saved = run.saved("diverged")
    assert not saved.now.is_finite
    save_session(tmp_path / "a.nnviz", Session((saved,)))
    same_run(saved, load_session(tmp_path / "a.nnviz").current)


def test_no_damage_brings_out_anything_but_bad_input(tmp_path: Path) -> None:
    run = Run(Settings(hidden=(1,)), DATA, Evaluator(DATA.test))
    run.advance(40)
    strokes = (Stroke(np.zeros((2, 2), np.float32), 0.1),)
    session = Session((run.saved("a", (Mark(3, "b"),)),), 0, (strokes,), LAYOUT)
    file, random = tmp_path / "a.nnviz", np.random.default_rng(0)
    save_session(file, session)
    good = file.read_bytes()
    without_weights = np.flatnonzero([True] * 600 + [False] * (len(good) - 4_600) + [True] * 4_000)
    refused = 0
    for trial in range(1_500):
        bad = bytearray(good)
        for _ in range(1 + trial % 3):
            at = int(random.choice(without_weights) if trial % 5 else random.integers(len(bad)))
            match trial % 4:
                case 0:
                    bad[at] ^= 1 << int(random.integers(8))
                case 1:
                    bad[at] = int(random.integers(256))
                case 2:
                    del bad[at : at + int(random.integers(1, 20))]
                case 3:
                    bad[at:at] = random.bytes(int(random.integers(1, 20)))
            at = 0
        if trial % 50 == 49:
            del bad[int(random.integers(len(bad))) :]
        file.write_bytes(bad)
        try:
            load_session(file)
        except BadInput:
            refused += 1
    assert refused > 1_000


def test_text_that_was_changed_brings_out_nothing_but_bad_input(tmp_path: Path, file: Path) -> None:
    """As above, with the checksum put right, so that the damage reaches the reader of the JSON text."""
    with zipfile.ZipFile(file) as archive:
        good = archive.read("session.json")
    random, refused = np.random.default_rng(1), 0
    tokens = [b"null", b"-1", b"1e999", b'"x"', b"[]", b"{}", b"true", b"0.5", b"9" * 5_000, b"", b"1" * 18]
    for _ in range(300):
        words = good.split(b" ")
        for _ in range(int(random.integers(1, 4))):
            words[int(random.integers(len(words)))] = tokens[int(random.integers(len(tokens)))] + b","
        text = b" ".join(words).replace(b",,", b",")
        try:
            load_session(rewritten(file, lambda members, text=text: members.update({"session.json": text})))
        except BadInput:
            refused += 1
    assert refused > 200


def test_drawings_that_were_kept_come_back(tmp_path: Path) -> None:
    run, file = trained_run().saved("a"), tmp_path / "kept.nnviz"
    save_session(file, Session((run,)))
    assert load_session(file).kept is None
    save_session(file, Session((run,), kept=DATA.test))
    kept = load_session(file).kept
    assert kept is not None
    np.testing.assert_array_equal(kept.images, DATA.test.images)
    np.testing.assert_array_equal(kept.labels, DATA.test.labels)
    assert not kept.images.flags.writeable
    with pytest.raises(BadInput, match="drawings kept"):
        Session((run,), kept=DATA.train)  # 503: more than a session takes


def test_a_picture_that_was_pasted_comes_back_to_the_bit(tmp_path: Path) -> None:
    run, file = trained_run().saved("a"), tmp_path / "pasted.nnviz"
    save_session(file, Session((run,)))
    assert load_session(file).picture is None
    picture = np.random.default_rng(3).random((37, 52), dtype=np.float32)
    save_session(file, Session((run,), drawings=((),), drawing_label=4, picture=picture))
    again = load_session(file)
    assert again.picture is not None
    np.testing.assert_array_equal(again.picture, picture)
    assert (again.drawings, again.drawing_label) == (((),), 4)
    assert not again.picture.flags.writeable


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (np.zeros((0, 5)), "without ink"),
        (np.full((1, 4_097), 0.5), "too large"),
        (np.full((4, 4), 1.5), "from 0 to 1"),
        (np.full((4, 4), np.nan), "from 0 to 1"),
        (np.zeros((4, 4)), "without ink"),
        (np.ones(4), "not the shape"),
    ],
)
def test_a_picture_that_is_none_is_refused(tmp_path: Path, picture: np.ndarray, words: str) -> None:
    file = tmp_path / "pasted.nnviz"
    save_session(file, Session((trained_run().saved("a"),), picture=picture))
    with pytest.raises(BadInput, match=words):
        load_session(file)


def test_drawings_of_classes_that_are_not_there_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "kept.nnviz"
    wrong = replace(DATA.test, labels=DATA.test.labels + np.uint8(10))
    save_session(file, Session((trained_run().saved("a"),), kept=wrong))
    with pytest.raises(BadInput, match="classes that are not there"):
        load_session(file)


def test_what_a_drawing_is_comes_back(tmp_path: Path) -> None:
    run, file = trained_run().saved("a"), tmp_path / "drawn.nnviz"
    drawing = (Stroke(np.array([[0.25, 0.5]], dtype=np.float32), 0.0625),)
    for label in (None, 7):
        save_session(file, Session((run,), drawings=(drawing,), drawing_label=label))
        assert load_session(file).drawing_label == label
    with pytest.raises(BadInput, match="class that is not there"):
        Session((run,), drawings=(drawing,), drawing_label=10)
