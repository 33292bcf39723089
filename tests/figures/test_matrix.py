"""The matrix between two layers, against NumPy; and that one weight is lit wherever it stands."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QPointF, Qt
from pytestqt.qtbot import QtBot

from nnviz.explain.figures.matrix_numbers import SMALL, LayerPair
from nnviz.figures.matrix.figure import MatrixFigure, back_sum, forward_sum
from nnviz.figures.matrix.matrix_layout import MatrixLayout, Place
from nnviz.widgets.formula.markup import plain


def test_forward_by_rows_and_back_by_the_rows_of_the_transpose() -> None:
    w, b, a, d = np.array([[1.0, 2, 3], [4, 5, 6]]), [0.5, -1], [1.0, -1, 2], [2.0, -3]
    pair = LayerPair(tuple(map(tuple, w.tolist())), tuple(b), tuple(a), tuple(d))
    assert pair.weighted_inputs == pytest.approx((w @ a + b).tolist())
    assert pair.sent_back == pytest.approx((w.T @ d).tolist())
    assert np.array_equal(pair.transposed, w.T)


def test_sums_are_written_as_they_come_out() -> None:
    w = np.array(SMALL.weights)
    z, back = w @ SMALL.activations + SMALL.biases, w.T @ SMALL.errors
    for j in (1, 2):
        assert plain(forward_sum(j, 1)).endswith(f"= {z[j - 1]:.2f}".replace("-", "−"))
    for k in (1, 2, 3):
        assert plain(back_sum(1, k)).endswith(f"= {back[k - 1]:.2f}".replace("-", "−"))


@pytest.mark.parametrize("width", [330.0, 700.0])
def test_an_entry_is_in_row_j_of_w_and_in_row_k_of_the_transpose(width: float) -> None:
    at = MatrixLayout(2, 3, width)
    for j, k in at.entries():
        assert at.at(at.cell("w", j, k).center()) == Place("w", j, k)
        assert at.at(at.cell("wT", j, k).center()) == Place("wT", j, k)
        assert at.at(at.edge(j, k).pointAt(0.12)) == Place("edge", j, k)
        assert at.cell("w", j, k).top() == at.cell("w", j, 1).top()
        assert at.cell("wT", j, k).top() == at.cell("wT", 1, k).top()
        assert at.cell("wT", j, k).bottom() <= at.height
    assert at.at(at.neuron("to", 2)) == Place("to", 2, 0)
    assert at.at(at.neuron("from", 3)) == Place("from", 0, 3)
    assert at.at(QPointF(width / 2, at.height - 1)) is None
    assert at.matrix("w").right() < at.matrix("wT").left()
    assert QLineF(at.neuron("from", 1), at.neuron("to", 1)).length() > width * 0.4


def test_pointing_lights_the_row_and_the_column(qtbot: QtBot) -> None:
    figure = MatrixFigure()
    qtbot.addWidget(figure)
    figure.resize(330, 420)
    figure.show()
    view = figure.view
    view.point_at(Place("wT", 2, 3))
    assert figure.entry == (2, 3)
    assert [e for e in view.layout_now.entries() if view.is_lit(*e)] == [(2, 3)]
    assert [e for e in view.layout_now.entries() if view.is_along(*e)] == [(1, 3), (2, 1), (2, 2), (2, 3)]
    view.point_at(None)
    assert figure.entry == (2, 3)  # so that it can be read
    view.point_at(Place("from", 0, 1))
    assert [e for e in view.layout_now.entries() if view.is_lit(*e)] == [(1, 1), (2, 1)]
    assert "from neuron 1" in figure.said.accessibleName()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert figure.entry == (1, 2)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert figure.entry == (1, 2)
