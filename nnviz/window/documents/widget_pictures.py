"""Panels, and the whole window, as pictures: sharp at any size, for a file or for the clipboard."""

from __future__ import annotations

from contextlib import ExitStack

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QPoint, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from nnviz.panels.panel import Panel
from nnviz.widgets import theme


def picture_of(widget: QWidget, ratio: float) -> QImage:
    """A widget as it is now, with `ratio` pixels of the picture for one of the screen's units."""
    size = widget.size()
    image = QImage(round(size.width() * ratio), round(size.height() * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    now = theme.colours()
    image.fill(now.card if isinstance(widget, Panel) else now.window)
    with _drawn_at(widget, ratio):
        flags = QWidget.RenderFlag.DrawChildren
        if not isinstance(widget, Panel):
            flags |= QWidget.RenderFlag.DrawWindowBackground
        widget.render(image, QPoint(), renderFlags=flags)
    return image


def pixels_of(image: QImage) -> Image.Image:
    """A copy of its pixels, RGB, for what writes files without Qt."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    size = image.width(), image.height()
    return Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "BGRX", image.bytesPerLine(), 1)


def svg_of(panel: QWidget) -> bytes:
    """A panel, or what has a title as one, as lines and letters, which any size leaves sharp."""
    content = QByteArray()
    buffer = QBuffer(content)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(panel.size())
    generator.setViewBox(QRect(QPoint(), panel.size()))
    generator.setTitle(panel.title if isinstance(panel, Panel) else panel.accessibleName())
    with _drawn_at(panel, 1), QPainter(generator) as painter:
        painter.fillRect(panel.rect(), theme.colours().card)
        panel.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    return bytes(content.data())


def _drawn_at(widget: QWidget, ratio: float) -> ExitStack:
    """Let every panel in there draw what it keeps as a picture as finely as is needed."""
    stack = ExitStack()
    panels = [widget] if isinstance(widget, Panel) else widget.findChildren(Panel)
    for panel in panels:
        assert isinstance(panel, Panel)
        if panel.isVisible():
            stack.enter_context(panel.drawn_at(ratio))
    return stack
