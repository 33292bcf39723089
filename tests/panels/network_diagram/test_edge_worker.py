from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop
from pytestqt.qtbot import QtBot

from nnviz.panels.network_diagram.edge_drawing import EdgePicture, EdgeRequest
from nnviz.panels.network_diagram.edge_worker import EdgeWorker
from tests.panels.network_diagram.looks import make_request
from tests.panels.snapshots import make_snapshot

SNAPSHOT = make_snapshot((5,))


class SlowHand:
    """Draws nothing, and only when told to finish."""

    def __init__(self) -> None:
        self.requests: list[EdgeRequest] = []
        self.begun, self.finish = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, request: EdgeRequest, stopped: Callable[[], bool]) -> EdgePicture | None:
        self.requests.append(request)
        self.begun.release()
        while not self.finish.acquire(timeout=0.005):
            if stopped():
                return None
        return EdgePicture(request, [], 0, 0, True)


@pytest.fixture
def hand() -> SlowHand:
    return SlowHand()


@pytest.fixture
def worker(qtbot: QtBot, hand: SlowHand) -> Iterator[EdgeWorker]:
    worker = EdgeWorker(hand)
    with qtbot.waitSignal(worker.ready, timeout=60_000):  # the first time, it compiles
        worker.start()
    assert worker.prepared
    yield worker
    worker.stop(None)


def request(generation: int = 0) -> EdgeRequest:
    return make_request(SNAPSHOT, generation)


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "edges"]


def received(qtbot: QtBot, worker: EdgeWorker) -> Any:
    pictures: list[EdgePicture] = []

    def arrived() -> bool:
        picture = worker.take()
        if picture is not None:
            pictures.append(picture)
        return bool(pictures)

    qtbot.waitUntil(arrived)
    return pictures[0].request


def test_the_latest_request_wins(qtbot: QtBot, worker: EdgeWorker, hand: SlowHand) -> None:
    first, second, third = request(), request(), request()
    worker.submit(first)
    assert hand.begun.acquire(timeout=5)
    worker.submit(second)
    worker.submit(third)
    hand.finish.release(2)
    qtbot.waitUntil(lambda: len(hand.requests) == 2)
    assert hand.requests == [first, third]


def test_a_finished_picture_is_shown_though_a_newer_moment_waits(
    qtbot: QtBot, worker: EdgeWorker, hand: SlowHand
) -> None:
    first = request()
    worker.submit(first)
    assert hand.begun.acquire(timeout=5)
    worker.submit(request())
    hand.finish.release()
    assert received(qtbot, worker) is first
    assert worker.take() is None


def test_a_new_generation_interrupts_the_old_one(qtbot: QtBot, worker: EdgeWorker, hand: SlowHand) -> None:
    worker.submit(request(generation=1))
    assert hand.begun.acquire(timeout=5)
    newer = request(generation=2)
    worker.submit(newer)
    assert hand.begun.acquire(timeout=5)  # without the first having been finished
    hand.finish.release()
    assert received(qtbot, worker) is newer


def test_stopping_ends_the_thread_in_the_middle_of_a_picture(worker: EdgeWorker, hand: SlowHand) -> None:
    worker.submit(request())
    assert hand.begun.acquire(timeout=5)
    worker.stop(None)
    assert not threads()
    assert not worker.running
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    assert worker.take() is None


def test_it_can_be_started_again(qtbot: QtBot, worker: EdgeWorker, hand: SlowHand) -> None:
    worker.stop(None)
    worker.start()
    worker.start()
    assert len(threads()) == 1
    again = request()
    worker.submit(again)
    hand.finish.release()
    assert received(qtbot, worker) is again


def test_stopping_what_never_ran_is_nothing() -> None:
    EdgeWorker().stop(None)
