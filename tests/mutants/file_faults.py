"""Faults in what is written: pictures, films, tables, unsaved work."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

FILE_FAULTS = (
    Mutant(
        "what changes while unsaved work is written is forgotten",
        "nnviz/documents/autosave.py",
        "self._again = True",
        "self._again = False",
        ("tests/documents/test_sessions.py",),
    ),
    Mutant(
        "the table of the curve has train and test exchanged",
        "nnviz/core/export.py",
        "(curve.examples, curve.test_accuracy, curve.train_accuracy, curve.cost)",
        "(curve.examples, curve.train_accuracy, curve.test_accuracy, curve.cost)",
        ("tests/core/test_export.py",),
    ),
    Mutant(
        "exported weights are transposed",
        "nnviz/core/export.py",
        "np.ascontiguousarray(weights)",
        "np.ascontiguousarray(weights.T)",
        ("tests/core/test_export.py",),
    ),
)
