"""Films: frames become an animated GIF or WebP one after the other, so that only the newest two are held.

Pillow packs them. A GIF has 256 colours for each frame; a WebP has all, in two to four times the bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Full, Queue
from typing import Any, Protocol

from PIL import Image, ImageChops
from PIL.GifImagePlugin import getdata, getheader

SUFFIXES = (".gif", ".webp")

_WEBP: dict[str, Any] = {"lossless": True, "method": 0, "quality": 30}  # four times the time saves an eighth
_LOOK_EVERY = 0.1  # seconds between looks whether packing goes on at all


class FilmWriter(Protocol):
    """Takes as many frames as were announced, RGB and of one size; the film repeats for ever."""

    def add(self, frame: Image.Image) -> None:
        """Pack the next frame, or wait until there is room for it."""

    def content(self) -> bytes:
        """The whole file, once all frames are added."""

    def cancel(self) -> None:
        """No more frames come, and the file is not wanted."""


def film_writer(suffix: str, milliseconds: Sequence[int]) -> FilmWriter:
    """For a file whose name ends so, `.webp` or else a GIF, and frames that are shown so long each."""
    return WebpWriter(milliseconds) if suffix.lower() == ".webp" else GifWriter(milliseconds)


class GifWriter:
    """Each frame has its own 256 colours, and holds only the rectangle in which it differs from the last."""

    def __init__(self, milliseconds: Sequence[int]) -> None:
        """GIF counts in hundredths of a second."""
        self._milliseconds = iter(milliseconds)
        self._before: Image.Image | None = None
        self._parts: list[bytes] = []

    def add(self, frame: Image.Image) -> None:
        """Pack the next frame."""
        left, top, right, bottom = self._changed(frame)
        part = frame.crop((left, top, right, bottom))
        part = part.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        if self._before is None:
            self._parts += getheader(part, info={"loop": 0})[0]
        shown = next(self._milliseconds)
        self._parts += getdata(part, (left, top), duration=shown, disposal=1, include_color_table=True)
        self._before = frame

    def content(self) -> bytes:
        """The whole file."""
        return b"".join([*self._parts, b";"])

    def cancel(self) -> None:
        """Nothing is under way."""

    def _changed(self, frame: Image.Image) -> tuple[int, int, int, int]:
        if self._before is None:
            return 0, 0, *frame.size
        return ImageChops.difference(frame, self._before).getbbox() or (0, 0, 1, 1)


class WebpWriter:
    """All colours are kept. Pillow fetches the frames itself, on a thread of its own."""

    def __init__(self, milliseconds: Sequence[int]) -> None:
        self._milliseconds = list(milliseconds)
        self._frames: Queue[Image.Image | None] = Queue(1)
        self._thread = ThreadPoolExecutor(1, "nnviz film")
        self._file = self._thread.submit(self._packed)

    def add(self, frame: Image.Image) -> None:
        """Hand the next frame over, once the last one is taken. Raises what went wrong with those before."""
        self._hand_over(frame)
        if self._file.done():
            self._file.result()

    def content(self) -> bytes:
        """The whole file."""
        self._thread.shutdown()
        return self._file.result()

    def cancel(self) -> None:
        """Let the thread end."""
        self._hand_over(None)
        self._thread.shutdown()

    def _hand_over(self, frame: Image.Image | None) -> None:
        while not self._file.done():  # nobody takes it any more if packing failed
            with suppress(Full):
                self._frames.put(frame, timeout=_LOOK_EVERY)
                return

    def _packed(self) -> bytes:
        file = io.BytesIO()
        with suppress(_Cancelled):
            coming = _Coming(self._frames, len(self._milliseconds) - 1)
            options = {"duration": self._milliseconds, "append_images": [coming], **_WEBP}
            coming.next().save(file, "WEBP", save_all=True, loop=0, **options)
        return file.getvalue()


class _Cancelled(Exception):
    """No more frames come."""


class _Coming:
    """Looks to Pillow like a picture of several frames; each is waited for when it is asked for."""

    mode = "RGB"

    def __init__(self, frames: Queue[Image.Image | None], count: int) -> None:
        self._frames = frames
        self._frame: Image.Image | None = None
        self.n_frames = count

    def next(self) -> Image.Image:
        frame = self._frames.get()
        if frame is None:
            raise _Cancelled
        return frame

    def seek(self, _number: int) -> None:
        self._frame = self.next()

    def getim(self) -> Any:
        assert self._frame is not None
        return self._frame.getim()
