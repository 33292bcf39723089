"""Photographed digits are read, whatever they are written on and with; none, or several, are refused.

NNVIZ_PHOTOS sets how many pictures of each kind are made; with 60 the share that is right says something.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nnviz.datasets.dataset import Examples, to_unit_range
from nnviz.datasets.mnist import load_mnist
from nnviz.datasets.pictures import read_digit
from nnviz.errors import BadInput
from nnviz.learning.network import Network
from nnviz.learning.trainer import Trainer
from tests.datasets.photographs import KINDS, Kind
from tests.datasets.scenes import (
    BLUE_BLACK,
    DARK_WOOD,
    WHITE,
    lines,
    paint,
    photograph,
    plain,
    quadrangle,
    write,
)

COUNT = int(os.environ.get("NNVIZ_PHOTOS", "2"))


@pytest.fixture(scope="module")
def network() -> Network:
    network = Network((784, 100, 10), seed=1)
    Trainer(network, load_mnist().train, mini_batch=10, eta=3.0, seed=1).advance(3 * 50_000)
    return network


def answers(network: Network, images: NDArray[np.float32]) -> NDArray[np.intp]:
    """What the network takes each of (n, 784) for; -1 where it is not sure."""
    outputs = np.stack([network.forward_pass(image).activations[-1] for image in images])
    return np.where(outputs.max(axis=1) > 0.5, outputs.argmax(axis=1), -1)


@pytest.fixture(scope="module")
def known(network: Network) -> Examples:
    """Test digits that the network knows: reading them well is enough."""
    digits = load_mnist().test
    right = answers(network, to_unit_range(digits.images[:1000])) == digits.labels[:1000]
    return Examples(digits.images[:1000][right], digits.labels[:1000][right])


def read(tmp_path: Path, content: bytes) -> NDArray[np.float32]:
    file = tmp_path / "photograph.jpg"
    file.write_bytes(content)
    return read_digit(file).reshape(784)


@pytest.mark.parametrize("name", KINDS)
def test_a_photographed_digit_is_read(tmp_path: Path, network: Network, known: Examples, name: str) -> None:
    first = 17 * list(KINDS).index(name)
    chosen = np.arange(first, first + COUNT) % len(known)
    taken = [KINDS[name](known.images[n], np.random.default_rng(n)) for n in chosen]
    answered = answers(network, np.stack([read(tmp_path, photo) for photo in taken]))
    wrong = [int(n) for n, answer in zip(chosen, answered, strict=True) if answer != known.labels[n]]
    assert len(wrong) <= 0.03 * COUNT, f"{name}: digits {wrong} are read wrong"


def blank(image: NDArray[np.uint8], random: np.random.Generator) -> bytes:
    return photograph(plain(WHITE), random)


def blank_ruled(image: NDArray[np.uint8], random: np.random.Generator) -> bytes:
    scene = plain(WHITE)
    lines(scene, BLUE_BLACK, random.uniform(30, 60), 1.5, random.uniform(-0.05, 0.05), across=False)
    return photograph(scene, random, noise=0.003, blur=0.3)


def blank_squared(image: NDArray[np.uint8], random: np.random.Generator) -> bytes:
    scene, turn = plain(WHITE), random.uniform(-0.05, 0.05)
    for across in (False, True):
        lines(scene, (0.4, 0.5, 0.8), 28, 1.5, turn, across)
    return photograph(scene, random)


def blank_sheet_on_a_desk(image: NDArray[np.uint8], random: np.random.Generator) -> bytes:
    scene = plain(DARK_WOOD)
    paint(scene, quadrangle(60, 420, 110, 530, random.uniform(-0.1, 0.1)), WHITE)
    return photograph(scene, random)


@pytest.mark.parametrize("kind", [blank, blank_ruled, blank_squared, blank_sheet_on_a_desk])
def test_blank_paper_shows_no_digit(tmp_path: Path, known: Examples, kind: Kind) -> None:
    for seed in range(COUNT):
        with pytest.raises(BadInput, match="shows no digit"):
            read(tmp_path, kind(known.images[seed], np.random.default_rng(seed)))


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("is_ruled", [False, True])
def test_several_digits_are_refused(tmp_path: Path, known: Examples, count: int, is_ruled: bool) -> None:
    for seed in range(COUNT):
        random, scene = np.random.default_rng(seed), plain(WHITE)
        if is_ruled:
            lines(scene, (0.5, 0.6, 0.85), 40, 1.5, 0.02, across=False)
        for place in range(count):
            image = known.images[(5 * seed + place) % len(known)]
            write(scene, image, random, side=200, centre=(240, 320 + 150 * (place - (count - 1) / 2)))
        with pytest.raises(BadInput, match=f"shows more than one digit: {count} marks"):
            read(tmp_path, photograph(scene, random))


def test_a_sheet_around_a_large_digit_is_no_ink(tmp_path: Path) -> None:
    """On a desk as dark as the ink, the sheet around a large 8 has itself the form of a 0."""
    eight = load_mnist().test.images[266]
    taken = KINDS["sheet on a dark desk"](eight, np.random.default_rng(3032))
    on_paper = KINDS["dark on light"](eight, np.random.default_rng(3032))
    first, second = read(tmp_path, taken), read(tmp_path, on_paper)
    assert np.corrcoef(first, second)[0, 1] > 0.9
