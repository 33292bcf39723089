"""The program in a window on a real X server: pixels, keys and a clean end, whole process included."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]

# Runs in the process of the window. A key press goes through Qt's own event loop, the picture comes from the
# X server's root window: what a person would see.
DRIVE = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from nnviz.widgets import theme
from nnviz.cli.main import create_window
from nnviz.runs.snapshot import Phase
from nnviz.window.waiting import wait_until
from nnviz.window.application import destroy, make_application

application = make_application(theme.Scheme.DARK)
window = create_window(["--seed", "1"])
window.setGeometry(0, 0, 1280, 800)
window.show()
assert wait_until(lambda: window.latest is not None and window.latest.phase is Phase.PAUSED, 90)
window.activateWindow()
assert wait_until(window.isActiveWindow, 10)
QTest.keyClick(window, Qt.Key.Key_Space)
assert wait_until(lambda: window.examples_seen > 60_000, 90)
QTest.keyClick(window, Qt.Key.Key_Space)
assert wait_until(lambda: window.latest.phase is Phase.PAUSED, 10)
wait_until(lambda: False, 1.0)
assert window.latest.test_accuracy > 0.9, window.latest.test_accuracy
assert window.screen().grabWindow(0).save(sys.argv[1])
for panel in window.panels:
    corner = panel.mapTo(window, panel.rect().topLeft())
    print(panel.objectName(), corner.x(), corner.y(), panel.width(), panel.height())
QTest.keyClick(window, Qt.Key.Key_Space)
wait_until(lambda: False, 0.2)
destroy(window)
"""


def test_the_window_learns_on_screen(display: str, tmp_path: Path) -> None:
    shot = tmp_path / "screen.png"
    done = subprocess.run(
        [sys.executable, "-c", DRIVE, str(shot)],
        env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "XDG_CONFIG_HOME": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    screen = pixels(shot)
    places = {}
    for line in done.stdout.splitlines():
        name, *numbers = line.split()
        x, y, width, height = map(int, numbers)
        places[name] = screen[y : y + height, x : x + width]
    assert share(places["hidden_units"], is_blue) > 0.02
    assert share(places["hidden_units"], is_orange) > 0.02
    assert share(places["network_diagram"], is_blue) > 0.005
    assert share(places["network_diagram"], is_orange) > 0.005
    assert share(places["learning_curve"], is_green) > 0.0005
    assert share(places["live_predictions"], is_green) > 0.005


def pixels(file: Path) -> np.ndarray:
    image = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def share(region: np.ndarray, is_colour: object) -> float:
    return float(np.mean(is_colour(region[..., 0], region[..., 1], region[..., 2])))  # type: ignore[operator]


def is_blue(r: np.ndarray, g: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (b > r + 50) & (b > 90)


def is_orange(r: np.ndarray, g: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (r > b + 50) & (r > 90) & (g < r)


def is_green(r: np.ndarray, g: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (g > r + 50) & (g > 120)
