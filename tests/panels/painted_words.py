"""Every word a widget paints, with its place: so that tests find words upon words and words that are cut off.

A paint engine of its own takes part in the painting of the widget and of all its children, whoever paints
them, and keeps nothing but the texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPaintDevice, QPaintEngine, QPaintEngineState, QTextItem, QTransform
from PySide6.QtWidgets import QWidget

_SLACK = 1.5  # px: what smoothing may add, and how near two letters of a formula may stand


@dataclass(frozen=True)
class Word:
    """A text as it was painted, in pixels of the widget."""

    text: str
    ink: QRectF  # what the letters cover
    room: QRectF  # the part of the widget in which it can be seen

    @property
    def is_cut(self) -> bool:
        """Whether some of it, but not all, can be seen."""
        slack = self.room.adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        return self.room.intersects(self.ink) and not slack.contains(self.ink)


def words_of(widget: QWidget) -> list[Word]:
    """What a widget and its children paint in letters."""
    device = _Device(widget)
    QWidget.render(widget, device, QPoint())  # of the widget itself: a view has another of that name
    return [word for word in device.engine.words if word.text.strip() and word.room.intersects(word.ink)]


def overprinted(widget: QWidget) -> list[tuple[str, str]]:
    """Pairs of texts that lie upon each other where they can be seen; twice in one place is one."""
    seen = {(word.text, word.ink.topLeft().toTuple()): word for word in words_of(widget)}
    return [
        (one.text, other.text)
        for one, other in combinations(seen.values(), 2)
        if _covers(one.ink & one.room, other.ink & other.room)
    ]


def cut_off(widget: QWidget) -> list[str]:
    """Texts of which a part cannot be seen."""
    return [word.text for word in words_of(widget) if word.is_cut]


def _covers(one: QRectF, other: QRectF) -> bool:
    shared = one & other
    return shared.width() > _SLACK and shared.height() > _SLACK


class _Engine(QPaintEngine):
    """Hears of all that is painted; listens to texts alone."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.words: list[Word] = []
        self._transform = QTransform()

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        if state.state() & QPaintEngine.DirtyFlag.DirtyTransform:
            self._transform = QTransform(state.transform())

    def drawTextItem(self, place: QPointF, item: QTextItem) -> None:
        ink = QFontMetricsF(item.font()).tightBoundingRect(item.text()).translated(place)
        room = QRectF(self.systemClip().boundingRect())
        self.words.append(Word(item.text(), self._transform.mapRect(ink), room))

    def drawPath(self, *_shape: Any) -> None:
        """Not a text, as none of the following."""

    def drawPolygon(self, *_shape: Any) -> None: ...
    def drawRects(self, *_shape: Any) -> None: ...
    def drawLines(self, *_shape: Any) -> None: ...
    def drawEllipse(self, *_shape: Any) -> None: ...
    def drawPoints(self, *_shape: Any) -> None: ...
    def drawImage(self, *_shape: Any) -> None: ...
    def drawPixmap(self, *_shape: Any) -> None: ...
    def drawTiledPixmap(self, *_shape: Any) -> None: ...


class _Device(QPaintDevice):
    """As large as the widget, with nothing on it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.engine = _Engine()
        self._widget = widget

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, which: QPaintDevice.PaintDeviceMetric) -> int:
        kinds = QPaintDevice.PaintDeviceMetric
        known = {
            kinds.PdmWidth: self._widget.width(),
            kinds.PdmHeight: self._widget.height(),
            kinds.PdmDepth: 32,
            kinds.PdmNumColors: 2**31 - 1,
            kinds.PdmDevicePixelRatio: 1,
            kinds.PdmDevicePixelRatioScaled: 0x10000,
        }
        return known.get(which, 96)
