"""The inspector's page of a hidden unit."""

from __future__ import annotations

from nnviz.panels.neuron_inspector.bars import Bars, PushList
from nnviz.panels.neuron_inspector.common import NeuronSections, show_pushes
from nnviz.panels.neuron_inspector.edit_widgets import EditControls
from nnviz.panels.neuron_inspector.flow import Block
from nnviz.panels.neuron_inspector.images import SideBySide, ValueImage
from nnviz.panels.neuron_inspector.template import Template
from nnviz.panels.neuron_inspector.view import View

_MOST_LABELS = 12


class HiddenPage:
    """Weights in, the sum for the input image, weights out; then what the unit does over the test set."""

    def __init__(self, common: NeuronSections, controls: EditControls) -> None:
        self._common, self._controls = common, controls
        self.weights = ValueImage("weights wⱼₖ", "wⱼₖ: the weight from pixel or unit k to this unit j.")
        self.products = ValueImage(
            "weights × image", "wⱼₖ aₖ: what each input adds to z for the image shown; blue pushes z up."
        )
        self.outgoing = Bars(
            "weights to the outputs", "wₖⱼ: the weight from this unit j to each unit k of the next layer."
        )
        self.pushes = PushList(
            "largest pushes up and down", "The inputs whose wⱼₖ aₖ moves z most for the image shown.", 4
        )
        self.template = Template()
        self.template_pushes = PushList(
            "largest pushes w a",
            "The units before whose w a moves z most for the image shown.",
            3,
            stacked=True,
        )
        self._images = SideBySide(self.weights, self.products)
        self._deeper = SideBySide(self.template, self.template_pushes)

    def blocks(self, view: View) -> list[Block]:
        """The sections in order; beyond layer 2 also the image the unit looks for, through the layers."""
        assert view.neuron is not None
        common = self._common
        first: Block = [self._images, common.sum, self.outgoing, common.warning, self._controls]
        second: Block = [self._deeper] if view.neuron.layer > 2 else [self.pushes]
        return common.in_order(view, first, second)

    def show(self, view: View) -> None:
        """Show this unit now."""
        assert view.neuron is not None
        layer = view.neuron.layer
        contributions = view.contributions
        for image, values in ((self.weights, view.incoming), (self.products, contributions)):
            image.set_neurons(layer - 1)
            image.words = lambda cell: view.name(layer - 1, cell)
            image.set_values(values, view.subject.shape if layer == 2 else None)
        self.products.caption = self._products_caption(view)
        self._show_outgoing(view)
        show_pushes(self.template_pushes if layer > 2 else self.pushes, view, layer - 1, contributions)
        if layer > 2:
            self.template.show_neuron(view)
        self._common.show(view)

    def _products_caption(self, view: View) -> str:
        assert view.neuron is not None
        if not view.has_image:
            return f"no {view.subject.noun} yet"
        return f"weights × {view.subject.noun}" if view.neuron.layer == 2 else "weights × activations"

    def _show_outgoing(self, view: View) -> None:
        assert view.neuron is not None
        layer, weights = view.neuron.layer, view.outgoing
        to_outputs = layer + 1 == view.layers
        self.outgoing.set_neurons(layer + 1)
        self.outgoing.words = lambda cell: f"w to {view.name(layer + 1, cell)}"
        self.outgoing.caption = "weights to the outputs" if to_outputs else f"weights to layer {layer + 1}"
        self.outgoing.faded = view.neuron in view.edits.switched_off
        self.outgoing.strong_label = view.snapshot.prediction if to_outputs and view.has_image else -1
        names = view.subject.class_names if to_outputs else tuple(map(str, range(len(weights))))
        self.outgoing.set_values(weights, names if len(weights) <= _MOST_LABELS else ())
