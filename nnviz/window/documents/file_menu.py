"""The File menu: its actions, and the dialogs that ask for a file. No dialog blocks the window's frames."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu

from nnviz.sessions.session_file import SUFFIX
from nnviz.widgets.plain_text import plain_entry, plain_tip
from nnviz.window.documents.background import nothing
from nnviz.window.documents.document_window import DocumentWindow
from nnviz.window.documents.documents import Documents

_DATA = "Data sets (*.npz *-ubyte* *-byte* *-int* *.idx* *-ubyte.gz)"
_SESSIONS = f"nnviz sessions (*{SUFFIX})"


class FileMenu(QObject):
    """Stands first in the window's menu bar."""

    def __init__(self, window: DocumentWindow, documents: Documents) -> None:
        super().__init__(window)
        self._window, self._documents = window, documents
        documents.ask_where_to_save = self.ask_where_to_save
        self.dialog: QFileDialog | None = None  # the one that is open
        self.menu = QMenu("&File", window)
        self.menu.setToolTipsVisible(True)
        self._add_sessions()
        self.menu.addSeparator()
        bar = window.menuBar()
        bar.insertMenu(bar.actions()[0], self.menu)

    def add_quit(self) -> None:
        """The last of the menu."""
        self.menu.addSeparator()
        action = self.add("quit", "&Quit", "Close nnviz.", self._window.close, QKeySequence.StandardKey.Quit)
        action.setMenuRole(QAction.MenuRole.QuitRole)

    def add(
        self,
        name: str,
        text: str,
        sentence: str,
        act: Callable[[], object],
        key: QKeySequence.StandardKey | str | None = None,
    ) -> QAction:
        """An action at the end of the menu."""
        action = QAction(text, self._window)
        action.setObjectName(name)
        action.setToolTip(sentence)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: act())
        self.menu.addAction(action)
        return action

    def ask_for_file(
        self,
        title: str,
        kind: str,
        suffix: str,
        chosen: Callable[[Path], object],
        suggestion: str = "",
        cancelled: Callable[[], object] | None = None,
    ) -> None:
        """Let the user name a file to write or, without a `suggestion`, choose one to read."""
        dialog = self.dialog = QFileDialog(self._window, title)
        dialog.setObjectName("file_dialog")
        dialog.setNameFilters([*kind.split(";;"), "All files (*)"])
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        if suggestion:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(suggestion)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setDirectory(str(self._folder()))
        dialog.fileSelected.connect(lambda file: chosen(Path(file)))
        if cancelled is not None:
            dialog.rejected.connect(cancelled)
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def ask_where_to_save(
        self, go_on: Callable[[], None] = nothing, otherwise: Callable[[], None] = nothing
    ) -> None:
        """Let the user name the session's file, save it there, and `go_on`; if it is not saved, the other."""
        documents = self._documents
        save = partial(documents.save, go_on=go_on, otherwise=otherwise)
        name = documents.path.name if documents.path is not None else f"session{SUFFIX}"
        self.ask_for_file(
            "Save the session", _SESSIONS, suffix=SUFFIX, chosen=save, suggestion=name, cancelled=otherwise
        )

    def _add_sessions(self) -> None:
        keys = QKeySequence.StandardKey
        self.add("open_session", "&Open…", "Go on with a saved session.", self._open, keys.Open)
        sentence = "Begin a run on other data: a folder of four IDX files, or an .npz file."
        self.add("open_data", "Open &data…", sentence, self._open_data)
        self.recent = self.menu.addMenu("Open &recent")
        self.recent.setObjectName("recent_sessions")
        self.recent.aboutToShow.connect(self._list_recent)
        self.recent.addAction("none yet").setEnabled(False)
        self.add("save_session", "&Save", "Save runs, curve, drawing and layout.", self._save, keys.Save)
        sentence = "Save the session under another name."
        self.add("save_session_as", "Save &as…", sentence, self.ask_where_to_save, "Ctrl+Shift+S")

    def _open(self) -> None:
        documents = self._documents
        documents.unless_unsaved(
            partial(self.ask_for_file, "Open a session", _SESSIONS, SUFFIX, documents.open)
        )

    def _open_data(self) -> None:
        documents = self._documents
        title = "Open data: an .npz file, or any of the four files"
        documents.unless_unsaved(partial(self.ask_for_file, title, _DATA, "", documents.open_data))

    def _save(self) -> None:
        path = self._documents.path
        if path is None:
            self.ask_where_to_save()
        else:
            self._documents.save(path)

    def _list_recent(self) -> None:
        documents = self._documents
        self.recent.clear()
        for file in documents.recent():
            action = self.recent.addAction(plain_entry(file.name))
            action.setToolTip(plain_tip(str(file)))
            action.triggered.connect(
                lambda _checked=False, file=file: documents.unless_unsaved(partial(documents.open, file))
            )
        if self.recent.isEmpty():
            self.recent.addAction("none yet").setEnabled(False)

    def _folder(self) -> Path:
        """Where the user was last."""
        documents = self._documents
        used = [documents.path] if documents.path is not None else documents.recent()
        return used[0].parent if used else Path.home()

    def close(self) -> None:
        """End: a dialog that is still open, or asks whether to replace a file, names none any more."""
        if self.dialog is not None:
            self.dialog.blockSignals(True)
            self.dialog.hide()
            self._forget_dialog()

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
