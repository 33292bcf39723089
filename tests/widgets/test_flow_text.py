"""Words, formulas and names in lines: nothing is wider than the column, formulas stand on the baseline."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.lessons.document import LineBreak, Maths, Words
from nnviz.widgets.flow_text import FlowText

SPANS = (
    Words("The rate "),
    Maths(r"\eta"),
    Words(" of "),
    Words("the hidden units", target="panel:hidden_units"),
    Words(", "),
    Words("strong", strong=True),
    Words("."),
    LineBreak(),
    Words("A new line with many more words than there is room for in such a narrow column."),
)


def test_lines_fit_and_have_one_baseline(qtbot: QtBot) -> None:
    text = FlowText(SPANS)
    qtbot.addWidget(text)
    for width in (140.0, 300.0, 2000.0):
        placed = text.places(width)
        lines = sorted({one.line.top() for one in placed})
        for top in lines:
            line = [one for one in placed if one.line.top() == top]
            assert len({one.baseline for one in line}) == 1
            assert not line[0].piece.is_space
            inked = [one for one in line if not one.piece.is_space]
            assert inked[-1].x + inked[-1].piece.width <= width
            assert all(a.x + a.piece.width <= b.x + 1e-6 for a, b in itertools.pairwise(line))
    assert len(lines) == 2
    assert "".join(one.piece.text for one in text.places(2000)).startswith("The rate η of the hidden units, ")


def test_a_word_stays_with_its_comma(qtbot: QtBot) -> None:
    text = FlowText(SPANS)
    qtbot.addWidget(text)
    for width in range(90, 300, 7):
        placed = text.places(width)
        comma = next(i for i, one in enumerate(placed) if one.piece.text == ",")
        assert placed[comma].line == placed[comma - 1].line


def test_no_line_ends_between_a_number_and_its_sign(qtbot: QtBot) -> None:
    text = FlowText(
        (Words("It counts 2 · 3 and −1 · (−0.5), and that is 95.5 %, 3 × 4 of all, 7 % in all."),)
    )
    qtbot.addWidget(text)
    for width in range(90, 400, 7):
        placed = text.places(width)
        lines = {one.line.top() for one in placed}
        words = ["".join(one.piece.text for one in placed if one.line.top() == top).strip() for top in lines]
        assert not [line for line in words if line[0] in "%·×" or line[-1] in "·×"], words


def test_names_are_told_when_pointed_at(qtbot: QtBot) -> None:
    text = FlowText(SPANS)
    qtbot.addWidget(text)
    text.resize(300, text.height())
    text.show()
    assert text.targets == ["panel:hidden_units"]
    place = next(one for one in text.places(300) if one.piece.target)
    with qtbot.waitSignal(text.target_hovered) as told:
        qtbot.mouseMove(text, place.rect.center().toPoint())
    assert told.args == ["panel:hidden_units"]
    with qtbot.waitSignal(text.target_hovered) as told:
        qtbot.mouseMove(text, text.rect().bottomRight())
    assert told.args == [""]
    with qtbot.waitSignal(text.target_hovered) as told:
        qtbot.keyClick(text, Qt.Key.Key_Right)
    assert told.args == ["panel:hidden_units"]


def test_whoever_comes_by_tab_sees_which_name_is_meant(qtbot: QtBot) -> None:
    text = FlowText((Words("one", target="unit:1"), Words(" and "), Words("two", target="unit:2")))
    qtbot.addWidget(text)
    told: list[str] = []
    text.target_hovered.connect(told.append)
    for reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
        QApplication.sendEvent(text, QFocusEvent(QEvent.Type.FocusIn, reason))
        QApplication.sendEvent(text, QFocusEvent(QEvent.Type.FocusOut, reason))
    assert told == ["unit:1", "", "unit:2", ""]
