"""What a picture may cost: small files that announce much, vector formats, damaged files."""

from __future__ import annotations

import gzip
import io
import os
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nnviz.datasets.pictures import read_digit
from nnviz.errors import BadInput
from tests.datasets.damage import damaged

COUNT = int(os.environ.get("NNVIZ_FUZZ", "120"))
FIRST = int(os.environ.get("NNVIZ_FUZZ_SEED", "0"))


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def bar(width: int = 120, height: int = 160) -> Image.Image:
    """A 1, dark on light."""
    values = np.full((height, width), 230, dtype=np.uint8)
    values[height // 5 : -height // 5, width * 2 // 5 : width * 2 // 5 + width // 10] = 30
    return Image.fromarray(values)


def gif(screen: tuple[int, int], frame: tuple[int, int]) -> bytes:
    """A GIF of some 50 bytes with one frame, of which there are next to no pixels."""
    header = b"GIF89a" + struct.pack("<HHBBB", *screen, 0x80, 0, 0) + b"\xff\xff\xff\x00\x00\x00"
    image = b"," + struct.pack("<HHHHB", 0, 0, *frame, 0) + b"\x02\x02\x4c\x01\x00"
    return header + image + b";"


def png(width: int, height: int) -> bytes:
    """A PNG's first bytes, which announce that size."""
    header = struct.pack(">4sIIBBBBB", b"IHDR", width, height, 8, 6, 0, 0, 0)
    rest = struct.pack(">II4sI", zlib.crc32(header), 0, b"IDAT", zlib.crc32(b"IDAT"))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + rest


def webp(width: int, height: int) -> bytes:
    """The header of an extended WebP file of that size (RFC 9649)."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    content = b"VP8X" + struct.pack("<II", 10, 0) + size
    return b"RIFF" + struct.pack("<I", 4 + len(content)) + b"WEBP" + content


def bmp(width: int, height: int) -> bytes:
    header = struct.pack("<2sIHHI", b"BM", 54, 0, 0, 54)
    return header + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)


BOMBS = {
    "50000×50000": gif((50_000, 50_000), (1, 1)),
    "65000×65000": gif((1, 1), (65_000, 65_000)),
    "100000×100000": png(100_000, 100_000),
    "16000×16000": webp(16_000, 16_000),
    "30000×30000": bmp(30_000, 30_000),
    "90000×90000": b"P6 90000 90000 255\n",
}


@pytest.mark.parametrize("size", BOMBS)
def test_what_announces_too_much_is_refused(tmp_path: Path, size: str) -> None:
    (tmp_path / "bomb.png").write_bytes(BOMBS[size])
    with pytest.raises(BadInput, match=rf"bomb\.png is too large: {size} pixels, at most 64 million"):
        read_digit(tmp_path / "bomb.png")


MEASURED = """
import re, sys
from pathlib import Path
from nnviz.errors import BadInput
from nnviz.datasets.pictures import read_digit

def most():  # kB, also what was asked for and never touched
    return int(re.search(r"VmPeak:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])

before = most()
for file in sys.argv[1:]:
    try:
        read_digit(file)
    except BadInput:
        pass
print((most() - before) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells")
def test_memory_is_bounded(tmp_path: Path) -> None:
    """Bombs take next to nothing; the largest picture that is read, 4 bytes a pixel and some."""
    files = []
    for number, content in enumerate(BOMBS.values()):
        files.append(tmp_path / f"{number}.png")
        files[-1].write_bytes(content)
    assert megabytes(files) < 60
    largest = tmp_path / "largest.png"
    bar(8000, 8000).convert("RGBA").save(largest, compress_level=1)
    assert megabytes([largest]) < 8000 * 8000 * 4 / 2**20 + 250


def megabytes(files: list[Path]) -> int:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, files)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd" width="9" height="9"/></svg>'


@pytest.mark.parametrize(
    "content",
    [SVG, b"\xef\xbb\xbf \n" + SVG, b'<?xml version="1.0"?>\n' + SVG, gzip.compress(SVG), b"<!-- -->" + SVG],
)
@pytest.mark.parametrize("name", ["drawing.svg", "drawing.png"])
def test_vector_formats_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=r"a drawing such as SVG, not a picture made of pixels"):
        read_digit(tmp_path / name)


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"hevc"])
def test_heic_says_what_to_do(tmp_path: Path, brand: bytes) -> None:
    content = b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + brand + b"heic" + bytes(99)
    (tmp_path / "IMG_0001.HEIC").write_bytes(content)
    with pytest.raises(BadInput, match=r"HEIC picture, which cannot be read here: save it as JPEG or PNG"):
        read_digit(tmp_path / "IMG_0001.HEIC")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_as_their_exif_data_ask_for(tmp_path: Path, kind: str, orientation: int) -> None:
    """The EXIF standard's meaning of 1 … 8, written with NumPy: where the stored rows and columns begin."""
    upright = lopsided()
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.T,
        6: np.rot90(upright),
        7: upright[::-1, ::-1].T,
        8: np.rot90(upright, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.fromarray(np.ascontiguousarray(stored)).convert("RGB")
    (tmp_path / "a").write_bytes(encoded(image, kind, exif=exif, quality=90))
    (tmp_path / "plain.png").write_bytes(encoded(Image.fromarray(upright), "PNG"))
    digit, expected = read_digit(tmp_path / "a"), read_digit(tmp_path / "plain.png")
    assert likeness(digit, expected) > 0.97
    wrong = [np.rot90(way, turns) for way in (digit, digit.T) for turns in range(4)][1:]
    assert max(likeness(way, expected) for way in wrong) < 0.8


def likeness(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])


def lopsided() -> np.ndarray:
    """An L upside down, its arms of unequal length and its corner, top left, a blot."""
    values = np.full((200, 160), 235, dtype=np.uint8)
    values[40:160, 50:62] = values[40:52, 50:110] = values[40:75, 50:75] = 25
    return values


def outcome(file: Path) -> str:
    """The sentence that refuses it, "read" if it is read, or else what went wrong."""
    try:
        digit = read_digit(file)
    except BadInput as error:
        return str(error)
    except Exception as error:
        return f"unforeseen: {error!r}"
    return "read" if digit.shape == (28, 28) and 0 <= digit.min() <= digit.max() <= 1 else "no digit"


def test_damaged_pictures_are_read_or_refused(tmp_path: Path) -> None:
    """In a sentence, whatever they have become; NNVIZ_FUZZ of them, the first of NNVIZ_FUZZ_SEED."""
    good = [encoded(bar(), kind) for kind in ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM", "AVIF")]
    file, refused = tmp_path / "damaged", 0
    for seed in range(FIRST, FIRST + COUNT):
        chance = random.Random(seed)
        file.write_bytes(damaged(chance.choice(good), chance))
        said = outcome(file)
        assert said == "read" or said.startswith(str(file)), f"seed {seed}: {said}"
        assert len(said) < len(str(file)) + 150, f"seed {seed}: {said}"
        refused += said != "read"
    assert COUNT < 100 or 0.1 * COUNT < refused < COUNT
