"""The first start: three cards that say where to begin. Each goes when it was done, and none comes back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from nnviz.learning.neuron import Neuron
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from nnviz.widgets.wrapped_label import WrappedLabel
from nnviz.window.documents.document_window import DocumentWindow

_WIDTH = 230  # px of a card
_MARGIN = 20  # px to the window's foot


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
    """Lies over the window's foot and takes no keys; Esc or its button closes it."""

    def __init__(self, window: DocumentWindow) -> None:
        super().__init__(window)
        self.setObjectName("welcome")
        self.setAccessibleName("Where to begin")
        self._window = window
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.SPACING] * 4)
        row.setSpacing(theme.SPACING)
        self.cards = {said.name: _card(said) for said in _CARDS}
        for card in self.cards.values():
            row.addWidget(card)
        row.addLayout(self._buttons())
        self._style()
        window.installEventFilter(self)
        window.drawing_pad.canvas.finished.connect(lambda: self.done("draw"))
        for panel in window.panels:
            panel.neuron_hovered.connect(self._on_hovered)
        self._place()

    def done(self, name: str) -> None:
        """That was done: its card goes, and with the last of them all this."""
        self.cards[name].hide()
        if all(card.isHidden() for card in self.cards.values()):
            self.hide()
        self._place()

    def take_in(self, latest: Snapshot) -> None:
        """The newest moment of the run shown."""
        if latest.examples_seen and not self.cards["space"].isHidden():
            self.done("space")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the window's foot."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._style()

    def _on_hovered(self, neuron: Neuron | None) -> None:
        if neuron is not None:
            self.done("point")

    def _buttons(self) -> QVBoxLayout:
        column = QVBoxLayout()
        layout = self._window.layout_of_panels
        for name, text, tip, act in (
            ("welcome_close", "Close", "Close these cards for good (Esc).", self.hide),
            ("welcome_fewer", "Fewer panels", "Network, drawing and curve alone.", layout.show_simple),
            ("welcome_all", "All panels", "Every panel in its first place.", layout.restore_default),
        ):
            button = QToolButton()
            button.setObjectName(name)
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, act=act: act())
            button.setSizePolicy(self.sizePolicy())
            column.addWidget(button)
        return column

    def _style(self) -> None:
        now = theme.colours()
        background = theme.mixed(now.card, now.selected, 0.12).name()
        self.setStyleSheet(
            f"#welcome {{ background: {background}; border: 1px solid {now.selected.name()};"
            f" border-radius: {theme.RADIUS}px; }}"
        )

    def _place(self) -> None:
        self.adjustSize()
        window = self._window
        self.move((window.width() - self.width()) // 2, window.height() - self.height() - _MARGIN)
        self.raise_()


def _card(said: _Said) -> QWidget:
    card = QWidget()
    card.setObjectName(f"welcome_{said.name}")
    card.setFixedWidth(_WIDTH)
    title, words = QLabel(said.title), WrappedLabel()
    title.setFont(theme.font(11.5, title.font().Weight.DemiBold))
    words.say(said.words)
    column = QVBoxLayout(card)
    column.setContentsMargins(theme.SPACING, 0, theme.SPACING, 0)
    column.addWidget(title)
    column.addWidget(words)
    column.addStretch(1)
    return card
