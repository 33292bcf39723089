from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle
from pytestqt.qtbot import QtBot

from nnviz.panels.network_diagram import pulse
from nnviz.panels.network_diagram.pulse import ForwardPulse, front, lit, reduced_motion_wanted

TIMES = np.linspace(0, 1, 101)


@pytest.mark.parametrize("layers", [3, 4, 6])
def test_it_begins_dark_ends_bright_and_never_turns_back(layers: int) -> None:
    for layer in range(1, layers + 1):
        shown = [lit(t, layer, layers) for t in TIMES]
        assert (shown[0], shown[-1]) == (0, 1)
        assert (np.diff(shown) >= 0).all()
    for gap in range(layers - 1):
        way = [front(t, gap, layers - 1) for t in TIMES]
        assert (way[0], way[-1]) == (0, 1)
        assert (np.diff(way) >= 0).all()


def test_it_goes_through_the_layers_in_turn() -> None:
    for t in TIMES:
        assert front(t, 1, 2) == 0 or front(t, 0, 2) == 1
        assert lit(t, 3, 3) <= lit(t, 2, 3) <= lit(t, 1, 3)
        if front(t, 0, 2) < 0.9:
            assert lit(t, 2, 3) == 0


def test_it_takes_less_than_a_second_and_then_stands_still(qtbot: QtBot) -> None:
    assert pulse.DURATION < 1
    parent = QObject()
    played = ForwardPulse(parent)
    assert played.progress is None
    played.play()
    assert played.progress is not None
    qtbot.waitUntil(lambda: played.progress is None)


def test_it_can_be_cut_short(qtbot: QtBot) -> None:
    parent = QObject()
    played = ForwardPulse(parent)
    played.play()
    with qtbot.waitSignal(played.moved):
        played.stop()
    assert played.progress is None


def test_motion_is_reduced_on_demand(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    class StillStyle(QProxyStyle):
        def styleHint(self, hint, *others):  # type: ignore[no-untyped-def]
            return 0 if hint == QStyle.StyleHint.SH_Widget_Animate else super().styleHint(hint, *others)

    monkeypatch.delenv("NNVIZ_REDUCED_MOTION", raising=False)
    assert not reduced_motion_wanted()
    monkeypatch.setenv("NNVIZ_REDUCED_MOTION", "1")
    assert reduced_motion_wanted()
    monkeypatch.setenv("NNVIZ_REDUCED_MOTION", "0")
    still = StillStyle()
    monkeypatch.setattr(QApplication, "style", staticmethod(lambda: still))
    assert reduced_motion_wanted()
