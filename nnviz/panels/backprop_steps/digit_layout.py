"""Where the parts of one digit's walk stand: in three columns, or in tabs below the stage, or all in tabs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnviz.panels.backprop_steps.card import Card
from nnviz.panels.backprop_steps.scrolled import Scrolled
from nnviz.panels.backprop_steps.stage_list import StageList
from nnviz.widgets.tab_stack import TabStack

_GAP = 6
_COLUMNS_FROM = 900  # px of width for three columns
_WIDE_LIST_FROM = 1000
_TWO_TABS_FROM = 600  # px of width for two tabbed places side by side
_TABS_BELOW_FROM = 360  # px of height for tabs below the stage; in less the stage is a tab itself
_LOW = 660  # px of height; below, the check takes the whole column
_PARTS_HEIGHT = 206  # px
_SIDE_SHARE, _SIDE_MOST = 0.29, 390
_TAB_MOST, _TAB_LEAST, _TAB_SHARE = 236, 150, 0.37  # px, px, and of the height


@dataclass(frozen=True)
class Cards:
    """What is to be placed."""

    stages: StageList
    stage: Card
    words: Card
    code: Card
    cursor: Card
    activation: Card
    parts: Card
    check: Card


class DigitLayout:
    """Places the cards again whenever the width calls for another arrangement."""

    def __init__(self, owner: QWidget, cards: Cards) -> None:
        self._cards = cards
        self._checking = self._low = False
        self._activation_name = "σ"
        self._kind: tuple[object, ...] = ()
        self._middle, self._middle_layout = _column()
        self._side, self._side_layout = _column()
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(_GAP)
        self._left, self._right = TabStack("Explanations"), TabStack("Close-ups")
        below.addWidget(self._left, 1)
        below.addWidget(self._right, 1)
        self._below.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._middle_layout.addWidget(cards.stage, 10)
        row = QHBoxLayout(owner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(cards.stages)
        row.addWidget(self._middle, 1)
        row.addWidget(self._side)
        for card in (cards.words, cards.code, cards.cursor, cards.activation, cards.parts, cards.check):
            card.hide()

    def arrange(self, width: int, height: int) -> None:
        """Take the arrangement that fits into that much room."""
        columns = width >= _COLUMNS_FROM
        self._cards.stages.set_narrow(width < _WIDE_LIST_FROM)
        self._side.setFixedWidth(min(round(width * _SIDE_SHARE), _SIDE_MOST))
        self._below.setFixedHeight(min(_TAB_MOST, max(_TAB_LEAST, round(height * _TAB_SHARE))))
        self._low = height < _LOW
        stacked, two = not columns and height < _TABS_BELOW_FROM, width >= _TWO_TABS_FROM
        if stacked:
            self._below.setFixedHeight(height)
        kind = (columns, columns or two, stacked, self._checking, self._checking and self._low)
        if kind != self._kind:
            self._kind = kind
            self._place_columns() if columns else self._place_tabs(two and not stacked, stacked)

    def set_checking(self, checking: bool, width: int, height: int) -> None:
        """Show the check of the gradients, or put it away."""
        self._checking = checking
        self.arrange(width, height)
        if checking:
            self.bring_up(self._cards.check)

    def name_activation(self, name: str) -> None:
        """What the tab of the activation function is called."""
        self._activation_name = name
        for tabs in (self._left, self._right):
            tabs.rename(self._cards.activation, name)

    def bring_up(self, card: Card) -> None:
        """Choose a card's tab, if the cards are in tabs."""
        self._left.show_page(card)
        self._right.show_page(card)

    def _place_columns(self) -> None:
        cards = self._cards
        self._left.set_pages([])
        self._right.set_pages([])
        self._below.hide()
        self._middle_layout.removeWidget(self._below)
        self._middle_layout.insertWidget(0, cards.stage, 10)
        cards.stage.show()
        self._middle_layout.addWidget(cards.words)
        self._middle_layout.addWidget(cards.code, 3)
        side = [(cards.activation, 5), (cards.cursor, 8), (cards.parts, 4)]
        if self._checking:
            side = [(cards.check, 12)] if self._low else [(cards.cursor, 2), (cards.check, 12)]
        cards.parts.setMinimumHeight(_PARTS_HEIGHT)
        self._let_words_scroll(False)
        _fill(self._side_layout, side)
        for card in (cards.activation, cards.parts, cards.check):
            card.setVisible(card in [shown for shown, _ in side])
        cards.cursor.setVisible(not (self._checking and self._low))
        cards.words.show()
        cards.code.show()
        self._side.show()

    def _place_tabs(self, two: bool, stacked: bool) -> None:
        cards = self._cards
        self._middle_layout.removeWidget(cards.stage)
        self._middle_layout.removeWidget(cards.words)
        self._middle_layout.removeWidget(cards.code)
        _fill(self._side_layout, [])
        cards.parts.setMinimumHeight(0)
        self._let_words_scroll(True)
        self._side.hide()
        told = [("In words", cards.words), ("In the code", cards.code)]
        close = [
            ("Numbers", cards.cursor),
            (self._activation_name, cards.activation),
            ("Moving parts", cards.parts),
        ]
        check = [("Check", cards.check)] if self._checking else []
        if not self._checking:
            cards.check.setParent(self._below)
            cards.check.hide()
        stage = [("Picture", cards.stage)] if stacked else []
        self._left.set_pages(stage + (told if two else told + close + check))
        if stacked:
            self._left.show_page(cards.stage)
        self._right.set_pages(close + check if two else [])
        self._right.setVisible(two)
        if not stacked:
            self._middle_layout.insertWidget(0, cards.stage, 10)
            cards.stage.show()
        self._middle_layout.addWidget(self._below)
        self._below.show()

    def _let_words_scroll(self, may: bool) -> None:
        """In a tab of a fixed height they must; in a column their card takes the height they need."""
        words = self._cards.words.content
        assert isinstance(words, Scrolled)
        words.set_may_scroll(may)


def _column() -> tuple[QWidget, QVBoxLayout]:
    widget = QWidget()
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(_GAP)
    return widget, layout


def _fill(layout: QVBoxLayout, cards: list[tuple[Card, int]]) -> None:
    while layout.count():
        layout.takeAt(0)
    for card, stretch in cards:
        layout.addWidget(card, stretch)
