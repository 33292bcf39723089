"""A heat map: two fields against each other, each cell the median of its runs, the better the deeper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnviz.experiments.measures import Measure
from nnviz.experiments.overview import Grid, Overview
from nnviz.learning.setting_fields import FIELDS
from nnviz.widgets import theme
from nnviz.widgets.fields import Choice
from nnviz.window.experiments.run_plot import RunMark, RunPlot

LEFT, BOTTOM, MOST = 110.0, 26.0, 120.0  # px: for the names beside and below; the largest cell
_DEEPEST = 0.75


@dataclass(frozen=True, eq=False)
class HeatCell:
    """One cell."""

    rect: QRectF
    value: float
    share: float  # 0 the worst of all cells, 1 the best; NaN for none


@dataclass(frozen=True, eq=False)
class HeatGeometry:
    """Where everything lies: cells by row and column, (rows, columns)."""

    area: QRectF
    cells: tuple[tuple[HeatCell, ...], ...]

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """Row and column at a point."""
        for row, line in enumerate(self.cells):
            for column, cell in enumerate(line):
                if cell.rect.contains(point):
                    return row, column
        return None


def heat_geometry(grid: Grid, measure: Measure, whole: QRectF) -> HeatGeometry:
    """Cells as large as there is room for, the first row on top."""
    rows, columns = grid.values.shape
    area = whole.adjusted(LEFT if grid.down else 0, 0, 0, -BOTTOM)
    width = min(area.width() / max(columns, 1), 2 * MOST)
    height = min(area.height() / max(rows, 1), MOST)
    shares = _shares(grid, measure)
    cells = tuple(
        tuple(
            HeatCell(
                QRectF(area.left() + column * width, area.top() + row * height, width, height),
                float(grid.values[row, column]),
                float(shares[row, column]),
            )
            for column in range(columns)
        )
        for row in range(rows)
    )
    return HeatGeometry(QRectF(area.left(), area.top(), columns * width, rows * height), cells)


def _shares(grid: Grid, measure: Measure) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    known = grid.values[np.isfinite(grid.values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    shares = (
        (grid.values - low) / (high - low) if high > low else np.where(np.isnan(grid.values), np.nan, 1.0)
    )
    return np.asarray(shares if measure.higher_is_better or high == low else 1 - shares)


class HeatPlot(RunPlot):
    """A click opens the run of a cell that is nearest to its median."""

    title = "Heat map of two fields"

    def __init__(self, name: str) -> None:
        self.across, self.down = "", ""
        super().__init__(name)

    def set_fields(self, across: str, down: str) -> None:
        """Which fields the columns and the rows are of."""
        self.across, self.down = across, down
        self.hovered_cell = None
        self.arrange()
        self.update()

    def arrange(self) -> None:
        self._marks: list[RunMark] = []
        self.geometry_of_cells: HeatGeometry | None = None
        if not self.across or not self.overview.groups:
            return
        grid = self.grid = self.overview.grid(self.across, self.down, self.measure)
        area = QRectF(self.rect()).adjusted(8, 4, -8, 0)
        self.geometry_of_cells = heat_geometry(grid, self.measure, area)
        for row, line in enumerate(self.geometry_of_cells.cells):
            for column, cell in enumerate(line):
                if grid.results[row][column]:
                    self._marks.append(self._mark(grid, row, column, cell))

    def _mark(self, grid: Grid, row: int, column: int, cell: HeatCell) -> RunMark:
        results = grid.results[row][column]
        typical = self.overview.typical(results, self.measure)
        names = [(grid.down, grid.rows[row]), (grid.across, grid.columns[column])]
        where = ", ".join(FIELDS[name].brief(value) for name, value in names if name)
        count = f"{len(results)} run{'s' * (len(results) != 1)}"
        words = f"{where}: median of {count} {self.measure.text(cell.value)}"
        return RunMark(cell.rect.center(), typical, -1, lambda: words)

    def marks(self) -> Sequence[RunMark]:
        return self._marks

    def mark_at(self, point: QPointF) -> RunMark | None:
        found = self.geometry_of_cells
        at = found.at(point) if found is not None else None
        if found is None or at is None:
            return None
        centre = found.cells[at[0]][at[1]].rect.center()
        return next((mark for mark in self._marks if mark.place == centre), None)

    @property
    def nothing_yet(self) -> str:
        if self.overview.runs:
            return "All runs have the same settings: there is nothing to lay out. Vary one field or two."
        return super().nothing_yet

    def draw(self, painter: QPainter, pointed: RunMark | None) -> None:
        found, grid, now = self.geometry_of_cells, self.grid, theme.colours()
        assert found is not None
        for line in found.cells:
            for cell in line:
                inside = cell.rect.adjusted(1, 1, -1, -1)
                painter.fillRect(inside, cell_colour(cell.share))
                painter.setPen(now.text)
                text = self.measure.text(cell.value)
                if painter.fontMetrics().horizontalAdvance(text) <= inside.width() - 4:
                    painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, text)
                if pointed is not None and pointed.place == cell.rect.center():
                    painter.setPen(QPen(now.selected, 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRect(inside)
        self._draw_names(painter, found, grid)

    def _draw_names(self, painter: QPainter, found: HeatGeometry, grid: Grid) -> None:
        painter.setPen(theme.colours().muted)
        metrics = painter.fontMetrics()
        middle = Qt.TextElideMode.ElideMiddle
        for cell, value in zip(found.cells[-1], grid.columns, strict=True):
            place = QRectF(cell.rect.left(), found.area.bottom() + 4, cell.rect.width(), 18)
            text = metrics.elidedText(FIELDS[grid.across].brief(value), middle, int(place.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        for line, value in zip(found.cells, grid.rows, strict=True):
            if grid.down:
                place = QRectF(8, line[0].rect.top(), LEFT - 8, line[0].rect.height())
                text = metrics.elidedText(FIELDS[grid.down].brief(value), middle, int(place.width()))
                side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(place, side, text)


def cell_colour(share: float) -> QColor:
    """Green, the deeper the better; plain where there is nothing."""
    now = theme.colours()
    return now.field if math.isnan(share) else theme.mixed(now.field, now.right, 0.04 + _DEEPEST * share)


class HeatView(QWidget):
    """The map, and above it which fields it is of."""

    run_chosen = Signal(object)  # Result

    def __init__(self) -> None:
        super().__init__()
        self.plot = HeatPlot("heat_plot")
        self.plot.run_chosen.connect(self.run_chosen)
        self.across, self.down = (self._choice(words) for words in ("columns", "rows"))
        top = QHBoxLayout()
        for caption, choice in (("columns:", self.across), ("rows:", self.down)):
            label = QLabel(caption)
            label.setProperty("muted", True)
            top.addWidget(label)
            top.addWidget(choice)
        top.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(top)
        box.addWidget(self.plot, 1)

    def show_runs(self, overview: Overview, measure: Measure) -> None:
        """These runs from now on; the fields stay as chosen while they vary."""
        names = list(overview.varied)
        if names != [self.across.itemData(k) for k in range(self.across.count())]:
            self._offer(names)
        self.plot.overview, self.plot.measure = overview, measure
        self._take_fields()

    def _offer(self, names: list[str]) -> None:
        chosen = self.across.currentData(), self.down.currentData()
        for choice, entries in ((self.across, names), (self.down, ["", *names])):
            with QSignalBlocker(choice):
                choice.clear()
                for name in entries:
                    text, about = (FIELDS[name].caption, FIELDS[name].about) if name else ("one row", "")
                    choice.add(text, name, about)
        first = chosen[0] if chosen[0] in names else (names[0] if names else "")
        rest = [name for name in names if name != first]
        second = chosen[1] if chosen[1] in rest else (rest[0] if rest else "")
        for choice, name in ((self.across, first), (self.down, second)):
            with QSignalBlocker(choice):
                choice.setCurrentIndex(max(choice.findData(name), 0))

    def _choice(self, words: str) -> Choice:
        choice = Choice()
        choice.setObjectName(f"heat_{words}")
        choice.setAccessibleName(f"Field of the {words}")
        choice.setToolTip(f"Which field the {words} are of; all others are mixed in each cell.")
        choice.currentIndexChanged.connect(lambda _: self._take_fields())
        return choice

    def _take_fields(self) -> None:
        across, down = self.across.currentData() or "", self.down.currentData() or ""
        self.plot.set_fields(across, "" if down == across else down)
