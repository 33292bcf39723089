"""Telling the processor what memory will be read soon. Compiled code only."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic


@intrinsic
def _prefetch(typing: Any, array: Any, index: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        flag = ir.IntType(32)
        pointer = ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [pointer, flag, flag, flag])
        function = builder.module.declare_intrinsic("llvm.prefetch", [pointer], kind)
        place = builder.bitcast(builder.gep(data, [arguments[1]]), pointer)
        to_read, near, is_data = (ir.Constant(flag, value) for value in (0, 3, 1))
        builder.call(function, [place, to_read, near, is_data])
        return context.get_dummy_value()

    return types.none(array, types.intp), generate


prefetch: Any = _prefetch
"""Begin to load the memory around array[index]. No number changes; an index beyond the end is harmless."""
