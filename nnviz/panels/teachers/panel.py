"""Who taught it: the training examples that made the cost of the input image fall, or fought it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from nnviz.datasets.subject import MNIST, Subject
from nnviz.panels.replaying_panel import ReplayingPanel
from nnviz.panels.spec import FirstPlace, PanelSpec
from nnviz.panels.teachers import teachers_words as words
from nnviz.panels.teachers.asking import Asking, Lesson, Taught
from nnviz.panels.teachers.teachers_canvas import TeachersCanvas
from nnviz.runs.input_image import InputImage
from nnviz.runs.recording import Past
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.widgets.action import BarButton, explain, make_action
from nnviz.widgets.quiet_choice import QuietChoice


class TeachersPanel(ReplayingPanel):
    """Answers for the input image, from the untrained network to the moment shown.

    While training goes on, an answer stays until it is asked for again, and says of when it is.
    """

    spec = PanelSpec(
        name="teachers",
        title="Who taught it?",
        tab="Teachers",
        explanation=(
            "By how much the cost of the input image has fallen since the untrained network, split over the "
            "training examples: its best teachers and worst misleaders, by class and over time."
        ),
        place=FirstPlace("centre", behind="network_diagram"),
        key="T",
    )

    def __init__(self) -> None:
        self.canvas = TeachersCanvas()
        super().__init__(self.canvas, "asking who taught it")
        self.taught: Taught | None = None  # the answer shown
        self._asked: Lesson | None = None  # under way
        self._stopped: tuple[object, ...] = ()  # what is not to be asked, but by hand
        self._named: InputImage | None = None  # the drawing that the user said what it is
        self._subject = MNIST
        self._asking = Asking()
        self.canvas.picture_chosen.connect(self._choose_picture)
        self.canvas.moment_chosen.connect(self.moment_chosen)
        self.sentence.setAccessibleName("Who taught it, in a sentence")
        self.sum.setAccessibleName("The sum of all shares")
        self._build_header()
        self.sentence.say(words.BLANK)

    def _build_header(self) -> None:
        self.meant = QuietChoice("teachers_meant", "What the drawing is meant to be", "What it is to be.")
        self._fill_choice(MNIST)
        self.meant.currentIndexChanged.connect(self._name_drawing)
        self.again = make_action(self, "ask_teachers_again", "Ask again")
        self.again.triggered.connect(self._ask_again)
        self.button = BarButton(self.again)
        self.button.setProperty("flat", True)
        self._offer(None)

    def header_widgets(self) -> list[QWidget]:
        return [self.button, self.meant]

    def _fill_choice(self, subject: Subject) -> None:
        self._subject = subject
        self.meant.blockSignals(True)
        self.meant.clear()
        self.meant.add("it is …", None, "Say what the drawing is meant to be.")
        for label, name in enumerate(subject.class_names):
            self.meant.add(name, label, f"It is meant to be {subject.a(label)}.")
        self.meant.blockSignals(False)

    def _name_drawing(self) -> None:
        snapshot, label = self.snapshot, self.meant.currentData()
        if snapshot is None or label is None or snapshot.input_image.label is not None:
            return
        self._named = replace(snapshot.input_image, label=label)
        self._ask()
        self.drawing_named.emit(self._named)

    def _label(self, image: InputImage) -> int | None:
        """What the input image is, or is meant to be."""
        if image.label is None and self._named is not None and self._named.image is image.image:
            return self._named.label
        return image.label

    def _lesson(self, snapshot: Snapshot) -> Lesson | None:
        """What there is to ask; None if there is nothing, which is then said."""
        image = snapshot.input_image
        label = self._label(image)
        self.meant.setVisible(not image.is_blank and image.label is None)
        if label is None and self.meant.currentIndex():
            self.meant.blockSignals(True)
            self.meant.setCurrentIndex(0)
            self.meant.blockSignals(False)
        why_not = words.BLANK if image.is_blank else words.WHICH.format(noun=snapshot.subject.noun)
        if snapshot.examples_seen == 0 and not image.is_blank:
            why_not, label = words.UNTRAINED, None
        if image.is_blank or label is None:
            self._say_nothing(why_not)
            return None
        return Lesson(image, label, snapshot.run, snapshot.examples_seen, snapshot.changes_by_hand)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.subject is not self._subject:
            self._fill_choice(snapshot.subject)
        self._ask()

    def _ask_again(self) -> None:
        """Ask about the moment shown; or give up what is under way."""
        if self._asked is not None:
            self._stopped = self._asked.what
            self._forget()
            self.sentence.say("Stopped.")
            self._offer("Ask again")
        else:
            self._stopped = ()
            self._ask(again=True)

    def _ask(self, again: bool = False) -> None:
        snapshot = self.snapshot
        if snapshot is None or not self.isVisible():
            return
        if snapshot.data is None:
            self._say_nothing(snapshot.message)
            return
        past = self.past_of(snapshot.run)
        if past is None:
            return
        lesson = self._lesson(snapshot)
        if lesson is None or (self._asked is not None and self._asked.key == lesson.key):
            return
        shown = self._asked or (self.taught.lesson if self.taught is not None else None)
        is_new = shown is None or shown.what != lesson.what
        if self._stopped == lesson.what:
            self._say_of_when()
            return
        moves = snapshot.phase is Phase.TRAINING and not snapshot.is_past
        if not is_new and not again and moves:
            self._say_of_when()
            return
        self._begin(lesson, past, is_new)

    def _begin(self, lesson: Lesson, past: Past, is_new: bool) -> None:
        if self.taught is not None and self.taught.lesson.key == lesson.key:
            self._say_of_when()
            return
        kept = self._asking.kept(lesson, past)
        if kept is not None:
            self._forget()
            self._show(kept)
            return
        if is_new:
            self._say_nothing("")
        self._asked, self._stopped = lesson, ()
        asking, is_wanted = self._asking, self._worker.is_wanted
        self._worker.request(lambda: asking.answer(past, lesson, is_wanted), urgent=True)
        self._tell_progress()
        self._timer.start()

    def _take_in(self, taught: Taught) -> None:
        if self._asked is None or taught.lesson.key != self._asked.key:
            return
        self._asked = None
        self._timer.stop()
        self._show(taught)
        self._ask()  # training may have been paused meanwhile

    def _show(self, taught: Taught) -> None:
        snapshot = self.snapshot
        if snapshot is None or snapshot.data is None:
            return
        self.taught, teachers = taught, taught.teachers
        if teachers is None:
            self.canvas.clear()
            self.sentence.say(taught.why_not)
            self.sum.say("")
            return
        self.canvas.show_teachers(teachers, snapshot.data.train, snapshot.epoch_size)
        said = words.sentence(taught, snapshot.subject)
        if taught.until is not None:
            said = f"{said} {words.ends_early(taught.until, snapshot.epoch_size)}"
        self.sentence.say(said)
        self._say_of_when()

    def _say_of_when(self) -> None:
        """The sum, always, and of which moment it is if that is not the one shown."""
        snapshot, taught = self.snapshot, self.taught
        if snapshot is None or taught is None or taught.teachers is None:
            return
        line = words.sum_line(taught.teachers, snapshot.subject)
        is_stale = taught.lesson.examples_seen != snapshot.examples_seen
        if is_stale:
            line = f"{line} {words.stale_words(taught, snapshot.epoch_size)}"
        if line != self.sum.text():
            self.sum.say(line)
        if self._asked is None:
            self._offer("Ask again" if is_stale else None)

    def _tell_progress(self) -> None:
        share = self._progress(self._asking.share)
        self.sentence.say(f"Training the run once more, to see who taught it: {share}.")
        self._offer("Stop")

    def _offer(self, text: str | None) -> None:
        self.button.setVisible(text is not None)
        self.again.setEnabled(text is not None)
        if text is not None and text != self.again.text():
            self.again.setText(text)
        what = "Give the replay up." if text == "Stop" else "Ask about the moment that is shown now."
        explain(self.again, what)

    def _forget(self) -> None:
        super()._forget()
        self._asked = None

    def _say_nothing(self, why: str) -> None:
        self._forget()
        self.taught = None
        self.canvas.clear()
        self.sentence.say(why)
        self.sum.say("")
        self._offer(None)

    def apply_theme(self) -> None:
        self.canvas.recolour()
