"""All panels with a place of their own. A new one is a folder beside these, and a line here."""

from __future__ import annotations

from nnviz.panels.backprop_steps.panel import BackpropSteps
from nnviz.panels.biography.panel import BiographyPanel
from nnviz.panels.drawing_pad.panel import DrawingPad
from nnviz.panels.evaluation.panel import EvaluationPanel
from nnviz.panels.hidden_map.panel import HiddenMapPanel
from nnviz.panels.hidden_units.panel import HiddenUnits
from nnviz.panels.landscape.panel import LandscapePanel
from nnviz.panels.learning_curve.panel import LearningCurve
from nnviz.panels.lesson.panel import LessonPanel
from nnviz.panels.live_predictions.panel import LivePredictions
from nnviz.panels.network_diagram.panel import NetworkDiagram
from nnviz.panels.neuron_inspector.panel import NeuronInspector
from nnviz.panels.panel import Panel
from nnviz.panels.teachers.panel import TeachersPanel
from nnviz.panels.timeline.panel import Timeline
from nnviz.panels.why.panel import Why

PANELS: tuple[type[Panel], ...] = (
    LessonPanel,
    HiddenUnits,
    NeuronInspector,
    NetworkDiagram,
    BackpropSteps,
    Why,
    TeachersPanel,
    BiographyPanel,
    EvaluationPanel,
    HiddenMapPanel,
    LandscapePanel,
    DrawingPad,
    LivePredictions,
    LearningCurve,
    Timeline,
)
