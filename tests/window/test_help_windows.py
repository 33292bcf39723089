"""Figures and the glossary in windows of their own."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnviz.explain.glossary import GLOSSARY
from nnviz.figures.figure_registry import FIGURES
from nnviz.window.help_windows import FigureWindow, GlossaryWindow


@pytest.mark.parametrize("kind", FIGURES)
def test_a_figure_opens_by_itself(qtbot: QtBot, kind: type) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    window = FigureWindow(kind, parent)
    window.show()
    assert window.figure.isVisible()
    assert window.windowTitle() == kind.spec.title
    assert any(kind.spec.explanation in label.text() for label in window.findChildren(QLabel))
    window.close()


def test_the_glossary_has_every_term(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    window = GlossaryWindow(parent)
    window.show()
    words = " ".join(label.text() for label in window.findChildren(QLabel))
    assert all(term.meaning in words and term.title in words for term in GLOSSARY.values())
    window.close()
