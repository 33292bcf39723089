"""The inspector's page of a pixel."""

from __future__ import annotations

import numpy as np

from nnviz.panels.neuron_inspector.bars import Bars, PushList
from nnviz.panels.neuron_inspector.common import show_pushes
from nnviz.panels.neuron_inspector.flow import Block
from nnviz.panels.neuron_inspector.images import SideBySide, ValueImage
from nnviz.panels.neuron_inspector.lines import Sentence
from nnviz.panels.neuron_inspector.text import number
from nnviz.panels.neuron_inspector.view import View


class PixelPage:
    """Its value in the image shown, its weights to the hidden units, and how often it is ink."""

    def __init__(self) -> None:
        self.image = ValueImage(
            "the image", "The image shown, with this pixel marked in violet.", "activation"
        )
        self.outgoing = ValueImage(
            "weights to layer 2", "wⱼₖ: the weight from this pixel k to each unit j of layer 2, in order."
        )
        self.value = Sentence("Value", "aₖ: the pixel's value, from 0 for paper to 1 for full ink.")
        self.ink = Bars(
            "share of images with ink here",
            "For each class, the share of the training images in which this pixel is not 0.",
            "share",
            36,
        )
        self.ink_words = Sentence("Ink", "How often this pixel is ink in the training images.")
        self.pushes = PushList(
            "units it pushes most",
            "The units of layer 2 whose z this pixel's wⱼₖ aₖ moves most for this image.",
            4,
        )
        self._images = SideBySide(self.image, self.outgoing)

    def blocks(self, view: View) -> list[Block]:
        """The sections in order."""
        return [[self._images, self.value, self.ink, self.ink_words], [self.pushes]]

    def show(self, view: View) -> None:
        """Show this pixel now."""
        assert view.neuron is not None
        pixel, weights = view.neuron.index, view.outgoing
        image = view.snapshot.input_image.image
        self.image.caption = view.snapshot.input_image.description
        self.image.marked = pixel
        self.image.set_neurons(1)
        self.image.words = lambda cell: view.name(1, cell)
        self.image.set_values(image, view.subject.shape)
        self.outgoing.set_neurons(2)
        self.outgoing.words = lambda cell: view.name(2, cell)
        self.outgoing.set_values(weights)
        row, column = view.subject.place(pixel)
        self.value.set_text(f"row {row}, column {column}: a = {number(float(image[pixel]), 3)}")
        with np.errstate(all="ignore"):
            show_pushes(self.pushes, view, 2, weights * image[pixel])
        self._show_ink(view, pixel)

    def _show_ink(self, view: View, pixel: int) -> None:
        names, nouns = view.subject.class_names, view.subject.nouns
        self.ink.words = lambda label: f"share of {view.subject.every(label)} with ink here"
        if view.ink is None:
            self.ink.set_values(np.full(len(names), np.nan), names)
            self.ink_words.set_text("")
            return
        self.ink.set_values(view.ink.class_share[:, pixel], names)
        share, mean = float(view.ink.share[pixel]), float(view.ink.mean[pixel])
        words = f"ink in {share_text(share)} of the training {nouns}, mean value {number(mean, 3)}"
        if not view.ink.share[pixel]:
            words = f"never ink in the training {nouns}, so training never moves its weights"
        self.ink_words.set_text(words)


def share_text(share: float) -> str:
    """A share in [0, 1] as per cent: "12.3 %"; what is there but rounds to nothing, "under 0.1 %"."""
    return "under 0.1 %" if 0 < share < 0.0005 else f"{100 * share:.1f} %"
