"""What the pages of hidden units and outputs have in common: sections over the test set, and warnings."""

from __future__ import annotations

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.explain.unit_statistics import (
    STRONGEST,
    UnitStatistics,
    largest_pushes,
    linear_template,
)
from nnviz.number_text import count_text
from nnviz.panels.neuron_inspector.bars import Bars, PushList
from nnviz.panels.neuron_inspector.flow import Block
from nnviz.panels.neuron_inspector.images import Thumbnails
from nnviz.panels.neuron_inspector.learning_words import learning_words
from nnviz.panels.neuron_inspector.lines import Sentence, SumLine
from nnviz.panels.neuron_inspector.text import number, signed
from nnviz.panels.neuron_inspector.view import View
from nnviz.widgets import theme
from nnviz.widgets.colour_scale import ColourScale
from nnviz.widgets.formula.markup import plain
from nnviz.widgets.image_tiles import ImageTiles


class NeuronSections:
    """The sections that any neuron with inputs has, hidden unit or output."""

    def __init__(self) -> None:
        self.sum = SumLine()
        self.warning = Sentence("Warning", "Something about this neuron that needs saying.", "warning")
        self.class_means = Bars(
            "mean activation for each class",
            "The mean activation a over all test images of each class: what the unit answers to.",
            "share",
            36,
        )
        self.strongest = Thumbnails(
            "test images that excite it most, and their z",
            "The nine test images with the largest weighted input z; click one to show it everywhere.",
            24,
        )
        self.strongest.clickable = True
        self.strongest.expected = STRONGEST
        self.learning = Sentence(
            "Whether it learns",
            "What moves its weights is the error that arrives, times the slope of a at z, times the inputs.",
        )
        self.history = Thumbnails(
            "its image over training",
            "The incoming weights at a few moments of this run, each in its own scale.",
            36,
        )
        self._shown_statistics: UnitStatistics | None = None
        self._shown_history: tuple[object, ...] = ()

    def in_order(self, view: View, first: Block, *others: Block) -> list[Block]:
        """A page's own sections and then these; that a unit does not learn comes before all."""
        common: list[Block] = [[self.class_means], [self.strongest], [self.learning], [self.history]]
        if view.obstacle is None:
            return [first, *others, *common]
        return [[self.learning, *first], *others, *(each for each in common if self.learning not in each)]

    def show(self, view: View) -> None:
        """Show this neuron; what needs the whole test set follows when it has been worked out."""
        assert view.neuron is not None
        off = view.neuron in view.edits.switched_off
        self.sum.set_function(plain(view.function.symbol))
        self.sum.set_numbers(view.weighted_input, view.bias, view.activation, off)
        self.warning.set_text(warning(view))
        if view.statistics is not self._shown_statistics:
            self._shown_statistics = view.statistics
            self._show_statistics(view)
        self._show_history(view)

    def apply_theme(self, view: View | None) -> None:
        """Make the pictures again in the colours of now."""
        self._shown_statistics, self._shown_history = None, ()
        if view is not None and view.neuron is not None and view.neuron.layer > 1:
            self.show(view)

    def _show_statistics(self, view: View) -> None:
        found, function, names = view.statistics, view.function, view.subject.class_names
        self.class_means.words = lambda label: f"mean a over {view.subject.every(label)}"
        self.class_means.kind = "share" if (function.low, function.high) == (0, 1) else "signed"
        if found is None or view.snapshot.data is None:
            self.class_means.set_values(np.full(len(names), np.nan), names)
            self.strongest.set_images([], (), ())
            self.learning.set_text(f"{plain(function.slope_symbol)}(z) …")
            return
        test = view.snapshot.data.test
        self.class_means.set_values(found.class_means, names)
        if view.learning is not None:
            all_images = f"{count_text(len(test))} test {test.subject.nouns}"
            self.learning.set_text(*learning_words(view.learning, found, view.original, all_images))
        images = [_image(test, index) for index in found.strongest]
        words = [
            _strongest_words(test, index, z, a)
            for index, z, a in zip(found.strongest, found.strongest_zs, found.strongest_as, strict=True)
        ]
        labels = [signed(z, 1) for z in found.strongest_zs]
        self.strongest.set_images(images, labels, words)

    def _show_history(self, view: View) -> None:
        """The start and each moment kept; painted again only when there is another moment or neuron."""
        key = (view.neuron, view.snapshot.start, *view.moments)
        if key == self._shown_history:
            return
        self._shown_history = key
        assert view.neuron is not None
        networks = [view.snapshot.start, *(moment.network for moment in view.moments)]
        epochs = [0.0, *(moment.examples_seen / view.snapshot.epoch_size for moment in view.moments)]
        templates = [linear_template(network, view.neuron) for network in networks]
        scales = [ColourScale.of(template) for template in templates]
        tips = [
            f"after {number(epoch, 2)} epochs: {scale.words}"
            for epoch, scale in zip(epochs, scales, strict=True)
        ]
        labels = ["start", *(_short(epoch) for epoch in epochs[1:])]
        images = [
            scale.tiles(view.subject.laid_out(template))
            for scale, template in zip(scales, templates, strict=True)
        ]
        self.history.set_images(images, labels, tips)


def warning(view: View) -> str:
    """What is wrong with the neuron shown, in words; empty if nothing is."""
    w = view.incoming
    if not (np.isfinite(w).all() and np.isfinite(view.bias)):
        what = "bias is no longer a number" if np.isfinite(w).all() else "weights are no longer numbers"
        return f"Its {what}. Reset starts again."
    if not w.any():
        if not view.function.of_one_z:
            return "All its incoming weights are 0: no input reaches it, so z = b whatever the image."
        f, a = plain(view.function.symbol), float(view.function.value(np.array(view.bias)))
        said = f"a = {f}(b) = {number(a, 3)}"
        return f"All its incoming weights are 0: no input reaches it, so {said} whatever the image."
    return ""


def show_pushes(target: PushList, view: View, layer: int, contributions: Floats) -> None:
    """Fill a list with the largest contributions; they come from, or go to, the neurons of `layer`."""
    up, down = largest_pushes(contributions, target.rows)
    order = [int(index) for index in (*up, *down)]
    target.set_neurons(layer, order)
    kind = "pixel" if layer == 1 else "unit"
    values = [float(contributions[index]) for index in order]
    target.set_pushes([f"{kind} {index}" for index in order], values, len(up))


def _image(test: Examples, index: int) -> ImageTiles:
    return ImageTiles(theme.activation_pixels(test.subject.laid_out(test.image(index))))


def _strongest_words(test: Examples, index: int, z: float, a: float) -> str:
    its = test.subject
    return f"test {its.noun} {index}, {its.a(int(test.labels[index]))}: z = {signed(z)}, a = {number(a, 4)}"


def _short(epoch: float) -> str:
    return f"{epoch:.2f}" if epoch < 0.095 else f"{epoch:.1f}" if epoch < 9.95 else f"{epoch:.0f}"
