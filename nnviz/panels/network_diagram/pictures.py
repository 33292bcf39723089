"""The pictures of the connections that fit what the panel shows now: asked for, received, kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.edge_drawing import (
    EdgePicture,
    EdgeRequest,
    GapPicture,
    Look,
    draw_edges,
    draw_edges_of,
    shown_values,
)
from nnviz.panels.network_diagram.edge_values import Values
from nnviz.panels.network_diagram.edge_worker import EdgeWorker
from nnviz.runs.snapshot import Snapshot


class EdgePictures(QObject):
    """Between the panel and the thread. `changed` when there is a new picture, or now can be one."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.latest: EdgePicture | None = None  # of an older look for as long as the new one is being drawn
        self.worker = EdgeWorker()
        self.worker.ready.connect(self._take)
        self._request: EdgeRequest | None = None
        self._asked: EdgeRequest | None = None

    @property
    def prepared(self) -> bool:
        """Whether the compiled loops are there."""
        return self.worker.prepared

    def start(self) -> None:
        """Begin to draw what is asked for."""
        self.worker.start()
        if self._request is not None:
            self._submit(self._request)

    def stop(self) -> None:
        """End the thread, soon."""
        self.worker.stop()
        self._asked = None

    def close(self) -> None:
        """End the thread and wait until it has ended."""
        self.worker.stop(None)

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
        return [] if self._request is None else shown_values(self._request)

    def of(self, neuron: Neuron) -> list[GapPicture]:
        """One neuron's connections, drawn at once: they are few. Nothing until the loops are compiled."""
        if self._request is None or not self.prepared:
            return []
        return draw_edges_of(self._request, neuron)

    def request_at(self, ratio: float) -> EdgeRequest | None:
        """What is wanted now, drawn as finely as that; for `draw_edges` in any thread."""
        request = self._request
        return None if request is None else replace(request, look=replace(request.look, ratio=ratio))

    @contextmanager
    def drawn_at(self, ratio: float) -> Iterator[None]:
        """The picture is as fine as that meanwhile, and not that of an earlier moment."""
        request, before = self.request_at(ratio), self.latest
        if request is not None and self.prepared:
            self.latest = draw_edges(request)
        try:
            yield
        finally:
            self.latest = before

    def _submit(self, request: EdgeRequest) -> None:
        if self.worker.running:
            self._asked = request
            self.worker.submit(request)

    def _take(self) -> None:
        picture = self.worker.take()
        wanted = self._request
        if picture is not None and wanted is not None and picture.request.generation == wanted.generation:
            self.latest = picture
        self.changed.emit()


def _same(one: EdgeRequest, other: EdgeRequest) -> bool:
    return all(a is b for a, b in zip(one.sources, other.sources, strict=True))
