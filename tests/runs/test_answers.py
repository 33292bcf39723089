"""Questions answered beside the window: the latest wins, what is forgotten stays so, the thread ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from nnviz.runs.answers import Answers

PATIENCE = 60  # seconds


@pytest.fixture
def answers() -> Iterator[Answers[int]]:
    made: Answers[int] = Answers("test")
    yield made
    made.close()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_the_latest_question_wins(answers: Answers[int]) -> None:
    began, go_on, asked = threading.Event(), threading.Event(), []

    def slow() -> int:
        began.set()
        assert go_on.wait(PATIENCE)
        return 0

    def plain(number: int) -> int:
        asked.append(number)
        return number

    answers.ask(slow)
    assert began.wait(PATIENCE)
    for number in (1, 2, 3):
        answers.ask(lambda number=number: plain(number))  # type: ignore[misc]
    go_on.set()
    until(lambda: asked == [3])
    until(lambda: answers.mailbox.take() == 3)


def test_what_is_forgotten_is_not_answered(answers: Answers[int]) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow() -> int:
        began.set()
        assert go_on.wait(PATIENCE)
        return 1

    answers.ask(slow)
    assert began.wait(PATIENCE)
    answers.forget()
    go_on.set()
    answers.ask(lambda: 2)
    until(lambda: not answers.mailbox.is_empty())
    assert answers.mailbox.take() == 2


def test_a_question_without_an_answer_does_not_end_it(answers: Answers[int]) -> None:
    failed = threading.Event()

    def fail() -> int:
        failed.set()
        raise ValueError

    answers.ask(fail)
    assert failed.wait(PATIENCE)
    answers.ask(lambda: 5)
    until(lambda: answers.mailbox.take() == 5)


def test_closing_without_a_question_and_twice() -> None:
    never: Answers[int] = Answers("test")
    never.close()
    never.close()
    never.ask(lambda: 1)
