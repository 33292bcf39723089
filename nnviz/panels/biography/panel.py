"""The biography of a weight: its value over the run, and what moved it."""

from __future__ import annotations

from typing import Literal

import numpy as np
from PySide6.QtWidgets import QWidget

from nnviz.explain.biography import Move
from nnviz.learning.neuron import Neuron, Selection, WeightChoice
from nnviz.panels.biography import biography_words as words
from nnviz.panels.biography.biography_canvas import BiographyCanvas
from nnviz.panels.biography.telling import Teller, Told
from nnviz.panels.panel import StepToWalk
from nnviz.panels.replaying_panel import ReplayingPanel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.answering_thread import Rest
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets.action import BarButton, explain, make_action
from nnviz.widgets.quiet_choice import QuietChoice

_REST = Rest(0.5, 3.0)  # while training goes on, three quarters of the time are left to it

Of = Literal["weight", "bias", "all"]


class BiographyPanel(ReplayingPanel):
    """Tells of the weight that was clicked elsewhere or, of a unit that is held, of its strongest."""

    spec = PanelSpec(
        name="biography",
        title="Biography of a weight",
        tab="Weight",
        explanation=(
            "One weight over the whole run: the mini-batches that moved it most, the pictures in them with "
            "the share of each, and the share of each class. All moves add up to the change."
        ),
        place=FirstPlace("centre", behind="network_diagram"),
        key="G",
    )

    def __init__(self) -> None:
        self.canvas = BiographyCanvas()
        super().__init__(self.canvas, "biography", _REST)
        self.choice: WeightChoice | None = None
        self._asked: tuple[object, ...] = ()
        self._shown_of: tuple[object, ...] = ()  # the run and the weight of what is shown
        self._is_stopped = False
        self._teller = Teller()
        self.canvas.walk_requested.connect(self._walk)
        self.canvas.picture_chosen.connect(self._choose_picture)
        self.sentence.setAccessibleName("The biography in a sentence")
        self.sum.setAccessibleName("The sum of all moves")
        self._build_header()
        self._say_nothing(words.NOTHING_CHOSEN)

    def _build_header(self) -> None:
        self._of = QuietChoice("biography_of", "What of the unit is told", "Of which of the unit's numbers.")
        self._of.add(
            "one weight", "weight", "The weight that was clicked, or else the strongest into the unit."
        )
        self._of.add("the bias", "bias", "The bias b of the same unit.")
        self._of.add("all weights", "all", "The sum of the squares of all weights into the unit.")
        self._of.currentIndexChanged.connect(self._change_kind)
        self.stop = make_action(self, "stop_biography", "Stop")
        self.stop.triggered.connect(self._stop_or_go_on)
        self._button = BarButton(self.stop)
        self._button.setProperty("flat", True)
        self._offer_stop(False)

    def header_widgets(self) -> list[QWidget]:
        return [self._button, self._of]

    def choose(self, choice: WeightChoice) -> None:
        """Tell of this weight from now on."""
        kind: Of = "all" if choice.of_all else "bias" if choice.source is None else "weight"
        self._of.blockSignals(True)
        self._of.setCurrentIndex(self._of.findData(kind))
        self._of.blockSignals(False)
        self.choice, self._is_stopped = choice, False
        self._ask()

    def _change_kind(self) -> None:
        if self.choice is not None:
            self.choose(self._of_kind(self.choice.to))

    def _of_kind(self, to: Neuron) -> WeightChoice:
        """What is chosen in the title bar, of that neuron; of its weights, the strongest now."""
        kind: Of = self._of.currentData()
        if kind == "weight" and self.snapshot is not None:
            row = self.snapshot.network.weights[to.layer - 2][to.index]
            return WeightChoice(to, int(np.argmax(np.abs(np.nan_to_num(row)))))
        return WeightChoice(to, of_all=kind == "all")

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._ask()

    def show_selection(self, selection: Selection) -> None:
        """Turn to a unit that was just pinned; a connection that leads to it stays."""
        pinned, snapshot = selection.pinned, self.snapshot
        if pinned is None or snapshot is None or pinned.layer < 2:
            return
        is_new = self.choice is None or pinned != self.choice.to
        if is_new and WeightChoice(pinned).fits(snapshot.network.sizes) and not self._comes_from(pinned):
            self.choose(self._of_kind(pinned))

    def _comes_from(self, neuron: Neuron) -> bool:
        """Whether the weight told of leaves that neuron."""
        choice = self.choice
        return choice is not None and (choice.to.layer - 1, choice.source) == (neuron.layer, neuron.index)

    def _ask(self) -> None:
        snapshot, choice = self.snapshot, self.choice
        if snapshot is None or not self.isVisible() or self._is_stopped:
            return
        past = self.past_of(snapshot.run)
        if choice is None or past is None or not choice.fits(snapshot.network.sizes):
            self.choice = None
            self._forget()
            self._say_nothing(words.NOTHING_CHOSEN)
            return
        asked = (past.history, choice, snapshot.examples_seen, snapshot.changes_by_hand)
        if asked == self._asked:
            return
        is_new = asked[:2] != self._asked[:2]
        self._asked, end = asked, snapshot.examples_seen
        teller, is_wanted = self._teller, self._worker.is_wanted
        self._worker.request(lambda: (asked, teller.tell(past, choice, end, is_wanted)), urgent=is_new)
        if is_new and asked[:2] != self._shown_of:
            self.canvas.clear()
            self.sum.say("")
            self._tell_progress()
        self._timer.start()

    def _take_in(self, result: tuple[tuple[object, ...], Told]) -> None:
        asked, told = result
        snapshot = self.snapshot
        if asked[:2] != self._asked[:2] or snapshot is None or snapshot.data is None:
            return
        if asked == self._asked:
            self._timer.stop()
        self._offer_stop(False)
        if told.life is None:
            self._say_nothing(told.why_not)
            return
        self._shown_of = asked[:2]
        subject = snapshot.subject
        said = words.sentence(told.life, snapshot.layers, subject)
        if told.until is not None:
            said = f"{said} {words.ends_early(told.until, snapshot.epoch_size)}"
        self.sentence.say(said)
        self.sum.say(words.sum_line(told.life, subject) if told.life.is_finite else "")
        self.canvas.tell(told.life, snapshot.data.train, snapshot.epoch_size)

    def _tell_progress(self) -> None:
        """While a first answer is on its way, how far the replay has come; later ones come unannounced."""
        if self._asked[:2] == self._shown_of or not self._asked:
            self._offer_stop(False)
            return
        self._offer_stop(True)
        share = self._progress(self._teller.share)
        self.sentence.say(f"Training the run once more, to see what moved this weight: {share}.")

    def _offer_stop(self, offered: bool) -> None:
        self._button.setVisible(offered or self._is_stopped)
        self.stop.setText("Go on" if self._is_stopped else "Stop")
        explain(self.stop, "Go on with the replay." if self._is_stopped else "Give the replay up, for now.")

    def _stop_or_go_on(self) -> None:
        self._is_stopped = not self._is_stopped
        if self._is_stopped:
            self._forget()
            self.sentence.say("Stopped. “Go on” goes on from there.")
        self._offer_stop(False)
        self._ask()

    def _forget(self) -> None:
        super()._forget()
        self._asked = ()

    def _say_nothing(self, why: str) -> None:
        self._shown_of = ()
        self.sentence.say(why)
        self.sum.say("")
        self.canvas.clear()
        self._offer_stop(False)

    def _walk(self, move: Move) -> None:
        self.step_walk_requested.emit(StepToWalk(move.begin, int(move.indices[0]), self.choice))

    def apply_theme(self) -> None:
        self.canvas.recolour()
