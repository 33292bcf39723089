"""Faults in the pictures and sums of the walk."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_WALK = "nnviz/panels/backprop_steps/"
_COLUMNS = ("tests/panels/backprop_steps/test_painted_columns.py",)
_BATCH = ("tests/panels/backprop_steps/test_painted_batch.py",)
_SUMS = ("tests/explain/test_small_sums.py",)
_PLOTS = ("tests/panels/backprop_steps/test_painted_plots.py",)

WALK_FAULTS = (
    Mutant(
        "the nudge's tangent has the wrong sign",
        _WALK + "nudge_plot.py",
        "self._point(-REACH, cost - REACH * slope), self._point(REACH, cost + REACH * slope)",
        "self._point(-REACH, cost + REACH * slope), self._point(REACH, cost - REACH * slope)",
        _PLOTS,
    ),
    Mutant(
        "the dots on σ are mirrored",
        _WALK + "activation_plot.py",
        "return self._points(self._zs, np.clip(",
        "return self._points(-self._zs, np.clip(",
        _PLOTS,
    ),
    Mutant(
        "the slope σ′ is drawn as high as it is, not twice as high",
        _WALK + "activation_plot.py",
        "self._paint_curve(painter, zs, slopes * self.stretch, now.selected)",
        "self._paint_curve(painter, zs, slopes, now.selected)",
        _PLOTS,
    ),
    Mutant(
        "the fan draws the weakest connections",
        _WALK + "fan.py",
        "np.argsort(np.abs(self.carried), axis=None)[-_DRAWN:]",
        "np.argsort(np.abs(self.carried), axis=None)[:_DRAWN]",
        _COLUMNS,
    ),
    Mutant(
        "the fan's connections end at the unit across",
        _WALK + "fan.py",
        "end = QPointF(0, (j + 0.5) / m * size.height())",
        "end = QPointF(0, (m - j - 0.5) / m * size.height())",
        _COLUMNS,
    ),
    Mutant(
        "the walk's bars have half their length",
        _WALK + "bars_picture.py",
        "bar.paint(painter, float(self.values[j]), self._colour(j)",
        "bar.paint(painter, float(self.values[j]) / 2, self._colour(j)",
        _COLUMNS,
    ),
    Mutant(
        "the cost column's scale is the cost before, however large the one after",
        _WALK + "total.py",
        "max(self.walk.cost, self.walk.cost_after, 1e-300)",
        "max(self.walk.cost, 1e-300)",
        _COLUMNS,
    ),
    Mutant(
        "the place of a cell is looked for from the bottom",
        _WALK + "cells_picture.py",
        "self.area.top() + cells.y() * down,",
        "self.area.bottom() - (cells.y() + 1) * down,",
        _COLUMNS,
    ),
    Mutant(
        "circles of units are brightest where they are least active",
        _WALK + "bars_picture.py",
        "theme.activation_colour(activation if activation == activation else 0)",
        "theme.activation_colour(1 - activation if activation == activation else 0)",
        _COLUMNS,
    ),
    Mutant(
        "the agreement with the step has the wrong sign",
        _WALK + "batch_canvas.py",
        "Bar(track, low=-1).paint(painter, cosine,",
        "Bar(track, low=-1).paint(painter, -cosine,",
        _BATCH,
    ),
    Mutant(
        "the mini-batch's average gradient is one digit's",
        _WALK + "batch_picture.py",
        "batch.mean_w[0][unit]]",
        "batch.unit_gradients(2, unit)[0]]",
        _BATCH,
    ),
    Mutant(
        "the epoch's chart is linear",
        _WALK + "chart.py",
        "return Axis(*self._range, self._area.bottom(), self._area.top(), self._logarithmic)",
        "return Axis(*self._range, self._area.bottom(), self._area.top(), False)",
        _BATCH,
    ),
    Mutant(
        "the epoch's running mean is one of what went before",
        _WALK + "chart.py",
        "values[max(0, i - half) : i + half + 1]",
        "values[max(0, i - half) : i + 1]",
        _BATCH,
    ),
    Mutant(
        "a weighted input is spelled with another pixel's activation",
        "nnviz/explain/small_sums.py",
        "replace(factor, j=unit) if",
        "replace(factor, j=unit + 1) if",
        _SUMS,
    ),
    Mutant(
        "a returned error is spelled with the transposed weight",
        "nnviz/explain/quantity.py",
        "Entry(_Q.WEIGHT, at.layer + 1, None, at.j)",
        "Entry(_Q.WEIGHT, at.layer + 1, at.j)",
        _SUMS,
    ),
    Mutant(
        "a sum spells its smallest summands",
        "nnviz/explain/small_sums.py",
        'np.argsort(-np.abs(summands), kind="stable")',
        'np.argsort(np.abs(summands), kind="stable")',
        _SUMS,
    ),
)
