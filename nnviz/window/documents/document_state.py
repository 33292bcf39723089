"""The whole of a window's work as a session, and back: the screen's part here, the runs in their thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from nnviz.datasets.dataset import Examples
from nnviz.datasets.subject import Subject
from nnviz.learning import kernel
from nnviz.learning.settings import Settings
from nnviz.panels.drawing_pad.strokes import Stroke
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
        self._kept_strokes: tuple[tuple[Stroke, ...], int | None] = (), None
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
            or self._window.own_drawing != self._kept_strokes
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
        strokes, label = self._window.own_drawing
        if latest is None or latest.phase is Phase.LOADING:
            return ()
        if not (_is_trained(latest) or strokes or pad.bench.kept):
            return ()
        kept = pad.bench.kept and (crc32(pad.bench.kept.images.tobytes()), pad.bench.kept.checksum)
        return (
            latest.network,
            _runs(latest),
            strokes,
            label,
            [(lesson, tuple(made.items())) for lesson, made in self._window.guesses.items()],
            kept,
            self._window.evaluation.verdicts,
        )  # each snapshot has a network of its own

    def writer(self, file: Path, memory: int = SAVED_MEMORY, private: bool = False) -> Callable[[], Session]:
        """What writes the session: to be called off the GUI thread. It may raise `BadInput`.

        The screen's part is as of now, the runs' as of then. `private`: for the file's owner alone.
        """
        window = self._window
        strokes, label = window.own_drawing
        drawings = (saved_drawing(strokes),) if strokes else ()
        label = label if strokes else None
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
        strokes = strokes_of(session.drawings[-1]) if session.drawings else ()
        if (strokes, session.drawing_label) != (pad.strokes(), pad.label):
            pad.set_strokes(strokes, session.drawing_label)
        pad.bench.set_kept(session.kept)
        self._window.set_guesses(session.guesses)
        self._window.evaluation.set_verdicts(session.verdicts)
        if session.layout is not None:
            self._window.layout_of_panels.restore(session.layout)

    def keep(self, session: Session | None) -> None:
        """This is now in a file of the user's; None if nothing is."""
        self._kept = session
        self._kept_drawings = session.kept if session is not None else None
        strokes = strokes_of(session.drawings[-1]) if session and session.drawings else ()
        self._kept_strokes = strokes, session.drawing_label if session is not None else None


def _of_runs(kept: Examples | None, subject: Subject) -> Examples | None:
    """The drawings that were kept, unless other data has come meanwhile."""
    return kept if kept is not None and kept.subject.fits(subject) else None


def _is_trained(latest: Snapshot) -> bool:
    """Whether any of the runs is."""
    return any(run.examples_seen > 0 for run in latest.runs)


def _runs(latest: Snapshot) -> list[tuple[str, Settings, int, tuple[Mark, ...]]]:
    """What tells whether a run has changed, but for what was done to its network by hand."""
    return [(run.name, run.settings, run.examples_seen, run.marks) for run in latest.runs]
