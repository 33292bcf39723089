"""`nnviz screenshot`: the real window, trained so far, as a picture. Needs no display."""

from __future__ import annotations

import os
from argparse import Namespace
from typing import TYPE_CHECKING

from nnviz.command_line import settings_of
from nnviz.core.mnist import Mnist, load_mnist
from nnviz.core.session import SavedRun
from nnviz.core.session_file import load_session
from nnviz.core.snapshot import Phase
from nnviz.errors import BadInput
from nnviz.system_libraries import check_libraries

if TYPE_CHECKING:
    from nnviz.main_window import MainWindow

_LAST_SECONDS = 1.5  # once the training is done, for what is drawn off the GUI thread
_PATIENCE = 3600.0  # seconds


def screenshot(options: Namespace) -> None:
    """Carry the command out. Raises `BadInput` for files that cannot be read or written."""
    if options.picture.suffix.lower() != ".png":
        raise BadInput(f"{options.picture}: a screenshot is a PNG file; its name must end in .png")
    if not options.picture.parent.is_dir():
        raise BadInput(f"{options.picture} cannot be written: there is no such folder")
    saved = None if options.session is None else load_session(options.session).current
    data = load_mnist(options.data)
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    check_libraries()
    _take(options, data, saved)


def _take(options: Namespace, data: Mnist, saved: SavedRun | None) -> None:
    # Qt is imported late: until here a mistake costs no time.
    from nnviz import theme
    from nnviz.main_window import MainWindow
    from nnviz.waiting import wait_until
    from nnviz.window_application import destroy, make_application

    make_application(theme.Scheme(options.theme))
    window = MainWindow(settings_of(options), lambda: data)
    try:
        window.resize(*options.size)
        window.show()
        _train(window, options.epochs, saved)
        wait_until(lambda: False, _LAST_SECONDS)
        if not window.grab().save(str(options.picture), "PNG"):
            raise BadInput(f"{options.picture} cannot be written")
    finally:
        destroy(window)


def _train(window: MainWindow, epochs: float, saved: SavedRun | None) -> None:
    """Let the window's own thread train, or take over the saved run, and wait for that."""
    from nnviz.waiting import wait_until

    def has(examples: int) -> bool:
        latest = window.latest
        if latest is not None and latest.phase is Phase.FAILED:
            raise BadInput(latest.message)
        return latest is not None and latest.phase is Phase.PAUSED and latest.examples_seen == examples

    wait_until(lambda: has(0), _PATIENCE)
    if saved is None:
        examples = round(epochs * window.epoch_size)
        window.training.advance(examples)
    else:
        examples = saved.now.examples_seen
        window.training.open(saved)
    if not wait_until(lambda: has(examples), _PATIENCE):
        raise BadInput(f"the window did not get to {examples} examples")
