"""Where no window can be opened: one sentence and status 2, where Qt itself would abort the process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from nnviz.cli import displays

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X and Wayland are Linux's")
NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def nnviz(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    cleared = {name: value for name, value in os.environ.items() if name not in NAMES}
    return subprocess.run(
        [sys.executable, "-m", "nnviz", *arguments],
        env={**cleared, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"DISPLAY": ":4711"}, "nothing answers at DISPLAY=:4711"),
        ({"DISPLAY": "nonsense"}, "nothing answers at DISPLAY=nonsense"),
        ({"WAYLAND_DISPLAY": "wayland-4711"}, "nothing answers at WAYLAND_DISPLAY=wayland-4711"),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":4711"}, "WAYLAND_DISPLAY=w or DISPLAY=:4711"),
        ({"QT_QPA_PLATFORM": "bad"}, "QT_QPA_PLATFORM=bad"),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":4711"}, "QT_QPA_PLATFORM=xcb"),
        ({"QT_QPA_PLATFORM": "wayland"}, "QT_QPA_PLATFORM=wayland"),
    ],
)
def test_no_window_can_be_opened(environment: dict[str, str], named: str) -> None:
    done = nnviz(**environment)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert named in done.stderr


def test_a_screenshot_needs_no_display_that_answers(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    done = nnviz("screenshot", str(picture), "--epochs", "0.01", "--size", "1200x800", DISPLAY=":4711")
    assert (done.returncode, done.stderr) == (0, "")
    assert picture.stat().st_size > 10_000


def test_a_screenshot_on_a_platform_that_is_none() -> None:
    done = nnviz("screenshot", "window.png", QT_QPA_PLATFORM="bad")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No variable set that names a display, and no Qt to ask."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(displays, "_qt_starts", lambda: pytest.fail("Qt was asked, which takes time"))
    return monkeypatch


def test_a_wayland_server_that_answers_is_enough(only: pytest.MonkeyPatch, tmp_path: Path) -> None:
    only.chdir(tmp_path)  # the name of a socket must be short
    only.setenv("XDG_RUNTIME_DIR", ".")
    only.setenv("WAYLAND_DISPLAY", "wayland-0")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("wayland-0")
        server.listen()
        displays.check_display()


@pytest.mark.parametrize("platform", ["", "xcb"])
def test_an_x_server_that_answers_is_enough(platform: str, only: pytest.MonkeyPatch, display: str) -> None:
    only.setenv("DISPLAY", display)
    only.setenv("QT_QPA_PLATFORM", platform)
    displays.check_display()


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "offscreen:configfile=none"])
def test_platforms_that_need_nothing_are_not_asked_for(platform: str, only: pytest.MonkeyPatch) -> None:
    only.setenv("QT_QPA_PLATFORM", platform)
    displays.check_display()


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_mac_and_windows_always_have_a_display(system: str, only: pytest.MonkeyPatch) -> None:
    only.setattr(sys, "platform", system)
    displays.check_display()
    only.setenv("QT_QPA_PLATFORM", {"darwin": "cocoa", "win32": "windows"}[system])
    displays.check_display()
