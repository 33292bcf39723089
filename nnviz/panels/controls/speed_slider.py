"""The speed of training as a slider, from one example a second to everything the machine has."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSlider

from nnviz.number_text import speed_text

# Examples a second: 1, 2, 5, 10 … 100,000, and whatever the machine can do.
SPEEDS = (*(m * 10.0**power for power in range(5) for m in (1, 2, 5)), 100_000.0, math.inf)


def position_of(examples_per_second: float) -> int:
    """The slider's position nearest to a speed, on a logarithmic scale; beyond the last one it is "max"."""
    if examples_per_second > SPEEDS[-2]:
        return len(SPEEDS) - 1
    wanted = math.log(max(examples_per_second, SPEEDS[0]))
    return min(range(len(SPEEDS) - 1), key=lambda position: abs(math.log(SPEEDS[position]) - wanted))


class SpeedSlider(QSlider):
    """Sixteen speeds, three a decade, and "max" at the right end, where it starts."""

    speed_changed = Signal(float)  # examples a second, inf for max

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("speed")
        self.setAccessibleName("Speed")
        self.setRange(0, len(SPEEDS) - 1)
        self.setPageStep(3)
        self.setValue(self.maximum())
        self._explain()
        self.valueChanged.connect(self._changed)

    @property
    def speed(self) -> float:
        """The chosen speed, examples a second, inf for max."""
        return SPEEDS[self.value()]

    def set_speed(self, examples_per_second: float) -> None:
        """Choose the nearest speed there is."""
        self.setValue(position_of(examples_per_second))

    def _changed(self) -> None:
        self._explain()
        self.speed_changed.emit(self.speed)

    def _explain(self) -> None:
        chosen = "everything the machine has" if math.isinf(self.speed) else speed_text(self.speed)
        self.setToolTip(f"Speed: how many training examples a second go through, now {chosen}.")
        self.setAccessibleDescription(chosen)
