from __future__ import annotations

from itertools import pairwise

import pytest

from nnviz.learning.neuron import Neuron
from nnviz.panels.network_diagram.diagram_layout import lay_out
from nnviz.panels.network_diagram.unit_numbers import unit_numbers
from nnviz.panels.network_diagram.zoom import View

LAYOUT = lay_out(900, 700, (784, 100, 10))


@pytest.mark.parametrize("scale", [1.0, 1.7, 3.0, 6.0])
@pytest.mark.parametrize("shown", [None, Neuron(2, 43), Neuron(3, 1)])
def test_numbers_are_at_their_units_and_never_overlap(scale: float, shown: Neuron | None) -> None:
    view = View(scale=scale, dx=-40, dy=-25)
    numbers = unit_numbers(LAYOUT, 2, view, shown)
    for number in numbers:
        x, y = view.to_panel(*LAYOUT.centre(number.unit))
        assert abs(number.place.center().y() - y) < 1e-3
        if number.is_inside:
            assert abs(number.place.center().x() - x) < 1e-3
        else:
            assert number.place.right() < x
    beside = [number.place for number in numbers if not number.is_inside]
    assert all(upper.bottom() <= lower.top() + 1e-6 for upper, lower in pairwise(beside))


def test_a_unit_that_is_shown_has_its_number_in_any_case() -> None:
    plain = {number.unit.index for number in unit_numbers(LAYOUT, 2, View(), None)}
    assert 0 in plain
    assert 43 not in plain
    assert 43 in {number.unit.index for number in unit_numbers(LAYOUT, 2, View(), Neuron(2, 43))}


def test_large_circles_hold_their_numbers_all_of_them() -> None:
    numbers = unit_numbers(lay_out(900, 700, (784, 12, 10)), 2, View(), None)
    assert [number.unit.index for number in numbers] == list(range(12))
    assert all(number.is_inside for number in numbers)
