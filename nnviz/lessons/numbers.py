"""Numbers as lessons write them."""

from __future__ import annotations

import re

from nnviz.lessons.fault import Wrong

_NUMBER = re.compile(r"[-−+]?(?:\d[\d,]*)?(?:\.\d+)?(?:e[-−+]?\d+)?")


def read_number(text: str) -> float:
    """The number in a text such as "90 %", "1,000" or "−0.5"; per cent are hundredths. Raises `Wrong`."""
    bare = text.removesuffix("%").strip()
    if not bare or not any(c.isdigit() for c in bare) or _NUMBER.fullmatch(bare) is None:
        raise Wrong(f"“{text}” is no number", "Write one such as 0.5, 1,000 or 90 %.")
    number = float(bare.replace(",", "").replace("−", "-"))
    return number / 100 if text.endswith("%") else number
