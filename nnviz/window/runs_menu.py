"""The menu of the session's runs: switch, continue, twin, rename, remove, and the memory for their past."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QInputDialog, QMainWindow, QMenu

from nnviz.panels.timeline.run_choice import run_icon, run_sentence
from nnviz.runs.commands import BeginTwin, RemoveRun, RenameRun, SetMemory, ShowRun
from nnviz.runs.history import MEMORY
from nnviz.runs.several_runs import MOST
from nnviz.runs.snapshot import RunSummary, Snapshot
from nnviz.runs.training_thread import TrainingThread
from nnviz.widgets.plain_text import plain_entry
from nnviz.window.settings_store import SettingsStore
from nnviz.window.twin_dialog import TwinDialog

_MEMORIES = (64, 128, 256, 512, 1024)  # MB to choose from


class RunsMenu(QMenu):
    """Made again when it opens: runs come and go while training does."""

    def __init__(
        self,
        window: QMainWindow,
        training: TrainingThread,
        store: SettingsStore | None,
        continue_action: QAction,
    ) -> None:
        super().__init__("&Runs", window)
        self.setObjectName("runs_menu")
        self.setToolTipsVisible(True)
        self._training, self._store = training, store
        self._snapshot: Snapshot | None = None
        self._memory = store.history_memory() if store is not None else MEMORY
        self._switches: list[QAction] = []
        self.twin = self._action("twin_run", "Start a twin…", self._ask_for_twin)
        self.twin.setToolTip(
            "A second run beside this one in which one setting is different, to compare the two."
        )
        self.rename = self._action("rename_run", "Rename this run…", self._ask_for_name)
        self.rename.setToolTip("Give the run shown another name.")
        self.remove = self._action("remove_run", "Remove this run", self._remove)
        self.remove.setToolTip("Let the run shown go, with its past.")
        self._separator = self.addSeparator()
        self.addActions([continue_action, self.twin, self.rename, self.remove])
        self.addSeparator()
        self._add_memories()
        window.addAction(self.twin)
        self.aboutToShow.connect(self._list_runs)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """The session's runs are those of this snapshot."""
        self._snapshot = snapshot
        named = self._run() is not None
        for action in (self.twin, self.rename):
            action.setEnabled(named)
        self.remove.setEnabled(len(snapshot.runs) > 1)

    def _run(self) -> RunSummary | None:
        """The run shown."""
        snapshot = self._snapshot
        if snapshot is None:
            return None
        return next((run for run in snapshot.runs if run.number == snapshot.run), None)

    def _list_runs(self) -> None:
        for action in self._switches:
            self.removeAction(action)
            action.deleteLater()
        snapshot = self._snapshot
        runs = snapshot.runs if snapshot is not None else ()
        self._switches = [self._switch(run) for run in runs]
        self.insertActions(self._separator, self._switches)

    def _switch(self, run: RunSummary) -> QAction:
        action = QAction(run_icon(run.colour), plain_entry(run.name), self)
        action.setToolTip(f"{run_sentence(run)}. Up to {MOST} runs are kept; then the oldest goes.")
        on_show = self._snapshot is not None and run.number == self._snapshot.run
        font = action.font()
        font.setBold(on_show)
        action.setFont(font)
        action.triggered.connect(partial(self._training.submit, ShowRun(run.number)))
        return action

    def _ask_for_twin(self) -> None:
        run = self._run()
        if run is None or self._snapshot is None:
            return
        first = self._snapshot.changes[0].settings if self._snapshot.changes else run.settings
        dialog = TwinDialog(first, self._snapshot.training_examples, self.parentWidget())
        dialog.chosen.connect(lambda settings: self._training.submit(BeginTwin(settings)))
        dialog.open()

    def _ask_for_name(self) -> None:
        run = self._run()
        if run is None:
            return
        dialog = QInputDialog(self.parentWidget())
        dialog.setWindowTitle("Rename this run")
        dialog.setLabelText("Name of the run:")
        dialog.setTextValue(run.name)
        dialog.textValueSelected.connect(partial(self._rename, run.number))
        dialog.open()

    def _rename(self, number: int, name: str) -> None:
        if name.strip():
            self._training.submit(RenameRun(number, name.strip()))

    def _remove(self) -> None:
        if self._snapshot is not None:
            self._training.submit(RemoveRun(self._snapshot.run))

    def _add_memories(self) -> None:
        menu = self.addMenu("Memory for the past")
        menu.setObjectName("history_memory_menu")
        group = QActionGroup(self)
        for megabytes in _MEMORIES:
            action = menu.addAction(f"{megabytes} MB")
            action.setObjectName(f"history_memory_{megabytes}")
            action.setToolTip(
                "What the networks kept of all runs may take together; the more, the faster a step is shown."
            )
            action.setCheckable(True)
            action.setChecked(megabytes << 20 == self._memory)
            action.triggered.connect(partial(self._set_memory, megabytes << 20))
            group.addAction(action)

    def _set_memory(self, memory: int) -> None:
        self._training.submit(SetMemory(memory))
        if self._store is not None:
            self._store.set_history_memory(memory)

    def _action(self, name: str, text: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.triggered.connect(slot)
        return action
