"""Faults in what the drawing lab finds and paints."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_PAD = "nnviz/panels/drawing_pad/"
_PAINTED = ("tests/panels/drawing_pad/test_painted_lab.py",)
_VARIATIONS = ("tests/explain/test_variations.py",)

LAB_FAULTS = (
    Mutant(
        "the map of the moved drawing has rows for columns",
        _PAD + "shift_map.py",
        "labels, confidences = said.labels.ravel().tolist(), said.confidences.ravel().tolist()",
        "labels, confidences = said.labels.T.ravel().tolist(), said.confidences.T.ravel().tolist()",
        _PAINTED,
    ),
    Mutant(
        "the map of the moved drawing is equally sure everywhere",
        _PAD + "shift_map.py",
        "theme.mixed(now.paper, class_colour(label), 0.8 * confidence)",
        "theme.mixed(now.paper, class_colour(label), 0.8)",
        _PAINTED,
    ),
    Mutant(
        "the map's frame stays in its middle",
        _PAD + "shift_map.py",
        "self._mark(painter, self._now, 2)",
        "self._mark(painter, _CENTRE, 2)",
        _PAINTED,
    ),
    Mutant(
        "the drawing is moved the other way",
        "nnviz/explain/variations.py",
        "image.shape)[::-1, ::-1]",
        "image.shape)[::1, ::1]",
        _VARIATIONS,
    ),
    Mutant(
        "the drawing is turned to the left",
        "nnviz/explain/variations.py",
        "ndimage.rotate(shaped, -variation.degrees,",
        "ndimage.rotate(shaped, variation.degrees,",
        _VARIATIONS,
    ),
    Mutant(
        "the lines of the drawing's past change their colours",
        _PAD + "time_plot.py",
        "painter.setPen(QPen(class_colour(label), 2.4",
        "painter.setPen(QPen(class_colour(9 - label), 2.4",
        _PAINTED,
    ),
    Mutant(
        "the moment shown is marked at the start of the drawing's past",
        _PAD + "time_plot.py",
        "painter.drawLine(QLineF(across.at(self._now), up.begin, across.at(self._now), up.end))",
        "painter.drawLine(QLineF(across.at(0), up.begin, across.at(0), up.end))",
        _PAINTED,
    ),
    Mutant(
        "the strip above a slider is equally sure everywhere",
        _PAD + "variation_slider.py",
        "class_colour(label), 0.9 * confidence)",
        "class_colour(label), 0.9)",
        _PAINTED,
    ),
    Mutant(
        "the farthest training pictures are called the nearest",
        "nnviz/explain/nearest.py",
        'order = np.argsort(distances, kind="stable")[:count]',
        'order = np.argsort(-distances, kind="stable")[:count]',
        ("tests/explain/test_nearest.py",),
    ),
)
