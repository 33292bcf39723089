from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.edge_drawing import EdgePicture
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.panels.network_diagram.pictures import EdgePictures
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


def test_a_picture_of_an_older_look_is_not_shown(
    pictures: EdgePictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures.ask(SNAPSHOT, SIGNALS)
    old = pictures._request
    pictures.ask(SNAPSHOT, WEIGHTS)
    new = pictures._request
    for request, shown in ((old, False), (new, True)):
        assert request is not None
        finished = EdgePicture(request, [], 0, 0, True)
        monkeypatch.setattr(pictures.worker, "take", lambda finished=finished: finished)
        pictures._take()
        assert (pictures.latest is finished) == shown


def test_without_questions_there_are_no_values(pictures: EdgePictures) -> None:
    assert pictures.values() == []
    assert pictures.of(Neuron(2, 0)) == []
