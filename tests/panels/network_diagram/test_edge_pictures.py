from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.edge_drawing import EdgePicture, EdgeRequest
from nnviz.panels.network_diagram.edge_pictures import EdgePictures
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.runs.snapshot import Snapshot
from tests.panels.network_diagram.looks import make_request
from tests.panels.snapshots import make_snapshot

SNAPSHOT = make_snapshot((5,))
SIGNALS = make_request(SNAPSHOT).look
WEIGHTS = make_request(SNAPSHOT, mode=EdgeMode.WEIGHT, layout=SIGNALS.layout).look


@pytest.fixture
def parent() -> QObject:
    return QObject()


@pytest.fixture
def pictures(qtbot: QtBot, parent: QObject) -> Iterator[EdgePictures]:
    pictures = EdgePictures(parent)
    yield pictures
    pictures.close()


def test_what_was_asked_for_is_drawn_once_started(qtbot: QtBot, pictures: EdgePictures) -> None:
    pictures.ask(SNAPSHOT, SIGNALS)
    assert pictures.of(Neuron(2, 1)) == []  # nothing is compiled yet
    pictures.start()
    qtbot.waitUntil(lambda: pictures.latest is not None, timeout=60_000)  # the first time, it compiles
    assert pictures.latest is not None
    assert pictures.latest.request.look is SIGNALS
    assert [gap.gap for gap in pictures.of(Neuron(2, 1))] == [0, 1]
    assert [gap.shape for gap in pictures.values()] == [(5, 784), (10, 5)]


def test_a_picture_of_an_older_look_is_not_shown(pictures: EdgePictures) -> None:
    pictures.ask(SNAPSHOT, SIGNALS)
    old = pictures._request
    pictures.ask(SNAPSHOT, WEIGHTS)
    new = pictures._request
    for request, shown in ((old, False), (new, True)):
        assert request is not None
        finished = EdgePicture(request, [], 0, 0, True)
        pictures._take(finished)
        assert (pictures.latest is finished) == shown


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
def hand(monkeypatch: pytest.MonkeyPatch) -> SlowHand:
    hand = SlowHand()
    monkeypatch.setattr("nnviz.panels.network_diagram.edge_pictures.draw_edges", hand)
    return hand


def another_moment() -> Snapshot:
    return replace(SNAPSHOT, network=SNAPSHOT.network.copy())


def test_a_finished_picture_is_shown_though_a_newer_moment_waits(
    qtbot: QtBot, pictures: EdgePictures, hand: SlowHand
) -> None:
    pictures.ask(SNAPSHOT, SIGNALS)
    pictures.start()
    assert hand.begun.acquire(timeout=60)  # the first time, it compiles
    later = [another_moment() for _ in range(3)]
    for snapshot in later:
        pictures.ask(snapshot, SIGNALS)
    hand.finish.release()
    qtbot.waitUntil(lambda: pictures.latest is not None)
    assert pictures.latest is not None
    assert pictures.latest.request.snapshot is SNAPSHOT
    hand.finish.release()
    qtbot.waitUntil(lambda: pictures.latest.request.snapshot is later[-1])  # and none between
    assert len(hand.requests) == 2


def test_another_look_interrupts_the_picture_under_way(
    qtbot: QtBot, pictures: EdgePictures, hand: SlowHand
) -> None:
    pictures.ask(SNAPSHOT, SIGNALS)
    pictures.start()
    assert hand.begun.acquire(timeout=60)
    pictures.ask(SNAPSHOT, WEIGHTS)
    assert hand.begun.acquire(timeout=20)  # without the first having been finished
    hand.finish.release()
    qtbot.waitUntil(lambda: pictures.latest is not None)
    assert pictures.latest is not None
    assert pictures.latest.request.look is WEIGHTS


def test_what_is_stopped_in_the_middle_is_not_shown_and_can_be_started_again(
    qtbot: QtBot, pictures: EdgePictures, hand: SlowHand
) -> None:
    pictures.ask(SNAPSHOT, SIGNALS)
    pictures.start()
    assert hand.begun.acquire(timeout=60)
    pictures.stop()
    qtbot.waitUntil(lambda: not [each for each in threading.enumerate() if each.name == "edges"])
    qtbot.wait(50)
    assert pictures.latest is None
    pictures.start()
    pictures.start()
    hand.finish.release()
    qtbot.waitUntil(lambda: pictures.latest is not None)
    assert hand.requests[0].snapshot is hand.requests[-1].snapshot


def test_what_is_closed_draws_no_more(pictures: EdgePictures) -> None:
    pictures.ask(SNAPSHOT, SIGNALS)
    pictures.close()
    pictures.start()
    assert not [thread for thread in threading.enumerate() if thread.name == "edges"]


def test_without_questions_there_are_no_values(pictures: EdgePictures) -> None:
    assert pictures.values() == []
    assert pictures.of(Neuron(2, 0)) == []
