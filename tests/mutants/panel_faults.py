"""Faults in what the other panels paint."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_PANELS = "nnviz/panels/"
_BARS = "nnviz/widgets/bar_chart.py"
_INSPECTOR = ("tests/panels/neuron_inspector/test_painted_inspector.py",)
_DIAGRAM = ("tests/panels/network_diagram/test_painted_diagram.py",)
_PAD = ("tests/panels/drawing_pad/test_painted_pad.py",)
_CURVE = ("tests/panels/learning_curve/test_painted_curve.py",)
_TIMELINE = ("tests/panels/timeline/test_painted_timeline.py",)
_COLOURS = ("tests/widgets/test_painted_colours.py",)

PANEL_FAULTS = (
    Mutant(
        "the inspector's bars have half their length",
        _PANELS + "neuron_inspector/bars.py",
        "chart.bar(cell).paint(painter, value, self._colour(cell), ground)",
        "chart.bar(cell).paint(painter, value / 2, self._colour(cell), ground)",
        _INSPECTOR,
    ),
    Mutant(
        "the inspector's bars of negative numbers stand on the zero line",
        _BARS,
        "begin, length = min(zero, end), abs(end - zero)",
        "begin, length = zero - abs(end - zero) * self.upright, abs(end - zero)",
        _INSPECTOR,
    ),
    Mutant(
        "the bars of the largest pushes are all full",
        _PANELS + "neuron_inspector/bars.py",
        "bar.paint(painter, abs(pushed), theme.signed_colour(pushed))",
        "bar.paint(painter, full, theme.signed_colour(pushed))",
        _INSPECTOR,
    ),
    Mutant(
        "the histogram's outline is drawn from now",
        _PANELS + "neuron_inspector/histogram.py",
        "places(np.sqrt(self.start))",
        "places(np.sqrt(self.now)[:])",
        _INSPECTOR,
    ),
    Mutant(
        "the inspector's images have rows for columns",
        _PANELS + "neuron_inspector/images.py",
        "square = padded.reshape(rows, columns)",
        "square = padded.reshape(rows, columns).T",
        _INSPECTOR,
    ),
    Mutant(
        "the diagram's output bars are inverted",
        _PANELS + "network_diagram/painter.py",
        "least=1.5).paint(painter, activation, colour",
        "least=1.5).paint(painter, 1 - activation, colour",
        _DIAGRAM,
    ),
    Mutant(
        "the pulse runs backwards",
        _PANELS + "network_diagram/scene.py",
        "front = left + way * (right - left)",
        "front = right - way * (right - left)",
        _DIAGRAM,
    ),
    Mutant(
        "connections end at the unit across",
        _PANELS + "network_diagram/edge_drawing.py",
        "ends = look.layout.centres[gap + 1][part.ends] * np.float32(scale) + offset",
        "ends = look.layout.centres[gap + 1][part.ends][::-1] * np.float32(scale) + offset",
        _DIAGRAM,
    ),
    Mutant(
        "connections have the colour of the other sign",
        _PANELS + "network_diagram/edge_kernel.py",
        "layer = flat[0] if value > 0 else flat[1]",
        "layer = flat[1] if value > 0 else flat[0]",
        ("tests/panels/network_diagram/test_edge_image.py",),
    ),
    Mutant(
        "the diagram's pixels stand upside down",
        _PANELS + "network_diagram/diagram_layout.py",
        "np.repeat(ys, columns)",
        "np.repeat(ys[::-1], columns)",
        ("tests/panels/network_diagram/test_diagram_layout.py",),
    ),
    Mutant(
        "the pad's bars hang from above",
        _BARS,
        "ends = (track.bottom(), track.top())",
        "ends = (track.top(), track.bottom())",
        _PAD,
    ),
    Mutant(
        "the pad's bars stand for the outputs from right to left",
        _BARS,
        "QRectF(area.left() + index * pitch, area.top(), pitch, area.height())",
        "QRectF(area.right() - (index + 1) * pitch, area.top(), pitch, area.height())",
        _PAD,
    ),
    Mutant(
        "the curve's newest dot is the one before",
        _PANELS + "learning_curve/plot.py",
        "index = len(self.points) - 1 if self.cursor is None else self.cursor",
        "index = max(len(self.points) - 2, 0) if self.cursor is None else self.cursor",
        _CURVE,
    ),
    Mutant(
        "the curve's guide at chance stands elsewhere",
        _PANELS + "learning_curve/plot_painter.py",
        "            continue\n        y = round(area.y(percent)) + 0.5",
        "            continue\n        y = round(area.y(2 * percent)) + 0.5",
        _CURVE,
    ),
    Mutant(
        "the marker of the moment shown is an epoch late",
        _PANELS + "learning_curve/plot.py",
        "plot_painter.paint_marker(painter, area, self.marker / self.epoch_size)",
        "plot_painter.paint_marker(painter, area, self.marker / self.epoch_size + 1)",
        _CURVE,
    ),
    Mutant(
        "the timeline's handle stands mirrored",
        _PANELS + "timeline/track.py",
        "return Axis(*self._state.epochs, LEFT, LEFT + self._length)",
        "return Axis(*self._state.epochs, LEFT + self._length, LEFT)",
        _TIMELINE,
    ),
    Mutant(
        "the timeline's flags stand at the marks' numbers",
        _PANELS + "timeline/track.py",
        "x = round(self.place_of(mark.examples_seen)) + 0.5",
        "x = round(self.place_of(number)) + 0.5",
        _TIMELINE,
    ),
    Mutant(
        "the timeline's ticks are counted from 0, however far it is scrolled",
        _PANELS + "timeline/track.py",
        "(self._kept[begin:end] - first)",
        "self._kept[begin:end]",
        _TIMELINE,
    ),
    Mutant(
        "a unit's tile shows another unit",
        "nnviz/widgets/image_tiles.py",
        "row, column = divmod(index, self._columns)",
        "column, row = divmod(index, self._columns)",
        ("tests/panels/hidden_units/test_panel.py",),
    ),
    Mutant(
        "a unit's image is turned",
        _PANELS + "hidden_units/panel.py",
        "self.snapshot.subject.laid_out(self._images.shades())",
        "self.snapshot.subject.laid_out(self._images.shades()).swapaxes(1, 2)",
        ("tests/panels/hidden_units/test_panel.py",),
    ),
    Mutant(
        "the scale of signed colours is reversed",
        "nnviz/widgets/theme.py",
        "mixed(now.weight_zero, now.positive if step > 0 else now.negative, abs(step) / 127)",
        "mixed(now.weight_zero, now.negative if step > 0 else now.positive, abs(step) / 127)",
        _COLOURS,
    ),
    Mutant(
        "half of a signed value has the colour of the whole",
        "nnviz/widgets/theme.py",
        "np.nan_to_num(np.clip(values, -1, 1), nan=0.0) * 127 + 127.5",
        "np.nan_to_num(np.clip(2 * values, -1, 1), nan=0.0) * 127 + 127.5",
        _COLOURS,
    ),
    Mutant(
        "full colour is what 1 in 100 exceeds",
        "nnviz/explain/full_size.py",
        "place = count - 1 - count // EXCEEDED_BY",
        "place = count - 1 - 2 * count // EXCEEDED_BY",
        ("tests/explain/test_full_size.py",),
    ),
    Mutant(
        "the legend says the largest number, not the one in full colour",
        "nnviz/widgets/colour_scale.py",
        "return cls(full_size(values))",
        "return cls(float(abs(values).max()) + 1)",
        ("tests/widgets/test_colour_scale.py",),
    ),
    Mutant(
        "where two squares meet, the wrong one has the larger share",
        "nnviz/widgets/image_tiles.py",
        "shares = (first[where] + 1 - ends[where]) * (size / count)",
        "shares = 1 - (first[where] + 1 - ends[where]) * (size / count)",
        ("tests/widgets/test_image_tiles.py",),
    ),
    Mutant(
        "an upright axis has its ticks upside down",
        "nnviz/widgets/axis.py",
        "y = round(axis.at(value)) + 0.5",
        "y = round(axis.begin + axis.end - axis.at(value)) + 0.5",
        ("tests/widgets/test_bars_and_axes.py",),
    ),
    Mutant(
        "tiles of digits go down the columns",
        "nnviz/widgets/tile_grid.py",
        "row, column = divmod(index, self.columns)",
        "column, row = divmod(index, self.rows)",
        _COLOURS,
    ),
    Mutant(
        "after the mistakes, the surest right answers come first",
        _PANELS + "live_predictions/digit_pages.py",
        'np.argsort(zs[others].max(axis=1), kind="stable")',
        'np.argsort(-zs[others].max(axis=1), kind="stable")',
        ("tests/panels/live_predictions/test_panel.py",),
    ),
    Mutant(
        "a class counts as learned by being right once, by chance",
        "nnviz/explain/class_curves.py",
        "stays = is_there[:-1] & is_there[1:]",
        "stays = is_there[:-1]",
        ("tests/explain/test_class_curves.py",),
    ),
    Mutant(
        "what is learned counts as forgotten",
        "nnviz/explain/forgetting.py",
        "np.unpackbits(before & ~row, count=count)",
        "np.unpackbits(~before & row, count=count)",
        ("tests/runs/test_presentations.py",),
    ),
    Mutant(
        "labels that the networks agree with come first",
        "nnviz/explain/doubtful_labels.py",
        "lead -= margin / typical",
        "lead += margin / typical",
        ("tests/explain/test_doubtful_labels.py",),
    ),
)
