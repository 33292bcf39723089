"""All runs as a table that sorts by any column."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from nnviz.experiments.measures import MEASURES, Measure
from nnviz.experiments.overview import Overview
from nnviz.experiments.result import Result
from nnviz.learning.setting_fields import FIELDS

_Index = QModelIndex | QPersistentModelIndex
_ROLES = Qt.ItemDataRole
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RunsModel(QAbstractTableModel):
    """A row a run: what varies, the seed, and all that is measured."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[Result] = []
        self._overview = Overview()
        self._fields: list[str] = ["seed"]
        self._measures: list[Measure] = list(MEASURES.values())
        self._sorted = len(self._fields), Qt.SortOrder.DescendingOrder

    def show_runs(self, overview: Overview) -> None:
        """These runs from now on, sorted as the others were."""
        self.beginResetModel()
        by_name = self._sorted[0] - len(self._fields)
        self._overview, self._fields = overview, [*overview.varied, "seed"]
        self.results = [result for group in overview.groups for result in group.results]
        if by_name >= 0:
            self._sorted = len(self._fields) + by_name, self._sorted[1]
        self._sort()
        self.endResetModel()

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder]:
        """Column and order."""
        return self._sorted

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.results)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._fields) + len(self._measures)

    def data(self, index: _Index, role: int = _ROLES.DisplayRole) -> Any:
        if role == _ROLES.TextAlignmentRole:
            return _NUMBERS
        if role == _ROLES.ToolTipRole:
            return (
                f"{self._overview.words(self.results[index.row()])}\nEnter or a double click opens this run."
            )
        if role != _ROLES.DisplayRole:
            return None
        result, column = self.results[index.row()], index.column() - len(self._fields)
        if column < 0:
            name = self._fields[index.column()]
            kind, value = FIELDS[name].kind, getattr(result.settings, name)
            return kind.text(value) if FIELDS[name].options else kind.words(value)
        measure = self._measures[column]
        return measure.text(self._overview.value(result, measure))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == _ROLES.DisplayRole else None
        column = section - len(self._fields)
        if role == _ROLES.ToolTipRole:
            return FIELDS[self._fields[section]].about if column < 0 else self._measures[column].explanation
        if role != _ROLES.DisplayRole:
            return None
        return FIELDS[self._fields[section]].caption if column < 0 else self._measures[column].title

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._sorted = column, order
        self._sort()
        self.layoutChanged.emit()

    def _sort(self) -> None:
        column, order = self._sorted
        keys = {id(result): self._key(result, column) for result in self.results}
        self.results.sort(key=lambda one: keys[id(one)], reverse=order is Qt.SortOrder.DescendingOrder)
        self.results.sort(key=lambda one: keys[id(one)][0] == 2)  # what is not known comes last either way

    def _key(self, result: Result, column: int) -> tuple[int, Any]:
        """Numbers, then words; 2 for what is not known."""
        if column < len(self._fields):
            value = getattr(result.settings, self._fields[column])
            return (0, value) if isinstance(value, int | float) else (1, str(value))
        value = self._overview.value(result, self._measures[column - len(self._fields)])
        return (2, 0.0) if math.isnan(value) else (0, value)


class RunsTable(QTableView):
    """Enter or a double click opens a run."""

    run_chosen = Signal(object)  # Result

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("runs_table")
        self.setAccessibleName("Table of all runs")
        self.runs = RunsModel()
        self.setModel(self.runs)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(22)
        self.doubleClicked.connect(self._open)
        self._mark_order()
        self.setSortingEnabled(True)

    def show_runs(self, overview: Overview, _measure: Measure) -> None:
        """These runs from now on."""
        self.runs.show_runs(overview)
        self._mark_order()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _mark_order(self) -> None:
        header = self.horizontalHeader()
        header.blockSignals(True)  # it is sorted so already
        header.setSortIndicator(*self.runs.sorted_by)
        header.blockSignals(False)

    def _open(self, index: QModelIndex) -> None:
        self.run_chosen.emit(self.runs.results[index.row()])
