"""What every test stands on: Qt's warnings and errors the guard caught fail it; no thread outlives it."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from nnviz.widgets import application_style, guard, theme

# Without a screen the panels are tested on Qt's own; the real window has an X server started for it.
if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    assert not left, f"threads left running: {left}"


@pytest.fixture(autouse=True)
def guarded() -> Iterator[list[str]]:
    """What the window would survive is a failure here, unless the test itself empties the list."""
    caught = Caught()
    logging.getLogger(guard.__name__).addHandler(caught)
    guard.forget()
    yield caught.errors
    logging.getLogger(guard.__name__).removeHandler(caught)
    assert not caught.errors, "\n".join(caught.errors)


class Caught(logging.Handler):
    """The errors that were caught, as texts."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(logging.Formatter("%(message)s").format(record))


@pytest.fixture(scope="session", autouse=True)
def settings_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests neither read nor change what the user's own window remembers."""
    folder: Path = tmp_path_factory.mktemp("config")
    os.environ["XDG_CONFIG_HOME"] = str(folder)
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module", autouse=True)
def look_of_their_own() -> Iterator[None]:
    """What a module's tests made the application look like is not what the next one's measure."""
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication) and application.property(application_style.DRESSED) is not None:
        theme.set_scheme(theme.Scheme.SYSTEM)
        application.setProperty(application_style.DRESSED, None)
        with application_style.nothing_collected():
            application.setStyleSheet("")
            application.setPalette(QPalette())
            application.setFont(QFont())
