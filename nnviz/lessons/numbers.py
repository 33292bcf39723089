"""Numbers as lessons write them."""

from __future__ import annotations

import math
import re

from nnviz.lessons.fault import Wrong

_LARGEST = 1e12
_NUMBER = re.compile(r"[-−+]?(?:\d[\d,]*)?(?:\.\d+)?(?:e[-−+]?\d+)?")


def read_number(text: str) -> float:
    """The number in a text such as "90 %", "1,000" or "−0.5"; per cent are hundredths. Raises `Wrong`."""
    bare = text.removesuffix("%").strip()
    is_one = any(c.isdigit() for c in bare) and _NUMBER.fullmatch(bare) is not None
    number = float(bare.replace(",", "").replace("−", "-")) if is_one else math.nan
    if not abs(number) <= _LARGEST:
        raise Wrong(f"“{text}” is no number", "Write one such as 0.5, 1,000 or 90 %.")
    return number / 100 if text.endswith("%") else number
