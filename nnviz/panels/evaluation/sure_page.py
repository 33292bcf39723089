"""The page of the reliability curve: is the network as right as it is sure?"""

from __future__ import annotations

from typing import Literal

import numpy as np
from PySide6.QtGui import QPainter

from nnviz.explain.calibration import Calibration, calibration, normalised
from nnviz.panels.evaluation.answered import Answered
from nnviz.panels.evaluation.evaluation_words import calibration_sentence
from nnviz.panels.evaluation.painted_page import PaintedPage
from nnviz.panels.evaluation.reliability import ReliabilityPlot, paint_reliability
from nnviz.widgets.quiet_choice import QuietChoice

Mode = Literal["outputs", "shares"]


class SurePage(PaintedPage):
    """How sure is the largest output, or its share of all outputs."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("How sure it is")
        self._calibrations: dict[Mode, Calibration] = {}
        self._mode = QuietChoice("sure_mode", "How sure is what", "What counts as how sure the network is.")
        self._mode.add("output", "outputs", "How right the answers are against how large the output is.")
        self._mode.add(
            "share of outputs",
            "shares",
            "How right the answers are against the largest output as a share of all outputs together.",
        )
        self._mode.currentIndexChanged.connect(lambda _: self.update())

    def header_choice(self) -> QuietChoice:
        return self._mode

    def show_answers(self) -> None:
        self._calibrations = {}
        super().show_answers()

    def sentence_of(self, answered: Answered) -> str:
        return calibration_sentence(self._calibration(answered))

    def paint_answers(self, painter: QPainter, answered: Answered) -> None:
        paint_reliability(painter, ReliabilityPlot(self.area), self._calibration(answered))

    def _calibration(self, answered: Answered) -> Calibration:
        mode: Mode = self._mode.currentData()
        if mode not in self._calibrations:
            said, sure = answered.confusion.said, answered.confidence
            if mode == "shares":
                shares = normalised(answered.evaluation.outputs)
                sure = np.where(said >= 0, shares[np.arange(len(said)), said], np.nan)
            self._calibrations[mode] = calibration(sure, said == answered.evaluation.labels)
        return self._calibrations[mode]
