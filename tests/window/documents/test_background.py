"""Work on files: every request is done, in order, and its outcome told to whoever asked for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from nnviz.errors import BadInput
from nnviz.window.documents.background import FileWork

Told = list[tuple[str, object]]


@pytest.fixture
def work(qtbot: QtBot) -> Iterator[FileWork]:
    owner = QObject()
    made = FileWork(owner)
    yield made
    made.stop()


def ask(work: FileWork, told: Told, who: str, piece: object = None, kind: str = "save") -> None:
    def act() -> object:
        if isinstance(piece, Exception):
            raise piece
        return piece() if callable(piece) else piece

    work.do(kind, act, lambda v: told.append((who, v)), lambda why: told.append((who, f"no: {why}")))


def test_requests_of_one_kind_each_get_their_own_answer(qtbot: QtBot, work: FileWork) -> None:
    told: Told = []
    gate = threading.Event()
    ask(work, told, "first", lambda: gate.wait(30) and 1)
    ask(work, told, "second", BadInput("full"))
    ask(work, told, "third", 3)
    assert work.is_doing("save")
    assert work.is_doing("open", "save")
    assert not work.is_doing("open")
    gate.set()
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == [("first", 1), ("second", "no: full"), ("third", 3)]
    assert not work.is_doing("save")


def test_what_nobody_foresaw_is_a_sentence_too(qtbot: QtBot, work: FileWork) -> None:
    told: Told = []
    ask(work, told, "odd", ZeroDivisionError())
    ask(work, told, "next", 2)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [("odd", "no: That could not be done: ZeroDivisionError"), ("next", 2)]


def test_an_answer_may_ask_for_more(qtbot: QtBot, work: FileWork) -> None:
    told: Told = []
    work.do("open", lambda: 1, lambda _: ask(work, told, "again", 2), pytest.fail)
    qtbot.waitUntil(lambda: told == [("again", 2)])


@pytest.mark.parametrize(
    ("end", "expected"),
    [(FileWork.stop, ["under way"]), (FileWork.finish, ["under way", "waiting"])],
)
def test_stopping_forgets_what_waits_and_finishing_does_it(
    qtbot: QtBot, end: Callable[[FileWork], None], expected: list[str]
) -> None:
    owner = QObject()
    work, told = FileWork(owner), Told()
    done: list[str] = []
    begun, gate = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        gate.wait(30)
        done.append("under way")

    ask(work, told, "first", first)
    ask(work, told, "second", lambda: done.append("waiting"))
    assert begun.wait(30)
    opener = threading.Timer(0.05, gate.set)
    opener.start()
    end(work)
    opener.join()
    assert done == expected
    qtbot.wait(50)
    assert told == []
