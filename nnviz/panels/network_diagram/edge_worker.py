"""The one thread that draws connections, so that the window never waits for them. It knows no widget.

The latest request wins, a picture nobody wants any more is dropped, and between pictures the thread rests at
least as long as it drew: it shares the machine with training.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from nnviz.panels.network_diagram import edge_image
from nnviz.panels.network_diagram.edge_drawing import EdgePicture, EdgeRequest, draw_edges

_SHORTEST_INTERVAL = 0.095  # seconds from one picture to the next: the eye asks for no more
_REST = 2.0  # times as long as a picture took, until the next one begins
_PATIENCE = 0.1  # seconds; a compilation cannot be interrupted, so that the thread may end only after it


class EdgeWorker(QObject):
    """Draws what was last asked for. Lives in the GUI thread; `ready` tells that `take` has something."""

    ready = Signal()

    def __init__(self, draw: Callable[..., EdgePicture | None] = draw_edges) -> None:
        super().__init__()
        self.prepared = False  # whether the loops are compiled, so that drawing takes no seconds
        self._draw = draw
        self._condition = threading.Condition()
        self._request: EdgeRequest | None = None
        self._picture: EdgePicture | None = None
        self._generation = -1
        self._thread: threading.Thread | None = None
        self._ending: list[threading.Thread] = []
        self._stop = threading.Event()

    @property
    def running(self) -> bool:
        """Whether what is submitted will be drawn."""
        return self._thread is not None

    def start(self) -> None:
        """Begin to work, if not working."""
        if self._thread is None:
            self._stop = threading.Event()
            self._thread = threading.Thread(target=self._work, args=(self._stop,), name="edges")
            self._thread.start()

    def stop(self, patience: float | None = _PATIENCE) -> None:
        """Forget what was asked for and end the thread; wait for it so many seconds, or without a limit."""
        if self._thread is not None:
            self._ending.append(self._thread)
            self._thread = None
            with self._condition:
                self._stop.set()
                self._request = self._picture = None
                self._condition.notify_all()
        for thread in self._ending:
            thread.join(patience)
        self._ending = [thread for thread in self._ending if thread.is_alive()]

    def submit(self, request: EdgeRequest) -> None:
        """Draw this, and nothing that was asked for earlier. One of a new generation is drawn at once."""
        with self._condition:
            self._request = request
            self._condition.notify_all()

    def take(self) -> EdgePicture | None:
        """The newest finished picture, once."""
        with self._condition:
            picture, self._picture = self._picture, None
            return picture

    def _work(self, stop: threading.Event) -> None:
        edge_image.prepare()
        self.prepared = True
        self._publish(None, stop)
        next_time = 0.0
        while (request := self._next(stop, next_time)) is not None:
            began = time.monotonic()
            picture = self._draw(request, lambda asked=request: stop.is_set() or self._is_stale(asked))
            next_time = began + max(_SHORTEST_INTERVAL, (1 + _REST) * (time.monotonic() - began))
            if picture is not None:
                self._publish(picture, stop)

    def _publish(self, picture: EdgePicture | None, stop: threading.Event) -> None:
        with self._condition:
            if stop.is_set():
                return
            self._picture = picture
        self.ready.emit()

    def _next(self, stop: threading.Event, not_before: float) -> EdgeRequest | None:
        """Wait for the next request and, unless it is urgent, until its time; None to end."""
        with self._condition:
            while not stop.is_set():
                wait = None
                if self._request is not None:
                    wait = not_before - time.monotonic()
                    if wait <= 0 or self._request.generation != self._generation:
                        request, self._request = self._request, None
                        self._generation = request.generation
                        return request
                self._condition.wait(wait)
        return None

    def _is_stale(self, request: EdgeRequest) -> bool:
        waiting = self._request
        return waiting is not None and waiting.generation != request.generation
