"""Faults in what the other panels paint."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_PANELS = "nnviz/panels/"

PANEL_FAULTS = (
    Mutant(
        "connections have the colour of the other sign",
        _PANELS + "diagram/edge_kernel.py",
        "layer = flat[0] if value > 0 else flat[1]",
        "layer = flat[1] if value > 0 else flat[0]",
        ("tests/panels/test_edge_image.py",),
    ),
    Mutant(
        "the diagram's pixels stand upside down",
        _PANELS + "diagram/layout.py",
        "np.repeat(retina.y + pixels, SIDE)",
        "np.repeat(retina.y + pixels[::-1], SIDE)",
        ("tests/panels/diagram/test_layout.py",),
    ),
    Mutant(
        "a unit's image is turned",
        _PANELS + "units/images.py",
        "images.reshape(-1, SIDE, SIDE)",
        "images.reshape(-1, SIDE, SIDE).swapaxes(1, 2)",
        ("tests/panels/test_hidden_units.py",),
    ),
    Mutant(
        "after the mistakes, the surest right answers come first",
        _PANELS + "predictions/digit_pages.py",
        'np.argsort(zs[others].max(axis=1), kind="stable")',
        'np.argsort(-zs[others].max(axis=1), kind="stable")',
        ("tests/panels/test_live_predictions.py",),
    ),
)
