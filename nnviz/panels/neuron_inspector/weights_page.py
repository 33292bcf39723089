"""The inspector's page when no neuron is selected: every layer's weights, now against the start."""

from __future__ import annotations

import numpy as np

from nnviz.panels.neuron_inspector.flow import Block
from nnviz.panels.neuron_inspector.histogram import WeightHistogram
from nnviz.panels.neuron_inspector.lines import Sentence
from nnviz.panels.neuron_inspector.view import View


class WeightsPage:
    """One histogram a layer, made when a network first needs it."""

    def __init__(self) -> None:
        self.hint = Sentence("Weights", "How the weights are distributed, now and at the start.")
        self.warning = Sentence("Warning", "Something about the weights that needs saying.", "warning")
        self.histograms: list[WeightHistogram] = []

    def blocks(self, view: View) -> list[Block]:
        """The sections in order."""
        while len(self.histograms) < view.layers - 1:
            self.histograms.append(WeightHistogram(f"weights into layer {len(self.histograms) + 2}"))
        for histogram in self.histograms:
            histogram.on_page = view.layers - 1
        return [[self.warning], *([each] for each in self.histograms[: view.layers - 1]), [self.hint]]

    def show(self, view: View) -> None:
        """Show the weights now."""
        self.hint.set_text("Filled: now. Outline: at the start.")
        broken = not all(np.isfinite(w).all() for w in view.network.weights)
        self.warning.set_text("Weights are no longer numbers. Reset starts again." if broken else "")
        shown = zip(self.histograms, view.network.weights, view.snapshot.start.weights, strict=False)
        for layer, (histogram, now, start) in enumerate(shown, start=2):
            histogram.caption = (
                f"weights into layer {layer}" if layer < view.layers else "weights into the outputs"
            )
            histogram.set_weights(now, start)
