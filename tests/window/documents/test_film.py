"""A film has a frame for every point of the curve, from the first to the last, each with its words."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage, QImageReader
from pytestqt.qtbot import QtBot

from nnviz.export.film_writers import SUFFIXES
from nnviz.learning import kernel
from nnviz.learning.settings import Settings
from nnviz.learning.trainer import Trainer
from nnviz.panels.hidden_units.panel import HiddenUnits
from nnviz.runs.history import History, trainer_state
from nnviz.runs.snapshot import Curve, Snapshot
from nnviz.widgets import theme
from nnviz.window.documents.film import Film, FilmFormat, FilmSize, caption_of, film_sentence, moments_of
from nnviz.window.documents.widget_pictures import picture_of
from tests.panels import pixels
from tests.panels.snapshots import make_dataset, make_snapshot

SETTINGS = Settings(hidden=(12,), seed=4)
MOMENTS = (0, 20, 40, 60)


def curve_of(examples: tuple[int, ...]) -> Curve:
    accuracy = np.linspace(0.1, 0.7, len(examples))
    return Curve(np.array(examples), accuracy, accuracy / 2, np.ones(len(examples)))


def trained() -> tuple[Snapshot, History]:
    """60 examples of training, with a point of the curve after every 20."""
    data = make_dataset(60)
    trainer = Trainer(SETTINGS.new_network(), data, SETTINGS.mini_batch, SETTINGS.eta, seed=SETTINGS.seed)
    images = kernel.sparse_images(data.images)
    states = [trainer_state(trainer)]
    trainer.advance(60)
    history = History(SETTINGS, data, images, [*states, trainer_state(trainer)])
    snapshot = make_snapshot((12,), network=trainer.network, settings=SETTINGS, examples_seen=60, steps=6)
    return replace(snapshot, curve=curve_of(MOMENTS)), history


def frames_of(file: Path) -> list[QImage]:
    reader = QImageReader(str(file))
    return [reader.read() for _ in range(reader.imageCount())]


def test_every_point_of_the_curve_has_its_frame_and_the_last_is_the_newest(
    qtbot: QtBot, tmp_path: Path
) -> None:
    theme.set_scheme(theme.Scheme.DARK)
    latest, history = trained()
    file = tmp_path / "film.gif"
    film = Film(HiddenUnits, FilmFormat(size=FilmSize(0.5)), latest, history, file)
    with qtbot.waitSignal(film.finished, timeout=60_000) as told:
        film.start()
    assert told.args == [""]
    frames = frames_of(file)
    assert len(frames) == len(MOMENTS)
    panel = HiddenUnits()
    qtbot.addWidget(panel)
    panel.resize(*FilmSize(0.5).panel(HiddenUnits.spec))
    panel.show()
    distances = np.zeros((len(MOMENTS), len(MOMENTS)))  # of each frame to each moment
    for moment, examples in enumerate(MOMENTS):
        parameters = history.at(examples).parameters
        panel.set_snapshot(replace(latest, network=kernel.unpack(parameters, latest.network.architecture)))
        wanted = pixels.of_image(picture_of(panel, 1))
        for frame, image in enumerate(frames):
            distances[frame, moment] = np.abs(pixels.of_image(image)[: len(wanted)] - wanted).mean()
    assert distances.argmin(axis=1).tolist() == [0, 1, 2, 3]


def test_a_long_run_is_thinned_evenly_and_keeps_its_ends() -> None:
    moments = moments_of(curve_of(tuple(range(0, 10_000, 10))), most=10)
    assert moments == [0, 1110, 2220, 3330, 4440, 5550, 6660, 7770, 8880, 9990]


@pytest.mark.parametrize(
    ("examples", "words"),
    [(0, "epoch 0.00   test 10.00 %"), (20, "epoch 0.33   test 30.00 %"), (60, "epoch 1.00   test 70.00 %")],
)
def test_the_words_below_a_frame_are_of_its_moment(examples: int, words: str) -> None:
    fields = {"curve": curve_of(MOMENTS), "examples_seen": examples, "epoch_size": 60}
    snapshot = make_snapshot((12,), **fields)
    assert caption_of(snapshot) == words


def test_what_a_film_will_be_is_said_before() -> None:
    """53 moments of 0.12 s, the last of them twenty times as long: 72 · 0.12 = 8.64 s."""
    curve = curve_of(tuple(range(0, 530, 10)))
    said = film_sentence(curve, HiddenUnits, 150, FilmSize(1.0))
    assert said == "53 moments in 9 s, 560 × 624 pixels"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_film_given_up_writes_nothing_and_leaves_no_thread(
    qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    """It has 61 frames, so that it is far from done when its first is."""
    latest, history = trained()
    latest = replace(latest, curve=curve_of(tuple(range(61))))
    before = set(threading.enumerate())
    film = Film(HiddenUnits, FilmFormat(size=FilmSize(0.5)), latest, history, tmp_path / f"film{suffix}")
    told: list[str] = []
    film.finished.connect(told.append)
    with qtbot.waitSignal(film.advanced, timeout=60_000):
        film.start()
    film.cancel()
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= before, timeout=60_000)
    qtbot.wait(100)
    assert told == []
    assert list(tmp_path.iterdir()) == []
