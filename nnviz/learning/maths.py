"""The exponential and the hyperbolic tangent, of which activations and costs are made.

Here they are NumPy's. Compiled, they are those of `fast_exp.py` and `fast_tanh.py`, so that a formula that is
made of them is written once.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def exp(x: Any) -> Any:
    """eˣ, element by element; infinite where it is too large for the dtype."""
    with np.errstate(over="ignore"):
        return np.exp(x)


def tanh(x: Any) -> Any:
    """The hyperbolic tangent, element by element."""
    return np.tanh(x)
