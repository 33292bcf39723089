"""The training so far as an animated picture: a panel of its own is shown one past moment after the other.

The past is replayed, connections drawn and frames packed off the GUI thread; only the painting of the panel
is done in it, a few milliseconds a frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from nnviz import theme
from nnviz.core import kernel
from nnviz.core.gif import GifEncoder, Pixels, palette_of
from nnviz.core.history import History
from nnviz.core.snapshot import Curve, Snapshot
from nnviz.core.whole_file import write_whole
from nnviz.documents.background import FileWork
from nnviz.panels.diagram.edge_drawing import EdgePicture, draw_edges
from nnviz.panels.edge_image import prepare
from nnviz.panels.hidden_units import HiddenUnits
from nnviz.panels.network_diagram import NetworkDiagram
from nnviz.panels.panel import Panel
from nnviz.panels.shared.number_text import epoch_text, percent_text

SIZES = {"hidden_units": (560, 590), "network_diagram": (840, 560)}  # of the panel, px
_CAPTION = 34  # px below it
_MOST = 150  # frames
_HUNDREDTHS = 12  # of a second for each


def moments_of(curve: Curve) -> list[int]:
    """Which moments there are frames of: the points of the curve, evenly thinned if they are many."""
    points = curve.examples.tolist()
    places = np.unique(np.linspace(0, len(points) - 1, min(len(points), _MOST)).round().astype(int))
    return [points[place] for place in places]


class Film(QObject):
    """One animated picture in the making; `finished` with "" or the sentence that says why there is none."""

    advanced = Signal(float)  # how much is done, from 0 to 1
    finished = Signal(str)

    def __init__(self, panel: str, latest: Snapshot, get_history: Callable[[], History], file: Path) -> None:
        super().__init__()
        self._latest, self._get_history, self._file = latest, get_history, file
        self._history: History | None = None
        self._work = FileWork(self)
        self._panel: Panel = HiddenUnits() if panel == "hidden_units" else NetworkDiagram()
        if isinstance(self._panel, NetworkDiagram):
            self._panel.reduced_motion = True
        self._panel.resize(*SIZES[panel])
        self._panel.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._panel.show()
        moments = moments_of(latest.curve)
        self._samples = [moments[0], moments[len(moments) // 2], moments[-1]]  # for the colours only
        self._moments = [*self._samples, *moments]
        self._pictures: list[Pixels] = []
        self._encoder: GifEncoder | None = None
        self._parts: list[bytes] = []

    def start(self) -> None:
        """Begin. Everything from here on happens by itself."""
        self._next()

    def cancel(self) -> None:
        """Give it up; nothing is written, and nothing said."""
        self._work.stop()
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
        prepare()
        if self._history is None:
            self._history = self._get_history()
        self._pack()
        state = self._history.at(moment)
        network = kernel.unpack(state.parameters, self._latest.network.sizes)
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
        if isinstance(self._panel, NetworkDiagram):
            request = self._panel.pictures.request_at(1.0)
            assert request is not None
            self._work.do("edges", lambda: draw_edges(request), lambda p: self._paint(snapshot, p), self._end)
        else:
            self._paint(snapshot, None)

    def _paint(self, snapshot: Snapshot, edges: EdgePicture | None) -> None:
        if isinstance(self._panel, NetworkDiagram):
            self._panel.pictures.latest = edges
        size = self._panel.size()
        image = QImage(size.width(), size.height() + _CAPTION, QImage.Format.Format_RGB32)
        image.fill(theme.colours().card)
        with QPainter(image) as painter:
            self._panel.render(painter, QPoint(), renderFlags=Panel.RenderFlag.DrawChildren)
            self._paint_caption(painter, snapshot, QRectF(image.rect()))
        self._pictures.append(_pixels(image))
        total = len(self._parts) + len(self._moments) + 1
        self.advanced.emit(len(self._parts) / total)
        self._next()

    def _paint_caption(self, painter: QPainter, snapshot: Snapshot, area: QRectF) -> None:
        curve = snapshot.curve
        point = int(np.searchsorted(curve.examples, snapshot.examples_seen))
        accuracy = float(curve.test_accuracy[min(point, len(curve) - 1)])
        epoch = epoch_text(snapshot.examples_seen, snapshot.epoch_size)
        painter.setFont(theme.font(10))
        painter.setPen(theme.colours().text)
        line = area.adjusted(2 * theme.SPACING, area.height() - _CAPTION, -2 * theme.SPACING, 0)
        painter.drawText(
            line, Qt.AlignmentFlag.AlignVCenter, f"epoch {epoch}   test {percent_text(accuracy)}"
        )

    def _pack(self) -> None:
        """Turn what was painted into bytes, once the colours are known."""
        if self._encoder is None:
            if len(self._pictures) < len(self._samples):
                return
            self._encoder = GifEncoder(palette_of(self._pictures), _HUNDREDTHS)
            self._parts = [self._encoder.head(*self._pictures[0].shape)]
            self._pictures.clear()
        for pixels in self._pictures:
            self._parts.append(self._encoder.frame(pixels, last=not self._moments))
        self._pictures.clear()

    def _write(self) -> None:
        self._pack()
        with write_whole(self._file) as target:
            target.writelines([*self._parts, GifEncoder.foot()])

    def _end(self, problem: str) -> None:
        self.cancel()
        self.finished.emit(problem)


def _pixels(image: QImage) -> Any:
    values = np.frombuffer(image.constBits(), dtype=np.uint32)
    return values.reshape(image.height(), image.width()).copy()
