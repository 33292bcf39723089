"""`create_window` used by a script of somebody's own: the application it made looks like the program's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Prints the colours that Qt itself would paint text and window with, and the font's family.
SCRIPT = """
import json
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from nnviz.cli.main import create_window
from nnviz.window.application import destroy

application = QApplication([])
BEFORE
window = create_window([])
label = QLabel("accuracy", window)
label.ensurePolished()
roles = QPalette.ColorRole
print(json.dumps({
    "text": label.palette().color(roles.WindowText).getRgb()[:3],
    "window": window.palette().color(roles.Window).getRgb()[:3],
    "family": QFontInfo(label.font()).family(),
    "name": application.applicationName(),
}))
destroy(window)
"""


def look(home: Path, before: str = "", scheme: str = "") -> dict[str, object]:
    """What the script prints: `before` runs before its window is made, `scheme` is remembered."""
    if scheme:
        (home / "nnviz").mkdir()
        (home / "nnviz" / "nnviz.ini").write_text(f"[General]\nscheme={scheme}\n")
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT.replace("BEFORE", before)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    said: dict[str, object] = json.loads(ended.stdout)
    return said


def luminance(rgb: list[int]) -> float:
    """WCAG's relative luminance, 0 … 1."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(said: dict[str, object]) -> float:
    """WCAG's contrast of the text on the window, 1 … 21."""
    lighter, darker = sorted((luminance(said["text"]), luminance(said["window"])), reverse=True)  # type: ignore[arg-type]
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_a_script_gets_the_remembered_scheme_with_text_that_can_be_read(scheme: str, tmp_path: Path) -> None:
    said = look(tmp_path, scheme=scheme)
    assert contrast(said) > 7
    assert (luminance(said["window"]) < 0.1) == (scheme == "dark")  # type: ignore[arg-type]
    assert said["family"] == "Inter"


def test_a_scripts_own_name_and_its_choice_of_scheme_are_kept(tmp_path: Path) -> None:
    before = (
        "application.setApplicationName('lecture'); from nnviz.widgets import theme; "
        "from nnviz.window import application as w; w.dress(application, theme.Scheme.LIGHT)"
    )
    said = look(tmp_path, before, scheme="dark")
    assert luminance(said["window"]) > 0.8  # type: ignore[arg-type]
    assert said["name"] == "lecture"


def test_without_an_application_there_is_a_sentence_and_no_abort() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "from nnviz.cli.main import create_window; create_window([])"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "create_window needs a QApplication" in ended.stderr
