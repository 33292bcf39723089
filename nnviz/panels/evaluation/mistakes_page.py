"""The page of the mistakes: the worst first, all of them or those of one class taken for another."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from nnviz.explain.confusion import Order, sorted_mistakes
from nnviz.panels.evaluation.answered import Answered
from nnviz.panels.evaluation.evaluation_page import EvaluationPage
from nnviz.panels.evaluation.evaluation_words import mistake_caption, mistakes_sentence
from nnviz.panels.evaluation.gallery import Gallery, Pictures
from nnviz.runs.input_image import data_input
from nnviz.widgets import theme
from nnviz.widgets.quiet_choice import QuietChoice
from nnviz.widgets.short_label import ShortLabel


class MistakesPage(EvaluationPage):
    """Sorted by one choice, filtered by two."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self.gallery = Gallery("Mistakes")
        self.gallery.chosen.connect(self._choose)
        self.offer_teachers(self.gallery)
        self.sentence = ShortLabel()
        self.sentence.setProperty("muted", True)
        self.sentence.setFont(theme.font(8))
        self._order = QuietChoice("mistakes_order", "Order", "Which mistakes come first.")
        self._order.add("worst cost", "cost", "Those with the highest cost C first.")
        self._order.add(
            "widest margin", "margin", "Those first whose wrong class leads the right one by most, by z."
        )
        self._order.add("most sure", "confidence", "Those first whose wrong output is the largest.")
        self.true = QuietChoice("mistakes_true", "What it is", "Only images of this class.")
        self.said = QuietChoice("mistakes_said", "What it says", "Only images taken for this class.")
        for choice in (self._order, self.true, self.said):
            choice.currentIndexChanged.connect(lambda _: self.show_answers())
        self._build_layout()

    def _build_layout(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(theme.SPACING, 0, theme.SPACING, 0)
        row.setSpacing(2)
        for words, choice in (("is", self.true), ("says", self.said)):
            label = QLabel(words)
            label.setProperty("muted", True)
            label.setFont(theme.font(8))
            row.addWidget(label)
            row.addWidget(choice)
        row.addWidget(self.sentence, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.gallery, 1)
        self.setFocusProxy(self.gallery)

    def header_choice(self) -> QuietChoice:
        return self._order

    def show_answers(self) -> None:
        answered = self.answered
        if answered is None:
            self.gallery.show_pictures(None, self.waiting)
            self.sentence.setText("")
            return
        self._offer(answered.names)
        order: Order = self._order.currentData()
        costs = answered.evaluation.costs
        zs = answered.evaluation.zs
        chosen = sorted_mistakes(
            answered.confusion,
            zs,
            costs,
            order,
            true=self.true.currentData(),
            said=self.said.currentData(),
        )
        self.sentence.setText(mistakes_sentence(len(chosen), answered.evaluation.wrong))
        pictures = Pictures(answered.test, chosen, lambda index: mistake_caption(answered, index, order))
        self.gallery.show_pictures(pictures, "No mistakes of this kind.")

    def _offer(self, names: tuple[str, ...]) -> None:
        if names == self._names:
            return
        self._names = names
        for choice in (self.true, self.said):
            choice.blockSignals(True)
            choice.clear()
            choice.add("any", None, "Of all classes.")
            for number, name in enumerate(names):
                choice.add(name, number, name)
            choice.blockSignals(False)
            choice.updateGeometry()

    def _choose(self, index: int) -> None:
        answered: Answered | None = self.answered
        if answered is not None:
            self.input_image_chosen.emit(data_input(answered.test, index))
