"""The pictures of the connections that fit what the panel shows now: asked for, received, kept.

They are drawn on a thread, so that the window never waits for them. It rests at least as long as it drew: it
shares the machine with training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Literal

from PySide6.QtCore import QObject, Signal

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram import edge_image
from nnviz.panels.network_diagram.edge_drawing import (
    EdgePicture,
    EdgeRequest,
    GapPicture,
    Look,
    draw_edges,
    draw_edges_of,
)
from nnviz.panels.network_diagram.edge_values import Values
from nnviz.runs.answering_thread import Rest
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets.latest_worker import LatestWorker

_REST = Rest(shortest=0.095, times=2.0)  # the eye asks for no more than ten pictures a second


class EdgePictures(QObject):
    """Between the panel and the thread. `changed` when there is a new picture, or now can be one."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.latest: EdgePicture | None = None  # of an older look for as long as the new one is being drawn
        self.prepared = False  # whether the loops are compiled, so that drawing takes no seconds
        self._running = False
        self._worker = LatestWorker("edges", self, _REST)
        self._worker.finished.connect(self._take)
        self._request: EdgeRequest | None = None
        self._asked: EdgeRequest | None = None

    def start(self) -> None:
        """Begin to draw what is asked for."""
        self._running = True
        if self._request is not None:
            self._submit(self._request)
        elif not self.prepared:
            self._worker.request(_prepared)

    def stop(self) -> None:
        """Draw no more; the thread ends soon."""
        self._running = False
        self._worker.forget()
        self._asked = None

    def close(self) -> None:
        """Draw no more, and wait until the thread has ended."""
        self.stop()
        self._worker.close()

    def ask(self, snapshot: Snapshot, look: Look) -> None:
        """Want this moment in this look; nothing is drawn if that is the same picture as before."""
        before = self._request
        generation = 0 if before is None else before.generation + (look != before.look)
        self._request = EdgeRequest(snapshot, look, generation)
        asked = self._asked
        if asked is None or asked.generation != generation or not _same(asked, self._request):
            self._submit(self._request)

    def values(self) -> list[Values]:
        """What each connection is worth now, 0 where it is not drawn; empty before anything was asked for."""
        return [] if self._request is None else self._request.shown

    def of(self, neuron: Neuron) -> list[GapPicture]:
        """One neuron's connections, drawn at once: they are few. Nothing until the loops are compiled."""
        if self._request is None or not self.prepared:
            return []
        return draw_edges_of(self._request, neuron)

    def drawing_at(self, ratio: float) -> Callable[[], Callable[[], None]] | None:
        """Draws what is wanted now as finely as that, in any thread, and returns what puts it in place."""
        request = self._request_at(ratio)
        return None if request is None else partial(self._draw, request)

    @contextmanager
    def drawn_at(self, ratio: float) -> Iterator[None]:
        """The picture is as fine as that meanwhile, and not that of an earlier moment."""
        request, before = self._request_at(ratio), self.latest
        if request is not None and self.prepared:
            self.latest = draw_edges(request)
        try:
            yield
        finally:
            self.latest = before

    def _request_at(self, ratio: float) -> EdgeRequest | None:
        request = self._request
        return None if request is None else replace(request, look=replace(request.look, ratio=ratio))

    def _draw(self, request: EdgeRequest) -> Callable[[], None]:
        edge_image.prepare()
        return partial(self._put, draw_edges(request))

    def _put(self, picture: EdgePicture | None) -> None:
        self.latest = picture

    def _submit(self, request: EdgeRequest) -> None:
        if self._running:
            urgent = self._asked is None or self._asked.generation != request.generation
            self._asked = request
            self._worker.request(lambda: self._drawn(request), urgent)

    def _drawn(self, request: EdgeRequest) -> EdgePicture | None:
        """Called on the thread, and given up on the way if another look is wanted."""
        edge_image.prepare()
        return draw_edges(request, lambda: not self._worker.is_wanted())

    def _take(self, drawn: EdgePicture | Literal[True]) -> None:
        self.prepared = True
        wanted = self._request
        if drawn is not True and wanted is not None and drawn.request.generation == wanted.generation:
            self.latest = drawn
        self.changed.emit()


def _prepared() -> Literal[True]:
    """Called on the thread: once the loops are compiled."""
    edge_image.prepare()
    return True


def _same(one: EdgeRequest, other: EdgeRequest) -> bool:
    return all(a is b for a, b in zip(one.sources, other.sources, strict=True))
