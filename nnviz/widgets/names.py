"""Names along a row of things that are closer together than the names are long."""

from __future__ import annotations

import math
from collections.abc import Collection


def named(count: int, needed: float, pitch: float, first: Collection[int] = ()) -> set[int]:
    """Which of `count` things have room for a name of the length `needed`, standing `pitch` apart.

    Those of `first` in any case; of the others every second, third … that keeps clear of them.
    """
    apart = max(math.ceil(needed / pitch), 1)
    others = (i for i in range(0, count, apart) if all(abs(i - taken) >= apart for taken in first))
    return {*first, *others}
