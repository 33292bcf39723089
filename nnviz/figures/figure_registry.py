"""All interactive figures. A new one is a folder beside these, and a line here."""

from __future__ import annotations

from nnviz.figures.activation.figure import ActivationFigure
from nnviz.figures.collapse.figure import CollapseFigure
from nnviz.figures.descent.figure import DescentFigure
from nnviz.figures.figure import Figure
from nnviz.figures.luck.figure import LuckFigure
from nnviz.figures.matrix.figure import MatrixFigure
from nnviz.figures.moving_parts.figure import MovingPartsFigure
from nnviz.figures.neuron.figure import NeuronFigure
from nnviz.figures.rain.figure import RainFigure
from nnviz.figures.two_errors.figure import TwoErrorsFigure
from nnviz.figures.two_outputs.figure import TwoOutputsFigure
from nnviz.figures.two_two_two.figure import TwoTwoTwoFigure

FIGURES: tuple[type[Figure], ...] = (
    NeuronFigure,
    RainFigure,
    CollapseFigure,
    ActivationFigure,
    TwoOutputsFigure,
    DescentFigure,
    MatrixFigure,
    MovingPartsFigure,
    TwoTwoTwoFigure,
    TwoErrorsFigure,
    LuckFigure,
)


def figure_named(name: str) -> type[Figure]:
    """The figure of that name. Raises `KeyError` if there is none."""
    return {figure.spec.name: figure for figure in FIGURES}[name]
