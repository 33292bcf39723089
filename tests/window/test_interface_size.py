"""The size that the user wants: remembered within its bounds, and used at the next start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from nnviz.window.interface_size import neighbour
from nnviz.window.settings_store import SettingsStore

SCALE = """
from nnviz.window.screen_scale import scaled_application
print(scaled_application({zoom}).primaryScreen().devicePixelRatio())
"""


@pytest.mark.parametrize(
    ("zoom", "direction", "next_one"),
    [(100, 1, 110), (100, -1, 90), (80, -1, 80), (250, 1, 250), (120, 1, 125), (120, -1, 110)],
)
def test_the_next_size(zoom: int, direction: int, next_one: int) -> None:
    assert neighbour(zoom, direction) == next_one


def test_it_is_remembered_and_nonsense_is_not() -> None:
    store = SettingsStore()
    for zoom, read in ((150, 150), (80, 80), (79, 100), (251, 100), (-5, 100)):
        store.set_zoom(zoom)
        assert store.zoom() == read
    store.forget_all()
    assert store.zoom() == 100


@pytest.mark.parametrize(("zoom", "ratio"), [(100, "1.0"), (150, "1.5"), (80, "0.8")])
def test_the_application_starts_that_large(zoom: int, ratio: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "QT_SCALE_FACTOR"}
    done = subprocess.run(
        [sys.executable, "-c", SCALE.format(zoom=zoom)],
        env={**environment, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.strip() == ratio
