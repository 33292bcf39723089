"""The settings changed less often: a dialog that groups them, and the button and words of the bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QFont, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from nnviz.learning.setting_fields import FIELDS, Group
from nnviz.widgets import theme
from nnviz.widgets.action import BarButton
from nnviz.widgets.fields import Captioned, mark
from nnviz.widgets.short_label import ShortLabel

ABOVE_WIDTH, BESIDE_WIDTH = 140, 240  # px of the words above the button, and of those after it


class MoreSettings(QDialog):
    """Blocks nothing: training goes on while it is open. Esc takes back what is being typed, then closes."""

    def __init__(
        self,
        captioned: Mapping[str, Captioned],
        use_eta: QAction,
        reset: QAction,
        cancel_edit: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        """`captioned`: the fields by the names of their settings. `use_eta` takes the learning
        rate that suits them, and `reset` brings what waits for it.

        `cancel_edit` takes back what is typed but not entered; False if there is nothing of the kind.
        """
        super().__init__(parent)
        self.setObjectName("more_settings")
        self.setWindowTitle("Network settings")
        self._captioned, self._cancel_edit = captioned, cancel_edit
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.SPACING] * 4)
        column.setSpacing(theme.SPACING)
        for group in Group:
            self._add_group(column, group)
        self.complaint = QLabel()
        self.complaint.setObjectName("settings_complaint")
        self.complaint.setProperty("muted", True)
        self.complaint.setWordWrap(True)
        self.use_eta_button, self.reset_button = BarButton(use_eta), BarButton(reset)
        row = QHBoxLayout()
        row.addWidget(self.complaint, 1)
        row.addWidget(self.use_eta_button)
        row.addWidget(self.reset_button)
        column.addLayout(row)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)

    def show_below(self, button: QWidget) -> None:
        """Open at that button."""
        self.show()
        room = button.screen().availableGeometry()
        place = button.mapToGlobal(QPoint(0, button.height() + theme.SPACING))
        self.move(max(room.left(), min(place.x(), room.right() - self.width())), place.y())
        self.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # what is typed has been entered
        if event.key() != Qt.Key.Key_Escape or not self._cancel_edit():
            super().keyPressEvent(event)

    def _add_group(self, column: QVBoxLayout, group: Group) -> None:
        members = [each for name, each in self._captioned.items() if FIELDS[name].group is group]
        if not members:
            return
        heading = QLabel(group.value)
        heading.setFont(theme.font(9, QFont.Weight.DemiBold))
        row = QHBoxLayout()
        row.setSpacing(2 * theme.SPACING)
        for each in members:
            row.addWidget(each)
        row.addStretch()
        column.addWidget(heading)
        column.addLayout(row)


class MoreButton(QWidget):
    """What those settings are, in few words, and the button that opens them."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self.words, self.button = ShortLabel(), BarButton(action)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)  # as the fields
        self.words.setFont(theme.font(8))
        self.words.setProperty("muted", True)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.words)
        self._box.addWidget(self.button)
        self.set_beside(False)

    def set_beside(self, beside: bool) -> None:
        """The words after the button instead of above it."""
        direction = QBoxLayout.Direction.RightToLeft if beside else QBoxLayout.Direction.TopToBottom
        self._box.setDirection(direction)
        self._box.setSpacing(5 if beside else 2)
        self.words.setFixedWidth(BESIDE_WIDTH if beside else ABOVE_WIDTH)

    def set_words(self, words: str, pending: bool) -> None:
        """Say this, in the colour of what waits for a reset if something does."""
        self.words.setText(f"{words} •" if pending else words)
        self.words.setToolTip(f"{words}.")
        mark(self.words, "pending", pending)
        mark(self.button, "pending", pending)
