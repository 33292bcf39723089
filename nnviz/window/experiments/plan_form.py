"""What an experiment is made of, to fill in: the fields to vary and their values, seeds, epochs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.errors import BadInput
from nnviz.experiments.plan import MOST_EPOCHS, Plan, Values, seeds_from, values_in, values_text
from nnviz.learning.presets import DEFAULT_PRESET
from nnviz.learning.setting_fields import FIELDS, Field
from nnviz.learning.settings import Settings, difference_text
from nnviz.widgets import theme
from nnviz.widgets.fields import Choice

_MOST_SEEDS = 1_000
_ETAS = "0.3, 1, 3, 10"  # what is suggested first


class VariedRow(QWidget):
    """One field and the values that it is to have."""

    changed = Signal()
    removed = Signal()

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.field = Choice()
        self.field.setObjectName("varied_field")
        self.field.setAccessibleName("Setting to vary")
        self.field.setToolTip("The setting that is different from run to run.")
        for one in FIELDS.values():
            if one.name != "seed":
                self.field.add(one.caption, one.name, one.about)
        self.field.setCurrentIndex(self.field.findData(name))
        self.values = QLineEdit(text)
        self.values.setObjectName("varied_values")
        self.values.setAccessibleName("Its values")
        self._remove = QToolButton()
        self._remove.setText("×")
        self._remove.setProperty("flat", True)
        self._remove.setObjectName("remove_varied")
        self._remove.setAccessibleName("Do not vary this setting")
        self._remove.setToolTip("Do not vary this setting.")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        line = QHBoxLayout()
        line.addWidget(self.field)
        line.addStretch(1)
        line.addWidget(self._remove)
        box.addLayout(line)
        box.addWidget(self.values)
        self.field.activated.connect(lambda _: self._suggest())
        self.values.textChanged.connect(lambda _: self.changed.emit())
        self._remove.clicked.connect(self.removed)
        self._explain()

    @property
    def name(self) -> str:
        """Of the field."""
        return str(self.field.currentData())

    def vary(self) -> tuple[str, Values]:
        """Field and values. Raises `BadInput`."""
        if not self.values.text().strip():
            raise BadInput(f"{FIELDS[self.name].caption}: at least one value is needed")
        return self.name, values_in(self.name, self.values.text())

    def _suggest(self) -> None:
        self.values.setText(suggested_values(FIELDS[self.name]))
        self._explain()

    def _explain(self) -> None:
        field = FIELDS[self.name]
        apart = "semicolons" if field.holds_commas else "commas"
        known = f" There are {', '.join(option.value for option in field.options)}." if field.options else ""
        self.values.setToolTip(f"{field.about} Its values, with {apart} between them.{known}")


def suggested_values(field: Field, settings: Settings | None = None) -> str:
    """Values worth a comparison, as they are typed."""
    if field.name == "eta":
        return _ETAS
    if field.options:
        return ", ".join(option.value for option in field.options)
    value = getattr(settings or Settings(), field.name)
    return values_text(field.name, tuple(dict.fromkeys((value, field.other(value)))))


class PlanForm(QWidget):
    """Says `changed` whenever another experiment stands there."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._base = Settings()
        self._data: Path | None = None
        self.rows: list[VariedRow] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(theme.SPACING)
        self.add = QPushButton("Vary another setting")
        self.add.setObjectName("add_varied")
        self.add.setToolTip("Every value of each setting is combined with every value of the others.")
        self.seeds, self.epochs = (
            self._number("seeds", 5, _MOST_SEEDS),
            self._number("epochs", 5, MOST_EPOCHS),
        )
        self.seeds.setToolTip("How often each setting is tried, with other random weights and another order.")
        self.epochs.setToolTip("How often each run goes through all training examples.")
        self.same = QLabel()
        self.same.setObjectName("same_settings")
        self.same.setWordWrap(True)
        self.same.setProperty("muted", True)
        self.take = QPushButton("Take the main window's settings")
        self.take.setObjectName("take_settings")
        self.take.setToolTip("All that is not varied is as in the run that the main window shows.")
        self._lay_out()
        self.add.clicked.connect(lambda: self._add_next())
        self.add_row("eta", _ETAS)

    def plan(self) -> Plan:
        """The experiment. Raises `BadInput` with a sentence for one that cannot be."""
        vary = tuple(row.vary() for row in self.rows)
        return Plan(
            self._base, vary, seeds_from(self._base.seed, self.seeds.value()), self.epochs.value(), self._data
        )

    def show_plan(self, plan: Plan) -> None:
        """Fill the form with this one. Seeds that are not in a row become as many in a row."""
        with QSignalBlocker(self):
            self._base, self._data = replace(plan.base, seed=plan.seeds[0]), plan.data
            for row in list(self.rows):
                self._remove(row)
            for name, values in plan.vary:
                self.add_row(name, values_text(name, values))
            self.seeds.setValue(len(plan.seeds))
            self.epochs.setValue(plan.epochs)
            self._tell()
        self.changed.emit()

    def set_base(self, base: Settings, data: Path | None) -> None:
        """All that is not varied is as here, and the runs are on that data."""
        self._base, self._data = base, data
        self._tell()
        self.changed.emit()

    def add_row(self, name: str, text: str) -> None:
        """Vary one more field."""
        row = VariedRow(name, text)
        row.changed.connect(self.changed)
        row.changed.connect(self._tell)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._box.addWidget(row)
        self._tell()
        self.changed.emit()

    def _add_next(self) -> None:
        used = {row.name for row in self.rows}
        preferred = ("initialisation", "mini_batch", "hidden", *FIELDS)
        name = next((name for name in preferred if name not in used | {"seed"}), None)
        if name is not None:
            self.add_row(name, suggested_values(FIELDS[name], self._base))
            self.rows[-1].values.setFocus()

    def _remove(self, row: VariedRow) -> None:
        self.rows.remove(row)
        self._box.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        plain = replace(self._base, seed=0)
        words = difference_text(Settings(), plain) or f"the preset “{DEFAULT_PRESET}”"
        on = f" On {self._data.name}." if self._data is not None else ""
        self.same.setText(f"Everything else: {words}. First seed: {self._base.seed}.{on}")

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(theme.SPACING)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow("seeds for each setting", self.seeds)
        form.addRow("epochs of each run", self.epochs)
        heading = QLabel("What is different")
        heading.setFont(theme.font(10, heading.font().Weight.DemiBold))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.SPACING)
        box.addWidget(heading)
        box.addLayout(self._box)
        box.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        box.addLayout(form)
        box.addWidget(self.same)
        box.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)

    def _number(self, name: str, value: int, most: int) -> QSpinBox:
        box = QSpinBox()
        box.setObjectName(f"plan_{name}")
        box.setAccessibleName(name)
        box.setRange(1, most)
        box.setValue(value)
        box.valueChanged.connect(lambda _: self.changed.emit())
        return box
