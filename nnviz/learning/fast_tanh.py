"""tanh of a float32 in a few additions and multiplications, many of them at once. Compiled code only.

Method: 1 − 2 / (e²ˣ + 1) for large |x|, and for small ones, where that would lose digits, the polynomial of
S. L. Moshier's Cephes library; within 2 units in the last place.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import types
from numba.extending import overload

from nnviz.learning import maths
from nnviz.learning.compiled import compiled
from nnviz.learning.fast_exp import fast_exp

_P0, _P1, _P2, _P3, _P4 = (
    np.float32(factor)
    for factor in (
        -5.70498872745e-3,
        2.06390887954e-2,
        -5.37397155531e-2,
        1.33314422036e-1,
        -3.33332819422e-1,
    )
)
_NEAR, _ONE, _TWO = np.float32(0.625), np.float32(1), np.float32(2)


@compiled(fastmath={"contract"}, error_model="numpy")
def fast_tanh(x: Any) -> Any:
    """tanh x, float32 to float32. NaN stays NaN."""
    size = abs(x)
    far = math.copysign(_ONE - _TWO / (fast_exp(size + size) + _ONE), x)
    square = x * x
    power = (((_P0 * square + _P1) * square + _P2) * square + _P3) * square + _P4
    near = power * square * x + x
    return near if size < _NEAR else far


@overload(maths.exp)
def _compiled_exp(x: Any) -> Any:
    def exp(x: Any) -> Any:
        return fast_exp(x)

    return exp


@overload(maths.tanh)
def _compiled_tanh(x: Any) -> Any:
    def in_float32(x: Any) -> Any:
        return fast_tanh(x)

    def in_float64(x: Any) -> Any:
        return math.tanh(x)

    return in_float32 if x == types.float32 else in_float64
