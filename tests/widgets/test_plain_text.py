"""What others wrote is shown letter for letter, on whatever it is shown."""

from __future__ import annotations

import pytest
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from nnviz.widgets.plain_text import plain_entry, plain_tip
from nnviz.window.documents.banner import notices_of

EVIL = '<img src="file:///etc/hostname"><h1>a & b</h1>.nnviz'


def as_shown(tip: str) -> str:
    """The letters that Qt puts on the screen for a tool tip."""
    if not Qt.mightBeRichText(tip):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize("text", ["plain", "a < b & c", EVIL, f"two\nlines {EVIL}", "<b>bold</b>", "&lt;"])
def test_a_tip_shows_every_letter(text: str) -> None:
    assert as_shown(plain_tip(text)) == text


def test_an_entry_of_a_menu_shows_every_letter() -> None:
    assert plain_entry("R&D\nrun\t2 && more") == "R&&D run 2 &&&& more"
    assert plain_entry("b\udcff\x1b") == r"b\xff\x1b"


def test_a_banner_shows_the_name_of_a_file_as_it_is(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    banner = notices_of(window).banner("notice")
    window.resize(900, 100)
    window.show()
    banner.ask("A plain sentence.", [])
    height = banner.sentence.sizeHint().height()
    banner.ask(EVIL, [])
    assert banner.sentence.sizeHint().height() == height  # a heading would be higher
    width = banner.sentence.fontMetrics().horizontalAdvance(EVIL)
    assert abs(banner.sentence.sizeHint().width() - width) <= 4  # all its letters, and no picture
    assert as_shown(banner.sentence.toolTip()) == EVIL
