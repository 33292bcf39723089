"""Charts of studies as files, painted without a window."""

from __future__ import annotations

from collections.abc import Sequence

from nnviz.experiments.charts import Chart
from nnviz.window.documents.widget_pictures import svg_of
from nnviz.window.experiments.chart_view import ChartView


def chart_svgs(charts: Sequence[Chart]) -> list[bytes]:
    """Each chart as SVG, in the scheme of the application, which there must be."""
    pictures = []
    for chart in charts:
        view = ChartView(chart)
        view.resize(view.sizeHint())
        pictures.append(svg_of(view))
        view.deleteLater()
    return pictures
