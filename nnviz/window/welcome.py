"""The first start: three cards that say where to begin. Each goes when it was done, and none comes back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from nnviz.learning.neuron import Neuron
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from nnviz.widgets.wrapped_label import WrappedLabel
from nnviz.window.documents.document_window import DocumentWindow

_NARROWEST = 120  # px of a card


@dataclass(frozen=True)
class _Said:
    """What a card says."""

    name: str
    title: str
    words: str


_CARDS = (
    _Said("space", "Press Space", "The network begins to learn. Space again lets it pause."),
    _Said("draw", "Draw a digit", "On the pad at the right, with the mouse. See what it makes of it."),
    _Said("point", "Point at anything", "Whatever the pointer rests on says what it is."),
)


class Welcome(QFrame):
    """Stands below the panels, lest it hide one, and takes no keys; Esc or its button closes it."""

    def __init__(self, window: DocumentWindow) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setAccessibleName("Where to begin")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.SPACING] * 4)
        row.setSpacing(theme.SPACING)
        self.cards = {said.name: _card(said) for said in _CARDS}
        for card in self.cards.values():
            row.addWidget(card, 1)
        row.addWidget(self._closing(), alignment=Qt.AlignmentFlag.AlignTop)
        self._style()
        window.drawing_pad.canvas.finished.connect(lambda: self.done("draw"))
        for panel in window.panels:
            panel.neuron_hovered.connect(self._on_hovered)
        window.layout_of_panels.desk.add_below(self)

    def done(self, name: str) -> None:
        """That was done: its card goes, and with the last of them all this."""
        self.cards[name].hide()
        if all(card.isHidden() for card in self.cards.values()):
            self.hide()

    def take_in(self, latest: Snapshot) -> None:
        """The newest moment of the run shown."""
        if latest.examples_seen and not self.cards["space"].isHidden():
            self.done("space")

    def changeEvent(self, event: QEvent) -> None:
        """Take the new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._style()

    def _on_hovered(self, neuron: Neuron | None) -> None:
        if neuron is not None:
            self.done("point")

    def _closing(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("welcome_close")
        button.setText("Close")
        button.setAccessibleName("Close these cards")
        button.setToolTip("Close these cards for good (Esc).")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.hide)
        return button

    def _style(self) -> None:
        now = theme.colours()
        background = theme.mixed(now.card, now.selected, 0.12).name()
        self.setStyleSheet(
            f"#welcome {{ background: {background}; border: 1px solid {now.selected.name()};"
            f" border-radius: {theme.RADIUS}px; }}"
        )


def _card(said: _Said) -> QWidget:
    card = QWidget()
    card.setObjectName(f"welcome_{said.name}")
    card.setMinimumWidth(_NARROWEST)
    title, words = QLabel(said.title), WrappedLabel()
    title.setFont(theme.font(11.5, title.font().Weight.DemiBold))
    words.say(said.words)
    column = QVBoxLayout(card)
    column.setContentsMargins(theme.SPACING, 0, theme.SPACING, 0)
    column.addWidget(title)
    column.addWidget(words)
    column.addStretch(1)
    return card
