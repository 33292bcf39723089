"""Charts of studies as files, painted without a window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

from nnviz.experiments.charts import Chart
from nnviz.widgets import theme
from nnviz.window.application import make_application
from nnviz.window.documents.widget_pictures import svg_of
from nnviz.window.experiments.chart_view import ChartView


def chart_svgs(charts: Sequence[Chart]) -> list[bytes]:
    """Each chart as SVG, in the light scheme. Makes the application that Qt paints with, if there is none."""
    if QApplication.instance() is None:
        make_application(theme.Scheme.LIGHT)
    pictures = []
    for chart in charts:
        view = ChartView(chart)
        view.resize(view.sizeHint())
        pictures.append(svg_of(view))
        view.deleteLater()
    return pictures
