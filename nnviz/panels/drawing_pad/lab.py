"""The lab beside the pad, where there is room for it: what is done to the drawing, and what that changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnviz.datasets.subject import MNIST, Subject
from nnviz.explain.variations import RANGES, Variation
from nnviz.panels.drawing_pad.exploration import Explored
from nnviz.panels.drawing_pad.kept_drawings import KeptDrawings
from nnviz.panels.drawing_pad.nearest_pictures import NearestPictures
from nnviz.panels.drawing_pad.preparation import Preparation
from nnviz.panels.drawing_pad.shift_map import ShiftMap
from nnviz.panels.drawing_pad.time_plot import TimePlot
from nnviz.panels.drawing_pad.variation_slider import VariationSlider
from nnviz.widgets import theme


class Lab(QWidget):
    """Everything is told as signals; what is shown comes from the pad."""

    varied = Signal(object)  # Variation

    def __init__(self) -> None:
        super().__init__()
        self.variation = Variation()
        self.preparation = Preparation()
        self.shifts = ShiftMap()
        self.sliders = {one.field: VariationSlider(one) for one in RANGES}
        self.reset = QPushButton("Reset")
        self.reset.setObjectName("reset_variation")
        self.reset.setToolTip("Neither moved, turned, thickened nor noisy.")
        self.reset.setEnabled(False)
        self.over_time = TimePlot()
        self.nearest = NearestPictures()
        self.kept = KeptDrawings()
        self._title = QLabel("moved by up to 8 px: what the network says")
        self._title.setProperty("muted", True)
        self._lay_out()
        self.shifts.chosen.connect(lambda right, down: self._vary(right=right, down=down))
        for slider in self.sliders.values():
            slider.changed.connect(lambda field, value: self._vary(**{field: value}))
        self.reset.clicked.connect(lambda: self.varied.emit(Variation()))

    def show_variation(self, variation: Variation) -> None:
        """The drawing is varied so now."""
        self.variation = variation
        self.shifts.show_way(variation.right, variation.down)
        for field, slider in self.sliders.items():
            slider.show_value(getattr(variation, field))
        self.reset.setEnabled(variation != Variation())

    def show_explored(self, explored: Explored | None, subject: Subject = MNIST) -> None:
        """Show what was found; None if there is no drawing."""
        self.shifts.show_said(explored.shifts if explored is not None else None, subject)
        for field, slider in self.sliders.items():
            slider.show_said(explored.along.get(field) if explored is not None else None, subject)
        self.kept.show_kept(self.kept.kept, explored.kept if explored is not None else None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.nearest.recolour()

    def _vary(self, **changed: Any) -> None:
        self.varied.emit(replace(self.variation, **changed))

    def _lay_out(self) -> None:
        self.changing = QVBoxLayout()
        self.changing.addWidget(self.preparation)
        self.changing.addWidget(self._title)
        self.changing.addWidget(self.shifts, 1)
        for slider in self.sliders.values():
            self.changing.addWidget(slider)
        self.changing.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        self.comparing = QVBoxLayout()
        self.comparing.addWidget(self.over_time, 2)
        self.comparing.addWidget(self.nearest)
        self.comparing.addWidget(self.kept, 3)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(theme.SPACING, theme.SPACING, theme.SPACING, theme.SPACING)
        columns.setSpacing(2 * theme.SPACING)
        columns.addLayout(self.changing, 1)
        columns.addLayout(self.comparing, 1)
