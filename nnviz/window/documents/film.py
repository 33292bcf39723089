"""The training so far as an animated picture: a panel of its own is shown one past moment after the other.

The past is replayed, the panel's slow part drawn and frames packed off the GUI thread; only the painting of
the panel is done in it, a few milliseconds a frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from nnviz.export.film_writers import SUFFIXES, film_writer
from nnviz.files.whole_file import write_whole
from nnviz.learning import kernel
from nnviz.number_text import epoch_text, percent_text
from nnviz.panels.panel import Panel
from nnviz.panels.spec import PanelSpec
from nnviz.runs.history import History
from nnviz.runs.snapshot import Curve, Snapshot
from nnviz.widgets import theme
from nnviz.window.documents.background import FileWork
from nnviz.window.documents.widget_pictures import pixels_of

_CAPTION = 34  # px below it
_SHOWN = 120  # ms for each frame …
_LAST_SHOWN = 20 * _SHOWN  # … but the last


@dataclass(frozen=True)
class FilmSize:
    """How large the panel is, in relation to its usual size in a film, and how finely it is drawn."""

    scale: float
    ratio: int = 1  # pixels for one of the screen's

    def panel(self, spec: PanelSpec) -> tuple[int, int]:
        """Width and height in the screen's pixels of a panel that can be filmed."""
        assert spec.film is not None
        width, height = spec.film
        return round(self.scale * width), round(self.scale * height)

    def picture(self, spec: PanelSpec) -> tuple[int, int]:
        """Width and height of the film in pixels."""
        width, height = self.panel(spec)
        return self.ratio * width, self.ratio * (height + _CAPTION)


@dataclass(frozen=True)
class FilmFormat:
    """What the user chooses of a film."""

    most: int = 150  # frames
    size: FilmSize = FilmSize(1.0)


FILM_FORMAT = FilmFormat()
LENGTHS = tuple((f"up to {most} moments", most) for most in (25, 75, 150))
SIZES = (("small", FilmSize(0.75)), ("usual", FilmSize(1.0)), ("large and fine", FilmSize(1.0, 2)))
KINDS = tuple((suffix.removeprefix(".").upper(), suffix) for suffix in SUFFIXES)


def moments_of(curve: Curve, most: int = FILM_FORMAT.most) -> list[int]:
    """Which moments there are frames of: the points of the curve, evenly thinned if they are more."""
    points = curve.examples.tolist()
    places = np.unique(np.linspace(0, len(points) - 1, min(len(points), most)).round().astype(int))
    return [points[place] for place in places]


def film_sentence(curve: Curve, panel: type[Panel], most: int, size: FilmSize) -> str:
    """What such a film will be: "53 moments in 9 s, 560 × 624 pixels"."""
    frames = len(moments_of(curve, most))
    seconds = sum(_milliseconds(frames)) / 1000
    width, height = size.picture(panel.spec)
    return f"{frames} moment{'s' * (frames != 1)} in {seconds:.0f} s, {width:,} × {height:,} pixels"


def _milliseconds(frames: int) -> list[int]:
    """How long each frame is shown."""
    return [_SHOWN] * (frames - 1) + [_LAST_SHOWN]


def caption_of(snapshot: Snapshot) -> str:
    """The words below a frame: the moment, and the curve's test accuracy at it."""
    curve = snapshot.curve
    point = int(np.searchsorted(curve.examples, snapshot.examples_seen))
    accuracy = float(curve.test_accuracy[min(point, len(curve) - 1)])
    epoch = epoch_text(snapshot.examples_seen, snapshot.epoch_size)
    return f"epoch {epoch}   test {percent_text(accuracy)}"


class Film(QObject):
    """One animated picture in the making; `finished` with "" or the sentence that says why there is none."""

    advanced = Signal(float)  # how much is done, from 0 to 1
    finished = Signal(str)

    def __init__(
        self, panel: type[Panel], film_format: FilmFormat, latest: Snapshot, history: History, file: Path
    ) -> None:
        """Of the run that `latest` is of and whose past `history` is, whatever the window shows meanwhile."""
        super().__init__()
        self._latest, self._history, self._file = latest, history, file
        self._ratio = film_format.size.ratio
        self._work = FileWork(self)
        self._panel = panel()
        self._panel.reduced_motion = True
        self._panel.resize(*film_format.size.panel(panel.spec))
        self._panel.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._panel.show()
        self._moments = moments_of(latest.curve, film_format.most)
        self._total = len(self._moments)
        self._writer = film_writer(file.suffix, _milliseconds(self._total))
        self._painted: Image.Image | None = None  # still to be packed

    def start(self) -> None:
        """Begin. Everything from here on happens by itself."""
        self._next()

    def cancel(self) -> None:
        """Give it up: nothing is said, nor written unless the file is being written already."""
        self._work.stop()
        self._writer.cancel()
        self._panel.close()
        self._panel.deleteLater()

    def _next(self) -> None:
        """Pack the last frame and look up the next moment."""
        if not self._moments:
            self._work.do("file", self._write, lambda _: self._end(""), self._end)
            return
        moment = self._moments.pop(0)
        self._work.do("moment", lambda: self._go_to(moment), self._show, self._end)

    def _go_to(self, moment: int) -> Snapshot:
        self._pack()
        state = self._history.at(moment)
        network = kernel.unpack(state.parameters, self._latest.network.architecture)
        steps = self._history.steps
        return replace(
            self._latest,
            network=network,
            settings=steps.settings_at(state.examples_seen),
            examples_seen=state.examples_seen,
            steps=steps.at(state.examples_seen),
        )

    def _show(self, snapshot: Snapshot) -> None:
        self._panel.set_snapshot(snapshot)
        slow_part = self._panel.slow_part(self._ratio)
        if slow_part is None:
            self._paint(snapshot)
        else:
            self._work.do("slow part", slow_part, partial(self._complete, snapshot), self._end)

    def _complete(self, snapshot: Snapshot, put_in_place: Callable[[], None]) -> None:
        put_in_place()
        self._paint(snapshot)

    def _paint(self, snapshot: Snapshot) -> None:
        area = self._panel.rect().adjusted(0, 0, 0, _CAPTION)
        image = QImage(area.size() * self._ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self._ratio)
        image.fill(theme.colours().card)
        with QPainter(image) as painter:
            self._panel.render(painter, QPoint(), renderFlags=Panel.RenderFlag.DrawChildren)
            self._paint_caption(painter, snapshot, area.toRectF())
        self._painted = pixels_of(image)
        self.advanced.emit(1 - (len(self._moments) + 1) / (self._total + 1))
        self._next()

    def _paint_caption(self, painter: QPainter, snapshot: Snapshot, area: QRectF) -> None:
        painter.setFont(theme.font(10))
        painter.setPen(theme.colours().text)
        line = area.adjusted(2 * theme.SPACING, area.height() - _CAPTION, -2 * theme.SPACING, 0)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, caption_of(snapshot))

    def _pack(self) -> None:
        if self._painted is not None:
            self._writer.add(self._painted)

    def _write(self) -> None:
        self._pack()
        content = self._writer.content()
        with write_whole(self._file) as target:
            target.write(content)

    def _end(self, problem: str) -> None:
        self.cancel()
        self.finished.emit(problem)
