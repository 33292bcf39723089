"""A lesson as one page for a browser: nothing in it is fetched, and it needs no program."""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter

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
    Lesson,
    LineBreak,
    Maths,
    Paragraph,
    Picture,
    Predict,
    Quote,
    Span,
)
from nnviz.lessons.outcomes import Curve, number_text, true_curve, true_number
from nnviz.lessons.rehearsal import Rehearsal
from nnviz.lessons.setups import Setup, courses
from nnviz.lessons.state import AppState
from nnviz.widgets import theme
from nnviz.widgets.formula.markup import plain
from nnviz.widgets.formula.typeset import typeset

_FINE = 2  # pixels of a picture for one of the page's
_FIGURE = QSize(420, 400)
_STYLE = """
body { font: 17px/1.5 system-ui, sans-serif; max-width: 42em; margin: 2em auto; padding: 0 1em;
  color: #171a21; background: #fff; }
h2 { margin-top: 2.5em; } pre { background: #edf0f5; padding: .8em; overflow: auto; }
blockquote { border-left: 3px solid #d5dae3; margin-left: 0; padding-left: 1em; }
.predict { border: 1px solid #d5dae3; border-left: 4px solid #5a3df0; border-radius: 6px; padding: .2em 1em; }
.task::before { content: "\\2610  "; } summary { cursor: pointer; color: #5a3df0; }
.formula { display: block; margin: .8em 0; } img { max-width: 100%; }
figure { margin: 1em 0; } figure img { border: 1px solid #d5dae3; border-radius: 6px; }
figcaption { color: #5b6475; font-size: .85em; }
"""


@dataclass(frozen=True)
class PagePicture:
    """A panel as a page of the lesson has it."""

    png: bytes
    title: str
    words: str  # for those who cannot see it


def lesson_page(
    lesson: Lesson, rehearsal: Rehearsal, pictures: Sequence[Sequence[PagePicture]] | None = None
) -> str:
    """The HTML. Runs are trained in earnest, so that what is folded below a question is what happens.

    `pictures`: of the panels that each page shows.
    """
    parts = [f"<h1>{html.escape(lesson.title)}</h1>"]
    if lesson.summary:
        parts.append(f"<p>{html.escape(lesson.summary)}</p>")
    of_pages = pictures if pictures is not None else [()] * len(lesson.pages)
    for page, course, shown in zip(lesson.pages, courses(lesson), of_pages, strict=True):
        writer = _Writer(rehearsal, list(course.after))
        panels = [_panel(picture) for picture in shown]
        parts += [f"<h2>{html.escape(page.title)}</h2>", *panels, writer.blocks(page.blocks)]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src 'unsafe-inline'\">"
        f"<title>{html.escape(lesson.title)}</title><style>{_STYLE}</style></head><body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


class _Writer:
    """Writes the blocks of one page."""

    def __init__(self, rehearsal: Rehearsal, after: list[Setup]) -> None:
        self._rehearsal, self._after = rehearsal, after

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(spans):
                return f"<p>{_spans(spans)}</p>"
            case Heading(level, spans):
                return f"<h{level}>{_spans(spans)}</h{level}>"
            case Items(items, first):
                tag = "ul" if first is None else "ol"
                start = "" if first is None else f' start="{first}"'
                rows = "".join(f"<li>{self.blocks(item)}</li>" for item in items)
                return f"<{tag}{start}>{rows}</{tag}>"
            case Quote(inner):
                return f"<blockquote>{self.blocks(inner)}</blockquote>"
            case Code(text):
                return f"<pre>{html.escape(text)}</pre>"
            case Formula(markup):
                return f'<span class="formula">{_formula(" ".join(markup.split()), 22)}</span>'
            case Picture(path, words):
                return _image(path.read_bytes(), words, "image/png" if _is_png(path) else "image/jpeg")
            case FigureHere():
                return _figure(block)
            case Hint(title, inner):
                return _folded(title, self.blocks(inner))
            case Check(_, condition, inner):
                words = self.blocks(inner) if inner else f"<p>{html.escape(condition.text)}</p>"
                return f'<div class="task">{words}</div>'
            case Predict():
                return self._predict(block)

    def _predict(self, question: Predict) -> str:
        after = self._after.pop(0)
        asked = self.blocks(question.question)
        if question.kind == "choice":
            choices = "".join(f"<li>{_spans(choice.spans)}</li>" for choice in question.choices)
            right = next(choice for choice in question.choices if choice.is_right)
            asked += f"<ul>{choices}</ul>"
            outcome = f"<p><strong>{_spans(right.spans)}</strong></p>{self.blocks(right.comment)}"
        else:
            outcome = self._outcome(question, self._rehearsal.on(after.data).state(after.legs, after.image))
        return f'<div class="predict">{asked}{_folded("What happens", outcome)}</div>'

    def _outcome(self, question: Predict, state: AppState) -> str:
        if question.kind == "curve":
            return _curve(true_curve(question, state), question.epochs)
        number = true_number(question, state)
        text = number_text(question, number) if math.isfinite(number) else "That is seen in the program."
        return f"<p><strong>{html.escape(text)}</strong></p>"


def _spans(spans: Iterable[Span]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    match span:
        case LineBreak():
            return "<br>"
        case Maths(markup):
            return _formula(markup, 17)
        case words:
            text = html.escape(words.text)
            for tag, has in (("code", words.code), ("em", words.emphasis), ("strong", words.strong)):
                text = f"<{tag}>{text}</{tag}>" if has else text
            return text


def _formula(markup: str, size: float) -> str:
    """Set by the program's own typesetter, as a picture that stands on the line."""
    made = typeset(markup, size)
    width, height = math.ceil(made.width) + 2, math.ceil(made.height) + 2
    image = QImage(_FINE * width, _FINE * height, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(_FINE)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        made.paint(painter, 1, made.ascent + 1, theme.colours().text)
    style = f' width="{width}" height="{height}" style="vertical-align: {-made.descent - 1:.1f}px"'
    return _image(_png(image), plain(markup), "image/png", style)


def _figure(block: FigureHere) -> str:
    figure = figure_named(block.name)()
    for name, value in block.numbers:
        figure.set_number(name, value)
    figure.resize(_FIGURE)
    image = figure.grab().toImage()
    figure.deleteLater()
    return f"<p>{_image(_png(image), figure.spec.title, 'image/png')}</p>"


def _panel(picture: PagePicture) -> str:
    image = _image(picture.png, picture.words, "image/png")
    return f"<figure>{image}<figcaption>{html.escape(picture.title)}</figcaption></figure>"


def _curve(curve: Curve, epochs: float) -> str:
    """The true curve as a small drawing."""
    highest = max([1.0, *(value for _, value in curve)])
    points = " ".join(f"{20 + 380 * x / epochs:.1f},{150 - 130 * y / highest:.1f}" for x, y in curve)
    last = f"{curve[-1][1]:.3f} after {curve[-1][0]:g} epochs" if curve else ""
    return (
        '<svg viewBox="0 0 420 170" width="420" height="170" role="img">'
        '<path d="M20 20V150H400" fill="none" stroke="#b4bcc9"/>'
        f'<polyline points="{points}" fill="none" stroke="#10773a" stroke-width="2"/></svg><p>{last}</p>'
    )


def _folded(title: str, inner: str) -> str:
    return f"<details><summary>{html.escape(title)}</summary>{inner}</details>"


def _image(content: bytes, words: str, kind: str, more: str = "") -> str:
    data = base64.b64encode(content).decode("ascii")
    return f'<img src="data:{kind};base64,{data}" alt="{html.escape(words)}"{more}>'


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _is_png(path: Path) -> bool:
    return path.suffix.lower() == ".png"
