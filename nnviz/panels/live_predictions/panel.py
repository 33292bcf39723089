"""Live predictions: a page of test digits, answered by the network as it is at this moment.

The page either rolls through the test digits, a row at a time, or holds the digits the network gets wrong. It
stands still while the user points at it.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from nnviz.datasets.dataset import Dataset
from nnviz.learning.evaluation import Evaluation
from nnviz.panels.live_predictions.answered_digits import AnsweredDigits
from nnviz.panels.live_predictions.digit_page import DigitPage
from nnviz.panels.live_predictions.digit_pages import DigitPages, mistakes_first
from nnviz.panels.panel import Panel, PictureChoice
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.input_image import data_input
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.picture_menu import add_picture_menu
from nnviz.widgets.quiet_choice import QuietChoice
from nnviz.widgets.short_label import ShortLabel

ROLLING, MISTAKES, CHOSEN = "rolling", "mistakes first", "chosen"
ROW_EVERY, SORT_EVERY = 2_000, 1_000  # ms


class LivePredictions(Panel):
    """Test digits with what the network says of them, live; a click makes one the input image."""

    spec = PanelSpec(
        name="live_predictions",
        title="Live predictions",
        explanation=(
            "Test images, which the network never trains on: what it says of each, green if right, red if "
            "wrong, and a bar for how sure it is, its largest output a."
        ),
        place=FirstPlace("right", height=370),
    )

    def __init__(self) -> None:
        super().__init__()
        self.page = DigitPage(AnsweredDigits())
        self._pages = DigitPages()
        self._data: Dataset | None = None  # the data set the order is of
        self._chosen: PictureChoice | None = None  # the digits of the mode for these
        self._sorted_by: Evaluation | None = None  # the order is from this
        self._clock = QTimer(self, interval=ROW_EVERY)
        self._clock.timeout.connect(self.tick)
        self._build_mode()
        self._build_layout()
        self.page.chosen.connect(self._choose)
        add_picture_menu(self.page, lambda: self.page.digit_pointed_at, self._ask_who_taught)
        self.page.turned.connect(self.turn)
        self.page.resized.connect(self._refresh)

    def _build_mode(self) -> None:
        self._mode = QuietChoice(
            "live_predictions_mode",
            "Which test images are shown",
            "Which test images are shown: all in turn, or those with the wrong largest output a.",
        )
        self._mode.add(ROLLING, ROLLING, "All test images in turn, row by row, while training runs.")
        self._mode.add(
            MISTAKES, MISTAKES, "Those taken for another, most confident first; then the least sure."
        )
        self._mode.currentIndexChanged.connect(self._change_mode)

    def _build_layout(self) -> None:
        self._caption = ShortLabel()
        self._caption.setProperty("muted", True)
        self._caption.setAccessibleName("Wrong answers")
        self._caption.setToolTip(
            "Counted on the whole test set with the network shown; while it trains, a moment ago."
        )
        self._caption.setFont(theme.font(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        footer = QHBoxLayout()
        footer.setContentsMargins(theme.SPACING, 0, theme.SPACING, theme.SPACING // 2)
        footer.addWidget(self._caption, 1)
        footer.addWidget(self._turner("previous_digits", "‹", "Previous images", Qt.Key.Key_PageUp, -1))
        footer.addWidget(self._turner("next_digits", "›", "Next images", Qt.Key.Key_PageDown, 1))
        column.addLayout(footer)
        self.setFocusProxy(self.page)

    def _turner(self, name: str, sign: str, words: str, key: Qt.Key, pages: int) -> QToolButton:
        action = QAction(sign, self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{words} ({action.shortcut().toString()})")
        action.triggered.connect(lambda: self.turn(pages))
        self.addAction(action)
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(words)
        button.setProperty("flat", True)
        return button

    @property
    def caption(self) -> str:
        """How many test digits are wrong: the number that the status line has as a share."""
        return self._caption.text()

    @property
    def _mistakes(self) -> bool:
        return bool(self._mode.currentData() == MISTAKES)

    def show_pictures(self, choice: PictureChoice) -> None:
        """A mode for this choice, which goes as soon as another is taken."""
        self._mode.setCurrentIndex(0)
        self._chosen = choice
        self._mode.add(choice.words, CHOSEN, "Those that were chosen elsewhere.")
        self._mode.setCurrentIndex(self._mode.count() - 1)

    def _drop_chosen(self) -> None:
        place = self._mode.findData(CHOSEN)
        if place >= 0 and self._mode.currentIndex() != place:
            self._chosen = None
            self._mode.removeItem(place)

    def turn(self, pages: int) -> None:
        """Go that many pages on, or back."""
        self._pages.move(pages * self._pages.rows)
        self._refresh()

    def tick(self) -> None:
        """Roll on by a row while training, or sort by a new evaluation; but not under the user's hand."""
        if self.snapshot is None or self.page.held or not self.isVisible():
            return
        if self._mistakes:
            evaluation = self.snapshot.evaluation
            if evaluation is not None and evaluation is not self._sorted_by:
                self._sort()
        elif self.snapshot.phase is Phase.TRAINING and self._chosen is None:
            self._pages.move(1)
        self._refresh()

    def header_widgets(self) -> list[QWidget]:
        return [self._mode]

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.data is not self._data or (self._sorted_by is None and snapshot.evaluation is not None):
            self._sort()
        self.page.input_image = snapshot.input_image.index if snapshot.input_image.source == "test" else None
        self.page.empty_words = snapshot.message or f"no {snapshot.subject.nouns} yet"
        self._count_mistakes(snapshot)
        self._refresh()

    def apply_theme(self) -> None:
        self.page.update()

    def _change_mode(self) -> None:
        self._drop_chosen()
        self._clock.setInterval(SORT_EVERY if self._mistakes else ROW_EVERY)
        self._pages.position = 0
        self._sort()
        self._refresh()

    def _sort(self) -> None:
        """Put the test digits in the mode's order, as far as there are digits and an evaluation."""
        if self.snapshot is None or self.snapshot.data is None:
            return
        self._data, self._sorted_by = self.snapshot.data, self.snapshot.evaluation
        test = self._data.test
        self._pages.order = np.arange(len(test))
        if self._chosen is not None:
            self._pages.order = self._chosen.indices[self._chosen.indices < len(test)]
        elif self._mistakes and self._sorted_by is not None:
            self._pages.order = mistakes_first(self._sorted_by.zs, test.labels)

    def _refresh(self) -> None:
        """Put the right digits on the page and let the network answer them."""
        if self._data is not None and self.snapshot is not None and self.isVisible():
            grid = self.page.grid
            self._pages.reshape(grid.columns, grid.rows)
            self.page.digits.put(self._data.test, self._pages.shown())
            self.page.digits.ask(self.snapshot.network)
        self.page.show_answers()

    def _count_mistakes(self, snapshot: Snapshot) -> None:
        evaluation = snapshot.evaluation
        if evaluation is not None:
            words = f"{evaluation.wrong:,} of {len(evaluation.labels):,} wrong"
        else:
            words = "… wrong" if snapshot.is_being_evaluated else ""
        if words != self._caption.text():
            self._caption.setText(words)

    def _ask_who_taught(self, index: int) -> None:
        if self._data is not None:
            self.teachers_requested.emit(data_input(self._data.test, index))

    def _choose(self, index: int) -> None:
        if self._data is not None:
            self.input_image_chosen.emit(data_input(self._data.test, index))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()
