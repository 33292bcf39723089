"""The widgets of a page: one for each block, below one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from nnviz.explain.glossary import GLOSSARY
from nnviz.figures.figure import Figure
from nnviz.figures.figure_registry import figure_named
from nnviz.lessons.document import (
    Block,
    Check,
    Code,
    FigureHere,
    Formula,
    Heading,
    Hint,
    Items,
    Paragraph,
    Picture,
    Predict,
    Quote,
    Spans,
    Words,
)
from nnviz.widgets import theme
from nnviz.widgets.flow_text import FlowText
from nnviz.widgets.formula.formula_label import FormulaLabel


class BlockMaker(QObject):
    """Makes the widgets; what their words name on the screen is told by its signals."""

    pointed = Signal(str)
    clicked = Signal(str)

    def __init__(self, special: Callable[[Predict | Check], QWidget]) -> None:
        """`special`: makes the widget of a question or a task."""
        super().__init__()
        self._special = special
        self.figures: list[Figure] = []  # all that were made since the list was emptied

    def text(self, spans: Spans, points: float = 10.5, weight: int = 400) -> FlowText:
        """A paragraph."""
        made = FlowText(spans, points, weight)
        made.set_tips({target: _tip(target) for target in made.targets})
        made.target_hovered.connect(self.pointed)
        made.target_clicked.connect(self.clicked)
        return made

    def column(self, blocks: Iterable[Block], spacing: int = 10) -> QWidget:
        """Blocks below one another."""
        box = QWidget()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(spacing)
        for block in blocks:
            rows.addWidget(self.widget(block))
        return box

    def widget(self, block: Block) -> QWidget:
        """The widget of a block."""
        match block:
            case Paragraph(spans):
                return self.text(spans)
            case Heading(level, spans):
                return self.text(spans, 12 if level == 3 else 11, 600)
            case Items():
                return self._items(block)
            case Quote(blocks):
                return _Beside(self.column(blocks))
            case Code(text):
                return _code(text)
            case Formula(markup):
                made = FormulaLabel(18)
                made.show_formula(" ".join(markup.split()))
                return made
            case Picture():
                return _PictureView(block)
            case FigureHere():
                return self._figure(block)
            case Hint():
                return self._hint(block)
            case Predict() | Check():
                return self._special(block)

    def _items(self, block: Items) -> QWidget:
        box = QWidget()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for number, blocks in enumerate(block.items, start=block.first or 0):
            row = QHBoxLayout()
            mark = self.text((Words(f"{number}." if block.first is not None else "•"),))
            mark.setFixedWidth(18)
            row.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
            row.addWidget(self.column(blocks, 4), 1)
            rows.addLayout(row)
        return box

    def _figure(self, block: FigureHere) -> QWidget:
        made = figure_named(block.name)()
        for name, value in block.numbers:
            made.set_number(name, value)
        self.figures.append(made)
        return made

    def _hint(self, block: Hint) -> QWidget:
        box, inside = QWidget(), self.column(block.blocks)
        button = QToolButton()
        button.setText(f"▸ {block.title}")
        button.setCheckable(True)
        button.setProperty("flat", True)
        button.setAccessibleName(f"Hint: {block.title}")
        button.setToolTip("Show or hide this hint.")
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(button)
        rows.addWidget(inside)
        inside.hide()
        button.toggled.connect(inside.setVisible)
        button.toggled.connect(partial(_turn, button, block.title))
        return box


def _turn(button: QToolButton, title: str, is_open: bool) -> None:
    button.setText(f"{'▾' if is_open else '▸'} {title}")


class _Beside(QWidget):
    """Something with a line to its left."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 0, 0)
        row.addWidget(inner)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(0, 0, 3, self.height(), theme.colours().border)


class _PictureView(QWidget):
    """As large as it is, or as there is room for."""

    def __init__(self, block: Picture) -> None:
        super().__init__()
        self._picture = QPixmap(str(block.path))
        self.setAccessibleName(block.words)
        self.setToolTip(block.words)
        self.setFixedHeight(0 if self._picture.isNull() else min(self._picture.height(), 260))

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        size = self._picture.size()
        if size.width() > self.width() or size.height() > self.height():
            size.scale(self.size(), keep)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture.scaled(size, keep, smooth))


def _code(text: str) -> QWidget:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(theme.code_font(12))
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _tip(target: str) -> str:
    kind, _, name = target.partition(":")
    if kind == "term" and name in GLOSSARY:
        return GLOSSARY[name].tip
    return {"lesson": "Open that lesson.", "page": f"Go to page {name}."}.get(
        kind, "Pointed at, it lights up."
    )
