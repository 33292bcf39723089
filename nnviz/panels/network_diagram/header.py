"""The diagram's title bar: how many connections are drawn, what they show, a menu to adjust the picture."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from nnviz.panels.network_diagram import diagram_words
from nnviz.panels.network_diagram.edge_drawing import EdgePicture
from nnviz.panels.network_diagram.edge_values import EdgeMode
from nnviz.widgets import theme
from nnviz.widgets.quiet_choice import QuietChoice
from nnviz.widgets.short_label import ShortLabel

_STEPS = 100  # of a slider
_NARROW = 620  # px of the panel; below, the counter is shorter
_VERY_NARROW = 520  # and below this it is not there, so that what can be chosen is not cut
_DOUBLINGS = 2.5  # the strength goes from 1 down, and up, by that many
_LARGEST_THRESHOLD = 0.5


class DiagramHeader(QObject):
    """Owns the header's widgets and the panel's actions; `changed` when another picture is wanted."""

    changed = Signal()

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self.counter = ShortLabel()
        self.counter.setProperty("muted", True)
        self.counter.setFont(theme.font(9))
        self.modes = QuietChoice(
            "edge_mode",
            "What the connections show",
            "What a connection's colour and brightness stand for: the signal w·a, the weight w, ∂C/∂w or Δw.",
        )
        for mode in EdgeMode:
            self.modes.add(mode.value, mode, mode.explanation)
        self.modes.currentIndexChanged.connect(self.changed)
        self.strength_slider = _slider("strength", "How bright the connections are", _STEPS // 2)
        self.threshold_slider = _slider(
            "threshold", "Connections weaker than this share of their layer's strongest are left out", 0
        )
        self.mark = _action(
            "mark_weights",
            "Count changes from now",
            "Δw then shows how far each weight w has moved since this moment.",
            panel,
        )
        self.pulse = _action(
            "play_pulse",
            "Play the forward pulse",
            "Watch the activation a travel to the outputs.",
            panel,
        )
        self.fit = _action("fit_diagram", "Show the whole network", "Undo zooming and panning: key 0.", panel)
        self.button = self._menu_button(panel)

    @property
    def mode(self) -> EdgeMode:
        """What the connections show."""
        return list(EdgeMode)[self.modes.currentIndex()]

    @mode.setter
    def mode(self, mode: EdgeMode) -> None:
        self.modes.setCurrentIndex(list(EdgeMode).index(mode))

    @property
    def strength(self) -> float:
        """A factor on the brightness, 1 in the middle."""
        return float(2 ** (_DOUBLINGS * (2 * self.strength_slider.value() / _STEPS - 1)))

    @property
    def threshold(self) -> float:
        """The share of a layer's largest value below which connections are left out; fine near 0."""
        return float(_LARGEST_THRESHOLD * (self.threshold_slider.value() / _STEPS) ** 2)

    def show_picture(self, picture: EdgePicture, width: int) -> None:
        """Say how many connections the picture holds, if a panel `width` px wide has room for that."""
        self.counter.setText(diagram_words.counter(picture.drawn, picture.total, width < _NARROW))
        if self.counter.parent() is not None:  # in a film nobody lays it out, and it would become a window
            self.counter.setVisible(width >= _VERY_NARROW)
        self.counter.setToolTip(
            diagram_words.counter_tip(picture.request.look.mode, picture.drawn, picture.total)
        )

    def _menu_button(self, panel: QWidget) -> QToolButton:
        button = QToolButton()
        button.setText("Look")
        button.setObjectName("adjust_diagram")
        button.setFont(theme.font(9))
        button.setProperty("flat", True)
        button.setAccessibleName("Adjust the picture")
        button.setToolTip("Strength and threshold of the connections, a mark for Δw, the forward pulse.")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(panel)
        self._menu.setToolTipsVisible(True)
        sliders = QWidgetAction(self._menu)
        sliders.setDefaultWidget(self._sliders())
        self._menu.addAction(sliders)
        self._menu.addSeparator()
        self._menu.addActions([self.mark, self.pulse, self.fit])
        button.setMenu(self._menu)
        return button

    def _sliders(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(18, 8, 18, 8)
        self._threshold_text = QLabel()
        for row, (name, slider) in enumerate(
            {"Strength": self.strength_slider, "Threshold": self.threshold_slider}.items()
        ):
            grid.addWidget(QLabel(name), row, 0)
            grid.addWidget(slider, row, 1)
            slider.valueChanged.connect(self._on_slider)
        grid.addWidget(self._threshold_text, 1, 2)
        self._threshold_text.setProperty("muted", True)
        self._threshold_text.setMinimumWidth(self._threshold_text.fontMetrics().horizontalAdvance("50.0 %"))
        self._show_threshold()
        return box

    def _on_slider(self) -> None:
        self._show_threshold()
        self.changed.emit()

    def _show_threshold(self) -> None:
        self._threshold_text.setText(f"{100 * self.threshold:.1f} %" if self.threshold else "none")


def _slider(name: str, sentence: str, value: int) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setObjectName(name)
    slider.setAccessibleName(sentence)
    slider.setToolTip(sentence + ".")
    slider.setRange(0, _STEPS)
    slider.setValue(value)
    slider.setMinimumWidth(130)
    return slider


def _action(name: str, text: str, sentence: str, panel: QWidget) -> QAction:
    action = QAction(text, panel)
    action.setObjectName(name)
    action.setToolTip(sentence)
    action.setStatusTip(sentence)
    panel.addAction(action)
    return action
