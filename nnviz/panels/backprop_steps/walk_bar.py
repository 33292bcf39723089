"""The line above the walk: which view, of which moment and digit, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QWidget,
)

from nnviz.datasets.subject import Subject
from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps.walk_actions import action_button
from nnviz.widgets import theme


class Mode(Enum):
    """What the walk shows; the value is its button's text."""

    DIGIT = "one image"
    MINI_BATCH = "mini-batch"
    EPOCH = "epoch"


_TIPS = {
    Mode.DIGIT: "One image, stage by stage.",
    Mode.MINI_BATCH: "The images of one mini-batch side by side, and the one step they make together.",
    Mode.EPOCH: "One epoch: how large the gradient of each layer is, and how much it turns at each step.",
}
_GAP = 4  # px between what stands in the line
_SHORT_FROM = 560  # px; below, the modes are named by one word


class ElidedLabel(QLabel):
    """A line of quiet text that gives way: to a shorter form, and if that does not fit, it is cut."""

    def __init__(self) -> None:
        super().__init__()
        self._short = ""

    def say(self, text: str, short: str) -> None:
        """Show `text`, or `short` where there is less room."""
        self._short = short
        self.setText(text)
        self.setAccessibleName(text)
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.colours().muted)
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        text = self.text() if fits else self._short
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class WalkBar(QWidget):
    """Modes at the left, then a caption that gives way, then what can be done."""

    mode_chosen = Signal(object)  # Mode
    label_chosen = Signal(int)  # the digit a drawing is treated as
    told = Signal(bool)  # whether the drawing is that digit, as the user says

    def __init__(self, actions: Sequence[QAction]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        self._size = 0  # of the mini-batch, as far as it is known
        self._group = QButtonGroup(self)
        self._modes = {mode: self._mode_button(mode) for mode in Mode}
        for button in self._modes.values():
            row.addWidget(button)
        self.set_mode(Mode.DIGIT)
        self._caption = ElidedLabel()
        self._caption.setObjectName("walk_caption")
        row.addSpacing(6)
        row.addWidget(self._caption, 1)
        self._offered: tuple[str, ...] = ()
        self._label = self._label_choice()
        row.addWidget(self._label)
        self._told = self._told_button()
        row.addWidget(self._told)
        self._buttons = [action_button(action) for action in actions]
        for button in self._buttons:
            row.addWidget(button)
        self._more = self._menu_button(list(actions))
        row.addWidget(self._more)

    def set_mode(self, mode: Mode) -> None:
        """Mark the view shown."""
        self._modes[mode].setChecked(True)

    def set_batch_size(self, size: int) -> None:
        """Name the mini-batch by its size."""
        self._size = size
        self._make_room()

    def show_walk(self, walk: Walk) -> None:
        """Say which moment and digit the walk is of; a drawing's digit can be chosen."""
        input_image, step = (
            walk.snapshot.input_image,
            f"the network as it was at step {walk.snapshot.steps:,}",
        )
        is_drawn = input_image.label is None or (input_image.source == "drawing" and input_image.index < 0)
        its = walk.subject
        says = its.class_names[walk.prediction] if walk.is_finite else "nothing, as its numbers are broken"
        if is_drawn:
            asked = "" if walk.told else " · what is it? As if it were"
            text, short = f"{step} · it says {says}{asked}", f"it says {says}{asked}"
        else:
            text = f"{step} · this {its.noun} is {its.a(walk.label)}, and it says {says}"
            short = f"step {walk.snapshot.steps:,}: {its.a(walk.label)}, it says {says}"
        self._caption.say(text, short)
        self._caption.setToolTip(
            f"{text}. The walk keeps this moment while training goes on. "
            f"{input_image.description.capitalize()}; computed in double precision from the run's weights."
        )
        self._label.setVisible(is_drawn)
        self._told.setVisible(is_drawn)
        if is_drawn:
            self._offer(its)
            self._label.setCurrentIndex(walk.label)
            self._told.setText(f"It is {its.a(walk.label)}")
            self._told.setChecked(walk.told)

    def _mode_button(self, mode: Mode) -> QToolButton:
        button = QToolButton()
        button.setText(mode.value)
        button.setCheckable(True)
        button.setAccessibleName(mode.value)
        button.setToolTip(_TIPS[mode])
        button.setObjectName(f"walk_mode_{mode.name.lower()}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.mode_chosen.emit(mode))
        self._group.addButton(button)
        return button

    def _offer(self, subject: Subject) -> None:
        """What a drawing can be said to be."""
        if self._offered != subject.class_names:
            self._offered = subject.class_names
            self._label.clear()
            self._label.addItems([subject.a(label) for label in range(subject.classes)])

    def _label_choice(self) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName("walk_label")
        choice.setAccessibleName("What the drawing should be")
        choice.setToolTip("y: what the walk takes the drawing for.")
        choice.activated.connect(self.label_chosen)
        choice.hide()
        return choice

    def _told_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("walk_told")
        button.setCheckable(True)
        button.setAccessibleName("Your drawing is this")
        button.setToolTip(
            "Say that your drawing is this: then the walk tells right from wrong, and its step can be "
            "applied."
        )
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.told)
        button.hide()
        return button

    def _menu_button(self, actions: list[QAction]) -> QToolButton:
        button = QToolButton()
        button.setText("⋯")
        button.setProperty("flat", True)
        button.setAccessibleName("More of the walk")
        button.setToolTip("What else can be done with this walk.")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addActions(actions)
        button.setMenu(menu)
        return button

    def _make_room(self) -> None:
        """Cut no button's words: leave out the mini-batch's size, then put what can be done into a menu."""
        self._name(Mode.DIGIT, "one image" if self.width() >= _SHORT_FROM else "image")
        plain, sized = "mini-batch", f"mini-batch of {self._size:,}"
        roomy = self._needed(plain, self._buttons) <= self.width()
        last = self._buttons if roomy else [self._more]
        fits = self._size and self._needed(sized, last) <= self.width()
        self._name(Mode.MINI_BATCH, sized if fits else plain)
        for button in self._buttons:
            button.setVisible(roomy)
        self._more.setVisible(not roomy)

    @property
    def _asked(self) -> list[QWidget]:
        """What a drawing is asked with, if it is one."""
        return [widget for widget in (self._label, self._told) if not widget.isHidden()]

    def _needed(self, batch: str, last: Sequence[QWidget]) -> int:
        """px that the line takes with the mini-batch's button named so, none of its words cut."""
        widgets = [*self._modes.values(), *self._asked, *last]
        button = self._modes[Mode.MINI_BATCH]
        metrics = button.fontMetrics()
        longer = metrics.horizontalAdvance(batch) - metrics.horizontalAdvance(button.text())
        return sum(widget.sizeHint().width() + _GAP for widget in widgets) + 2 * _GAP + longer

    def _name(self, mode: Mode, text: str) -> None:
        if self._modes[mode].text() != text:
            self._modes[mode].setText(text)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button says something else now
            self._make_room()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
