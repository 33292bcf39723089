"""Pictures of one digit, of any size and of the usual raster formats, become what the network takes.

Pillow decodes them. A file is taken for what its first bytes say, and its size is known before anything is
decoded: a file of 50 bytes can announce billions of pixels. Vector formats are refused: drawing one can take
any time, and read other files. What is ink is `paper.py`'s business, centring it `centring.py`'s.
No Qt here.
"""

from __future__ import annotations

import os
import struct
import warnings
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from nnviz.arrays import Floats
from nnviz.datasets.centring import centre_digit
from nnviz.datasets.paper import read_ink
from nnviz.datasets.subject import MNIST
from nnviz.errors import BadInput
from nnviz.files.regular_file import open_regular

MOST_PIXELS = 64_000_000  # decoded at 4 bytes a pixel, 256 MB; phones take 12 to 50 million

Image.init()  # Pillow otherwise looks for the rarer formats only when all are allowed
Image.MAX_IMAGE_PIXELS = None  # its own limit comes without a size to name; ours is checked as early
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM", "AVIF")
_MOST_BYTES = 256_000_000
_HEAD = 1024  # bytes that tell what a file is
_MOST_SCANS = 200  # of a JPEG: each goes through all of the picture, and takes a few bytes to ask for
_READ_AT = 480  # longer side, px: larger pictures are averaged down to less than twice that, then to it
_STRIP = 256  # rows converted at a time
_ORIENTATION = 0x0112  # the EXIF tag
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True)
class Picture:
    """A digit read from a picture, (rows, columns) float32 in [0, 1], and why it may be wrong, if so."""

    digit: Floats
    doubt: str | None


def read_digit(path: Path | str) -> Floats:
    """The digit in a picture, as MNIST's are: (28, 28) float32 in [0, 1]. Errors as `read_picture`."""
    return read_picture(path).digit


def read_picture(path: Path | str, shape: tuple[int, int] = MNIST.shape) -> Picture:
    """The digit in a picture, dark on light or light on dark, and in any colours.

    Raises `BadInput`, naming the file, if it cannot be read, is no picture or too large, shows no digit or
    several.
    """
    found = ink_in_file(path)
    return Picture(centre_digit(found.ink, shape), found.doubt)


@dataclass(frozen=True)
class Ink:
    """What of a picture is ink, (H, W) float32 in [0, 1], never without any; and why that may be wrong."""

    ink: Floats
    doubt: str | None


def ink_in_file(path: Path | str) -> Ink:
    """The ink of the one digit in a picture. Errors as `read_picture`."""
    file = Path(path)
    return _ink(_reduced(file), str(file))


def ink_in_pixels(rgba: NDArray[np.uint8], name: str) -> Ink:
    """The same of pixels (H, W, 4): red, green, blue and opacity. `name`: what errors are to call it."""
    height, width = rgba.shape[:2]
    _check_size(name, width, height)
    return _ink(_small(Image.fromarray(rgba)), name)


def _ink(picture: Image.Image, name: str) -> Ink:
    reading = read_ink(_colours(picture))
    if reading.digits > 1:
        raise BadInput(
            f"{name} shows more than one digit: {reading.digits} marks stand apart; "
            "cut the picture to one of them"
        )
    if not centre_digit(reading.ink).any():
        raise BadInput(f"{name} shows no digit: nothing on it stands out as strokes do")
    return Ink(reading.ink, reading.doubt)


def _reduced(file: Path) -> Image.Image:
    """The picture upright in RGBA, its longer side at most `_READ_AT` pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, of odd but readable files
        try:
            return _decoded(file)
        except BadInput:
            raise
        except MemoryError:
            raise BadInput(f"{file} is too large for this machine's memory") from None
        except Exception as error:  # a dozen kinds, whatever the damage leads Pillow's decoders to
            raise BadInput(f"{file} {_problem(error)}") from None


def _problem(error: Exception) -> str:
    if "truncated" in str(error).lower():
        return "is cut short or damaged, and so is not a picture that can be read"
    return "is not a picture that can be read: it is damaged, or of a format that is not known here"


def _decoded(file: Path) -> Image.Image:
    _check_is_there(file)
    with open_regular(file) as stream:
        head = stream.read(_HEAD)
        _check_head(file, head)
        if os.fstat(stream.fileno()).st_size > _MOST_BYTES:
            raise BadInput(f"{file} is too large: more than {_MOST_BYTES // 1_000_000} million bytes")
        if head.startswith(b"\xff\xd8") and stream.read().count(b"\xff\xda") > _MOST_SCANS:
            raise BadInput(f"{file} is not a picture that can be read: it is made of too many layers")
        stream.seek(0)
        with Image.open(stream, formats=_FORMATS) as image:
            _check_size(file, *image.size)
            # A JPEG can be decoded at a half, a quarter, an eighth of its size.
            image.draft(image.mode, (2 * _READ_AT, 2 * _READ_AT))
            image.load()
            _check_size(file, *image.size)  # of what was decoded
            return _upright(_small(image), image)


def _check_is_there(file: Path) -> None:
    with suppress(OSError):  # opening it will tell
        if file.is_dir():
            raise BadInput(f"{file} is not a file but a folder")
        if not file.exists() and not file.is_symlink():
            raise BadInput(f"{file} is missing")


def _check_head(file: Path, head: bytes) -> None:
    """Refuse by the first bytes what needs a sentence of its own, and sizes that Pillow tells too late."""
    if not head:
        raise BadInput(f"{file} is empty")
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC and b"avif" not in head:
        raise BadInput(f"{file} is a HEIC picture, which cannot be read here: save it as JPEG or PNG")
    if head.startswith(b"%PDF"):
        raise BadInput(f"{file} is a PDF document: save its page as PNG")
    if _is_svg(head):
        raise BadInput(f"{file} is a drawing such as SVG, not a picture made of pixels: save it as PNG")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        _check_size(file, *_size_of_webp(head))


def _is_svg(head: bytes) -> bool:
    if head.startswith(b"\x1f\x8b"):
        with suppress(zlib.error):
            head = zlib.decompressobj(wbits=31).decompress(head, _HEAD)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return text.startswith(b"<?xml") or (text.startswith(b"<") and b"<svg" in text)


def _size_of_webp(head: bytes) -> tuple[int, int]:
    """Width and height that a WebP file announces, for which Pillow makes room on opening it (RFC 9649)."""
    kind = head[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and len(head) >= 30:
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return 1, 1  # which Pillow will refuse


def _check_size(file: Path | str, width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise BadInput(
            f"{file} is too large: {width}×{height} pixels, "
            f"at most {MOST_PIXELS // 1_000_000} million can be read"
        )


def _small(image: Image.Image) -> Image.Image:
    """The picture in RGBA, longer side at most `_READ_AT`; converted strip by strip, for memory's sake."""
    factor = max(1, max(image.size) // _READ_AT)
    width, height = image.size
    rows = max(1, _STRIP // factor) * factor
    strips = []
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(top + rows, height)))
        strips.append(np.asarray(_rgba(strip, image).reduce(factor)))
    small = Image.fromarray(np.concatenate(strips))
    if max(small.size) > _READ_AT:
        small.thumbnail((_READ_AT, _READ_AT), Image.Resampling.LANCZOS)
    return small


def _rgba(strip: Image.Image, whole: Image.Image) -> Image.Image:
    if strip.mode in ("I", "F") or strip.mode.startswith("I;"):
        return Image.fromarray(_bytes_of(np.asarray(strip, dtype=np.float32), whole)).convert("RGBA")
    return strip.convert("RGBA")


def _bytes_of(values: Floats, whole: Image.Image) -> NDArray[np.uint8]:
    """Numbers of 16 bits and more as bytes, by the range that the picture's own largest number tells."""
    extremes: Any = whole.getextrema()
    largest = float(extremes[1])
    full = next((full for full in (1.0, 255.0, 65535.0) if largest <= full), largest)
    if whole.mode != "F":
        full = max(full, 255.0) if whole.mode == "I" else 65535.0
    shares: Floats = np.clip(np.nan_to_num(values) / full, 0, 1)
    return (shares * 255).astype(np.uint8)


def _upright(small: Image.Image, original: Image.Image) -> Image.Image:
    """Turned as the EXIF data ask for, whatever the format that they are in."""
    try:
        orientation = original.getexif().get(_ORIENTATION, 1)
    except Exception:  # damaged data: the picture itself is fine
        return small
    turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
    return small if turn is None else small.transpose(turn)


def _colours(image: Image.Image) -> Floats:
    """Colours (H, W, 3) float32 in [0, 1]. What is transparent becomes white, but black behind light ink."""
    values = np.asarray(image, dtype=np.float32) / 255  # (H, W, 4)
    alpha = values[..., 3:]
    drawn = float((values[..., :3] * alpha).sum()) / max(3 * float(alpha.sum()), 1e-6)
    paper = 0.0 if alpha.mean() < 0.5 and drawn > 0.5 else 1.0
    colours: Floats = values[..., :3] * alpha + np.float32(paper) * (1 - alpha)
    return colours
