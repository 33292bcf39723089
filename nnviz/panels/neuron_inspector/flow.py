"""Where the sections of a page go: one column while it is narrow, more when there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from nnviz.panels.neuron_inspector.cells import Cells, Section
from nnviz.panels.neuron_inspector.images import SideBySide
from nnviz.widgets import theme

COLUMN = 240  # px, the least width of a column when there are several
MARGIN = theme.SPACING
GAP = 6  # px, between sections
_BESIDE = 190  # px, the least that is worth using beside small images
BLOCK_GAP = 12  # px, between blocks and between columns

Block = Sequence[Section]


def columns_for(width: int) -> list[tuple[int, int]]:
    """Left end and width of as many columns as fit; the first, with the images, has what the others leave."""
    others = max((width + BLOCK_GAP) // (COLUMN + BLOCK_GAP), 1) - 1
    first = width - others * (COLUMN + BLOCK_GAP)
    return [(0, first), *((first + BLOCK_GAP + i * (COLUMN + BLOCK_GAP), COLUMN) for i in range(others))]


def arrange(blocks: Sequence[Block], width: int) -> int:
    """Put the sections of each block where they belong; the height of all, px.

    A block stays together and goes where it is highest up. A section of no height takes no gap.
    """
    columns = columns_for(width)
    bottoms = [0] * len(columns)
    for block in blocks:
        column = bottoms.index(min(bottoms))
        x, column_width = columns[column]
        end = _stack(block, x, bottoms[column], column_width)
        if end > bottoms[column]:
            bottoms[column] = end - GAP + BLOCK_GAP
    return max(max(bottoms) - BLOCK_GAP + MARGIN, 0)


def _stack(sections: Block, x: int, y: int, width: int) -> int:
    """Put sections one under the other; where the next would begin.

    Where a low page makes images small, the next two sections go beside them.
    """
    for place, section in enumerate(sections):
        height = section.heightForWidth(width)
        following = sections[place + 1 :]
        if following and isinstance(section, SideBySide):
            images = section.width_needed(width)
            left = width - images - BLOCK_GAP
            if left >= _BESIDE:
                section.setGeometry(MARGIN + x, y, images, height)
                end = _stack(following[:2], x + images + BLOCK_GAP, y, left)
                return _stack(following[2:], x, max(y + height + GAP, end), width)
        section.setGeometry(MARGIN + x, y, width, height)
        y += height + GAP if height else 0
    return y


class Flow(QWidget):
    """A page of sections that fills its width and takes the height it needs."""

    adopted = Signal(Cells)  # cells that were not on any page so far

    def __init__(self) -> None:
        super().__init__()
        self.blocks: Sequence[Block] = ()
        self._known: set[Section] = set()
        self._page = QSize(290, 300)

    def set_blocks(self, blocks: Sequence[Block]) -> None:
        """Show these sections and no others, from top to bottom."""
        shown = [section for block in blocks for section in block]
        for section in self._known.difference(shown):
            section.hide()
        for section in shown:
            if section not in self._known:
                self._adopt(section)
        self.blocks = blocks
        self.arrange()
        for section in shown:
            section.show()

    def apply_theme(self) -> None:
        """Take the new colours, also on the pages that are not shown."""
        for section in self._known:
            section.apply_theme()

    def set_page_size(self, size: QSize) -> None:
        """How much can be seen at once, px; the scroll bar appears in the margin."""
        if size != self._page:
            self._page = size
            self.arrange()

    def arrange(self) -> None:
        """Put every section where it belongs now."""
        for block in self.blocks:
            for section in block:
                section.page_height = self._page.height()
        self.setMinimumHeight(arrange(self.blocks, self._page.width() - 2 * MARGIN))

    def _adopt(self, section: Section) -> None:
        self._known.add(section)
        section.setParent(self)
        section.height_changed.connect(self.arrange)
        for part in section.parts if isinstance(section, SideBySide) else (section,):
            if isinstance(part, Cells):
                self.adopted.emit(part)
