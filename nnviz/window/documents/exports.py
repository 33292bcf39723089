"""What others can use without nnviz: pictures, curve, weights, and the training as an animated picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.datasets.dataset import Examples
from nnviz.export.csv import export_curve, export_verdicts
from nnviz.export.idx import IMAGES, export_idx
from nnviz.export.npz import export_weights
from nnviz.export.png import export_png
from nnviz.files.whole_file import write_whole
from nnviz.learning.network import Network
from nnviz.number_text import count_text
from nnviz.panels.panel import Panel
from nnviz.runs.snapshot import Snapshot
from nnviz.window.documents.background import FileWork
from nnviz.window.documents.banner import notices_of
from nnviz.window.documents.choices import Choice, Choices
from nnviz.window.documents.document_window import DocumentWindow
from nnviz.window.documents.documents import Documents
from nnviz.window.documents.file_menu import FileMenu
from nnviz.window.documents.film import (
    FILM_FORMAT,
    KINDS,
    LENGTHS,
    SIZES,
    Film,
    FilmFormat,
    FilmSize,
    film_sentence,
)
from nnviz.window.documents.widget_pictures import picture_of, pixels_of, svg_of

_RATIOS = (1, 2, 4)
_COPIED = 2  # times as fine as the screen


@dataclass(frozen=True, eq=False)
class Shown:
    """A network on the screen, and in words which it is: "step 1,234", perhaps with edits."""

    network: Network
    words: str


class Exports(QObject):
    """Adds its actions to the File menu, and to the title of every panel."""

    def __init__(self, window: DocumentWindow, documents: Documents, file_menu: FileMenu) -> None:
        super().__init__(window)
        self._window, self._documents, self._file_menu = window, documents, file_menu
        self._work = FileWork(self)
        self.film: Film | None = None  # the one in the making
        self.choices: Choices | None = None  # the dialog that was opened last
        self.banner = notices_of(window).banner("export_banner")
        self._add_actions()
        window.drawing_pad.export_requested.connect(self._ask_for_drawings)
        for panel in window.panels:
            self._add_to_title(panel)

    def save_picture(self, widget: QWidget, ratio: float, path: Path) -> None:
        """Write a panel or the window as PNG, with that many pixels for one of the screen's."""
        self._write(path, partial(export_png, path, pixels_of(picture_of(widget, ratio))))

    def save_curve(self, path: Path) -> None:
        """Write the learning curve: as a picture if the name ends in .svg, otherwise as CSV."""
        latest = self._latest()
        if path.suffix.lower() == ".svg":
            self._write(path, partial(_write_bytes, path, svg_of(self._window.learning_curve)))
        elif latest is not None:
            names = latest.subject.class_names
            self._write(path, partial(export_curve, path, latest.curve, latest.epoch_size, names))

    def save_verdicts(self, path: Path) -> None:
        """Write what the user says of labels, as CSV."""
        latest = self._latest()
        if latest is not None and latest.data is not None:
            verdicts = self._window.evaluation.verdicts.by_image
            self._write(path, partial(export_verdicts, path, verdicts, latest.data.test))

    def save_weights(self, path: Path, shown: Shown | None = None) -> None:
        """Write weights and biases as `.npz`: those of `shown`, otherwise of what is shown now."""
        shown = shown or self._on_show()
        if shown is not None:
            self._write(path, partial(export_weights, path, shown.network), f", {shown.words}")

    def save_drawings(self, path: Path, kept: Examples) -> None:
        """Write the drawings that were kept as two IDX files."""
        self._write(path, partial(_export_drawings, path, kept), ", and what they are beside it")

    def save_training(self, panel: type[Panel], path: Path, film_format: FilmFormat = FILM_FORMAT) -> None:
        """Write the training of the run shown so far as an animated picture of that panel."""
        latest = self._latest()
        if self.film is not None:
            self._documents.say_problem("One film is in the making already; the next has to wait")
            return
        run = self._window.training.runs.find(latest.run) if latest is not None else None
        if latest is None or run is None:
            return
        self.film = Film(panel, film_format, latest, run.run.history, path)
        self.banner.begin(f"Making {path.name}…", self._cancel_film)
        self.film.advanced.connect(self.banner.set_share)
        self.film.finished.connect(lambda problem: self._film_ended(path, problem))
        self.film.start()

    def copy(self, widget: QWidget) -> None:
        """Put a panel or the window on the clipboard, as a picture."""
        QApplication.clipboard().setImage(picture_of(widget, _COPIED))
        self._documents.say("Copied")

    def close(self) -> None:
        """End; what is being written is written, a film in the making is not."""
        self._work.finish()
        if self.film is not None:
            self._cancel_film()

    def _add_actions(self) -> None:
        add = self._file_menu.add
        add("export_picture", "Export &picture…", "A panel or the window as PNG.", self._ask_for_picture)
        add(
            "copy_picture", "&Copy picture", "The panel with the focus, to the clipboard.", self._copy_focused
        )
        add(
            "export_curve",
            "Export c&urve…",
            "The curve, and that of each class, as CSV; or as SVG.",
            self._ask_for_curve,
        )
        add("export_weights", "Export &weights…", "Weights w and biases b for NumPy.", self._ask_for_weights)
        sentence = "What you said of labels that the networks contradict, as CSV."
        add("export_verdicts", "Export &verdicts…", sentence, self._ask_for_verdicts)
        self._window.evaluation.export_wanted.connect(self._ask_for_verdicts)
        sentence = "How a panel came to show what it shows, as an animated GIF or WebP."
        add("export_training", "Export &training…", sentence, self._ask_for_training)

    def _add_to_title(self, panel: Panel) -> None:
        title = self._window.layout_of_panels.dock(panel).titleBarWidget()
        title.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for name, text, act in (
            ("copy", "Copy as a picture", partial(self.copy, panel)),
            ("export", "Export as a picture…", partial(self._ask_for_picture, panel)),
        ):
            action = QAction(text, title)
            action.setObjectName(f"{name}_{panel.objectName()}")
            action.setToolTip(f"{panel.title}: {text.lower()}")
            action.triggered.connect(lambda _checked=False, act=act: act())
            title.addAction(action)

    def _ask_for_picture(self, panel: Panel | None = None) -> None:
        shown = [panel for panel in self._window.panels if panel.isVisible()]
        entries: list[tuple[str, QWidget]] = [("The whole window", self._window)]
        entries += [(panel.title, panel) for panel in shown]
        first = 1 + shown.index(panel) if panel in shown else 0
        ratios = [(f"{ratio}×", ratio) for ratio in _RATIOS]
        self._choose(
            "Export a picture",
            [
                Choice("Picture of", "A panel alone, or everything.", entries, first),
                Choice("Size", "How many pixels for one of the screen's.", ratios, 1),
            ],
            [("Copy", lambda widget, _ratio: self.copy(widget)), ("Save…", self._ask_where_picture)],
        )

    def _ask_where_picture(self, widget: QWidget, ratio: float) -> None:
        name = f"{widget.objectName()}.png"
        self._ask("Export a picture", "Pictures (*.png)", partial(self.save_picture, widget, ratio), name)

    def _ask_for_curve(self) -> None:
        kinds = "Tables (*.csv);;Vector pictures (*.svg)"
        self._ask("Export the learning curve", kinds, self.save_curve, "curve.csv")

    def _ask_for_verdicts(self) -> None:
        latest = self._latest()
        if latest is None or latest.data is None:
            return
        if not self._window.evaluation.verdicts.are_on(latest.data.test.checksum):
            self._documents.say_problem("No label was judged so far: Evaluation, “Is the label right?”")
            return
        self._ask("Export the verdicts on labels", "Tables (*.csv)", self.save_verdicts, "verdicts.csv")

    def _ask_for_weights(self) -> None:
        """What is shown now is what is written, however long the name is thought about."""
        shown = self._on_show()
        if shown is not None:
            act = partial(self.save_weights, shown=shown)
            self._ask(f"Export the weights, {shown.words}", "NumPy arrays (*.npz)", act, "weights.npz")

    def _ask_for_drawings(self, kept: Examples) -> None:
        act = partial(self.save_drawings, kept=kept)
        self._ask("Export your drawings", "IDX files (*-images-idx3-ubyte)", act, f"drawings{IMAGES}")

    def _ask_for_training(self) -> None:
        latest = self._latest()
        if latest is None:
            return
        films = [(panel.spec.title, type(panel)) for panel in self._window.panels if panel.spec.film]
        self._choose(
            "Export the training",
            [
                Choice("Film of", "What is seen to come about.", films),
                Choice("Length", "How many moments of the training are shown, evenly chosen.", LENGTHS, 2),
                Choice("Size", "Of the picture, in pixels.", SIZES, 1),
                Choice("Kind", "GIF has 256 colours a moment; WebP has all, and larger files.", KINDS),
            ],
            [("Save…", self._ask_where_training)],
            about=lambda panel, most, size, _suffix: film_sentence(latest.curve, panel, most, size),
        )

    def _ask_where_training(self, panel: type[Panel], most: int, size: FilmSize, suffix: str) -> None:
        act = partial(self.save_training, panel, film_format=FilmFormat(most, size))
        self._ask("Export the training", f"Animated pictures (*{suffix})", act, panel.spec.name + suffix)

    def _ask(self, title: str, kind: str, act: Callable[[Path], None], name: str) -> None:
        self._file_menu.ask_for_file(title, kind, Path(name).suffix, act, name)

    def _choose(
        self,
        title: str,
        choices: list[Choice],
        buttons: list[tuple[str, Callable[..., object]]],
        about: Callable[..., str] | None = None,
    ) -> None:
        self.choices = Choices(self._window, title, choices, buttons, about)
        self.choices.open()

    def _copy_focused(self) -> None:
        focused = self._window.focusWidget()
        panels = [p for p in self._window.panels if focused is not None and p.isAncestorOf(focused)]
        focused_panel = focused if isinstance(focused, Panel) else None
        self.copy(focused_panel or (panels[0] if panels else self._window))

    def _latest(self) -> Snapshot | None:
        latest = self._window.latest
        if latest is None or latest.data is None:
            self._documents.say_problem("There is nothing to export before the data is there")
            return None
        return latest

    def _on_show(self) -> Shown | None:
        """The network that the panels show, with the edits on trial."""
        moment, trial = self._window.shown if self._latest() is not None else None, self._window.trial
        if moment is None:
            return None
        edited = ", with the edits on trial" if trial.edits else ""
        return Shown(trial.shown(moment).network, f"step {count_text(moment.steps)}{edited}")

    def _write(self, path: Path, work: Callable[[], None], what: str = "") -> None:
        documents, said = self._documents, f"Saved {path.name}{what}"
        self._work.do("export", work, lambda _: documents.say(said), documents.say_problem)

    def _cancel_film(self) -> None:
        if self.film is not None:
            self.film.cancel()
            self.film.deleteLater()
            self.film = None
        self.banner.done()

    def _film_ended(self, path: Path, problem: str) -> None:
        self._cancel_film()
        if problem:
            self._documents.say_problem(problem)
        else:
            self._documents.say(f"Saved {path.name}")


def _export_drawings(path: Path, kept: Examples) -> None:
    export_idx(path, kept)


def _write_bytes(path: Path, content: bytes) -> None:
    with write_whole(path) as target:
        target.write(content)
