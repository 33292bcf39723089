"""Why this answer and not that one: which hidden units and which ink speak for either."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.datasets.subject import MNIST, Subject
from nnviz.learning.neuron import Neuron
from nnviz.panels.panel import Panel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.panels.why import why_words
from nnviz.panels.why.base_picture import TIPS, Base, Bases
from nnviz.panels.why.question import Found, Question
from nnviz.panels.why.why_layout import WhyLayout
from nnviz.panels.why.why_painter import Pictures, paint
from nnviz.runs.answering_thread import Rest
from nnviz.runs.input_image import InputImage
from nnviz.runs.snapshot import Snapshot
from nnviz.widgets import theme
from nnviz.widgets.action import BarButton, explain, make_action
from nnviz.widgets.hover_cells import HoverCells
from nnviz.widgets.latest_worker import LatestWorker
from nnviz.widgets.quiet_choice import QuietChoice
from nnviz.widgets.wrapped_label import WrappedLabel

_STEP = 40  # ms between two pictures on the way to another answer
_WORKING = "Finding out what speaks for it, and what against it …"
_BLANK = "Draw something, or click a picture: there is no input image to ask about yet."
_REST = Rest(0.1, 3.0)  # while training goes on, three quarters of the time are left to it


class Why(Panel):
    """The network's choice against a rival, for the input image of now; both may be chosen by hand."""

    spec = PanelSpec(
        name="why",
        title="Why this answer?",
        tab="Why?",
        explanation=(
            "Why the network says this and not that: the lead of one output over another, split over the "
            "hidden units and over the pixels, and the smallest change that would make it say the other."
        ),
        place=FirstPlace("centre", behind="network_diagram"),
        key="Y",
    )

    def __init__(self) -> None:
        super().__init__()
        self._worker = LatestWorker("asking why", self, _REST)
        self._worker.finished.connect(self._take_in)
        self.canvas = _Canvas(self)
        self.sentence = WrappedLabel(least_lines=2)
        self.sentence.setAccessibleName("Why")
        self._asked: tuple[object, ...] = ()
        self._last: InputImage | None = None  # the image asked about last
        self._before: InputImage | None = None  # the one before it
        self._build_choices()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACING, 4, theme.SPACING, theme.SPACING)
        column.addWidget(self.sentence)
        column.addWidget(self.canvas, 1)

    def _build_choices(self) -> None:
        self._chosen = QuietChoice("why_chosen", "Why this class", "The class asked about.")
        self._rival = QuietChoice("why_rival", "and not that", "The class it is compared with.")
        self._fill_choices(MNIST)
        self._base = QuietChoice("why_base", "Compared with", "What the input image is compared with.")
        for base in Base:
            self._base.add(base.value, base, TIPS[base])
        for choice in (self._chosen, self._rival, self._base):
            choice.currentIndexChanged.connect(self._ask)

    def _fill_choices(self, subject: Subject) -> None:
        self._subject = subject
        firsts = (
            ("answer", "Whatever the network says."),
            ("next best", "The runner-up or, if the answer is wrong, the right class."),
        )
        for choice, (text, tip) in zip((self._chosen, self._rival), firsts, strict=True):
            choice.blockSignals(True)
            choice.clear()
            choice.add(text, None, tip)
            for label, name in enumerate(subject.class_names):
                choice.add(name, label, f"Always {subject.a(label)}.")
            choice.blockSignals(False)

    def header_widgets(self) -> list[QWidget]:
        action = make_action(self, "ask_who_taught", "Teachers")
        explain(action, "Show which training examples taught the network this image, and which fought it.")
        action.triggered.connect(self._ask_who_taught)
        button = BarButton(action)
        button.setProperty("flat", True)
        return [button, self._base, self._chosen, self._rival]

    def _ask_who_taught(self) -> None:
        if self.snapshot is not None:
            self.teachers_requested.emit(self.snapshot.input_image)

    @property
    def found(self) -> Found | None:
        """The answer that is shown."""
        return self.canvas.found

    def show_snapshot(self, snapshot: Snapshot) -> None:
        subject = snapshot.data.subject if snapshot.data is not None else MNIST
        if subject is not self._subject:
            self._fill_choices(subject)
        self._ask()

    def _ask(self) -> None:
        if self.snapshot is None or not self.isVisible():
            return
        network, input_image = self.snapshot.network, self.snapshot.input_image
        self._remember(input_image)
        chosen, rival, which = (choice.currentData() for choice in (self._chosen, self._rival, self._base))
        asked = (network, input_image, chosen, rival, which, self._before)
        if input_image.is_blank:
            self._asked = ()
            self._worker.forget()
            self._say_nothing(self.snapshot.message if self.snapshot.data is None else _BLANK)
        elif asked != self._asked:
            is_new = self._asked[1:] != asked[1:]
            if is_new and self.canvas.found is None:
                self.sentence.say(_WORKING)
            self._asked = asked
            test = self.snapshot.data.test if self.snapshot.data is not None else None
            bases = Bases(which, self._before, test)
            question = Question(network, input_image, chosen, rival, bases)
            subject = self._subject
            self._worker.request(
                lambda: (question, subject, question.find(self._worker.is_wanted)), urgent=is_new
            )

    def _remember(self, input_image: InputImage) -> None:
        """Which image was shown before this one; strokes of one drawing are one image."""
        last = self._last
        if last is None or last is input_image:
            self._last = input_image
            return
        goes_on = last.source == input_image.source == "drawing" and last.index == input_image.index
        if not goes_on:
            self._before = last
        self._last = input_image

    def _take_in(self, result: tuple[Question, Subject, Found | None]) -> None:
        question, subject, found = result
        if subject is not self._subject:  # the data was changed meanwhile: its classes have other names
            return
        if found is None:
            self._say_nothing("The outputs are not numbers: there is no answer to ask about.")
            return
        self.sentence.say(why_words.sentence(found, self._subject))
        is_same = self.canvas.found is not None and self.canvas.found.input_image is question.input_image
        self.canvas.show_answer(found, self._subject, animated=not (self.reduced_motion or is_same))

    def _say_nothing(self, why: str) -> None:
        self.sentence.say(why)
        self.canvas.clear()

    def apply_theme(self) -> None:
        self.canvas.recolour()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._worker.forget()
        self._asked = ()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._worker.close()
        super().closeEvent(event)


class _Canvas(HoverCells, QWidget):
    """Pictures and bars; a row of the bars can be pointed at."""

    def __init__(self, panel: Why) -> None:
        super().__init__()
        self._panel = panel
        self.found: Found | None = None
        self._subject = MNIST
        self._pictures: Pictures | None = None
        self._step = 0
        self._timer = QTimer(self, interval=_STEP)
        self._timer.timeout.connect(self._go_on)
        self.setAccessibleName("Shares of the lead")
        self.setMinimumSize(QSize(420, 150))

    @property
    def arrangement(self) -> WhyLayout:
        """Where everything lies."""
        return WhyLayout(QRectF(self.rect()), self._subject.shape)

    def show_answer(self, found: Found, subject: Subject, animated: bool) -> None:
        """Show this; `animated` lets the changed picture come about step by step."""
        self.found, self._subject = found, subject
        self._step = 0 if animated else len(found.changes) - 1
        self._timer.start() if animated else self._timer.stop()
        self.recolour()

    def clear(self) -> None:
        """Show nothing."""
        self.found = self._pictures = None
        self._timer.stop()
        self.update()

    def recolour(self) -> None:
        """Take the scheme's colours."""
        self._pictures = Pictures(self.found, self._subject) if self.found is not None else None
        self.update()

    def _go_on(self) -> None:
        if self.found is None or self._step >= len(self.found.changes) - 1:
            self._timer.stop()
            return
        self._step += 1
        self.update()

    def _unit(self, row: int | None) -> Neuron | None:
        if row is None or self.found is None or row >= len(self.found.units.order):
            return None
        return Neuron(self.found.hidden_layer, int(self.found.units.order[row]))

    def cell_at(self, point: QPointF) -> int | None:
        row = self.arrangement.row_at(point)
        return row if self._unit(row) is not None else None

    def hover(self, cell: int | None) -> None:
        self._panel.neuron_hovered.emit(self._unit(cell))
        self.update()

    def tip_at(self, point: QPointF) -> str:
        place, found = self.arrangement, self.found
        if found is None:
            return ""
        if place.left.contains(point):
            return why_words.pixel_tip(found, self._subject)
        if place.right.contains(point):
            tips = why_words.change_tip, why_words.favourite_tip
            return tips[point.y() > place.small_title(1).top()](found, self._subject)
        unit = self._unit(place.row_at(point))
        if unit is None:
            return "(wⱼ of the one output − wⱼ of the other) · aⱼ of each unit j; with the biases, the lead."
        share = found.units.units[unit.index]
        return f"Unit {unit.index} gives {share:+.4g} to the lead. Click to hold it."

    def mousePressEvent(self, event: QMouseEvent) -> None:
        unit = self._unit(self.cell_at(event.position()))
        if event.button() == Qt.MouseButton.LeftButton and unit is not None:
            self._panel.neuron_clicked.emit(unit)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.found is None or self._pictures is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            arguments = self.arrangement, self.found, self._pictures, self._subject
            paint(painter, *arguments, self._step, self.hovered_cell)
