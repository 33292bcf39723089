"""The program: command line in, exit status out."""

from __future__ import annotations

import importlib
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from nnviz import terminal
from nnviz.cli.command_line import parse, says_nothing_of_a_run, settings_of
from nnviz.cli.displays import check_display
from nnviz.cli.system_libraries import check_libraries
from nnviz.errors import BadInput
from nnviz.runs.commands import Start

if TYPE_CHECKING:
    from nnviz.datasets.dataset import Dataset
    from nnviz.lessons.document import Lesson
    from nnviz.window.main_window import MainWindow


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit status: 0, or 2 after one sentence on standard error."""
    terminal.prepare()
    try:
        options = parse(sys.argv[1:] if arguments is None else arguments)
        if options.command == "window":
            return _open_window(options)
        # Each command imports what it needs, and `train` no Qt at all.
        command = importlib.import_module(f"nnviz.cli.{options.command}")
        return getattr(command, options.command)(options) or 0
    except BadInput as error:
        terminal.complain(error)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has gone
        terminal.give_up(sys.stdout)
    return 0


def create_window(arguments: Sequence[str] = ()) -> MainWindow:
    """The main window for such a command line, not shown yet. The QApplication there must be gets its look.

    Raises `BadInput` for a command line or files that cannot be used.
    """
    options = parse(list(arguments))
    _dress_application()
    return _make_window(options)


def _dress_application() -> None:
    """Before any widget is made: some measure their letters once."""
    from PySide6.QtWidgets import QApplication

    from nnviz.window.application import dress, is_dressed
    from nnviz.window.settings_store import SettingsStore

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("create_window needs a QApplication: make one first, and keep it")
    if not is_dressed(application):
        dress(application, SettingsStore().scheme())


def _open_window(options: Namespace) -> int:
    check_libraries()
    check_display()
    from nnviz.window.screen_scale import scaled_application
    from nnviz.window.settings_store import SettingsStore

    scaled_application(SettingsStore().zoom())  # before anything of the window is imported; Qt keeps it
    from nnviz.window.application import run

    return run(lambda: _make_window(options, guards=True))


def _lesson(name: str) -> Lesson:
    from nnviz.lessons.library import path_of
    from nnviz.lessons.parse import load_lesson
    from nnviz.window.lessons.screen_words import vocabulary

    return load_lesson(path_of(name), vocabulary())


def _make_window(options: Namespace, guards: bool = False) -> MainWindow:
    from nnviz.sessions.session_file import load_session
    from nnviz.sessions.share import recipe_in
    from nnviz.window.main_window import MainWindow
    from nnviz.window.settings_store import SettingsStore

    store = SettingsStore()
    lesson = None if options.lesson is None else _lesson(options.lesson)
    session = None if options.session is None else load_session(options.session)
    recipe = None if options.share is None else recipe_in(options.share)
    if recipe is not None and not (session is None and lesson is None and says_nothing_of_a_run(options)):
        raise BadInput("--share says all of the run: leave out sessions, lessons and settings")
    if session is not None:
        settings = session.current.settings
    elif recipe is not None:
        settings = recipe.changes[0].settings
    else:
        settings = store.settings() if says_nothing_of_a_run(options) else settings_of(options)
    window = MainWindow(settings, _data_loader(options), store=store, guards=guards)
    if session is not None:
        window.documents.adopt(session, options.session, start=options.start)
    elif recipe is not None:
        window.sharing.follow(recipe)
    elif options.start:
        window.training.submit(Start())
    if lesson is not None:
        window.lesson_host.open(lesson)
    return window


def _data_loader(options: Namespace) -> Callable[[], Dataset]:
    """What the training thread calls. Data of the user's is read here, so that it can be refused."""
    from nnviz.datasets.load import load_data
    from nnviz.datasets.mnist import load_mnist

    if options.data is None:
        return load_mnist
    data = load_data(options.data)
    return lambda: data
