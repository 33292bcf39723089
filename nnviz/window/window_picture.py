"""The real window, driven without a user until it shows what is wanted, and its picture."""

from __future__ import annotations

import math
from argparse import Namespace

from PySide6.QtGui import QImage

from nnviz.datasets.dataset import Dataset
from nnviz.errors import BadInput
from nnviz.export.png import export_png
from nnviz.learning.neuron import Selection
from nnviz.learning.settings import Settings
from nnviz.runs.commands import Advance, OpenRuns
from nnviz.runs.saved_run import SavedRun
from nnviz.runs.snapshot import Phase
from nnviz.widgets import theme
from nnviz.window.application import destroy, make_application
from nnviz.window.documents.widget_pictures import pixels_of
from nnviz.window.main_window import MainWindow
from nnviz.window.screen_scale import scale_to_picture
from nnviz.window.waiting import wait_until

_LAST_SECONDS = 1.5  # once the training is done, for what is drawn off the GUI thread
_PATIENCE = 3600.0  # seconds


def take_picture(options: Namespace, settings: Settings, data: Dataset, saved: SavedRun | None) -> None:
    """Carry `nnviz screenshot` out. Raises `BadInput` if training fails or the file cannot be written."""
    factor = scale_to_picture(*options.size)
    make_application(theme.Scheme(options.theme))
    window = MainWindow(settings, lambda: data)
    try:
        window.resize(*(math.ceil(side / factor) for side in options.size))
        for panel in window.panels:
            panel.reduced_motion = True  # no picture in the middle of a pulse
        window.show()
        _train(window, options.epochs, saved)
        _arrange(window, options)
        wait_until(lambda: False, _LAST_SECONDS)
        export_png(options.picture, pixels_of(_grabbed(window, factor, *options.size)))
    finally:
        destroy(window)


def _grabbed(window: MainWindow, factor: float, width: int, height: int) -> QImage:
    """The window as it is, but not more pixels than asked for: its own size is in whole larger units."""
    picture = window.grab().toImage()
    return picture.copy(0, 0, width, height) if factor > 1 else picture


def _train(window: MainWindow, epochs: float, saved: SavedRun | None) -> None:
    """Let the window's own thread train, or take over the saved run, and wait for that."""

    def has(examples: int) -> bool:
        latest = window.latest
        if latest is not None and latest.phase is Phase.FAILED:
            raise BadInput(latest.message)
        return latest is not None and latest.phase is Phase.PAUSED and latest.examples_seen == examples

    wait_until(lambda: has(0), _PATIENCE)
    if saved is None:
        examples = round(epochs * window.epoch_size)
        window.training.submit(Advance(examples))
    else:
        examples = saved.now.examples_seen
        window.training.submit(OpenRuns((saved,)))
    if not wait_until(lambda: has(examples), _PATIENCE):
        raise BadInput(f"the window did not get to {examples} examples")


def _arrange(window: MainWindow, options: Namespace) -> None:
    """What there is to look at: a neuron, a stage of the walk."""
    if options.neuron is not None:
        window.select(Selection(pinned=options.neuron))
    if options.walk is not None:
        layout, walk = window.layout_of_panels, window.backprop_steps
        layout.bring_to_front(walk)
        layout.enlarge(layout.dock(walk))
        wait_until(lambda: walk.walk is not None, _LAST_SECONDS)
        last = len(walk.digit.stages)
        if options.walk > last:
            raise BadInput(f"--walk {options.walk}: the walk has {last} stages")
        walk.digit.go(options.walk - 1)
