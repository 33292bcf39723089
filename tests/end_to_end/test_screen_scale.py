"""On a screen of many pixels everything is larger; the desktop's own scale and the user's word come first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from nnviz.window.screen_scale import scale_for
from tests.digits import write_idx
from tests.end_to_end.test_window_place import screen_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("width", "height", "factor"),
    [
        (800, 600, 1),
        (1440, 900, 1),
        (1920, 1080, 1),
        (1920, 1200, 1),
        (2560, 1080, 1),  # wide, but no higher than others
        (2560, 1440, 1.25),
        (3440, 1440, 1.25),
        (2880, 1800, 1.5),
        (3840, 2160, 2),
        (7680, 4320, 4),
    ],
)
def test_the_factor_leaves_at_least_the_room_of_a_plain_screen(
    width: int, height: int, factor: float
) -> None:
    assert scale_for(width, height) == factor


SCALE = """
from PySide6.QtGui import QGuiApplication
from nnviz.widgets import theme
from nnviz.window.screen_scale import scaled_application
scaled_application()
from nnviz.window.application import make_application
screen = make_application(theme.Scheme.DARK).primaryScreen()
print(screen.devicePixelRatio(), screen.size().width(), screen.size().height())
"""


@pytest.mark.parametrize(
    ("size", "said", "expected"),
    [
        ((2560, 1440), "", "1.25 2048 1152"),
        ((1440, 900), "", "1.0 1440 900"),
        ((2560, 1440), "1", "1.0 2560 1440"),
    ],
)
def test_a_window_is_scaled_to_its_screen(size: tuple[int, int], said: str, expected: str) -> None:
    with screen_of(*size) as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": said}
        done = run([sys.executable, "-c", SCALE], environment)
    assert done.stdout.strip() == expected


@pytest.mark.parametrize("size", [(2560, 1440), (2501, 1447), (1200, 800)])
def test_a_picture_has_the_size_asked_for_whatever_its_scale(size: tuple[int, int], tmp_path: Path) -> None:
    write_idx(tmp_path, count=120)
    picture = tmp_path / "a.png"
    asked = ["--data", str(tmp_path), "--hidden", "5", "--epochs", "1", "--size", f"{size[0]}x{size[1]}"]
    environment = {name: value for name, value in os.environ.items() if name != "QT_SCALE_FACTOR"}
    command = [sys.executable, "-m", "nnviz", "screenshot", str(picture), *asked]
    run(command, {**environment, "QT_QPA_PLATFORM": "offscreen"})
    image = QImage(str(picture))
    assert (image.width(), image.height()) == size


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return done


# The program itself, closed by a polite signal as soon as its window is on the screen.
START = """
import os, signal, sys, threading, time
from PySide6.QtGui import QGuiApplication

def close_when_open():
    while signal.getsignal(signal.SIGTERM) is signal.SIG_DFL or not any(
        window.objectName() == "main_windowWindow" and window.isExposed()
        for window in QGuiApplication.topLevelWindows()
    ):
        time.sleep(0.05)
    print(QGuiApplication.instance().devicePixelRatio(), flush=True)
    os.kill(os.getpid(), signal.SIGTERM)

threading.Thread(target=close_when_open, daemon=True).start()
from nnviz.cli.main import main
sys.exit(main(["--data", sys.argv[1], "--hidden", "5"]))
"""


def test_the_program_starts_and_closes_on_a_large_screen(tmp_path: Path) -> None:
    write_idx(tmp_path, count=120)
    with screen_of(2560, 1440) as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": ""}
        environment |= {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        done = run([sys.executable, "-c", START, str(tmp_path)], environment)
    assert done.stdout.strip() == "1.25"
    assert not done.stderr
