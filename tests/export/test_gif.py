"""What is written as a GIF, an independent reader sees as it was."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImageReader

from nnviz.export.gif import GifEncoder, Pixels, palette_of


def read(data: bytes) -> list[Pixels]:
    content = QByteArray(data)
    buffer = QBuffer(content)
    reader = QImageReader(buffer, b"gif")
    frames = []
    while reader.canRead():
        image = reader.read()
        assert not image.isNull(), reader.errorString()
        image = image.convertToFormat(image.Format.Format_RGB32)
        frames.append(
            np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()
        )
    return frames


def write(frames: list[Pixels]) -> bytes:
    encoder = GifEncoder(palette_of(frames), 10)
    parts = [encoder.frame(frame) for frame in frames]
    return encoder.head(*frames[0].shape) + b"".join(parts) + encoder.foot()


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (64, 48), (300, 211)])
@pytest.mark.parametrize("colours", [1, 2, 200])
def test_every_pixel_comes_back(shape: tuple[int, int], colours: int) -> None:
    random = np.random.default_rng(3)
    greys = np.linspace(0, 255, 32).astype(np.uint32)
    shades = (np.uint32(0xFF000000) + greys * 0x10000 + np.roll(greys, 5) * 0x100 + np.roll(greys, 9))[
        :colours
    ]
    frames = [random.choice(shades, shape).astype(np.uint32) for _ in range(3)]
    seen = read(write(frames))
    assert len(seen) == 3
    for frame, there in zip(frames, seen, strict=True):
        for shift in (0, 8, 16):  # 5 bits a colour are kept
            off = (frame >> shift & 255).astype(int) - (there >> shift & 255).astype(int)
            assert np.abs(off).max() <= 8


def test_a_plain_picture_is_small() -> None:
    assert len(write([np.full((400, 400), 0xFF203040, np.uint32)])) < 2_500
