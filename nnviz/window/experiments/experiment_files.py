"""The menu of the experiments window: plans as files, tables, pictures, the folder of the results."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu

from nnviz.errors import BadInput
from nnviz.experiments.plan_file import SUFFIX, plan_text, read_plan
from nnviz.experiments.runs_csv import runs_csv
from nnviz.export.png import export_png
from nnviz.files.whole_file import write_whole
from nnviz.window.documents.widget_pictures import picture_of, pixels_of, svg_of
from nnviz.window.experiments.kept_runs import KeptRuns
from nnviz.window.experiments.plan_form import PlanForm
from nnviz.window.experiments.run_views import RunViews

_RATIO = 2  # pixels of a picture for one of the screen's
_PLANS = f"Experiments (*{SUFFIX})"


class ExperimentFiles(QObject):
    """No dialog here blocks, and nothing is written on the GUI thread."""

    said = Signal(str)  # what was done, or could not be, in a sentence
    folder_chosen = Signal(Path)  # another one for the results

    def __init__(self, window: QMainWindow, form: PlanForm, runs: KeptRuns, views: RunViews) -> None:
        super().__init__(window)
        self._window, self._form, self._runs, self._views = window, form, runs, views
        self.dialog: QFileDialog | None = None  # the one that is open
        menu = window.menuBar().addMenu("&Experiment")
        menu.setToolTipsVisible(True)
        self._add(
            menu, "open_plan", "&Open…", "An experiment that somebody saved.", self._ask_plan, key="Ctrl+O"
        )
        sentence = "As a file that others can run: nnviz sweep FILE."
        self._add(menu, "save_plan", "&Save…", sentence, self._ask_where_plan, key="Ctrl+S")
        sentence = "Where results are kept, and which are looked at."
        self._add(menu, "choose_results", "&Folder of the results…", sentence, self._ask_folder)
        menu.addSeparator()
        sentence = "Every run with its settings and all that is measured, as CSV."
        self._add(menu, "export_runs", "Export the &table…", sentence, self._ask_table)
        sentence = "The view in front as PNG or SVG."
        self._add(menu, "export_plot", "Export the &picture…", sentence, self._ask_picture)
        menu.addSeparator()
        sentence = "Runs that are being carried out go on."
        self._add(menu, "close_experiments", "&Close", sentence, window.close, key="Ctrl+W")

    def read_plan(self, file: Path) -> None:
        """Fill the form with the plan in a file."""
        self._runs.do(partial(read_plan, file), self._form.show_plan, self.said.emit)

    def save_plan(self, file: Path) -> None:
        """Write the plan in the form."""
        try:
            text = plan_text(self._form.plan())
        except BadInput as wrong:
            self.said.emit(str(wrong))
            return
        self._write(file, partial(_write, file, text.encode()))

    def save_table(self, file: Path) -> None:
        """Write all runs that are looked at as CSV."""
        overview = self._views.overview
        self._write(file, lambda: _write(file, runs_csv(overview).encode()))

    def save_picture(self, file: Path) -> None:
        """Write the view in front: as SVG if the name ends so, otherwise as PNG."""
        view = self._views.in_front
        if file.suffix.lower() == ".svg":
            self._write(file, partial(_write, file, svg_of(view)))
        else:
            self._write(file, partial(export_png, file, pixels_of(picture_of(view, _RATIO))))

    def close(self) -> None:
        """A dialog that is still open names no file any more."""
        if self.dialog is not None:
            self.dialog.blockSignals(True)
            self.dialog.hide()
            self._forget()

    def _write(self, file: Path, work: Callable[[], object]) -> None:
        self._runs.do(work, lambda _: self.said.emit(f"Saved {file.name}"), self.said.emit)

    def _ask_plan(self) -> None:
        self._ask("Open an experiment", _PLANS, self.read_plan)

    def _ask_where_plan(self) -> None:
        self._ask("Save the experiment", _PLANS, self.save_plan, f"experiment{SUFFIX}")

    def _ask_table(self) -> None:
        self._ask("Export the table", "Tables (*.csv)", self.save_table, "runs.csv")

    def _ask_picture(self) -> None:
        kinds = "Pictures (*.png);;Vector pictures (*.svg)"
        self._ask("Export the picture", kinds, self.save_picture, "runs.png")

    def _ask_folder(self) -> None:
        dialog = self._ask("Folder of the results", "", self.folder_chosen.emit)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)

    def _ask(
        self, title: str, kinds: str, chosen: Callable[[Path], None], suggestion: str = ""
    ) -> QFileDialog:
        self.close()
        dialog = self.dialog = QFileDialog(self._window, title)
        dialog.setObjectName("experiment_dialog")
        if kinds:
            dialog.setNameFilters([*kinds.split(";;"), "All files (*)"])
        if suggestion:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(Path(suggestion).suffix.removeprefix("."))
            dialog.selectFile(suggestion)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: chosen(Path(file)))
        dialog.finished.connect(self._forget)
        dialog.open()
        return dialog

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _add(
        self,
        menu: QMenu,
        name: str,
        text: str,
        sentence: str,
        act: Callable[[], object],
        key: str = "",
    ) -> None:
        action = QAction(text, self._window)
        action.setObjectName(name)
        action.setToolTip(sentence)
        if key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: act())
        menu.addAction(action)


def _write(file: Path, content: bytes) -> None:
    with write_whole(file) as target:
        target.write(content)
