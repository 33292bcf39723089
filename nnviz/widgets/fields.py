"""The fields of the control bar: a number to type, a choice to open, and the caption that names either."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QToolTip,
    QWidget,
)

from nnviz.errors import BadInput
from nnviz.learning.setting_kinds import Option
from nnviz.widgets import theme
from nnviz.widgets.plain_text import plain_tip

LONGEST_TEXT = 40  # characters; no value needs more
FRAME = 18  # px of a text field that are not text


def mark(widget: QWidget, name: str, on: bool) -> None:
    """Set a yes-or-no property that style sheets ask for, and restyle only if it has changed."""
    if bool(widget.property(name)) == on:
        return
    widget.setProperty(name, on)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class ValueField(QLineEdit):
    """A value typed as text. What cannot be used turns the field red, says why, and changes nothing.

    `parse` makes the value of a text or raises `BadInput`; `text_of` writes it. `neighbour(value, ±1)` is the
    value that the up and down keys lead to, or None.
    """

    committed = Signal(object)  # the new value
    complained = Signal(str)  # the sentence on what is wrong, "" once nothing is

    def __init__(
        self,
        value: Any,
        parse: Callable[[str], Any],
        text_of: Callable[[Any], str] = str,
        neighbour: Callable[[Any, int], Any] | None = None,
        longest: str = "",
    ) -> None:
        """`longest`: the usual text that the field has to be wide enough for."""
        super().__init__(text_of(value))
        self.value = value
        self.complaint = ""
        self._explanation = ""
        self._parse, self._text_of, self._neighbour = parse, text_of, neighbour
        self.setMaxLength(LONGEST_TEXT)
        self.setFont(theme.font(9))
        self._usual_width = QFontMetrics(self.font()).horizontalAdvance(longest) + FRAME
        self.textEdited.connect(self._forgive)
        self.editingFinished.connect(self.commit)
        self.returnPressed.connect(self._leave)

    @property
    def editing(self) -> bool:
        """Whether the user has typed something that is not taken over yet."""
        return self.isModified()

    def explain(self, sentence: str) -> None:
        """The tooltip for as long as nothing is wrong."""
        self._explanation = sentence
        if not self.complaint:
            self.setToolTip(sentence)

    def set_value(self, value: Any) -> None:
        """Show this value, whatever was typed."""
        self.value = value
        text = self._text_of(value)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)  # a text too long for the field is read from its beginning
        self.setModified(False)
        self._complain("")

    def follow(self, value: Any) -> None:
        """The value has become this; it shows unless the user is typing."""
        self.value = value
        if not self.editing:
            self.set_value(value)

    def cancel(self) -> None:
        """Back to the value before the typing."""
        self.set_value(self.value)

    def commit(self) -> bool:
        """Take over what was typed; False if it cannot be used."""
        if not self.isModified():
            return True
        try:
            value = self._parse(self.text().strip())
        except BadInput as wrong:
            self._complain(str(wrong))
            if self.isVisible():
                QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), plain_tip(self.complaint), self)
            return False
        self._take(value)
        return True

    def _take(self, value: Any) -> None:
        changed = value != self.value
        self.set_value(value)
        if changed:
            self.committed.emit(value)

    def _leave(self) -> None:
        if self.commit():
            self.clearFocus()

    def _forgive(self, text: str) -> None:
        """While a wrong text is being mended, the red goes as soon as it can."""
        if not self.complaint:
            return
        try:
            self._parse(text.strip())
        except BadInput as wrong:
            self._complain(str(wrong))
        else:
            self._complain("")

    def _complain(self, sentence: str) -> None:
        if sentence == self.complaint:
            return
        self.complaint = sentence
        mark(self, "wrong", bool(sentence))
        self.setToolTip(plain_tip(sentence or self._explanation))
        self.setAccessibleDescription(sentence or self._explanation)
        self.complained.emit(sentence)

    def _go_to_neighbour(self, direction: int) -> None:
        if self._neighbour is None or not self.commit():
            return
        try:
            self._take(self._parse(self._text_of(self._neighbour(self.value, direction))))
        except BadInput:
            return  # the end of the range: stay
        self.selectAll()

    def sizeHint(self) -> QSize:
        return QSize(self._usual_width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        # A text box keeps Space for itself; nobody types here yet, so it stays the key for start and pause.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Space
            and not self.isModified()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        directions = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in directions:
            self._go_to_neighbour(directions[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class Choice(QComboBox):
    """A quiet choice that shows it can be opened, and that a passing wheel does not change."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.font(9))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def add(self, text: str, data: object, explanation: str) -> None:
        """One more item, explained on hover."""
        self.addItem(text, data)
        self.setItemData(self.count() - 1, explanation, Qt.ItemDataRole.ToolTipRole)

    def forbid_last(self) -> None:
        """The item added last may be shown but not chosen, so it is not in the list either."""
        self.setItemData(self.count() - 1, 0, Qt.ItemDataRole.UserRole - 1)
        items = self.view()
        if isinstance(items, QListView):
            items.setRowHidden(self.count() - 1, True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colours().muted, 1.3))
        x, y = self.width() - 13.5, self.height() / 2 - 1
        painter.drawPolyline([QPointF(x, y), QPointF(x + 3.5, y + 3.5), QPointF(x + 7, y)])


class OptionField(Choice):
    """A value chosen from a list, with the manners of a `ValueField`."""

    committed = Signal(object)  # the new value
    editing = False  # a choice is taken over at once,
    complaint = ""  # and is never wrong

    def __init__(self, options: Iterable[Option]) -> None:
        super().__init__()
        for option in options:
            self.add(option.title, option.value, option.explanation)
        self.activated.connect(lambda: self.committed.emit(self.currentData()))

    def follow(self, value: Any) -> None:
        """The value has become this."""
        self.setCurrentIndex(self.findData(value))

    def explain(self, sentence: str) -> None:
        """The tooltip."""
        self.setToolTip(sentence)
        self.setAccessibleDescription(sentence)

    def commit(self) -> bool:
        """Nothing is left to take over."""
        return True

    def cancel(self) -> None:
        """Nothing is left to take back."""


class Captioned(QWidget):
    """A widget with its name above it, or before it where height is dear."""

    def __init__(self, caption: str, widget: QWidget, example: str = "") -> None:
        """`example`: the longest text that `set_note` will be given; room is kept for it."""
        super().__init__()
        self.caption, self.note, self.widget = QLabel(caption), QLabel(), widget
        self._text = caption
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        words = QHBoxLayout()
        words.setSpacing(theme.SPACING)
        for label in (self.caption, self.note):
            label.setFont(theme.font(8))
            words.addWidget(label)
        words.addStretch()
        self.caption.setProperty("muted", True)
        self._keep_room(example)
        self._box.addLayout(words)
        self._box.addWidget(widget)
        self.set_beside(False)

    def set_beside(self, beside: bool) -> None:
        """The caption before the widget instead of above it."""
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._box.setDirection(direction)
        self._box.setSpacing(5 if beside else 2)

    def set_marked(self, marked: bool) -> None:
        """A dot after the caption, in the colour of what is selected."""
        self.caption.setText(_with_dot(self._text) if marked else self._text)
        mark(self.caption, "pending", marked)
        mark(self.widget, "pending", marked)

    def set_note(self, text: str) -> None:
        """A few words after the caption."""
        self.note.setText(text)

    def keep_room_for_mark(self) -> None:
        """Make the caption as wide as it is with its dot, so that nothing moves when it comes."""
        metrics = QFontMetrics(self.caption.font())
        self.caption.setMinimumWidth(metrics.horizontalAdvance(_with_dot(self._text)) + 1)  # as labels want

    def _keep_room(self, example: str) -> None:
        self.note.setVisible(bool(example))
        self.note.setMinimumWidth(QFontMetrics(self.note.font()).horizontalAdvance(example))


def _with_dot(caption: str) -> str:
    return f"{caption} •"
