"""Windows of the Help menu: an interactive figure by itself, and the glossary."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from nnviz.explain.glossary import GLOSSARY, Term
from nnviz.figures.figure import Figure
from nnviz.widgets import theme
from nnviz.widgets.wrapped_label import WrappedLabel


class FigureWindow(QDialog):
    """One figure with its sentence; the main window stays usable beside it."""

    def __init__(self, kind: type[Figure], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(f"figure_window_{kind.spec.name}")
        self.setWindowTitle(kind.spec.title)
        self.figure = kind()
        words = WrappedLabel()
        words.say(kind.spec.explanation)
        rows = QVBoxLayout(self)
        rows.addWidget(words)
        rows.addWidget(self.figure, 1)
        self.resize(560, 520)


class GlossaryWindow(QDialog):
    """Every symbol and word, with the lesson about it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("glossary_window")
        self.setWindowTitle("Glossary")
        page = QWidget()
        grid = QGridLayout(page)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, term in enumerate(GLOSSARY.values()):
            _add(grid, row, term)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        page.setAutoFillBackground(False)
        QVBoxLayout(self).addWidget(area)
        self.resize(620, 640)


def _add(grid: QGridLayout, row: int, term: Term) -> None:
    symbol = QLabel(term.symbol)
    symbol.setFont(theme.maths_font(19))
    meaning = WrappedLabel()
    meaning.say(f"<b>{term.title}</b>: {term.meaning}")
    chapter = QLabel(f"lesson {term.chapter}")
    chapter.setProperty("muted", True)
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(symbol, row, 0, top)
    grid.addWidget(meaning, row, 1)
    grid.addWidget(chapter, row, 2, top)
