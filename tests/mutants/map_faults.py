"""Faults in the map of hidden space: its numbers, its dots, what a lasso holds."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_MAP = "nnviz/panels/hidden_map/"
_NUMBERS = "nnviz/explain/hidden_map.py"
_OF_NUMBERS = ("tests/explain/test_hidden_map.py",)
_OF_PLACES = ("tests/panels/hidden_map/test_map_view.py",)
_OF_PANEL = ("tests/panels/hidden_map/test_panel.py",)

MAP_FAULTS = (
    Mutant(
        "the map does not start from the mean",
        _NUMBERS,
        "(activations - self.mean) @ self.directions",
        "activations @ self.directions",
        _OF_NUMBERS,
    ),
    Mutant(
        "the share of the variance is that of one direction",
        _NUMBERS,
        "float(variances.sum() / total)",
        "float(variances[-1] / total)",
        _OF_NUMBERS,
    ),
    Mutant(
        "the map is turned the wrong way",
        _NUMBERS,
        "turn: Floats = left @ right",
        "turn: Floats = (left @ right).T",
        _OF_NUMBERS,
    ),
    Mutant(
        "an overlap is counted one way only",
        _NUMBERS,
        "(strayed + strayed.T)",
        "(2 * strayed)",
        _OF_NUMBERS,
    ),
    Mutant(
        "the map is upside down",
        _MAP + "map_view.py",
        "(self.scale, -self.scale)",
        "(self.scale, self.scale)",
        _OF_PLACES,
    ),
    Mutant(
        "a lasso holds what lies on one side of it",
        _MAP + "map_view.py",
        "found ^= crosses",
        "found |= crosses",
        _OF_PLACES,
    ),
    Mutant(
        "the ring of a mistake has the answer's colour",
        _MAP + "map_dots.py",
        "[dots.said[wrong], between, dots.colours[wrong]]",
        "[dots.colours[wrong], between, dots.said[wrong]]",
        _OF_PLACES,
    ),
    Mutant(
        "another run turns the map over",
        _MAP + "orientation.py",
        "return self._last  # of",
        "return None  # of",
        _OF_PLACES,
    ),
    Mutant(
        "a lasso catches what is not on the map",
        _MAP + "map_canvas.py",
        "caught = self.shown & inside(",
        "caught = inside(",
        _OF_PANEL,
    ),
    Mutant(
        "the star stays where it was",
        _MAP + "panel.py",
        "            self.canvas.star = its\n",
        "            self.canvas.star = self.canvas.star if its is None else found.points[3]\n",
        _OF_PANEL,
    ),
)
