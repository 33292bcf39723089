"""Pictures of the panels that the pages of a lesson show, taken in a window nobody looks at."""

from __future__ import annotations

import io

from nnviz.lessons.document import Lesson, Page, SetUp, Show
from nnviz.number_text import count_text
from nnviz.panels.panel import Panel
from nnviz.window.documents.widget_pictures import picture_of, pixels_of
from nnviz.window.lessons.lesson_page import PagePicture
from nnviz.window.main_window import MainWindow
from nnviz.window.waiting import wait_until

_SIZE = 1240, 860  # px of the window: no panel is wider than a page of text by much
_PATIENCE = 3600.0  # seconds for a page whose run is long
_LAST_SECONDS = 1.2  # once it is there, for what is drawn off the GUI thread
_COLOURS = 256  # of a picture: a panel has few, and takes a third of the room then


def panels_shown(page: Page) -> tuple[str, ...]:
    """Those that its steps lead the reader's eye to; without any, those that it opens."""
    shows = [step for step in page.steps if isinstance(step, Show)]
    names = [name for show in shows for name in (show.large, show.panel) if name]
    names += ["backprop_steps" for show in shows if show.stage]
    names += ["network_diagram" for show in shows if show.edges]
    opened = [step.panels for step in page.steps if isinstance(step, SetUp) and step.panels]
    return tuple(dict.fromkeys(names or (opened[-1] if opened else ())))


def page_pictures(lesson: Lesson, window: MainWindow) -> list[tuple[PagePicture, ...]]:
    """The pictures of every page, from a window that is there for nothing else."""
    window.resize(*_SIZE)
    for panel in window.panels:
        panel.reduced_motion = True  # no picture in the middle of a pulse
    window.show()
    wait_until(lambda: window.latest is not None, _PATIENCE)
    return [_of_page(lesson, number, window) for number in range(len(lesson.pages))]


def _of_page(lesson: Lesson, number: int, window: MainWindow) -> tuple[PagePicture, ...]:
    names = panels_shown(lesson.pages[number])
    if not names:
        return ()
    host = window.lesson_host
    if not host.is_open:
        host.open(lesson)
    window.lesson.page_requested.emit(number)
    wait_until(lambda: host.is_settled, _PATIENCE)
    wait_until(lambda: False, _LAST_SECONDS)
    panels = [panel for panel in window.panels if panel.spec.name in names and panel.isVisible()]
    return tuple(_taken(panel, window) for panel in panels)


def _taken(panel: Panel, window: MainWindow) -> PagePicture:
    stream = io.BytesIO()
    pixels_of(picture_of(panel, 1)).quantize(_COLOURS).save(stream, "PNG", optimize=True)
    return PagePicture(stream.getvalue(), panel.title, _words(panel, window))


def _words(panel: Panel, window: MainWindow) -> str:
    """ "Network: test digit 18, after 5,000 examples of training"."""
    seen = window.shown.examples_seen if window.shown is not None else 0
    trained = f"after {count_text(seen)} examples of training" if seen else "before any training"
    return f"{panel.title}: {window.input_image.description}, {trained}"
