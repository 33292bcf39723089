"""Faults in what is written: pictures, films, tables, unsaved work."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_FILM = ("tests/window/documents/test_film.py",)

FILE_FAULTS = (
    Mutant(
        "a film goes without its last moment",
        "nnviz/window/documents/film.py",
        "self._moments = moments_of(latest.curve, film_format.most)",
        "self._moments = moments_of(latest.curve, film_format.most)[:-1]",
        _FILM,
    ),
    Mutant(
        "a thinned film ends a moment early",
        "nnviz/window/documents/film.py",
        "np.linspace(0, len(points) - 1, min(len(points), most))",
        "np.linspace(0, len(points) - 2, min(len(points), most))",
        _FILM,
    ),
    Mutant(
        "a film's caption tells the accuracy of the moment before",
        "nnviz/window/documents/film.py",
        "accuracy = float(curve.test_accuracy[min(point, len(curve) - 1)])",
        "accuracy = float(curve.test_accuracy[max(min(point, len(curve) - 1) - 1, 0)])",
        _FILM,
    ),
    Mutant(
        "what changes while unsaved work is written is forgotten",
        "nnviz/window/documents/autosave.py",
        "self._again = True",
        "self._again = False",
        ("tests/window/documents/test_sessions.py",),
    ),
    Mutant(
        "the table of the curve has train and test exchanged",
        "nnviz/export/csv.py",
        "(curve.examples, curve.test_accuracy, curve.train_accuracy, curve.cost, ",
        "(curve.examples, curve.train_accuracy, curve.test_accuracy, curve.cost, ",
        ("tests/export/test_csv.py",),
    ),
    Mutant(
        "exported weights are transposed",
        "nnviz/export/npz.py",
        "np.ascontiguousarray(weights)",
        "np.ascontiguousarray(weights.T)",
        ("tests/export/test_npz.py",),
    ),
)
