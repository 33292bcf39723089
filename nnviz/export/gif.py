"""Animated GIFs (CompuServe GIF89a), because Qt reads but does not write them. Arrays in, bytes out.

One palette for the whole animation, every frame in full: what moves in training is everything.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.learning.compiled import compiled

Pixels = NDArray[np.uint32]  # (height, width), 0xAARRGGBB
Palette = NDArray[np.uint8]  # (256, 3)

LAST = 20  # times as long as the others the last frame stays
_CLEAR, _END, _MOST = 256, 257, 4095


def palette_of(samples: Sequence[Pixels]) -> Palette:
    """The 256 colours that these pictures use most, as far as 5, 6 and 5 bits tell them apart."""
    counts = np.zeros(1 << 16, dtype=np.int64)
    for pixels in samples:
        counts += np.bincount(_reduced(pixels).ravel(), minlength=1 << 16)
    return _colours()[np.argsort(-counts, kind="stable")[:256]].astype(np.uint8)


class GifEncoder:
    """Turns frames into the parts of one file."""

    def __init__(self, palette: Palette, hundredths: int) -> None:
        """Each frame is shown for so many hundredths of a second."""
        self._palette, self._hundredths = palette, hundredths
        self._nearest = _nearest(palette)

    def head(self, height: int, width: int) -> bytes:
        """The beginning of the file; the animation repeats for ever."""
        screen = struct.pack("<HHBBB", width, height, 0xF7, 0, 0)
        return b"GIF89a" + screen + self._palette.tobytes() + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"

    def frame(self, pixels: Pixels, last: bool = False) -> bytes:
        """One picture; the last one stays longer."""
        height, width = pixels.shape
        hundredths = LAST * self._hundredths if last else self._hundredths
        control = struct.pack("<BHBB", 0x04, hundredths, 0, 0)
        place = struct.pack("<HHHHB", 0, 0, width, height, 0)
        return b"\x21\xf9\x04" + control + b"\x2c" + place + _compressed(self._nearest[_reduced(pixels)])

    @staticmethod
    def foot() -> bytes:
        """The end of the file."""
        return b"\x3b"


def _reduced(pixels: Pixels) -> NDArray[Any]:
    """5 bits of red, 6 of green, 5 of blue."""
    return (pixels >> 8 & 0xF800 | pixels >> 5 & 0x07E0 | pixels >> 3 & 0x001F).astype(np.uint16)


def _colours() -> NDArray[Any]:
    """What the 65,536 reduced colours stand for, (65536, 3), zero being black and all ones white."""
    codes = np.arange(1 << 16, dtype=np.int32)
    return np.stack([(codes >> 11) * 255 // 31, (codes >> 5 & 63) * 255 // 63, (codes & 31) * 255 // 31], 1)


def _nearest(palette: Palette) -> NDArray[np.uint8]:
    """For each reduced colour the nearest of the palette, (65536,)."""
    # |a − b|² = |a|² − 2ab + |b|², of which |a|² is the same for all b.
    wanted, given = _colours().astype(np.float32), palette.astype(np.float32)
    distances = (given**2).sum(axis=1) - 2 * wanted @ given.T  # (65536, 256)
    nearest: NDArray[np.uint8] = distances.argmin(axis=1).astype(np.uint8)
    return nearest


def _compressed(indices: NDArray[np.uint8]) -> bytes:
    flat = np.ascontiguousarray(indices).ravel()
    codes = np.empty(2 * len(flat) + 64, dtype=np.uint8)  # 12 bits a pixel at the very most
    data = codes[: _lzw(flat, codes)].tobytes()
    blocks = (data[start : start + 255] for start in range(0, len(data), 255))
    return b"\x08" + b"".join(bytes([len(block)]) + block for block in blocks) + b"\x00"


@compiled()
def _lzw(pixels: NDArray[np.uint8], out: NDArray[np.uint8]) -> int:
    """Lempel, Ziv and Welch's code with growing widths, as GIF has it; how many bytes of `out` it takes."""
    table = np.zeros((_MOST + 1, 256), dtype=np.int16)  # prefix and pixel to code, 0 for none
    free, width = _END + 1, 9
    bits, size = 9, 0
    held = np.int64(_CLEAR)  # bits not written yet
    prefix = np.int64(pixels[0])
    for i in range(1, len(pixels) + 2):
        last = i >= len(pixels)
        pixel = np.int64(pixels[i]) if not last else np.int64(0)
        if not last and table[prefix, pixel]:
            prefix = np.int64(table[prefix, pixel])
            continue
        held |= prefix << bits
        bits += width
        if free >= 1 << width and width < 12:
            width += 1
        if i == len(pixels):
            prefix = np.int64(_END)
        elif not last:
            if free >= _MOST:
                held |= _CLEAR << bits
                bits += width
                table[:] = 0
                free, width = _END + 1, 9
            else:
                table[prefix, pixel] = free
                free += 1
            prefix = pixel
        while bits >= 8:
            out[size] = held & 255
            size += 1
            held >>= 8
            bits -= 8
    out[size] = held & 255
    return size + 1
