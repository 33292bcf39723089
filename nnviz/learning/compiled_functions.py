"""The compiled twins of activations and costs: their own formulas, over the neurons of a layer.

The kernel calls them by address, once for each layer and example. So one compiled kernel serves every kind of
network, and whoever adds an activation or a cost writes nothing here: `value` and `slope`, `of` and
`derivative` are compiled as they stand. Where a function is no formula of one neuron, as softmax is not, its
class says with loops what it does (`fill`, `of_one`).
"""

from __future__ import annotations

import functools
import inspect
import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from llvmlite import ir as llvm
from numba import carray, njit, types  # type: ignore[attr-defined]
from numba.core import ir
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import FunctionPass, register_pass
from numba.core.untyped_passes import IRProcessing
from numba.extending import intrinsic

from nnviz.learning import fast_tanh  # noqa: F401 — from here on, `maths` is compiled as the fast one
from nnviz.learning.activations import Activation
from nnviz.learning.architecture import Architecture
from nnviz.learning.compiled import callback
from nnviz.learning.costs import Cost
from nnviz.learning.kernel_types import Functions

# Sums may be reordered (which lets them be vectorised), but NaN and infinity keep their meaning. And what is
# divided by zero is infinite, as in NumPy: to check for it would keep loops from being vectorised.
MATHS: dict[str, Any] = {"fastmath": {"reassoc", "contract", "arcp", "nsz"}, "error_model": "numpy"}

# Of functions that `train` calls for every example: they allocate nothing and return no arrays, so that
# nobody has to count who holds one, which would take a twentieth of the time.
BORROWING: dict[str, Any] = {"_nrt": False, **MATHS}

_Function = Callable[..., Any]


def functions_of(architecture: Architecture, dtype: Any = np.float32) -> Functions:
    """Those of a kind of network, for float32 or float64; the first time, they are compiled or loaded."""
    hidden, output, cost = (
        architecture.hidden_function,
        architecture.output_function,
        architecture.cost_function,
    )
    kind = np.dtype(dtype).type
    return Functions(
        _value_row(hidden, kind).address,
        _slope_row(hidden, kind).address,
        _value_row(output, kind).address,
        _error_row(cost, output, kind).address,
    )


@functools.cache
def _value_row(function: Activation, kind: Any) -> Any:
    if function.fill is not None:
        fill = njit(**MATHS)(function.fill)

        def row(z: Any, a: Any, delta: Any, label: int, n: int) -> float:
            fill(carray(z, n), carray(a, n))
            return 0.0
    else:
        value = _in_precision(function.value)

        def row(z: Any, a: Any, delta: Any, label: int, n: int) -> float:
            for j in range(n):
                a[j] = value(z[j])
            return 0.0

    return _made(row, kind, function)


@functools.cache
def _slope_row(function: Activation, kind: Any) -> Any:
    slope = _in_precision(function.slope)

    def row(z: Any, a: Any, delta: Any, label: int, n: int) -> float:
        for j in range(n):
            delta[j] *= slope(z[j], a[j])
        return 0.0

    return _made(row, kind, function)


@functools.cache
def _error_row(cost: Cost, output: Activation, kind: Any) -> Any:
    derivative, slope = _in_precision(cost.derivative), _in_precision(output.slope)
    part, whole = _parts_of(cost)
    zero, one = kind(0), kind(1)

    # In this order the compiler multiplies as it did for earlier versions, with the same rounding: a run that
    # one of them saved goes on to the very same numbers.
    if cost.cancels_slope:

        def row(z: Any, a: Any, delta: Any, label: int, n: int) -> float:
            total = whole(carray(z, n), carray(a, n), label)
            for j in range(n):
                total += part(np.float64(z[j]), np.float64(a[j]), 1.0 if j == label else 0.0)
                delta[j] = a[j] - one if j == label else a[j]
            return total  # type: ignore[no-any-return]
    else:

        def row(z: Any, a: Any, delta: Any, label: int, n: int) -> float:
            total = whole(carray(z, n), carray(a, n), label)
            for j in range(n):
                by_a = derivative(a[j], one) if j == label else derivative(a[j], zero)
                total += part(np.float64(z[j]), np.float64(a[j]), 1.0 if j == label else 0.0)
                delta[j] = by_a * slope(z[j], a[j])
            return total  # type: ignore[no-any-return]

    return _made(row, kind, cost, output)


def _parts_of(cost: Cost) -> tuple[Any, Any]:
    """What each output adds to C, and what they add all together; one of them is nothing."""

    def nothing(z: Any, a: Any, y: Any) -> float:
        return 0.0

    in_float64 = njit(**MATHS)
    if cost.of_one is not None:
        return in_float64(nothing), in_float64(cost.of_one)
    return in_float64(cost.of), in_float64(nothing)


def _made(row: _Function, kind: Any, *parts: object) -> Any:
    """The row compiled for numbers of that kind, kept under the names of what it is made of."""
    numbers = types.CPointer(types.float32 if kind is np.float32 else types.float64)  # type: ignore[no-untyped-call]
    signature = types.float64(numbers, numbers, numbers, types.intp, types.intp)
    names = [f"{type(part).__module__}.{type(part).__qualname__}" for part in parts]
    row.__qualname__ = ".".join([row.__qualname__.split(".")[0], *names])
    return callback(row, signature, [_file_of(type(part)) for part in parts], **MATHS)


def _file_of(made: type) -> Path | None:
    try:
        return Path(inspect.getfile(made))
    except (OSError, TypeError):  # typed in at a prompt
        return None


@intrinsic
def _call_row(typing: Any, function: Any, z: Any, a: Any, delta: Any, at: Any, label: Any, n: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        function, *arrays, at, label, n = arguments
        places = [
            builder.gep(context.make_array(kind)(context, builder, array).data, [at])
            for kind, array in zip(signature.args[1:4], arrays, strict=True)
        ]
        kinds = [place.type for place in places] + [label.type, n.type]
        called = llvm.FunctionType(llvm.DoubleType(), kinds).as_pointer()
        return builder.call(builder.inttoptr(function, called), [*places, label, n])

    number = types.intp
    return types.float64(number, z, a, delta, number, number, number), generate


call_row: Any = _call_row
"""Call the function at an address with z, a and δ from place `at` on, a label and the number of neurons."""


def _in_precision(formula: _Function) -> Any:
    """A formula compiled so that the numbers written in it have the precision of what it is given."""
    return njit(pipeline_class=_InPrecision, **MATHS)(formula)


@register_pass(mutates_CFG=False, analysis_only=False)  # type: ignore[no-untyped-call]
class _ConstantsInPrecision(FunctionPass):
    """Makes the 1 of `1 - a` a float32 where a is one: as in NumPy, and twice as fast as in float64."""

    _name = "constants_in_precision"

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def run_pass(self, state: Any) -> bool:
        kind = np.dtype(str(state.args[0])).type
        blocks = state.func_ir.blocks.values()
        powers = {
            found.rhs.name
            for block in blocks
            for found in block.find_exprs("binop")
            if found.fn is operator.pow  # whose right-hand side stays a whole number
        }
        for block in blocks:
            for line in block.find_insts(ir.Assign):
                constant, name = line.value, line.target.name
                is_number = isinstance(constant, ir.Const) and type(constant.value) in (int, float)
                if is_number and name not in powers:
                    line.value = ir.Const(kind(constant.value), constant.loc)  # type: ignore[no-untyped-call]
        return True


class _InPrecision(CompilerBase):
    def define_pipelines(self) -> list[Any]:
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)  # type: ignore[no-untyped-call]
        passes.add_pass_after(_ConstantsInPrecision, IRProcessing)
        passes.finalize()
        return [passes]
