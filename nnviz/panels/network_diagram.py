"""The network itself: its pixels, hidden units and outputs, and every connection between them, live.

The connections are a picture made by `edge_worker` off the GUI thread; the neurons are painted here on top of
it at frame rate. Geometry is `diagram_layout`'s, words are `diagram_words`', strokes are `diagram_painter`'s.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget

from nnviz import theme
from nnviz.core.network import Network
from nnviz.core.neuron import Neuron, Selection
from nnviz.core.snapshot import Snapshot
from nnviz.panels import diagram_painter as paint
from nnviz.panels import diagram_words as words
from nnviz.panels.diagram_layout import FOOTER, MARGIN, DiagramLayout, lay_out
from nnviz.panels.edge_drawing import EdgePicture, EdgeRequest, GapPicture, View, draw_edges_of
from nnviz.panels.edge_values import EdgeMode, edge_values
from nnviz.panels.edge_worker import EdgeWorker
from nnviz.panels.panel import Panel

_DIMMED_EDGES = 0.10
_LARGEST_SCALE = 24.0


class NetworkDiagram(Panel):
    """The diagram. Hovering a neuron leaves only its connections bright; a click pins it."""

    def __init__(self) -> None:
        super().__init__(
            "network_diagram",
            "Network",
            "Every connection of the network: pixels on the left, hidden units, outputs on the right; "
            "brightness is the activation a.",
        )
        self.mode = EdgeMode.SIGNAL
        self.strength, self.threshold = 1.0, 0.0
        self.view = View()
        self._mark: Network | None = None
        self._layout: DiagramLayout | None = None
        self._picture: EdgePicture | None = None
        self._highlight: list[GapPicture] = []
        self._highlight_of: Neuron | None = None
        self._generation = 0
        self._press: QPointF | None = None
        self._dragged = False
        self._worker = EdgeWorker()
        self._worker.ready.connect(self._take_picture)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(260, 220)
        self._make_header()

    def header_widgets(self) -> list[QWidget]:
        return [self._counter, self._modes]

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if self._layout is None or self._layout.sizes != snapshot.network.sizes:
            self._lay_out()
        self._request_edges()
        self.update()

    def show_selection(self, selection: Selection) -> None:
        self._draw_highlight()
        self.update()

    def apply_theme(self) -> None:
        self._invalidate()

    def set_mode(self, mode: EdgeMode) -> None:
        """Choose what the connections show."""
        self.mode = mode
        self._modes.setCurrentIndex(list(EdgeMode).index(mode))
        self._invalidate()

    def mark_weights(self) -> None:
        """Count changes from the weights of this moment on."""
        if self.snapshot is not None:
            self._mark = self.snapshot.network
            self._invalidate()

    def fit(self) -> None:
        """Show the whole network."""
        self._look(View())

    def _make_header(self) -> None:
        self._counter = QLabel()
        self._counter.setProperty("muted", True)
        self._counter.setToolTip("How many connections are drawn, and how many there are.")
        self._modes = QComboBox()
        self._modes.setProperty("flat", True)
        self._modes.setAccessibleName("What the connections show")
        self._modes.setToolTip("What the colour and brightness of a connection stand for.")
        for mode in EdgeMode:
            self._modes.addItem(mode.value)
            self._modes.setItemData(self._modes.count() - 1, mode.explanation, Qt.ItemDataRole.ToolTipRole)
        self._modes.activated.connect(lambda index: self.set_mode(list(EdgeMode)[index]))
        mark = QAction("Count changes from now", self)
        mark.setObjectName("mark_weights")
        mark.setToolTip("Δw then shows how far each weight w has moved since this moment.")
        mark.triggered.connect(self.mark_weights)
        self.addAction(mark)

    def _lay_out(self) -> None:
        if self.snapshot is not None:
            self._layout = lay_out(self.width(), self.height(), self.snapshot.network.sizes)
            self._picture = None
            self._invalidate()

    def _since(self, snapshot: Snapshot) -> Network:
        mark = self._mark
        return mark if mark is not None and mark.sizes == snapshot.network.sizes else snapshot.start

    def _request(self) -> EdgeRequest | None:
        if self.snapshot is None or self._layout is None:
            return None
        now = theme.colours()
        return EdgeRequest(
            self.snapshot,
            self._since(self.snapshot),
            self.mode,
            self._layout,
            self.view,
            self.width(),
            self.height(),
            self.devicePixelRatioF(),
            self.strength,
            self.threshold,
            now.positive,
            now.negative,
            self._generation,
        )

    def _request_edges(self) -> None:
        request = self._request()
        if request is not None and self.isVisible():
            self._worker.submit(request)

    def _invalidate(self) -> None:
        self._generation += 1
        self._request_edges()
        self._draw_highlight()
        self.update()

    def _take_picture(self) -> None:
        picture = self._worker.take()
        if picture is not None and picture.request.generation == self._generation:
            self._picture = picture
            self._counter.setText(words.counter(picture.drawn, picture.total))
            self._draw_highlight()
        self.update()

    def _draw_highlight(self) -> None:
        neuron, request = self._shown(), self._request()
        self._highlight = []
        if neuron is not None and request is not None and self._worker.prepared:
            self._highlight = draw_edges_of(request, neuron)

    def _shown(self) -> Neuron | None:
        shown = self.selection.shown
        return shown if shown is not None and self._layout is not None and self._layout.has(shown) else None

    def _look(self, view: View) -> None:
        if view != self.view:
            self.view = view
            self._invalidate()

    def _zoom(self, factor: float, at: QPointF) -> None:
        scale = min(max(self.view.scale * factor, 1.0), _LARGEST_SCALE)
        factor = scale / self.view.scale
        self._look_within(
            View(scale, at.x() - factor * (at.x() - self.view.dx), at.y() - factor * (at.y() - self.view.dy))
        )

    def _look_within(self, view: View) -> None:
        """Keep some of the diagram in sight."""
        left, top = self.width() * (1 - view.scale), self.height() * (1 - view.scale)
        self._look(View(view.scale, min(max(view.dx, left), 0.0), min(max(view.dy, top), 0.0)))

    def _in_diagram(self, point: QPointF) -> QPointF:
        return (point - QPointF(self.view.dx, self.view.dy)) / self.view.scale

    def _neuron_at(self, point: QPointF) -> Neuron | None:
        at = self._in_diagram(point)
        return None if self._layout is None else self._layout.neuron_at(at.x(), at.y())

    def _paint_edges(self, painter: QPainter, gaps: list[GapPicture], view: View) -> None:
        painter.save()
        if view != self.view:  # an older picture, moved to about where the new one will be
            factor = self.view.scale / view.scale
            painter.translate(self.view.dx - factor * view.dx, self.view.dy - factor * view.dy)
            painter.scale(factor, factor)
        for gap in gaps:
            painter.drawImage(QPointF(gap.x, gap.y), gap.image)
        painter.restore()

    def _paint_diagram(self, painter: QPainter, snapshot: Snapshot, layout: DiagramLayout) -> None:
        shown = self._shown()
        if self._picture is not None:
            painter.setOpacity(1.0 if shown is None else _DIMMED_EDGES)
            self._paint_edges(painter, self._picture.gaps, self._picture.request.view)
            painter.setOpacity(1.0)
        painter.save()
        painter.translate(self.view.dx, self.view.dy)
        painter.scale(self.view.scale, self.view.scale)
        image, title = self._retina(snapshot, shown)
        paint.paint_retina(painter, layout, image, title)
        painter.restore()
        self._paint_edges(painter, self._highlight, self.view)
        painter.save()
        painter.translate(self.view.dx, self.view.dy)
        painter.scale(self.view.scale, self.view.scale)
        for layer in range(2, layout.layers):
            only = shown if shown is not None and shown.layer == layer else None
            paint.paint_hidden(painter, layout, layer, snapshot.activations[layer - 1], only)
        only = shown if shown is not None and shown.layer == layout.layers else None
        paint.paint_outputs(painter, layout, snapshot, snapshot.outputs, only)
        if shown is not None:
            paint.paint_ring(painter, layout, shown)
        painter.restore()

    def _retina(self, snapshot: Snapshot, shown: Neuron | None) -> tuple[QImage, str]:
        if shown is not None and shown.layer == 2:
            values = edge_values(snapshot, self.mode, self._since(snapshot)).gaps[0][shown.index]
            return paint.signed_image(values), f"{self.mode.value} of {shown.name(snapshot.layers)}"
        see_through = self.mode.needs_probe and shown is None
        return paint.retina_image(snapshot.probe.image, see_through), words.retina_title(snapshot)

    def _paint_footer(self, painter: QPainter, snapshot: Snapshot, layout: DiagramLayout) -> None:
        baseline = self.height() - MARGIN
        picture = self._picture
        if picture is None:
            remark = "" if self._worker.prepared else "preparing the connections…"
        else:
            remark = words.remark(
                snapshot, self.mode, picture.drawn, picture.finite, self._mark is self._since(snapshot)
            )
        paint.paint_legend(painter, layout.retina.x, baseline, self.mode.signs)
        if remark:
            painter.setPen(theme.colours().muted)
            painter.drawText(QPointF(layout.retina.x, baseline - FOOTER), remark)

    def paintEvent(self, event: QPaintEvent) -> None:
        snapshot, layout = self.snapshot, self._layout
        if snapshot is None or layout is None or layout.sizes != snapshot.network.sizes:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_diagram(painter, snapshot, layout)
        self._paint_footer(painter, snapshot, layout)
        shown = self._shown()
        if shown is not None:
            x, y = layout.centre(shown)
            near = QPointF(x, y) * self.view.scale + QPointF(self.view.dx, self.view.dy)
            area = QRectF(self.rect()).adjusted(4, 4, -4, -4)
            paint.paint_tip(painter, near, words.neuron_tip(snapshot, shown), area)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._press is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = at - self._press
            if self._dragged or moved.manhattanLength() >= QApplication.startDragDistance():
                self._dragged = True
                self._press = at
                self._look_within(View(self.view.scale, self.view.dx + moved.x(), self.view.dy + moved.y()))
            return
        neuron = self._neuron_at(at)
        if neuron != self.selection.hovered:
            self.neuron_hovered.emit(neuron)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press, self._dragged = event.position(), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._press is not None:
            neuron = self._neuron_at(event.position())
            if not self._dragged and neuron is not None:
                self.neuron_clicked.emit(neuron)
            self._press = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        middle = QPointF(self.width() / 2, self.height() / 2)
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(1.25, middle)
        elif event.key() == Qt.Key.Key_Minus:
            self._zoom(0.8, middle)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.selection.hovered is not None:
            self.neuron_hovered.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        self._worker.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._worker.stop()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._worker.stop()
        super().closeEvent(event)
