"""The tree of moving parts: slopes against differences of a cost written out here."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.explain.figures.moving_parts_numbers import LINKS, MOVED, PARTS, MovingParts, path_from
from nnviz.figures.moving_parts.chain_words import chain_markup, numbers_markup
from nnviz.figures.moving_parts.figure import MovingPartsFigure
from nnviz.widgets.formula.markup import plain

NOW = {"x": 0.7, "w2": -1.2, "b2": 0.4, "w3": 2.5, "b3": -0.3, "y": 0.9}


def cost(x: float, w2: float, b2: float, w3: float, b3: float, y: float) -> float:
    a2 = 1 / (1 + math.exp(-(w2 * x + b2)))
    a3 = 1 / (1 + math.exp(-(w3 * a2 + b3)))
    return (a3 - y) ** 2 / 2


def test_each_slope_is_that_of_the_cost() -> None:
    parts, tiny = MovingParts.of(NOW), 1e-6
    assert parts.value("C") == pytest.approx(cost(**NOW))
    for name in MOVED:
        up, down = (cost(**{**NOW, name: NOW[name] + d}) for d in (tiny, -tiny))
        assert parts.slope(name) == pytest.approx((up - down) / (2 * tiny), rel=1e-6), name
    assert parts.slope("z3") == pytest.approx(parts.slope("b3"))
    assert parts.slope("C") == 1


def test_every_path_leads_to_the_cost() -> None:
    assert path_from("w2") == (("w2", "z2"), ("z2", "a2"), ("a2", "z3"), ("z3", "a3"), ("a3", "C"))
    assert path_from("y") == (("y", "C"),)
    for part in PARTS[:-1]:
        assert path_from(part)[-1][1] == "C"


def test_a_part_pointed_at_lights_its_path(qtbot: QtBot) -> None:
    figure = MovingPartsFigure()
    qtbot.addWidget(figure)
    figure.resize(330, 420)
    figure.show()
    view = figure.view
    boxes = [view.box(part) for part in PARTS]
    assert all(box.left() >= 0 and box.right() <= view.width() for box in boxes)
    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)
    for part in PARTS:
        assert view.cell_at(view.box(part).center()) == part
    for start, end in LINKS:
        assert view.line(start, end).x1() == view.box(start).right()
        assert view.line(start, end).x2() == view.box(end).left()
    view.point_at("w3")
    assert figure.part == "w3"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert figure.part == PARTS[PARTS.index("w3") + 1]
    figure.sliders["w2"].slider.setValue(0)
    assert figure.numbers["w2"] == -4


def test_the_chain_is_written_out() -> None:
    parts = MovingParts.of(NOW)
    assert plain(chain_markup("w3")).count("∂") == 8  # ∂C/∂w = three factors
    assert plain(numbers_markup(parts, "w3")).endswith(f"{parts.slope('w3'):.4f}".replace("-", "−"))
