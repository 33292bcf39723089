"""What is written as a film, an independent reader sees as it was: all frames, for as long as was asked."""

from __future__ import annotations

import io
import threading
import weakref

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageSequence
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImageReader

from nnviz.export.film_writers import SUFFIXES, GifWriter, WebpWriter, film_writer

Colours = NDArray[np.uint8]  # (height, width, 3)


def write(suffix: str, frames: list[Colours], milliseconds: list[int] | None = None) -> bytes:
    writer = film_writer(suffix, milliseconds or [100] * len(frames))
    for frame in frames:
        writer.add(Image.fromarray(frame))
    return writer.content()


def read_by_qt(data: bytes) -> list[Colours]:
    """The frames of a GIF; Qt has no reader of WebP everywhere."""
    content = QByteArray(data)
    buffer = QBuffer(content)
    reader = QImageReader(buffer, b"gif")
    frames = []
    while reader.canRead():
        image = reader.read()
        assert not image.isNull(), reader.errorString()
        image = image.convertToFormat(image.Format.Format_RGB32)
        values = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
        frames.append(values[..., 2::-1].copy())
    return frames


def read_by_pillow(data: bytes) -> list[Colours]:
    with Image.open(io.BytesIO(data)) as film:
        return [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(film)]


def some_frames(shape: tuple[int, int], colours: int) -> list[Colours]:
    random = np.random.default_rng(3)
    palette = random.integers(0, 256, (colours, 3), dtype=np.uint8)
    return [palette[random.integers(0, colours, shape)] for _ in range(3)]


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (64, 48), (300, 211)])
@pytest.mark.parametrize("colours", [1, 2, 200])
def test_a_gif_keeps_few_colours_nearly_exactly(shape: tuple[int, int], colours: int) -> None:
    frames = some_frames(shape, colours)
    seen = read_by_qt(write(".gif", frames))
    assert len(seen) == 3
    for frame, there in zip(frames, seen, strict=True):
        off = np.abs(frame.astype(int) - there)
        assert off.max() <= (0 if colours <= 2 else 40)
        assert off.mean() < 4


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (300, 211)])
def test_a_webp_keeps_every_colour(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(4)
    frames = [random.integers(0, 256, (*shape, 3), dtype=np.uint8) for _ in range(4)]
    for frame, there in zip(frames, read_by_pillow(write(".webp", frames)), strict=True):
        np.testing.assert_array_equal(frame, there)


def drawn(shift: int) -> Colours:
    """A soft ring in a colour on a dark ground, as the panels have them; it moves with the shift."""
    y, x = np.mgrid[:120, :160]
    share = np.clip(1 - np.abs(np.hypot(y - 60, x - 60 - shift) - 40) / 12, 0, 1)[..., None]
    return (np.array([20, 24, 34]) + share * np.array([200, 110, -20])).astype(np.uint8)


def test_a_gif_is_as_good_as_one_palette_for_all_was() -> None:
    """5, 6 and 5 bits a colour leave 36 dB; each frame's own 256 colours are better."""
    frames = [drawn(shift) for shift in range(0, 30, 6)]
    for frame, there in zip(frames, read_by_qt(write(".gif", frames)), strict=True):
        error = np.mean((frame.astype(float) - there) ** 2)
        assert 10 * np.log10(255**2 / error) > 36


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_frame_is_shown_as_long_as_was_asked(suffix: str) -> None:
    asked = [120, 70, 1_000, 2_400]
    data = write(suffix, [drawn(shift) for shift in range(4)], asked)
    with Image.open(io.BytesIO(data)) as film:
        assert film.info["loop"] == 0, "for ever"
        shown = []
        for frame in ImageSequence.Iterator(film):
            frame.load()
            shown.append(frame.info["duration"])
    assert shown == asked


def test_frames_that_are_alike_are_all_there_and_take_next_to_nothing() -> None:
    one, five = write(".gif", [drawn(0)]), write(".gif", [drawn(0)] * 5)
    assert len(read_by_qt(five)) == 5
    assert len(five) < len(one) + 4 * 900


def test_a_plain_picture_is_small() -> None:
    plain = np.full((400, 400, 3), 40, np.uint8)
    assert len(write(".gif", [plain])) < 2_500


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_frames_do_not_pile_up(suffix: str) -> None:
    """Only a few are held at a time, besides what is packed of them."""
    writer = film_writer(suffix, [100] * 20)
    given: list[weakref.ref[Image.Image]] = []
    most = 0
    for shift in range(20):
        frame = Image.fromarray(drawn(shift))
        given.append(weakref.ref(frame))
        writer.add(frame)
        del frame
        most = max(most, sum(reference() is not None for reference in given))
    writer.content()
    assert most <= 4


@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_film_given_up_leaves_no_thread(suffix: str, count: int) -> None:
    before = set(threading.enumerate())
    writer = film_writer(suffix, [100] * 5)
    for shift in range(count):
        writer.add(Image.fromarray(drawn(shift)))
    writer.cancel()
    assert set(threading.enumerate()) <= before


def test_what_goes_wrong_in_packing_is_told() -> None:
    """Frames of another size cannot be packed; nobody waits for ever for room."""
    writer = film_writer(".webp", [100] * 9)

    def add_all() -> None:
        for side in range(1, 10):
            writer.add(Image.new("RGB", (side, side)))

    with pytest.raises(Exception, match="frame"):
        add_all()
    writer.cancel()


def test_the_name_decides() -> None:
    writers = [film_writer(suffix, [100]) for suffix in (".gif", ".webp", ".WEBP", ".film")]
    assert [type(writer) for writer in writers] == [GifWriter, WebpWriter, WebpWriter, GifWriter]
    for writer in writers:
        writer.cancel()
