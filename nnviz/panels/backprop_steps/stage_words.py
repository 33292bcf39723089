"""Each stage in plain sentences, with this walk's own numbers, and what comes next.

Every claim is made of numbers that are compared here; what they do not show is not said.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nnviz.explain.walk import Walk
from nnviz.panels.backprop_steps.backward_words import gradients, hidden_error, output_error
from nnviz.panels.backprop_steps.forward_words import cost, hidden, outputs, pixels
from nnviz.panels.backprop_steps.stages import Kind, Stage
from nnviz.panels.backprop_steps.step_words import again, step


def words(walk: Walk, stage: Stage) -> tuple[str, str]:
    """What a stage says about this digit, and what the next stage does."""
    if not walk.is_finite:
        return _not_finite(walk), "Reset the run, or go back on the timeline to before it happened."
    tell: dict[Kind, Callable[[Walk, Stage], tuple[str, str]]] = {
        Kind.PIXELS: pixels,
        Kind.HIDDEN: hidden,
        Kind.OUTPUTS: outputs,
        Kind.COST: cost,
        Kind.OUTPUT_ERROR: output_error,
        Kind.HIDDEN_ERROR: hidden_error,
        Kind.GRADIENTS: gradients,
        Kind.STEP: step,
        Kind.AGAIN: again,
    }
    here, after = tell[stage.kind](walk, stage)
    supposed = not walk.told and stage.kind not in (Kind.PIXELS, Kind.HIDDEN, Kind.OUTPUTS)
    return (f"If it were a {walk.label}: {here}" if supposed else here), after


def _not_finite(walk: Walk) -> str:
    parameters = [*walk.network.weights, *walk.network.biases]
    broken = sum(int((~np.isfinite(array)).sum()) for array in parameters)
    total = sum(array.size for array in parameters)
    if broken:
        return (
            f"{broken:,} of the {total:,} weights and biases are no longer finite numbers, so nothing that "
            "is computed with them is one either."
        )
    return "The weights have grown so large that their products are no longer finite numbers."
