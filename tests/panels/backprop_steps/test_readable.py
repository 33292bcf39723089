"""The walk in windows large and small: no words upon words, none cut off, whatever there is to show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from nnviz.panels.backprop_steps.card import Card
from nnviz.panels.backprop_steps.check_view import CheckView
from nnviz.panels.backprop_steps.panel import BackpropSteps
from nnviz.panels.backprop_steps.stage_list import StageButton
from nnviz.runs.input_image import drawn_input
from nnviz.widgets import theme
from nnviz.widgets.wrapped_label import WrappedLabel
from tests.explain.walks import ink
from tests.panels.painted_words import cut_off, overprinted, words_of
from tests.panels.snapshots import make_snapshot

SIZES = (
    (541, 308),
    (740, 520),
    (1060, 560),
    (1400, 790),
)  # px: a tab of the main window at its least, in an ordinary one, enlarged on a small one, a large


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[BackpropSteps]:
    theme.set_scheme(theme.Scheme.DARK)
    made = BackpropSteps()
    qtbot.addWidget(made)
    QCursor.setPos(3000, 2000)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def checked(qtbot: QtBot, panel: BackpropSteps, size: tuple[int, int]) -> CheckView:
    panel.resize(*size)
    panel.set_snapshot(make_snapshot(hidden=(30, 20)))
    panel.does.check.trigger()
    qtbot.waitUntil(lambda: "✓" in panel.does.check.text(), timeout=60_000)
    view: CheckView = panel.digit.check
    qtbot.waitUntil(lambda: view.isVisible() and view.table.height() >= view.table.sizeHint().height())
    return view


@pytest.mark.parametrize("size", SIZES)
def test_check_and_nudge_never_lie_upon_each_other(
    qtbot: QtBot, panel: BackpropSteps, size: tuple[int, int]
) -> None:
    view = checked(qtbot, panel, size)
    qtbot.waitUntil(lambda: cut_off(view.widget()) == [])  # all of it can be scrolled to
    assert overprinted(view.widget()) == []
    assert {"0.100", "0.010", "0.001", "1.0·10⁻⁵"} <= {word.text for word in words_of(view.nudge.table)}
    room, all_of_it = view.viewport().height(), view.widget().height()
    assert view.verticalScrollBar().maximum() == max(all_of_it - room, 0)


@pytest.mark.parametrize("hidden", [(100,), (30, 20), (12,) * 8])
@pytest.mark.parametrize("size", SIZES)
def test_stages_in_the_list_can_be_read(
    qtbot: QtBot, panel: BackpropSteps, size: tuple[int, int], hidden: tuple[int, ...]
) -> None:
    panel.resize(*size)
    panel.set_snapshot(make_snapshot(hidden=hidden))
    every = panel.digit.stage_list.widget()
    qtbot.waitUntil(lambda: cut_off(every) == [])
    assert overprinted(every) == []
    buttons = every.findChildren(StageButton)
    assert len(buttons) == 7 + 2 * len(hidden)
    for number, button in enumerate(buttons, start=1):
        words = words_of(button)
        assert words[0].text == str(number)
        for word in words:
            assert QRectF(button.rect()).adjusted(4, 3, -3, -3).contains(word.ink), word.text
            if size[0] > 1000:  # wide enough for titles and pictures
                assert not word.ink.intersects(button.picture_rect), word.text


def test_stages_of_two_hidden_layers_need_no_scrolling(qtbot: QtBot, panel: BackpropSteps) -> None:
    panel.resize(740, 495)  # the tab of the main window at 1440×900
    panel.set_snapshot(make_snapshot(hidden=(30, 20)))
    stages = panel.digit.stage_list
    qtbot.waitUntil(lambda: stages.widget().height() == stages.viewport().height())
    assert stages.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("size", [(540, 420), (740, 495), (1060, 560), (1400, 790)])
def test_all_words_of_a_stage_can_be_read(qtbot: QtBot, panel: BackpropSteps, size: tuple[int, int]) -> None:
    panel.resize(*size)
    panel.set_snapshot(make_snapshot(hidden=(30, 20)))
    words = panel.digit.words
    area = words.parentWidget().parentWidget()
    assert isinstance(area, QScrollArea)
    for stage in range(11):
        panel.digit.go(stage)
        qtbot.waitUntil(lambda: cut_off(words) == [])
        assert overprinted(words) == []
        label = words.findChild(QLabel, "walk_words")
        assert label.height() >= label.heightForWidth(label.width())
        room, all_of_it = area.viewport().height(), words.height()
        assert area.verticalScrollBar().maximum() == max(all_of_it - room, 0)
        if size[0] > 1000:  # in a column their card is as high as they need
            assert all_of_it <= room


@pytest.mark.parametrize("width", [560, 640, 700, 740, 780, 860, 1060, 1400])
@pytest.mark.parametrize("drawn", [False, True])
def test_no_button_of_the_walk_is_cut(qtbot: QtBot, panel: BackpropSteps, width: int, drawn: bool) -> None:
    fields = {"input_image": drawn_input(ink(4))} if drawn else {}
    panel.setStyleSheet("QToolButton { padding: 6px 14px; font-size: 13px; }")  # wide, as the application's
    panel.resize(width, 500)
    panel.set_snapshot(make_snapshot(steps=9_970, **fields))
    panel.set_snapshot(make_snapshot(steps=2_495, newest=9_970, **fields))  # "Jump to this step"
    assert panel.does.now.text().startswith(("Jump", "Show"))

    def cut() -> list[str]:
        buttons = panel._bar.findChildren(QToolButton)
        return [b.text() for b in buttons if b.isVisible() and b.width() < b.sizeHint().width()]

    qtbot.waitUntil(lambda: cut() == [])
    batch = panel._bar.findChild(QToolButton, "walk_mode_mini_batch")
    if width >= 1060:
        assert batch.text() == "mini-batch of 10"


def test_a_card_that_is_given_a_title_later_makes_room_for_it(qtbot: QtBot) -> None:
    content = QLabel("content")
    content.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    card = Card(content)
    qtbot.addWidget(card)
    card.resize(300, 60)
    card.set_title("content")
    card.show()
    title, below = sorted(words_of(card), key=lambda word: word.ink.top())
    assert title.ink.bottom() < below.ink.top()


def test_in_a_low_panel_the_picture_is_a_tab_and_has_all_its_rows(panel: BackpropSteps) -> None:
    panel.resize(541, 308)
    panel.set_snapshot(make_snapshot(hidden=(30,)))
    panel.digit.go(4)
    QApplication.processEvents()
    view = panel.digit.stage_view
    assert view.isVisible()
    assert view.height() >= 170
    for picture in view.pictures:
        assert picture.area.bottom() <= view.height()
        assert picture.area.height() >= 60
    assert view.visibleRegion().boundingRect().bottom() >= view.pictures[-1].area.bottom() - 1
    panel.resize(740, 520)  # and back below it
    QApplication.processEvents()
    assert view.isVisible()
    assert panel.digit.words.isVisible()


def test_the_words_take_no_more_height_than_they_need(panel: BackpropSteps) -> None:
    panel.resize(1400, 790)
    panel.set_snapshot(make_snapshot(hidden=(30,)))
    for index in (4, 0, 8):
        panel.digit.go(index)
        QApplication.processEvents()
        label = panel.digit.words.findChild(WrappedLabel, "walk_words")
        assert label is not None
        needed = max(label.heightForWidth(label.width()), 3 * label.fontMetrics().lineSpacing())
        assert panel.digit.words.height() <= needed + 45  # the formula and the margins
