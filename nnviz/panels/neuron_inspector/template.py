"""The image that a neuron behind others looks for, through the layers before it."""

from __future__ import annotations

from nnviz.explain.number_markup import superscript
from nnviz.explain.unit_statistics import linear_template
from nnviz.panels.neuron_inspector.images import ValueImage
from nnviz.panels.neuron_inspector.view import View
from nnviz.widgets.formula.markup import plain


class Template(ValueImage):
    """The product of all weights that lead from the pixels to the neuron, as an image."""

    def __init__(self) -> None:
        super().__init__("what it looks for", "")
        self.set_neurons(1)

    def show_neuron(self, view: View) -> None:
        """Show it for the neuron shown, which has units before it."""
        assert view.neuron is not None
        f = plain(view.network.architecture.hidden_function.symbol)
        self.explain(template_words(view.neuron.layer, f))
        self.words = lambda cell: view.name(1, cell)
        self.set_values(linear_template(view.network, view.neuron), view.subject.shape)


def template_words(layer: int, f: str) -> str:
    """What the image of a neuron of that layer is; the weights as they are multiplied, "w³ w²"."""
    product = " ".join(f"w{superscript(number)}" for number in range(layer, 1, -1))
    return (
        f"{product}: the product of the weights, the image it would look for if there were no {f} in between."
    )
