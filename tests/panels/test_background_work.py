from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from nnviz.errors import Stopped
from nnviz.widgets.background_work import BackgroundWork


class Heard:
    def __init__(self, work: BackgroundWork) -> None:
        self.results: list[tuple[str, object]] = []
        work.finished.connect(lambda name, result: self.results.append((name, result)))


@pytest.fixture
def work(qtbot: QtBot) -> Iterator[BackgroundWork]:
    made = BackgroundWork()
    yield made
    made.stop()


def test_results_come_in_the_owners_thread(work: BackgroundWork, qtbot: QtBot) -> None:
    where = []
    work.finished.connect(lambda *_: where.append(threading.current_thread()))
    heard = Heard(work)
    work.request("name", lambda: threading.current_thread())
    qtbot.waitUntil(lambda: bool(heard.results))
    assert where == [threading.main_thread()]
    assert heard.results[0][1] is not threading.main_thread()


def test_of_what_waits_only_the_latest_is_done(work: BackgroundWork, qtbot: QtBot) -> None:
    gate, done = threading.Event(), []
    heard = Heard(work)
    work.request("first", gate.wait)
    for number in range(5):
        work.request("same", lambda number=number: done.append(number))
    gate.set()
    qtbot.waitUntil(lambda: len(heard.results) == 2)
    assert done == [4]


def test_the_thread_ends_when_there_is_nothing_to_do(work: BackgroundWork, qtbot: QtBot) -> None:
    threads = []
    work.request("a", lambda: threads.append(threading.current_thread()))
    qtbot.waitUntil(lambda: bool(threads) and not threads[0].is_alive())
    work.request("b", lambda: threads.append(threading.current_thread()))
    qtbot.waitUntil(lambda: len(threads) == 2)


def test_what_was_forgotten_is_never_heard(work: BackgroundWork, qtbot: QtBot) -> None:
    gate, heard = threading.Event(), Heard(work)
    work.request("old", gate.wait)
    work.request("never begun", lambda: 1 / 0)
    work.forget()
    gate.set()
    work.request("new", lambda: 7)
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results == [("new", 7)]


def test_stop_waits_for_the_thread(work: BackgroundWork) -> None:
    begun, gate, done = threading.Event(), threading.Event(), []

    def slow() -> None:
        begun.set()
        gate.wait()
        done.append(True)

    work.request("slow", slow)
    begun.wait()
    threading.Timer(0.02, gate.set).start()
    work.stop()
    assert done


def test_long_work_learns_that_it_is_not_wanted(work: BackgroundWork, qtbot: QtBot) -> None:
    begun, heard = threading.Event(), Heard(work)
    is_wanted = work.ticket()

    def long() -> object:
        begun.set()
        while is_wanted():
            threading.Event().wait(0.001)
        raise Stopped

    work.request("long", long)
    assert begun.wait(20)
    work.forget()
    work.request("next", lambda: "done")  # which the same thread goes on to
    qtbot.waitUntil(lambda: bool(heard.results), timeout=20_000)
    assert heard.results == [("next", "done")]
