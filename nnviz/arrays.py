"""The types of arrays that the whole program speaks of."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

Floats = NDArray[Any]  # float32 in training, float64 in gradient checks
