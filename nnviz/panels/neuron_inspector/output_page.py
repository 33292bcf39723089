"""The inspector's page of an output."""

from __future__ import annotations

import numpy as np

from nnviz.panels.neuron_inspector.bars import Bars, PushList
from nnviz.panels.neuron_inspector.common import NeuronSections, show_pushes
from nnviz.panels.neuron_inspector.edit_widgets import EditControls
from nnviz.panels.neuron_inspector.flow import Block
from nnviz.panels.neuron_inspector.images import SideBySide
from nnviz.panels.neuron_inspector.template import Template
from nnviz.panels.neuron_inspector.view import View


class OutputPage:
    """What each hidden unit adds to z, and the image the output sees through them."""

    def __init__(self, common: NeuronSections, controls: EditControls) -> None:
        self._common, self._controls = common, controls
        self.template = Template()
        self.pushes = PushList(
            "largest pushes w a",
            "The hidden units whose w a moves z most for the image shown.",
            3,
            stacked=True,
        )
        self.contributions = Bars(
            "w a of every hidden unit, sorted",
            "w a: what each hidden unit adds to z for the image shown; click one to look inside it.",
        )
        self._images = SideBySide(self.template, self.pushes)

    def blocks(self, view: View) -> list[Block]:
        """The sections in order."""
        common = self._common
        first: Block = [self._images, common.sum, self.contributions, common.warning, self._controls]
        return common.in_order(view, first)

    def show(self, view: View) -> None:
        """Show this output now."""
        assert view.neuron is not None
        before = view.neuron.layer - 1
        contributions = view.contributions
        self.template.show_neuron(view)
        show_pushes(self.pushes, view, before, contributions)
        order = np.argsort(-contributions, kind="stable")
        self.contributions.set_neurons(before, order.tolist())
        self.contributions.words = lambda cell: f"{view.name(before, int(order[cell]))}, w a"
        self.contributions.set_values(contributions[order])
        self._common.show(view)
