"""Words, formulas and names of things in lines that break where they must, each on one baseline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.lessons.document import LineBreak, Maths, Span, Words
from nnviz.widgets import theme
from nnviz.widgets.formula.markup import plain
from nnviz.widgets.formula.typeset import Typeset, typeset
from nnviz.widgets.plain_text import plain_tip

_LINE = 1.32  # of a line's own height
_WORD = re.compile(r"\s+|\S+(?: (?:%\S*|[·×] \S+))*")  # "95 %" and "2 · 3" are one word each


@dataclass(frozen=True)
class Piece:
    """What is not broken: a word, a formula, a space, or the end of a line."""

    text: str
    width: float
    ascent: float
    descent: float
    font: QFont | None = None
    formula: Typeset | None = None
    target: str = ""

    @property
    def is_space(self) -> bool:
        """Whether a line may break here."""
        return self.formula is None and not self.text.strip()


@dataclass(frozen=True)
class Placed:
    """A piece in its place: its left end and its baseline."""

    piece: Piece
    x: float
    baseline: float
    line: QRectF  # its own part of the line that it stands in

    @property
    def rect(self) -> QRectF:
        """Where it is."""
        piece = self.piece
        return QRectF(self.x, self.line.top(), piece.width, self.line.height())


class FlowText(QWidget):
    """A paragraph. What names a thing on the screen says so when pointed at, by the mouse or with ← and →."""

    target_hovered = Signal(str)  # what is named there, "" for nothing
    target_clicked = Signal(str)

    def __init__(self, spans: Sequence[Span] = (), points: float = 10.5, weight: int = 400) -> None:
        super().__init__()
        self._points, self._weight = points, weight
        self._pieces: list[Piece] = []
        self._hovered = ""
        self._tips: dict[str, str] = {}
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_spans(spans)

    def show_spans(self, spans: Sequence[Span]) -> None:
        """These are the words from now on."""
        self._spans = tuple(spans)
        self._pieces = [piece for span in spans for piece in self._made(span)]
        words = "".join(_plain(span) for span in spans)
        self.setAccessibleName(words)
        has_targets = any(piece.target for piece in self._pieces)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if has_targets else Qt.FocusPolicy.NoFocus)
        self._fit()

    def set_tips(self, tips: dict[str, str]) -> None:
        """What hovering a target says."""
        self._tips = tips

    @property
    def targets(self) -> list[str]:
        """Those that are named, in order, each once."""
        return list(dict.fromkeys(piece.target for piece in self._pieces if piece.target))

    def places(self, width: float) -> list[Placed]:
        """Where every piece stands if lines are that wide."""
        placed: list[Placed] = []
        top = 0.0
        for line in _lines(self._pieces, width):
            ascent = max((piece.ascent for piece in line), default=0.0)
            descent = max((piece.descent for piece in line), default=0.0)
            room = max((ascent + descent) * _LINE, self._least_height)
            baseline, x = top + (room - ascent - descent) / 2 + ascent, 0.0
            for piece in line:
                placed.append(Placed(piece, x, baseline, QRectF(0, top, width, room)))
                x += piece.width
            top += room
        return placed

    def target_at(self, point: QPointF) -> str:
        """What is named there."""
        return next((one.piece.target for one in self.places(self.width()) if one.rect.contains(point)), "")

    @property
    def _least_height(self) -> float:
        return QFontMetricsF(self._font(Words(""))).height() * _LINE

    def _font(self, words: Words) -> QFont:
        weight = QFont.Weight.DemiBold if words.strong else QFont.Weight(self._weight)
        made = theme.code_font(self._points * 1.25) if words.code else theme.font(self._points, weight)
        made.setItalic(words.emphasis)
        return made

    def _made(self, span: Span) -> Iterator[Piece]:
        if isinstance(span, LineBreak):
            yield Piece("\n", 0, 0, 0)
        elif isinstance(span, Maths):
            formula = typeset(span.markup, self._points * 1.45)
            yield Piece(
                plain(span.markup),
                formula.width,
                formula.ascent,
                formula.descent,
                formula=formula,
                target=span.target,
            )
        else:
            font = self._font(span)
            metrics = QFontMetricsF(font)
            for word in _WORD.findall(span.text):
                text = " " if word.isspace() else word
                width = metrics.horizontalAdvance(text)
                yield Piece(text, width, metrics.ascent(), metrics.descent(), font=font, target=span.target)

    def _fit(self) -> None:
        placed = self.places(max(self.width(), 1))
        self.setFixedHeight(round(placed[-1].line.bottom()) + 1 if placed else 0)
        self.update()

    def _point_at(self, target: str) -> None:
        if target != self._hovered:
            self._hovered = target
            has = Qt.CursorShape.PointingHandCursor if target else Qt.CursorShape.ArrowCursor
            self.setCursor(has)
            self.target_hovered.emit(target)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self.target_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if target := self.target_at(event.position()):
            self.target_clicked.emit(target)
        else:
            super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ends = {Qt.FocusReason.TabFocusReason: 0, Qt.FocusReason.BacktabFocusReason: -1}
        if event.reason() in ends and self.targets:
            self._point_at(self.targets[ends[event.reason()]])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        targets = self.targets
        if step is not None and targets:
            at = targets.index(self._hovered) + step if self._hovered in targets else (0 if step > 0 else -1)
            self._point_at(targets[at % len(targets)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._hovered:
            self.target_clicked.emit(self._hovered)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tip = self._tips.get(self.target_at(QPointF(event.pos())), "")
            QToolTip.showText(event.globalPos() + QPoint(0, 6), plain_tip(tip), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for one in self.places(self.width()):
                piece = one.piece
                colour = now.selected if piece.target else now.text
                if piece.formula is not None:
                    piece.formula.paint(painter, one.x, one.baseline, colour)
                elif piece.font is not None:
                    painter.setFont(piece.font)
                    painter.setPen(colour)
                    painter.drawText(QPointF(one.x, one.baseline), piece.text)
                if piece.target:
                    solid = piece.target == self._hovered
                    line = Qt.PenStyle.SolidLine if solid else Qt.PenStyle.DotLine
                    painter.setPen(QPen(now.selected, 1, line))
                    y = one.baseline + 3
                    painter.drawLine(QPointF(one.x, y), QPointF(one.x + piece.width, y))


def _lines(pieces: Sequence[Piece], width: float) -> Iterator[list[Piece]]:
    """The pieces of each line; no line begins with a space, and what belongs to a word stays with it."""
    line: list[Piece] = []
    used = 0.0
    for group in _groups(pieces):
        wide = sum(piece.width for piece in group)
        if group[0].text == "\n":
            yield line
            line, used = [], 0.0
            continue
        if line and used + wide > width and not group[0].is_space:
            yield line
            line, used = [], 0.0
        if line or not group[0].is_space:
            line += group
            used += wide
    if line:
        yield line


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces with no space between them together, each space and each end of a line alone."""
    group: list[Piece] = []
    for piece in pieces:
        if piece.is_space:
            if group:
                yield group
            yield [piece]
            group = []
        else:
            group.append(piece)
    if group:
        yield group


def _plain(span: Span) -> str:
    match span:
        case Words():
            return span.text
        case Maths():
            return plain(span.markup)
        case LineBreak():
            return "\n"
