"""One digit's walk: the stages at the left, the stage drawn, in words and in code, and three close-ups."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.explain.entry import Entry
from nnviz.explain.walk import Walk
from nnviz.learning.neuron import Neuron
from nnviz.panels.backprop_steps.activation_plot import ActivationPlot
from nnviz.panels.backprop_steps.attention import Attention, most_telling, neuron_of, path_of
from nnviz.panels.backprop_steps.backward_words import strongest_weight
from nnviz.panels.backprop_steps.card import Card
from nnviz.panels.backprop_steps.check_view import CheckView
from nnviz.panels.backprop_steps.code_view import CodeView
from nnviz.panels.backprop_steps.cursor_view import CursorView
from nnviz.panels.backprop_steps.digit_layout import Cards, DigitLayout
from nnviz.panels.backprop_steps.explanations import explain_all
from nnviz.panels.backprop_steps.focus import Focus
from nnviz.panels.backprop_steps.keyboard_cursor import Move, moved
from nnviz.panels.backprop_steps.moving_parts import MovingParts
from nnviz.panels.backprop_steps.scrolled import Scrolled
from nnviz.panels.backprop_steps.stage_list import StageList
from nnviz.panels.backprop_steps.stage_view import StageView
from nnviz.panels.backprop_steps.stage_words import words
from nnviz.panels.backprop_steps.stages import Stage, equation, stages
from nnviz.panels.backprop_steps.words_view import WordsView
from nnviz.widgets.formula.markup import plain

_CODE_MOST = 190  # px: enough for all lines that compute a stage, and some around them


class DigitView(QWidget):
    """Shows a walk stage by stage. It holds which stage that is and what is pointed at."""

    stage_changed = Signal(int)
    neuron_hovered = Signal(object)  # Neuron or None
    neuron_clicked = Signal(object)  # Neuron
    weight_chosen = Signal(object)  # WeightChoice whose biography is to be told

    def __init__(self) -> None:
        super().__init__()
        self.walk: Walk | None = None
        self.stages: tuple[Stage, ...] = ()
        self.index = 0
        self.attention = Attention()
        self._unit: Neuron | None = None
        self.stage_list, self.stage_view, self.code = StageList(), StageView(), CodeView()
        self.cursor_view, self.activation, self.parts = CursorView(), ActivationPlot(), MovingParts()
        self.check = CheckView()
        self.words = WordsView()
        self._lay_out()
        self.stage_list.chosen.connect(self.go)
        self.stage_view.term_hovered.connect(self._term)
        self.stage_view.number_clicked.connect(self._click)
        self.stage_view.weight_chosen.connect(self.weight_chosen)
        for view in (self.stage_view, self.activation, self.parts):
            view.number_hovered.connect(self._hover)

    @property
    def stage(self) -> Stage:
        """The stage shown."""
        return self.stages[self.index]

    @property
    def looked_at(self) -> Entry:
        """The number that is spelled out."""
        assert self.walk is not None
        return self.attention.pointed_at or most_telling(self.walk, self.stage)

    def show_walk(self, walk: Walk) -> None:
        """Show a walk, at the same stage as the one before if it has that."""
        self.walk = walk
        self.stages = stages(walk.layers)
        self.index = min(self.index, len(self.stages) - 1)
        self.stage_list.show_walk(walk, self.stages, self.index)
        self.go(self.index)

    def go(self, index: int) -> None:
        """Go to a stage, counted from 0; beyond the ends, to the first or last."""
        if self.walk is None:
            return
        self.index = max(0, min(index, len(self.stages) - 1))
        self.attention = Attention()
        self.stage_list.choose(self.index)
        self.stage_view.show_stage(self.walk, self.stage, self._lower())
        self.activation.show_layer(self.walk, max(self.stage.layer, 2))
        self._name_layer(max(self.stage.layer, 2))
        self._tell()
        self._look()
        self.stage_changed.emit(self.index)

    def set_unit(self, unit: Neuron | None) -> None:
        """Light up the neuron that is selected in all panels."""
        if unit != self._unit:
            self._unit = unit
            self._look()

    def release(self) -> None:
        """Let go of the pinned number."""
        self.attention = replace(self.attention, pinned=None)
        self._look()

    def pin(self, entry: Entry) -> None:
        """Spell this number out until another is pointed at."""
        self.attention = replace(self.attention, pinned=entry, hovered=None)
        self._layout.bring_up(self._cursor_card)
        self._look()

    def move_cursor(self, move: Move) -> None:
        """Look at another number, as a key asks; it is pinned, and its neuron selected everywhere."""
        if self.walk is None:
            return
        columns = [picture.whole for picture in self.stage_view.pictures]
        entry = moved(self.walk, columns, self.looked_at, move)
        before = neuron_of(self.attention.pinned)
        self.pin(entry)
        neuron = neuron_of(entry)
        if neuron is not None and neuron != before:
            self.neuron_clicked.emit(neuron)

    def set_checking(self, checking: bool) -> None:
        """Show the check of the gradients, or put it away."""
        self._layout.set_checking(checking, self.width(), self.height())
        self._look()

    def apply_theme(self) -> None:
        """Take the new colours."""
        self.code.apply_theme()
        self.words.apply_theme()
        for widget in self.findChildren(QWidget):
            widget.update()

    def _lay_out(self) -> None:
        self._told = Card(Scrolled(self.words))
        self._told.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._code_card = Card(self.code, "In the code")
        self._code_card.setMaximumHeight(_CODE_MOST)
        self._activation_card = Card(self.activation, "σ and its slope")
        self._cursor_card = Card(self.cursor_view, "Under the cursor")
        self._parts_card = Card(self.parts, "The moving parts")
        self._parts_card.set_title("The moving parts", "one path, live")
        self._check_card = Card(self.check, "Check it")
        cards = Cards(
            stages=self.stage_list,
            stage=Card(self.stage_view),
            words=self._told,
            code=self._code_card,
            cursor=self._cursor_card,
            activation=self._activation_card,
            parts=self._parts_card,
            check=self._check_card,
        )
        self._layout = DigitLayout(self, cards)

    def _lower(self) -> int:
        """Which later layer's weights to show first: the one whose gradient is the largest."""
        assert self.walk is not None
        strongest = strongest_weight(self.walk).layer
        return strongest if strongest > 2 else self.walk.layers

    def _name_layer(self, layer: int) -> None:
        assert self.walk is not None
        which = "an output" if layer == self.walk.layers else f"a unit of layer {layer}"
        f = plain(self.walk.network.function(layer).symbol)
        self._activation_card.set_title(f"{f} and its slope", f"each dot is {which}")
        self._layout.name_activation(f)

    def _tell(self) -> None:
        if self.walk is None:
            return
        here, after = words(self.walk, self.stage)
        entries = [picture.whole for picture in self.stage_view.pictures]
        symbols = explain_all(entries, self.walk.architecture)
        written = equation(self.stage, self.walk.architecture, self.walk.rule)
        self.words.say(written, symbols, here, after)
        stage = f"Stage {self.index + 1} of {len(self.stages)}: {self.stage.title}"
        self.stage_view.setAccessibleName(stage)
        self.stage_view.setAccessibleDescription(plain(written))
        file = self.code.show_stage(self.stage.kind, self.walk.architecture)
        self._code_card.set_title("In the code", file)

    def _look(self) -> None:
        """Show everywhere what is looked at."""
        if self.walk is None:
            return
        entry, pointed_at = self.looked_at, self.attention.pointed_at
        spelled = self.cursor_view.show_entry(self.walk, entry)
        title = "Under the cursor" if self.attention.hovered else "Pinned" if pointed_at else "For instance"
        self._cursor_card.set_title(title, spelled.name)
        sources = spelled.sources if pointed_at is not None else ()
        self.stage_view.set_focus(Focus(entry, sources, self.attention.term, self._unit))
        self.parts.show_path(self.walk, path_of(self.walk, entry))
        self.activation.set_lit(neuron_of(entry))
        if self.check.isVisible():
            self.check.show_weight(self.walk, path_of(self.walk, entry))

    def _hover(self, entry: Entry | None) -> None:
        if entry != self.attention.hovered:
            self.attention = replace(self.attention, hovered=entry)
            self._look()
            self.neuron_hovered.emit(neuron_of(entry))

    def _click(self, entry: Entry) -> None:
        self.attention = self.attention.toggled(entry)
        self._look()
        neuron = neuron_of(entry)
        if neuron is not None:
            self.neuron_clicked.emit(neuron)

    def _term(self, entry: Entry | None) -> None:
        self.attention = replace(self.attention, term=entry)
        self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout.arrange(self.width(), self.height())
