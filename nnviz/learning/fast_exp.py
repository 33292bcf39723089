"""eˣ of a float32 in a few additions and multiplications, many of them at once. Compiled code only.

The C library's `expf`, called number by number, takes a fifth of the training's time. Method: x = n ln 2 + r
with |r| ≤ ½ ln 2, and eˣ = 2ⁿ eʳ with the polynomial of S. L. Moshier's Cephes library; within 2 units in the
last place. No instruction here may be reordered: r is exact only so.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

_FLOAT, _INT = ir.FloatType(), ir.IntType(32)
_FUSED = ("contract",)  # a product and a sum may be one instruction; nothing else may change
_OVERFLOWS, _VANISHES = 88.72283, -87.33654  # where eˣ is no longer a normal float32
_LOG2_E, _LN2_HIGH, _LN2_LOW = 1.44269504088896341, 0.693359375, -2.12194440e-4
_ROUNDER, _ROUNDER_BITS = 1.5 * 2**23, 0x4B400000  # added, it leaves n in the lowest bits
_POLYNOMIAL = (
    1.9875691500e-4,
    1.3981999507e-3,
    8.3334519073e-3,
    4.1665795894e-2,
    1.6666665459e-1,
    5.0000001201e-1,
)


@intrinsic
def _exp(typing: Any, x: Any) -> Any:
    if x == types.float64:
        return types.float64(x), _library_exp
    return types.float32(types.float32), _float32_exp


def _library_exp(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    kind = ir.FunctionType(ir.DoubleType(), [ir.DoubleType()])
    return builder.call(builder.module.declare_intrinsic("llvm.exp", [ir.DoubleType()], kind), arguments)


def _float32_exp(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    def number(value: float) -> Any:
        return ir.Constant(_FLOAT, value)

    def fused(a: Any, b: Any, c: Any) -> Any:
        return builder.fadd(builder.fmul(a, b, flags=_FUSED), c, flags=_FUSED)

    (x,) = arguments
    above = builder.fcmp_ordered(">", x, number(_OVERFLOWS))
    below = builder.fcmp_ordered("<", x, number(_VANISHES))
    bounded = builder.select(above, number(_OVERFLOWS), builder.select(below, number(_VANISHES), x))
    rounded = fused(bounded, number(_LOG2_E), number(_ROUNDER))
    n = builder.fsub(rounded, number(_ROUNDER), flags=_FUSED)
    r = fused(n, number(-_LN2_LOW), fused(n, number(-_LN2_HIGH), bounded))
    power = number(_POLYNOMIAL[0])
    for factor in _POLYNOMIAL[1:]:
        power = fused(power, r, number(factor))
    square = builder.fmul(r, r, flags=_FUSED)
    power = fused(power, square, builder.fadd(r, number(1.0), flags=_FUSED))
    # 2ⁿ in two halves: for the largest x, n is 128, which has no float32 of its own.
    exponent = builder.sub(builder.bitcast(rounded, _INT), ir.Constant(_INT, _ROUNDER_BITS))
    half = builder.ashr(exponent, ir.Constant(_INT, 1))
    for part in (half, builder.sub(exponent, half)):
        bits = builder.shl(builder.add(part, ir.Constant(_INT, 127)), ir.Constant(_INT, 23))
        power = builder.fmul(power, builder.bitcast(bits, _FLOAT), flags=_FUSED)
    power = builder.select(above, number(float("inf")), power)
    return builder.select(below, number(0.0), power)


fast_exp: Any = _exp
"""eˣ, float32 to float32. Beyond the range of float32 it is 0 or infinity; NaN stays NaN.

A float64 is left to the C library: only checks compute with it.
"""
