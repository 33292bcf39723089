"""Adding up rows of numbers, eight at a time: what the kernel spends its time on. Compiled code only.

LLVM vectorises such loops by itself, but stores every sum after each row. Here the sums of up to 104 columns
stay in the processor's registers over all rows. The vectors are LLVM's own, for any processor: it makes them
of smaller ones where there are none of eight numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

LANES = 8  # numbers in a vector
_FUSED = ("contract",)  # a product and a sum may be one instruction, where the processor has it

_INDEX = ir.IntType(32)


def _row_adder(vectors: int) -> Callable[..., None]:
    """What adds rows up, that many vectors of columns at once.

    They adjoin, except that the last begins at column `last`: where it overlaps the one before, it changes
    nothing. So a width need be no multiple of `LANES`.
    """

    @intrinsic
    def add(
        typing: Any,
        target: Any,
        at: Any,
        source: Any,
        first: Any,
        last: Any,
        offsets: Any,
        scales: Any,
        begin: Any,
        end: Any,
    ) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            target, at, source, first, last, offsets, scales, begin, end = (
                context.make_array(kind)(context, builder, value).data
                if isinstance(kind, types.Array)
                else value
                for kind, value in zip(signature.args, arguments, strict=True)
            )
            columns = [ir.Constant(last.type, v * LANES) for v in range(vectors - 1)] + [last]
            vector = ir.VectorType(target.type.pointee, LANES)
            nothing = ir.Constant(vector, [0.0] * LANES)
            sums = [cgutils.alloca_once(builder, vector) for _ in columns]  # type: ignore[no-untyped-call]
            for total in sums:
                builder.store(nothing, total)
            with cgutils.for_range_slice(builder, begin, end, ir.Constant(end.type, 1)) as (entry, _):
                factor = _spread(builder, builder.load(builder.gep(scales, [entry])), vector)
                offset = builder.sext(builder.load(builder.gep(offsets, [entry])), first.type)
                row = builder.gep(source, [builder.add(offset, first)])
                for column, total in zip(columns, sums, strict=True):
                    product = builder.fmul(factor, _load(builder, row, column, vector), flags=_FUSED)
                    builder.store(builder.fadd(product, builder.load(total), flags=_FUSED), total)
            row = builder.gep(target, [builder.add(at, first)])
            overlap = builder.trunc(builder.sub(ir.Constant(last.type, (vectors - 1) * LANES), last), _INDEX)
            lanes = ir.Constant(ir.VectorType(_INDEX, LANES), list(range(LANES)))
            is_new = builder.icmp_signed(">=", lanes, _spread(builder, overlap, lanes.type))
            for column, total in zip(columns, sums, strict=True):
                moved = builder.load(total)
                if column is last:
                    moved = builder.select(is_new, moved, nothing)
                place = _place(builder, row, column, vector)
                moved = builder.fadd(_load(builder, row, column, vector), moved, flags=_FUSED)
                builder.store(moved, place, align=_alignment(vector))
            return context.get_dummy_value()

        number = types.intp
        arguments = (target, number, source, number, number, offsets, scales, number, number)
        return types.none(*arguments), generate

    adder: Callable[..., None] = add
    return adder


def _alignment(vector: Any) -> int:
    """Rows begin anywhere, so that vectors are aligned as single numbers are."""
    return 4 if vector.element == ir.FloatType() else 8


def _place(builder: Any, row: Any, column: Any, vector: Any) -> Any:
    return builder.bitcast(builder.gep(row, [column]), vector.as_pointer())


def _load(builder: Any, row: Any, column: Any, vector: Any) -> Any:
    return builder.load(_place(builder, row, column, vector), align=_alignment(vector))


def _spread(builder: Any, number: Any, vector: Any) -> Any:
    """A vector of one number."""
    empty = ir.Constant(vector, ir.Undefined)
    first = builder.insert_element(empty, number, ir.Constant(_INDEX, 0))
    return builder.shuffle_vector(first, empty, ir.Constant(ir.VectorType(_INDEX, LANES), [0] * LANES))


# 13 sums, a factor and a row fill the 16 vector registers that most processors have.
_add_13, _add_7, _add_4, _add_2, _add_1 = (_row_adder(vectors) for vectors in (13, 7, 4, 2, 1))


@njit(nogil=True, inline="always")
def add_rows(
    target: Any, at: int, width: int, source: Any, offsets: Any, scales: Any, begin: int, end: int
) -> None:
    """target[at : at + width] += Σ scales[e] · source[offsets[e] : offsets[e] + width], e from begin to end.

    `target`, `source` and `scales` are contiguous vectors of one dtype, float32 or float64, `offsets` one of
    int32. The rows are summed up first, so that the target is rounded once; unless they are shorter than a
    vector.
    """
    first = 0
    if width < LANES:
        for e in range(begin, end):
            for column in range(width):
                target[at + column] += scales[e] * source[offsets[e] + column]
        first = width
    while width - first > 12 * LANES:
        _add_13(
            target, at, source, first, min(12 * LANES, width - first - LANES), offsets, scales, begin, end
        )
        first += 13 * LANES
    while width - first > 6 * LANES:
        _add_7(target, at, source, first, min(6 * LANES, width - first - LANES), offsets, scales, begin, end)
        first += 7 * LANES
    if width - first > 3 * LANES:
        _add_4(target, at, source, first, min(3 * LANES, width - first - LANES), offsets, scales, begin, end)
        first += 4 * LANES
    if width - first > LANES:
        _add_2(target, at, source, first, min(LANES, width - first - LANES), offsets, scales, begin, end)
        first += 2 * LANES
    if width > first:
        _add_1(target, at, source, first, width - first - LANES, offsets, scales, begin, end)
