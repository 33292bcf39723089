"""Files damaged at random."""

from __future__ import annotations

import random


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, a piece cut, doubled, moved, or a number of the header made extreme."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.choice([chance.randrange(len(data) or 1), chance.randrange(20)])
        length = chance.choice([1, 4, 100, 5000])
        kind = chance.randrange(5)
        if kind == 0:
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del data[at : at + length]
        elif kind == 2:
            data[at:at] = data[at : at + length] * chance.randint(1, 3)
        elif kind == 3:
            data[at : at + 4] = chance.choice([0, 1, 2**31, 2**32 - 1, 10**6]).to_bytes(4, "big")
        else:
            data[at:at] = chance.randbytes(length)
    return bytes(data)
