"""Work beside the window: the newest request wins, what is forgotten stays so, results come home."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from nnviz.errors import Stopped
from nnviz.widgets.latest_worker import LatestWorker


class Heard:
    def __init__(self, work: LatestWorker) -> None:
        self.results: list[object] = []
        work.finished.connect(self.results.append)


@pytest.fixture
def work(qtbot: QtBot) -> Iterator[LatestWorker]:
    made = LatestWorker("test")
    yield made
    made.stop()


def test_results_come_in_the_owners_thread(work: LatestWorker, qtbot: QtBot) -> None:
    where = []
    work.finished.connect(lambda *_: where.append(threading.current_thread()))
    heard = Heard(work)
    work.request(lambda: threading.current_thread())
    qtbot.waitUntil(lambda: bool(heard.results))
    assert where == [threading.main_thread()]
    assert heard.results[0] is not threading.main_thread()


def test_of_what_waits_only_the_latest_is_done(work: LatestWorker, qtbot: QtBot) -> None:
    begun, gate, heard, done = threading.Event(), threading.Event(), Heard(work), []

    def first() -> str:
        begun.set()
        gate.wait()
        return "first"

    work.request(first)
    assert begun.wait(20)
    for number in range(5):
        work.request(lambda number=number: done.append(number) or number)
    gate.set()
    qtbot.waitUntil(lambda: 4 in heard.results)
    assert done == [4]
    assert heard.results in (["first", 4], [4])  # the first may have been overtaken before it was fetched


def test_the_thread_ends_when_there_is_nothing_to_do(work: LatestWorker, qtbot: QtBot) -> None:
    threads = []
    work.request(lambda: threads.append(threading.current_thread()))
    qtbot.waitUntil(lambda: bool(threads) and not threads[0].is_alive())
    work.request(lambda: threads.append(threading.current_thread()))
    qtbot.waitUntil(lambda: len(threads) == 2)


def test_what_was_forgotten_is_never_heard(work: LatestWorker, qtbot: QtBot) -> None:
    gate, heard = threading.Event(), Heard(work)
    work.request(gate.wait)
    work.request(lambda: 1 / 0)
    work.forget()
    gate.set()
    work.request(lambda: 7)
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results == [7]


def test_stop_waits_for_the_thread(work: LatestWorker) -> None:
    begun, gate, done = threading.Event(), threading.Event(), []

    def slow() -> None:
        begun.set()
        gate.wait()
        done.append(True)

    work.request(slow)
    begun.wait()
    threading.Timer(0.02, gate.set).start()
    work.stop()
    assert done


def test_long_work_learns_that_it_is_not_wanted(work: LatestWorker, qtbot: QtBot) -> None:
    begun, heard = threading.Event(), Heard(work)

    def long() -> object:
        begun.set()
        while work.is_wanted():
            threading.Event().wait(0.001)
        raise Stopped

    work.request(long)
    assert begun.wait(20)
    assert work.is_wanted()
    work.forget()
    work.request(lambda: "done")  # which the same thread goes on to
    qtbot.waitUntil(lambda: bool(heard.results), timeout=20_000)
    assert heard.results == ["done"]


def test_requests_that_follow_fast_do_not_keep_results_from_coming(work: LatestWorker, qtbot: QtBot) -> None:
    """A window asks once a frame for as long as training goes on."""
    heard: list[object] = []
    work.finished.connect(heard.append)
    frame = QTimer(interval=2)
    frame.timeout.connect(lambda: work.request(lambda: "a picture"))
    frame.start()
    qtbot.waitUntil(lambda: len(heard) >= 3, timeout=20_000)


def test_what_is_requested_after_closing_starts_no_thread(work: LatestWorker) -> None:
    work.close()
    before = threading.active_count()
    work.request(lambda: pytest.fail("nobody wants it"))
    assert threading.active_count() == before
    work.close()
