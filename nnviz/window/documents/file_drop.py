"""A folder or a file dropped on the window is opened: a session, or other data."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from nnviz.sessions.session_file import SUFFIX
from nnviz.window.documents.document_window import DocumentWindow
from nnviz.window.documents.documents import Documents


class FileDrop(QObject):
    """Takes what is dropped anywhere on the window; no panel takes files."""

    def __init__(self, window: DocumentWindow, documents: Documents) -> None:
        super().__init__(window)
        self._documents = documents
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """One folder or file is welcome; of several it would not be clear which is meant."""
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            if _file(event.mimeData()) is not None:
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            file = _file(event.mimeData())
            if file is not None:
                event.acceptProposedAction()
                self._open(file)
            return True
        return super().eventFilter(watched, event)

    def _open(self, file: Path) -> None:
        documents = self._documents
        is_session = file.suffix.lower() == SUFFIX
        documents.unless_unsaved(partial(documents.open if is_session else documents.open_data, file))


def _file(dropped: QMimeData) -> Path | None:
    files = [url.toLocalFile() for url in dropped.urls()]
    return Path(files[0]) if len(files) == 1 and files[0] else None
