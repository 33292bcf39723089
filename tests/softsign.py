"""An activation that the program has never heard of: nothing of it but the mathematics is written."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.learning.activations import Activation


class Softsign(Activation):
    name, title, low, high = "softsign", "Softsign", -1.0, 1.0

    @staticmethod
    def value(z: Any) -> Any:
        return z / (1 + np.abs(z))

    @staticmethod
    def slope(z: Any, a: Any) -> Any:
        return (1 - np.abs(a)) ** 2
