"""The small dialog that asks what a twin run does differently: one setting, and its other value."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from nnviz.errors import BadInput
from nnviz.learning.setting_fields import FIELDS, Field
from nnviz.learning.settings import Settings
from nnviz.runs.twins import shared_words
from nnviz.widgets import theme
from nnviz.widgets.fields import Choice


class TwinDialog(QDialog):
    """Emits `chosen` with the twin's settings. A suggestion stands there, so that Enter is enough."""

    chosen = Signal(object)  # Settings

    def __init__(self, settings: Settings, training_examples: int, parent: QWidget | None = None) -> None:
        """`settings`: with which the first run began."""
        super().__init__(parent)
        self.setObjectName("twin_dialog")
        self.setWindowTitle("Start a twin")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self._training_examples = training_examples
        self.setting = self._make_setting()
        self.value, self.option = QLineEdit(), Choice()
        self._editors = QStackedWidget()
        for name, editor in (("twin_value", self.value), ("twin_option", self.option)):
            editor.setObjectName(name)
            editor.setAccessibleName("Its value in the twin")
            editor.setToolTip("The value of that setting in the second run.")
            self._editors.addWidget(editor)
        self.complaint = QLabel()
        self.complaint.setObjectName("twin_complaint")
        self.complaint.setWordWrap(True)
        self._lay_out()
        self.setting.currentIndexChanged.connect(self._suggest)
        for changed in (self.value.textChanged, self.option.currentIndexChanged):
            changed.connect(self.complaint.clear)
            changed.connect(self._tell)
        self._suggest()

    def accept(self) -> None:
        """Begin the twin, or say what is wrong with the value."""
        try:
            twin = self._twin()
        except BadInput as error:
            self.complaint.setText(str(error))
            return
        self.chosen.emit(twin)
        super().accept()

    def _make_setting(self) -> Choice:
        setting = Choice()
        setting.setObjectName("twin_setting")
        setting.setAccessibleName("Setting that is different")
        setting.setToolTip("The one setting in which the two runs differ.")
        for name, field in FIELDS.items():
            setting.add(field.caption, name, field.explanation)
        return setting

    def _lay_out(self) -> None:
        about = self.about = QLabel()
        about.setObjectName("twin_about")
        about.setWordWrap(True)
        about.setProperty("muted", True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        start = buttons.addButton("Start the twin", QDialogButtonBox.ButtonRole.AcceptRole)
        start.setToolTip("Begin the second run and train it until it is as far as this one.")
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setIcon(QIcon())
        cancel.setAutoDefault(False)  # Enter starts the twin
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(*[2 * theme.SPACING] * 4)
        form.setSpacing(theme.SPACING)
        form.addRow(about)
        form.addRow("different:", self.setting)
        form.addRow("its value there:", self._editors)
        form.addRow(self.complaint)
        form.addRow(buttons)
        start.setDefault(True)
        self.setMinimumWidth(360)

    @property
    def _field(self) -> Field:
        return FIELDS[self.setting.currentData()]

    def _suggest(self) -> None:
        """Another value of the setting chosen, in the widget that suits it."""
        field = self._field
        other = field.other(getattr(self._settings, field.name))
        if field.options:
            self._offer(field, other)
        else:
            self.value.setText(field.kind.text(other))
            self.value.selectAll()
        self._editors.setCurrentWidget(self.option if field.options else self.value)
        self.complaint.clear()
        self._tell()

    def _offer(self, field: Field, chosen: str) -> None:
        with QSignalBlocker(self.option):
            self.option.clear()
            for option in field.options:
                self.option.add(option.title, option.value, option.explanation)
            self.option.setCurrentIndex(self.option.findData(chosen))

    def _twin(self) -> Settings:
        """The settings as they stand here. Raises `BadInput`."""
        field = self._field
        value = self.option.currentData() if field.options else field.parse(self.value.text())
        twin = self._settings.having(field.name, value)
        twin.check_for(self._training_examples)
        return twin

    def _tell(self) -> None:
        """What the two runs will share, as far as the value can be read."""
        with suppress(BadInput):
            self.about.setText(
                f"A second run. {shared_words(self._settings, self._twin())} It makes the same changes of η "
                "and mini-batch after as many examples, but for what is different here. Edits by hand and "
                "steps applied on their own are not followed. It trains until it is as far as this one; then "
                "both go on together."
            )
