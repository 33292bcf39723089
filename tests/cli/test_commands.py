"""The program as its users call it: in a process of its own, judged by exit status and what it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage

from nnviz.datasets.mnist import load_mnist
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.settings import Settings
from nnviz.runs.run import Run
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import save_session
from tests.digits import make_mnist, write_file, write_idx

ROOT = Path(__file__).parents[2]


def nnviz(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nnviz", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    session = tmp_path_factory.mktemp("session") / "one epoch.nnviz"
    done = nnviz("train", "--epochs", "1", "--save", str(session), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["test_accuracy"] > 0.94
    assert set(report) == {"epoch", "train_accuracy", "test_accuracy", "cost", "examples_per_second"}
    return session


def test_training_says_one_line_an_epoch(tmp_path: Path) -> None:
    write_idx(tmp_path)
    done = nnviz("train", "--data", str(tmp_path), "--epochs", "3", "--hidden", "12,8", "--json")
    assert done.returncode == 0
    assert done.stderr == ""
    assert [json.loads(line)["epoch"] for line in done.stdout.splitlines()] == [1, 2, 3]
    again = nnviz("train", "--data", str(tmp_path), "--epochs", "3", "--hidden", "12,8", "--json")
    costs = [[json.loads(line)["cost"] for line in run.stdout.splitlines()] for run in (done, again)]
    assert costs[0] == costs[1]


def test_predict_reads_pictures(trained: Path, tmp_path: Path) -> None:
    test = load_mnist().test
    files = []
    for index in (18, 61):  # dark on light, and enlarged
        ink = np.ascontiguousarray(255 - test.images[index].reshape(28, 28))
        picture = QImage(ink.data, 28, 28, 28, QImage.Format.Format_Grayscale8).scaled(280, 280)
        files.append(tmp_path / f"digit {index}.png")
        assert picture.save(str(files[-1]))
    done = nnviz("predict", "--session", str(trained), *map(str, files), "--json")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["digit"] for record in records] == [test.labels[18], test.labels[61]]
    assert all(len(record["outputs"]) == 10 for record in records)
    assert records[0]["file"] == str(files[0])
    assert [record["doubtful"] for record in records] == [None, None]


def test_predict_says_what_it_left_out(trained: Path, tmp_path: Path) -> None:
    ink = 255 - load_mnist().test.images[18].reshape(28, 28).repeat(9, axis=0).repeat(9, axis=1)
    page = np.pad(ink, ((0, 0), (0, 250)), constant_values=255)
    page[60:80, 410:460] = 0
    Image.fromarray(page).save(tmp_path / "a.png")
    doubt = "a smaller mark away from it was left out"
    done = nnviz("predict", "--session", str(trained), str(tmp_path / "a.png"))
    assert done.stdout.startswith(f"{tmp_path / 'a.png'}: 3   (")
    assert done.stdout.endswith(f"   doubtful: {doubt}\n")
    done = nnviz("predict", "--session", str(trained), str(tmp_path / "a.png"), "--json")
    assert json.loads(done.stdout)["doubtful"] == doubt


def test_predict_goes_on_after_a_bad_picture(trained: Path, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.png", "bad.png", "c.png")]
    ink = 255 - load_mnist().test.images[18].reshape(28, 28).repeat(9, axis=0).repeat(9, axis=1)
    for file in (files[0], files[2]):
        Image.fromarray(ink).save(file)
    files[1].write_text("no picture")
    done = nnviz("predict", "--session", str(trained), *map(str, files))
    assert done.returncode == 2
    answers = [line.split("   ")[0] for line in done.stdout.splitlines()]
    assert answers == [f"{files[0]}: 3", f"{files[2]}: 3"]  # a 3
    assert len(done.stderr.splitlines()) == 1
    assert str(files[1]) in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always Unicode")
def test_predict_takes_a_name_that_is_not_utf_8(trained: Path, tmp_path: Path) -> None:
    ink = 255 - load_mnist().test.images[18].reshape(28, 28).repeat(9, axis=0).repeat(9, axis=1)
    file = tmp_path / os.fsdecode(b"caf\xe9.png")
    Image.fromarray(ink).save(file)
    for more in ([], ["--json"]):
        done = nnviz("predict", "--session", str(trained), str(file), *more)
        assert (done.returncode, done.stderr) == (0, "")
        assert "3" in done.stdout


def test_training_goes_on_from_a_session(trained: Path) -> None:
    done = nnviz("train", "--session", str(trained), "--epochs", "1", "--json")
    straight = nnviz("train", "--epochs", "2", "--json")
    assert done.returncode == 0
    second, expected = json.loads(done.stdout), json.loads(straight.stdout.splitlines()[1])
    for name in ("epoch", "train_accuracy", "test_accuracy", "cost"):
        assert second[name] == expected[name]


BAD_TRAINING = [
    (["--hidden", "0"], "hidden"),
    (["--hidden", "100,"], "hidden"),
    (["--hidden", "ten"], "hidden"),
    (["--eta", "nan"], "--eta"),
    (["--eta", "-1"], "--eta"),
    (["--epochs", "-1"], "--epochs"),
    (["--epochs", "0"], "--epochs"),
    (["--mini-batch", "60000"], "mini-batch"),
    (["--mini-batch", "0"], "--mini-batch"),
    (["--seed", "-3"], "--seed"),
    (["--preset", "best"], "--preset"),
    (["--data", "no such folder"], "no such folder"),
    (["--session", "no such.nnviz"], "no such.nnviz"),
    (["--wrong"], "--wrong"),
]


@pytest.mark.parametrize(("arguments", "word"), BAD_TRAINING)
def test_a_mistake_is_one_sentence_and_status_2(arguments: list[str], word: str) -> None:
    done = nnviz("train", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert word in done.stderr


def test_an_empty_folder_and_a_broken_file_are_named(tmp_path: Path) -> None:
    for command in (["train"], ["screenshot", str(tmp_path / "out.png")]):
        done = nnviz(*command, "--data", str(tmp_path), QT_QPA_PLATFORM="offscreen")
        assert done.returncode == 2
        assert "train-images-idx3-ubyte" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    write_idx(tmp_path)
    write_file(tmp_path, "t10k-labels-idx1-ubyte", b"rubbish")
    done = nnviz("--data", str(tmp_path), QT_QPA_PLATFORM="offscreen")  # the window, too
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "t10k-labels-idx1-ubyte" in done.stderr


def test_pictures_that_are_none_are_named(trained: Path, tmp_path: Path) -> None:
    text = tmp_path / "not a picture.png"
    text.write_text("hello")
    for picture in (text, tmp_path / "missing.png"):
        done = nnviz("predict", "--session", str(trained), str(picture))
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert picture.name in done.stderr
    done = nnviz("predict", "--session", str(text), str(text))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize(
    ("ruin", "said"),
    [
        (np.nan, "answers nothing"),
        (np.inf, "answers nothing"),
        (3e38, "picture.png has no answer"),
    ],
)
def test_a_network_that_outgrew_its_numbers_answers_nothing(ruin: float, said: str, tmp_path: Path) -> None:
    run = Run(Settings(hidden=(2,)), make_mnist(), Evaluator(make_mnist().test))
    run.advance(100)
    saved = run.saved("run 1")
    state = replace(saved.now, parameters=np.full_like(saved.now.parameters, ruin))
    save_session(tmp_path / "session.nnviz", Session((replace(saved, states=(*saved.states[:-1], state)),)))
    bar = np.full((60, 60), 255, np.uint8)
    bar[15:45, 28:32] = 0
    QImage(bar.data, 60, 60, 60, QImage.Format.Format_Grayscale8).save(str(tmp_path / "picture.png"))
    done = nnviz(
        "predict", "--session", str(tmp_path / "session.nnviz"), str(tmp_path / "picture.png"), "--json"
    )
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
    assert said in done.stderr


def test_no_display_is_one_sentence() -> None:
    environment = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), "")
    done = nnviz(**environment)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "display" in done.stderr


def test_help_needs_no_qt() -> None:
    done = nnviz("--help")
    assert done.returncode == 0
    for command in ("train", "predict", "bench", "screenshot"):
        assert command in done.stdout


def test_screenshot_makes_the_picture_asked_for(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    done = nnviz(
        "screenshot", str(picture), "--epochs", "0.1", "--size", "1200x800", QT_QPA_PLATFORM="offscreen"
    )
    assert done.returncode == 0, done.stderr
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1200, 800)
    colours = {image.pixel(x, y) for x in range(0, 1200, 7) for y in range(0, 800, 7)}
    assert len(colours) > 100


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a link to a device", "a missing folder"])
def test_screenshot_onto_what_is_no_file_is_refused(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "out.png"
    if kind == "a folder":
        target.mkdir()
    elif kind == "a pipe":
        os.mkfifo(target)
    elif kind == "a link to a device":
        target.symlink_to("/dev/null")
    else:
        target = tmp_path / "no" / "out.png"
    before = target.stat().st_mode if target.exists() else None
    done = nnviz("screenshot", str(target), "--epochs", "30", QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "cannot be saved" in done.stderr
    assert (target.stat().st_mode if target.exists() else None) == before


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_names_that_are_no_utf_8(trained: Path, tmp_path: Path) -> None:
    session, picture = (tmp_path / os.fsdecode(name) for name in (b"s\xff.nnviz", b"p\xe4.png"))
    session.write_bytes(trained.read_bytes())
    shot = QImage(60, 60, QImage.Format.Format_Grayscale8)
    shot.fill(255)
    for y in range(15, 45):
        shot.setPixelColor(30, y, QColor("black"))
        shot.setPixelColor(31, y, QColor("black"))
    shot.save(str(tmp_path / "plain.png"))
    (tmp_path / "plain.png").rename(picture)
    done = nnviz("predict", "--session", str(session), str(picture), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["file"] == str(picture)
    done = nnviz("predict", "--session", str(session), str(tmp_path / "missing\udcff.png"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert r"missing\xff.png" in done.stderr
    shown = tmp_path / os.fsdecode(b"w\xff.png")
    done = nnviz("screenshot", str(shown), "--session", str(session), QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, shown.is_file()) == (0, True), done.stderr
