"""What part of the diagram is on screen: zoom and pan as pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_SCALE = 24.0


@dataclass(frozen=True)
class View:
    """A point (x, y) of the diagram lies at scale · (x, y) + (dx, dy) in the panel; scale 1 fits."""

    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def to_panel(self, x: float, y: float) -> tuple[float, float]:
        """From the diagram to the panel."""
        return self.scale * x + self.dx, self.scale * y + self.dy

    def to_diagram(self, x: float, y: float) -> tuple[float, float]:
        """From the panel to the diagram."""
        return (x - self.dx) / self.scale, (y - self.dy) / self.scale

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Larger by `factor`, with the point of the panel at (x, y) staying where it is."""
        scale = min(max(self.scale * factor, 1.0), LARGEST_SCALE)
        factor = scale / self.scale
        return View(scale, x - factor * (x - self.dx), y - factor * (y - self.dy))

    def panned(self, right: float, down: float) -> View:
        """Moved by that many of the panel's pixels."""
        return View(self.scale, self.dx + right, self.dy + down)

    def within(self, width: float, height: float) -> View:
        """The nearest view that leaves no part of a panel of that size beyond the diagram."""
        left, top = width * (1 - self.scale), height * (1 - self.scale)
        return View(self.scale, min(max(self.dx, left), 0.0), min(max(self.dy, top), 0.0))
