from __future__ import annotations

import pytest

from nnviz.panels.network_diagram.zoom import LARGEST_SCALE, View


def test_there_and_back() -> None:
    view = View(2.5, -30, 12)
    assert view.to_diagram(*view.to_panel(70, 40)) == pytest.approx((70, 40))


def test_zooming_keeps_the_point_under_the_cursor() -> None:
    view = View(1.5, -20, -35)
    before = view.to_diagram(123, 77)
    assert view.zoomed(1.7, 123, 77).to_diagram(123, 77) == pytest.approx(before)


def test_zoom_has_its_limits() -> None:
    assert View().zoomed(1e6, 10, 10).scale == LARGEST_SCALE
    assert View(3, -5, -5).zoomed(1e-6, 10, 10).scale == 1


def test_the_diagram_cannot_be_lost() -> None:
    assert View().panned(500, -500).within(400, 300) == View()
    far = View(2).panned(-10_000, 10_000).within(400, 300)
    assert (far.dx, far.dy) == (-400, 0)
