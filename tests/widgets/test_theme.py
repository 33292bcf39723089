"""Whether words can be read: contrast by the formula of WCAG 2, of the palettes and of open lists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from nnviz.panels.hidden_units.panel import HiddenUnits
from nnviz.panels.live_predictions.panel import LivePredictions
from nnviz.panels.timeline.panel import Timeline
from nnviz.widgets import application_style, theme

ENOUGH = 4.5
SCHEMES = [theme.Scheme.DARK, theme.Scheme.LIGHT]
WORDS = ("text", "muted", "positive", "negative", "right", "wrong", "selected")
BEHIND_WORDS = ("window", "card", "field")


@pytest.fixture(params=SCHEMES, ids=lambda scheme: scheme.value)
def scheme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[theme.Scheme]:
    before = theme.scheme()
    theme.set_scheme(request.param)
    application_style.style_application(qapp)
    yield request.param
    theme.set_scheme(before)
    application_style.style_application(qapp)


def luminance(colour: QColor) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_what_the_standard_says() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.005)


def test_every_colour_for_words_can_be_read_on_everything_behind_them(scheme: theme.Scheme) -> None:
    now = theme.colours()
    poor = {
        (words, behind): round(contrast(getattr(now, words), getattr(now, behind)), 2)
        for words in WORDS
        for behind in BEHIND_WORDS
        if contrast(getattr(now, words), getattr(now, behind)) < ENOUGH
    }
    assert not poor
    assert contrast(now.on_selection, now.selection) >= ENOUGH
    assert contrast(now.selected, theme.mixed(now.card, now.selected, 0.16)) >= ENOUGH  # what is chosen


def test_the_style_sheet_never_lays_words_on_the_violet_of_lines(
    scheme: theme.Scheme, qapp: QApplication
) -> None:
    """Every rule that sets both a background and a colour, or both of a selection, can be read."""
    rules = re.findall(r"\{([^{}]*)\}", qapp.styleSheet())
    pairs = 0
    for rule in rules:
        values = dict(re.findall(r"(?:^|[;\s])([a-z-]+):\s*(#[0-9a-f]{6})", rule))
        assert ("selection-background-color" in values) == ("selection-color" in values), rule
        for words, behind in (("color", "background"), ("selection-color", "selection-background-color")):
            if words in values and behind in values:
                pairs += 1
                assert contrast(QColor(values[words]), QColor(values[behind])) >= ENOUGH, rule
    assert pairs >= 8


@pytest.mark.parametrize("make", [LivePredictions, Timeline, HiddenUnits])
def test_the_current_entry_of_an_open_list_can_be_read(
    qtbot: QtBot, scheme: theme.Scheme, make: type[LivePredictions | Timeline | HiddenUnits]
) -> None:
    panel = make()
    qtbot.addWidget(panel)
    choices = [choice for widget in panel.header_widgets() for choice in combo_boxes(widget)]
    assert choices
    for choice in choices:
        if choice.count() < 2:
            continue
        choice.setParent(None)
        qtbot.addWidget(choice)
        choice.show()
        choice.showPopup()
        view = choice.view()
        row = view.visualRect(choice.model().index(choice.currentIndex(), 0))
        image = view.viewport().grab(row).toImage()
        choice.hidePopup()
        behind, words = background_and_words(image)
        assert behind == theme.colours().selection
        assert contrast(words, behind) >= ENOUGH


def test_an_empty_tick_box_can_be_seen(qtbot: QtBot, scheme: theme.Scheme) -> None:
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setAutoFillBackground(True)
    _, frame = background_and_words(box.grab().toImage())
    assert contrast(frame, theme.colours().card) >= 3  # as WCAG asks of what is no text


def combo_boxes(widget: object) -> list[QComboBox]:
    if isinstance(widget, QComboBox):
        return [widget]
    return widget.findChildren(QComboBox)  # type: ignore[attr-defined,no-any-return]


def background_and_words(image: QImage) -> tuple[QColor, QColor]:
    """The colour of most pixels, and that of those which stand out from it most."""
    pixels = Counter(image.pixel(x, y) for x in range(image.width()) for y in range(image.height()))
    behind = QColor(pixels.most_common(1)[0][0])
    return behind, max((QColor(pixel) for pixel in pixels), key=lambda colour: contrast(colour, behind))


RESTYLED_AMID_GARBAGE = """
import gc
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from nnviz.widgets import application_style, theme

class Lost(QWidget):
    def __init__(self):
        super().__init__()
        self.itself = self  # which only the collector can free
        self.ensurePolished()

class Busy(QWidget):
    def changeEvent(self, event):
        if event.type() == QEvent.Type.StyleChange:
            lost.clear()
            self.made = [[] for _ in range(2_000)]  # more than the collector waits for
        super().changeEvent(event)

lost = []
application = QApplication([])
application_style.style_application(application)
for scheme in 10 * [theme.Scheme.DARK, theme.Scheme.LIGHT]:
    busy = [Busy() for _ in range(20)]
    for widget in busy:
        widget.ensurePolished()
    lost += [Lost() for _ in range(50)]
    theme.set_scheme(scheme)
    application_style.style_application(application)
    assert gc.isenabled()
"""


def test_no_widget_is_collected_while_all_are_restyled() -> None:
    command = [sys.executable, "-c", RESTYLED_AMID_GARBAGE]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
