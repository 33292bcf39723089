"""The whole of a window's work as a session, and back: the screen's part here, the runs in their thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from nnviz.datasets.dataset import Examples
from nnviz.datasets.subject import Subject
from nnviz.learning import kernel
from nnviz.learning.settings import Settings
from nnviz.panels.drawing_pad.strokes import Page
from nnviz.runs.commands import SaveRuns
from nnviz.runs.run import SAVED_MEMORY
from nnviz.runs.snapshot import Mark, Phase, Snapshot
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import save_session
from nnviz.window.documents.document_window import DocumentWindow
from nnviz.window.documents.drawings import saved_drawing, strokes_of


class DocumentState:
    """Reads and lays out the window's work. It keeps nothing but what was last saved, to tell what is new."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self._kept: Session | None = None  # what is in a file of the user's
        self._kept_page = Page()
        self._kept_drawings: Examples | None = None

    @property
    def is_modified(self) -> bool:
        """Whether there is work in no file of the user's. An untrained network is not work."""
        latest = self._window.own_latest
        if latest is None or not _is_trained(latest):
            return False
        pad = self._window.drawing_pad
        if (
            self._kept is None
            or not self._window.own_drawing.is_like(self._kept_page)
            or pad.bench.kept is not self._kept_drawings
        ):
            return True
        if self._window.evaluation.verdicts != self._kept.verdicts and (
            self._window.evaluation.verdicts or self._kept.verdicts
        ):
            return True
        run = self._kept.current
        kept = [(one.name, one.settings, one.now.examples_seen, one.marks) for one in self._kept.runs]
        if kept != _runs(latest) or run.changes != latest.changes:
            return True
        return bool(kernel.pack(latest.network).tobytes() != run.now.parameters.tobytes())

    @property
    def moment(self) -> tuple[object, ...]:
        """What is another as soon as there is more that could be lost; () while there is nothing."""
        latest, pad = self._window.own_latest, self._window.drawing_pad
        page = self._window.own_drawing
        if latest is None or latest.phase is Phase.LOADING:
            return ()
        if not (_is_trained(latest) or not page.is_empty or pad.bench.kept):
            return ()
        kept = pad.bench.kept and (crc32(pad.bench.kept.images.tobytes()), pad.bench.kept.checksum)
        return (
            latest.network,
            _runs(latest),
            page.strokes,
            page.label,
            page.base is not None and crc32(page.base.tobytes()),
            [(lesson, tuple(made.items())) for lesson, made in self._window.guesses.items()],
            kept,
            self._window.evaluation.verdicts,
        )  # each snapshot has a network of its own

    def writer(self, file: Path, memory: int = SAVED_MEMORY, private: bool = False) -> Callable[[], Session]:
        """What writes the session: to be called off the GUI thread. It may raise `BadInput`.

        The screen's part is as of now, the runs' as of then. `private`: for the file's owner alone.
        """
        window = self._window
        page = window.own_drawing
        drawings = () if page.is_empty else (saved_drawing(page.strokes),)
        label = None if page.is_empty else page.label
        guesses = {lesson: dict(made) for lesson, made in window.guesses.items()}
        kept = window.drawing_pad.bench.kept
        layout, verdicts = window.own_layout, window.evaluation.verdicts

        def write() -> Session:
            runs, current = window.training.wait_for(SaveRuns(memory))
            session = Session(
                runs,
                current,
                drawings,
                layout=layout,
                drawing_label=label,
                picture=page.base,
                guesses=guesses,
                kept=_of_runs(kept, runs[0].subject),
                verdicts=verdicts,
            )
            save_session(file, session, private)
            return session

        return write

    def show(self, session: Session) -> None:
        """Put drawing and panels where the session has them. The training thread must have its runs."""
        pad = self._window.drawing_pad
        page = _page_of(session)
        if not page.is_like(pad.page):
            pad.set_page(page)
        pad.bench.set_kept(session.kept)
        self._window.set_guesses(session.guesses)
        self._window.evaluation.set_verdicts(session.verdicts)
        if session.layout is not None:
            self._window.layout_of_panels.restore(session.layout)

    def keep(self, session: Session | None) -> None:
        """This is now in a file of the user's; None if nothing is."""
        self._kept = session
        self._kept_drawings = session.kept if session is not None else None
        self._kept_page = _page_of(session) if session is not None else Page()


def _page_of(session: Session) -> Page:
    """What is on the pad: the last of the drawings."""
    strokes = strokes_of(session.drawings[-1]) if session.drawings else ()
    return Page(session.picture, strokes, session.drawing_label)


def _of_runs(kept: Examples | None, subject: Subject) -> Examples | None:
    """The drawings that were kept, unless other data has come meanwhile."""
    return kept if kept is not None and kept.subject.fits(subject) else None


def _is_trained(latest: Snapshot) -> bool:
    """Whether any of the runs is."""
    return any(run.examples_seen > 0 for run in latest.runs)


def _runs(latest: Snapshot) -> list[tuple[str, Settings, int, tuple[Mark, ...]]]:
    """What tells whether a run has changed, but for what was done to its network by hand."""
    return [(run.name, run.settings, run.examples_seen, run.marks) for run in latest.runs]
