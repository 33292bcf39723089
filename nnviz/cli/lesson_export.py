"""`nnviz lesson export`: a lesson as one page for a browser."""

from __future__ import annotations

from argparse import Namespace

from nnviz import terminal
from nnviz.cli.displays import need_no_display
from nnviz.datasets.mnist import load_mnist
from nnviz.files.whole_file import check_place, write_whole
from nnviz.lessons import library
from nnviz.lessons.parse import load_lesson
from nnviz.lessons.rehearsal import Rehearsal
from nnviz.lessons.said_settings import DEFAULT
from nnviz.runs.one_core import one_core
from nnviz.runs.shared_data import SharedData


def export(options: Namespace) -> int:
    """Carry the command out. Raises `BadInput` for files that cannot be read or written."""
    check_place(options.page)
    need_no_display()
    # Qt is imported only here: it draws the formulas and the figures.
    from nnviz.widgets import theme
    from nnviz.window.application import destroy, make_application
    from nnviz.window.lessons.lesson_page import lesson_page
    from nnviz.window.lessons.screen_words import vocabulary
    from nnviz.window.main_window import MainWindow
    from nnviz.window.page_pictures import page_pictures

    lesson = load_lesson(library.path_of(options.file), vocabulary())
    application = make_application(theme.Scheme.LIGHT)
    data = load_mnist()
    window = MainWindow(DEFAULT, lambda: data)
    try:
        pictures = page_pictures(lesson, window)
    finally:
        destroy(window)
    with one_core():
        page = lesson_page(lesson, Rehearsal(SharedData.of(data)), pictures).encode()
    with write_whole(options.page) as stream:
        stream.write(page)
    count = sum(map(len, pictures))
    terminal.say(
        f"{options.page}: {lesson.title}, {len(lesson.pages)} pages, {count} pictures of panels, "
        f"{len(page) / 1e6:.1f} MB"
    )
    del application
    return 0
