"""Questions answered beside the window: the latest wins, what is forgotten stays so, the thread ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from nnviz.runs.answering_thread import Answers, Rest

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


def test_a_question_without_an_answer_does_not_end_it(
    answers: Answers[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, told = threading.Event(), []
    monkeypatch.setattr(threading, "excepthook", lambda what: told.append(what.exc_type))

    def fail() -> int:
        failed.set()
        raise ValueError

    answers.ask(fail)
    assert failed.wait(PATIENCE)
    answers.ask(lambda: 5)
    until(lambda: answers.mailbox.take() == 5)
    assert told == [ValueError]


def test_an_urgent_question_makes_what_was_asked_before_it_unwanted(answers: Answers[int]) -> None:
    began, unwanted = threading.Event(), threading.Event()

    def long() -> int:
        began.set()
        until(lambda: not answers.is_wanted())
        unwanted.set()
        return 1

    answers.ask(long)
    assert began.wait(PATIENCE)
    assert answers.is_wanted()
    answers.ask(lambda: 2, urgent=True)
    answers.ask(lambda: 3)  # takes its place, and is as urgent
    assert unwanted.wait(PATIENCE)
    until(lambda: answers.is_idle)
    assert answers.mailbox.take() == 3


@pytest.mark.parametrize("rest", [Rest(shortest=1e6), Rest(times=1e12)])
def test_between_two_answers_the_thread_rests_unless_it_is_urgent(rest: Rest) -> None:
    answers: Answers[int] = Answers("test", rest)
    answers.ask(lambda: time.sleep(0.001) or 1)  # type: ignore[func-returns-value]
    until(lambda: answers.mailbox.take() == 1)
    answers.ask(lambda: 2)
    time.sleep(0.03)
    assert answers.mailbox.is_empty()
    assert not answers.is_idle
    answers.ask(lambda: 3, urgent=True)
    until(lambda: answers.mailbox.take() == 3)
    answers.ask(lambda: 4)
    answers.close()  # does not wait for the rest
    assert answers.is_idle
    assert answers.mailbox.take() is None


def test_the_thread_ends_when_there_is_nothing_to_do(answers: Answers[int]) -> None:
    threads: list[threading.Thread] = []
    for number in (1, 2):
        answers.ask(lambda number=number: threads.append(threading.current_thread()) or number)  # type: ignore[misc]
        until(lambda: answers.is_idle)
    assert len(threads) == 2
    until(lambda: not any(thread.is_alive() for thread in threads))


def test_closing_without_a_question_and_twice() -> None:
    never: Answers[int] = Answers("test")
    never.close()
    never.close()
    never.ask(lambda: 1)


def test_once_closed_no_thread_is_left_not_even_one_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread without work takes a moment to end: here, one that can be seen."""

    class Slow(threading.Thread):
        def run(self) -> None:
            super().run()
            time.sleep(0.1)

    monkeypatch.setattr(threading, "Thread", Slow)
    answers: Answers[int] = Answers("slow to end")
    answers.ask(lambda: 1)
    until(lambda: answers.is_idle)
    answers.close()
    assert "slow to end" not in [thread.name for thread in threading.enumerate()]
