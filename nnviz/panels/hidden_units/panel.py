"""Hidden units: what every unit of a hidden layer looks for, as a grid of small images.

A tile's border is the unit's activation for the input image. The images are made again only when the network
has changed; a new input image or selection costs a repaint alone.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.arrays import Floats
from nnviz.explain.full_size import activity
from nnviz.learning.neuron import Neuron, Selection, WeightChoice
from nnviz.panels.hidden_units import comparing
from nnviz.panels.hidden_units.tile_numbers import paint_tile_numbers
from nnviz.panels.hidden_units.unit_images import (
    UnitImages,
    difference_images,
    unit_images,
)
from nnviz.panels.hidden_units.unit_words import fault, summary, unit_tip
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.runs.snapshot import Comparison, RunSummary, Snapshot
from nnviz.widgets import theme
from nnviz.widgets.biography_menu import offer_biographies, offers_of
from nnviz.widgets.colour_scale import ColourScale
from nnviz.widgets.fitted import fitted
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.image_tiles import ImageTiles
from nnviz.widgets.quiet_choice import QuietChoice
from nnviz.widgets.tile_grid import TileGrid, square_grid

CAPTION = 18  # height of the line of words below the tiles, px
_BORDER = 1 / 28  # of a tile
SHADES = 32  # steps of a border's colour between activation 0 and 1


class HiddenUnits(HoverCells, Panel):
    """A hidden layer's incoming weights as tiles of one picture; hover, click or arrow keys select a unit.

    Instead of the weights it shows how they differ from those of another run, if there is one.
    """

    spec = PanelSpec(
        name="hidden_units",
        title="Hidden units",
        explanation=(
            "Each tile is a hidden unit j: its weights wⱼₖ laid out as the pixels k they are for, blue "
            "where ink pushes it up, orange where it pushes it down; a bright border is a high activation a."
        ),
        place=FirstPlace("left", height=320),
        film=(560, 590),
    )

    def __init__(self) -> None:
        super().__init__()
        self.picture: ImageTiles | None = None  # all units' images
        self._images: UnitImages | None = None
        self._comparison: Comparison | None = None  # shown instead of the weights
        self._offered: tuple[tuple[int, str], ...] = ()  # other runs to choose from
        self._followed: Neuron | None = None
        self._placed: tuple[tuple[TileGrid, tuple[int, int]], list[tuple[QRectF, QRectF]]] | None = None
        self._build_header()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _build_header(self) -> None:
        self._layer = QuietChoice(
            "hidden_units_layer",
            "Hidden layer shown",
            "Which hidden layer is shown; the input is layer 1.",
        )
        self._scale = QuietChoice(
            "hidden_units_scale",
            "Colour scale of the weights",
            "What full colour stands for: the size that 1 in 200 weights w of each unit exceeds, or of all.",
        )
        self._scale.add("each", False, "Every unit's weights w use the whole range of colour.")
        self._scale.add("common", True, "One range of colour for all units, so that their weights w compare.")
        self._layer.currentIndexChanged.connect(self._rebuild)
        self._scale.currentIndexChanged.connect(self._choose_scale)
        self._header = QWidget()
        row = QHBoxLayout(self._header)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._layer)
        row.addWidget(self._scale)
        self._layer.hide()

    @property
    def layer(self) -> int:
        """The hidden layer shown, 2 being the first."""
        return int(self._layer.currentData() or 2)

    @property
    def grid(self) -> TileGrid | None:
        """Where the tiles lie now; None before there are any."""
        if self._images is None:
            return None
        space = theme.SPACING
        area = QRectF(self.rect()).adjusted(space, space / 2, -space, -space / 2 - CAPTION)
        return square_grid(area, self._images.count, 1 / self.devicePixelRatioF())

    @property
    def caption(self) -> str:
        """The line of words below the tiles: how many units are active or, before that, what is wrong."""
        if self._images is None or self.snapshot is None:
            return ""
        run = self._compared_run
        if run is not None and not self._fault:
            return comparing.caption(run, self._comparison, self.snapshot.examples_seen)
        return self._fault or summary(self.snapshot, self.layer)

    @property
    def legend(self) -> str:
        """What full colour stands for, where it is the same for all units; else each unit's tip says it."""
        if self._images is None or self._scale.currentData() is False:
            return ""
        return ColourScale(float(self._images.full[0])).words

    def tip_at(self, point: QPointF) -> str:
        """What is at a point, with its numbers; empty where there is no tile."""
        unit = self.cell_at(point)
        if unit is None or self._images is None or self.snapshot is None:
            return ""
        if self._comparison is not None and self._compared_run is not None:
            return comparing.tip(self._images, unit.index, self._compared_run)
        said = unit_tip(self.snapshot, self._images, unit.index, self._pixel_at(point, unit.index))
        return f"{said}\nRight-click: what has moved a weight"

    def header_widgets(self) -> list[QWidget]:
        return [self._header]

    def show_snapshot(self, snapshot: Snapshot) -> None:
        with np.errstate(all="ignore"):  # infinite weights make no numbers, which the caption says
            _ = snapshot.forward_pass
        self._offer_layers(snapshot.layers)
        self._offer_runs(snapshot)
        comparison = comparing.comparison_for(snapshot, self._scale.currentData())
        network = snapshot.network if comparison is None else comparison.network
        if self._images is None or self._images.network is not network or comparison is not self._comparison:
            self._comparison = comparison
            self._rebuild()
        self.update()

    def show_selection(self, selection: Selection) -> None:
        """Highlight it, and turn to the layer of a unit that was just pinned elsewhere."""
        if selection.pinned != self._followed:
            self._followed = selection.pinned
            row = -1 if selection.pinned is None else self._layer.findData(selection.pinned.layer)
            if row >= 0:
                self._layer.setCurrentIndex(row)
        self.update()

    def apply_theme(self) -> None:
        self._rebuild()

    def _offer_layers(self, layers: int) -> None:
        if self._layer.count() == layers - 2:
            return
        self._layer.blockSignals(True)
        self._layer.clear()
        for layer in range(2, layers):
            self._layer.addItem(f"layer {layer}", layer)
        self._layer.blockSignals(False)
        self._layer.setVisible(layers > 3)
        self._images = None

    def _offer_runs(self, snapshot: Snapshot) -> None:
        """After the two scales, the difference to each run of the same shape."""
        runs = comparing.comparable(snapshot)
        offered = tuple((run.number, run.name) for run in runs)
        if offered == self._offered:
            return
        self._offered, chosen = offered, self._scale.currentData()
        self._scale.blockSignals(True)
        while self._scale.count() > 2:
            self._scale.removeItem(2)
        for run in runs:
            sentence = "The difference: the weights w minus those of the other run after as many examples."
            self._scale.add(f"minus {run.name}", run.number, sentence)
        self._scale.setCurrentIndex(max(self._row_of(chosen), 0))
        self._scale.blockSignals(False)
        if self._scale.currentData() is not chosen and not isinstance(chosen, bool):
            self._choose_scale()

    def _row_of(self, scale: comparing.Scale) -> int:
        """Where a scale stands in the choice, −1 if nowhere; False is not taken for run 0."""
        rows = (self._scale.itemData(row) for row in range(self._scale.count()))
        kinds = [(type(data), data) for data in rows]
        return kinds.index((type(scale), scale)) if (type(scale), scale) in kinds else -1

    def _choose_scale(self) -> None:
        scale = self._scale.currentData()
        self._comparison = None
        self.comparison_requested.emit(None if isinstance(scale, bool) else scale)
        self._rebuild()

    @property
    def _fault(self) -> str:
        """What is wrong with some units. Where a difference is shown, a zero is not."""
        images = self._images
        if images is None or (self._comparison is not None and not len(images.broken)):
            return ""
        return fault(images)

    @property
    def _compared_run(self) -> RunSummary | None:
        snapshot = self.snapshot
        return None if snapshot is None else comparing.compared_run(snapshot, self._scale.currentData())

    def _rebuild(self) -> None:
        if self.snapshot is None:
            return
        if not self.isVisible():
            self._images, self._stale = None, True
            return
        if self._comparison is not None:
            self._images = difference_images(self._comparison, self.layer)
        else:
            common = self._scale.currentData() is not False
            self._images = unit_images(self.snapshot.network, self.layer, common=common)
        shades = self.snapshot.subject.laid_out(self._images.shades())
        self.picture = ColourScale().tiles(shades)
        self.update()

    def cell_at(self, point: QPointF) -> Neuron | None:
        index = None if self.grid is None else self.grid.index_at(point)
        return None if index is None else Neuron(self.layer, index)

    def _pixel_at(self, point: QPointF, index: int) -> int | None:
        assert self.grid is not None
        inside = self._image_rect(self.grid, index)
        rows, columns = self._shape
        column = int((point.x() - inside.left()) // (inside.width() / columns))
        row = int((point.y() - inside.top()) // (inside.height() / rows))
        return row * columns + column if 0 <= row < rows and 0 <= column < columns else None

    @property
    def _shape(self) -> tuple[int, int]:
        """Rows and columns of each image."""
        assert self.snapshot is not None
        return self.snapshot.subject.shape

    def _image_rect(self, grid: TileGrid, index: int) -> QRectF:
        border = max(round(_BORDER * grid.width), 1) if grid.width > 10 else 0.5
        return fitted(grid.rect(index).adjusted(border, border, -border, -border), self._shape)

    def _activations(self) -> Floats:
        """How active the layer's units are for the input image, (n,) from 0 to 1; all 0 without one."""
        assert self.snapshot is not None
        a = self.snapshot.activations[self.layer - 1]
        if self.snapshot.input_image.is_blank:
            return np.zeros_like(a)
        return activity(a, self.snapshot.network.function(self.layer))

    def _paint_tiles(self, painter: QPainter, grid: TileGrid) -> None:
        assert self.picture is not None
        shades = _border_shades(theme.is_dark())
        places = self._places(grid)
        steps = (self._activations() * (SHADES - 1) + 0.5).astype(int).tolist()
        for (border, _), step in zip(places, steps, strict=False):
            painter.fillRect(border, shades[step])
        self.picture.paint_some(painter, [(index, image) for index, (_, image) in enumerate(places)])

    def _places(self, grid: TileGrid) -> list[tuple[QRectF, QRectF]]:
        """Where each tile and the image in it lie; worked out where the grid is another one than before."""
        if self._placed is None or self._placed[0] != (grid, self._shape):
            rects = [(grid.rect(index), self._image_rect(grid, index)) for index in range(grid.count)]
            self._placed = (grid, self._shape), rects
        return self._placed[1]

    def _paint_selection(self, painter: QPainter, grid: TileGrid) -> None:
        for unit, width in ((self.selection.pinned, 3.0), (self.selection.hovered, 1.5)):
            if unit is not None and unit.layer == self.layer and unit.index < grid.count:
                pen = QPen(theme.colours().selected, width)
                pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
                painter.setPen(pen)
                out = width / 2 - 1
                painter.drawRect(grid.rect(unit.index).adjusted(-out, -out, out, out))

    def _paint_caption(self, painter: QPainter, grid: TileGrid) -> None:
        assert self._images is not None
        painter.setFont(theme.font(8))
        painter.setPen(theme.colours().wrong if self._fault else theme.colours().muted)
        line = QRectF(grid.left, grid.bottom + 4, self.width() - grid.left - theme.SPACING, CAPTION - 4)
        metrics, legend = painter.fontMetrics(), self.legend
        room = int(line.width()) - (metrics.horizontalAdvance(legend) + theme.SPACING if legend else 0)
        short = metrics.elidedText(self.caption, Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, short)
        painter.setPen(theme.colours().muted)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, legend)

    def hover(self, cell: Neuron | None) -> None:
        self.neuron_hovered.emit(cell)

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        grid = self.grid
        if grid is None or self._images is None or self.snapshot is None:
            return
        with QPainter(self) as painter:
            self._paint_tiles(painter, grid)
            if self.numbered:
                paint_tile_numbers(painter, grid)
            self._paint_selection(painter, grid)
            self._paint_caption(painter, grid)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        unit = self.cell_at(event.position())
        if unit is not None and event.button() == Qt.MouseButton.LeftButton:
            self.neuron_clicked.emit(unit)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the biographies of the weight under the mouse or, by key, of the pinned unit's strongest."""
        by_key, point = event.reason() is QContextMenuEvent.Reason.Keyboard, QPointF(event.pos())
        unit = self.selection.pinned if by_key else self.cell_at(point)
        if unit is None or unit.layer != self.layer or self.snapshot is None or self.grid is None:
            return
        pixel = None if by_key or self.layer > 2 else self._pixel_at(point, unit.index)
        row = self.snapshot.network.weights[unit.layer - 2][unit.index]
        strongest = int(np.argmax(np.abs(np.nan_to_num(row))))
        this = "its strongest weight" if pixel is None else "this pixel's weight"
        choice = WeightChoice(unit, strongest if pixel is None else pixel)
        offer_biographies(self, event.globalPos(), offers_of(choice, this), self.weight_chosen.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys, Home and End move the pinned unit; the first of them pins unit 0."""
        pinned, grid = self.selection.pinned, self.grid
        here = pinned.index if grid and pinned and pinned.layer == self.layer else None
        there = grid.neighbour(here or 0, event.key()) if grid else None
        if there is None:
            super().keyPressEvent(event)
        elif there != here:
            self.neuron_clicked.emit(Neuron(self.layer, 0 if here is None else there))


@cache
def _border_shades(dark: bool) -> list[QColor]:
    """Border colours from activation 0 to 1."""
    now = theme.colours()
    return [theme.mixed(now.border, now.ink, step / (SHADES - 1)) for step in range(SHADES)]
