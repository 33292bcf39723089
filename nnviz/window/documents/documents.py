"""The window's session file: opening, saving, what is not saved yet, and leaving without losing it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from nnviz.datasets.dataset import Dataset
from nnviz.datasets.load import load_data, place_of
from nnviz.errors import BadInput
from nnviz.runs.commands import OpenData, OpenRuns, Start
from nnviz.sessions.session import Session
from nnviz.sessions.session_file import SUFFIX, load_session
from nnviz.terminal import clean
from nnviz.window.documents.autosave import Autosave
from nnviz.window.documents.background import FileWork, nothing
from nnviz.window.documents.banner import notices_of
from nnviz.window.documents.document_state import DocumentState
from nnviz.window.documents.document_window import DocumentWindow
from nnviz.window.documents.recovery import recovery_folder
from nnviz.window.documents.unsaved_question import UnsavedQuestion

_NOTE_SECONDS, _PROBLEM_SECONDS = 5, 20
_LOOK_SECONDS = 1  # between two looks whether the title is to say that there is something unsaved
_MOST_RECENT = 8

AskWhere = Callable[[Callable[[], None], Callable[[], None]], None]  # what to do once saved, and if not


class Documents(QObject):
    """What the File menu does to the whole session. Nothing here waits, and no dialog blocks."""

    def __init__(self, window: DocumentWindow, guards: bool) -> None:
        """`guards`: ask before unsaved work is given up, keep it in a recovery file, offer what is there."""
        super().__init__(window)
        self._window, self._guards = window, guards
        self.path: Path | None = None
        self.state = DocumentState(window)
        self.ask_where_to_save: AskWhere = _nowhere  # how a file is asked for is the menu's affair
        self.question: UnsavedQuestion | None = None  # the one that is being asked
        self._work = FileWork(self)
        self._says_problem = False
        self._is_given_up = False  # whether the user does not want to keep what is not saved
        self._wants_to_close = False  # once what is under way is done
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(lambda: self._say("", ""))
        self._title = QTimer(self)
        self._title.timeout.connect(self._show_title)
        self._title.start(1_000 * _LOOK_SECONDS)
        self.banner = notices_of(window).banner("recovery_banner")
        self.autosave: Autosave | None = None
        if guards:
            self.autosave = Autosave(self.state, self.banner, recovery_folder(), self)
            self.autosave.restore_requested.connect(self._restore_unless_unsaved)
            self.autosave.failed.connect(lambda why: self.say_problem(f"Unsaved work is not kept: {why}"))
            window.drawing_pad.canvas.finished.connect(self.autosave.save)

    def say(self, sentence: str) -> None:
        """Show for a while what is being done or was done."""
        self._say(sentence, "")
        self._quiet.start(1_000 * _NOTE_SECONDS)

    def say_problem(self, sentence: str) -> None:
        """Show for a while what went wrong."""
        self._say("", sentence)
        self._quiet.start(1_000 * _PROBLEM_SECONDS)

    def save(
        self, path: Path, go_on: Callable[[], None] = nothing, otherwise: Callable[[], None] = nothing
    ) -> None:
        """Save everything there, off the GUI thread, and `go_on`; if it cannot be saved, the other."""
        if not path.suffix:
            path = path.with_name(path.name + SUFFIX)
        self.say(f"Saving {path.name}…")
        done, failed = partial(self._saved, path, go_on), partial(self._not_saved, otherwise)
        self._work.do("save", self._writer(path), done, failed)

    def open(self, path: Path) -> None:
        """Read a session and go on with it; if that cannot be, what is there goes on."""
        self._window.leave_lesson()
        self.say(f"Opening {path.name}…")
        self._lay_out(lambda: load_session(path), partial(self._opened, path), self._not_opened)

    def open_data(self, path: Path) -> None:
        """Read other data and begin a run on it; if that cannot be, what is there goes on.

        `path`: a folder or an `.npz` file, or one of the files of a folder.
        """
        self._window.leave_lesson()
        self.say(f"Opening {path.name}…")
        training = self._window.training

        def work() -> Dataset:
            data = load_data(place_of(path))
            training.wait_for(OpenData(data))
            return data

        self._work.do("open", work, self._opened_data, self._not_opened)

    def adopt(self, session: Session, path: Path, start: bool = False) -> None:
        """Go on with a session that was read from there already, and train at once if `start`."""

        def done(session: Session) -> None:
            self._opened(path, session)
            if start:
                self._window.training.submit(Start())

        self._lay_out(lambda: session, done, self._not_opened)

    def unless_unsaved(self, go_on: Callable[[], None], otherwise: Callable[[], None] = nothing) -> None:
        """Do it at once or, if that would give up unsaved work, when the user agrees; if not, the other."""
        if self._is_busy:  # whether anything is unsaved is known once that has been told
            again = partial(self.unless_unsaved, go_on, otherwise)
            self._work.do("wait", nothing, lambda _: again(), self.say_problem)
        elif self._guards and self.state.is_modified:
            self._ask(go_on, otherwise)
        else:
            go_on()

    def may_close(self) -> bool:
        """Whether the window may close now. If not, the user is being asked, or files are being worked on."""
        if self._is_given_up:
            return True
        if self._is_busy:
            self._wants_to_close = True
            return False
        if not self._guards:
            return True
        if self.state.is_modified:
            self._ask(self._give_up, nothing)
            return False
        return True

    def leave(self) -> None:
        """The process is about to end and nobody can be asked: keep what is not saved for the next start."""
        self._work.finish()
        if self.autosave is not None and not self._is_given_up and self.state.is_modified:
            self.autosave.finish()
            self.autosave.close(forget=False)
            self.autosave = None
        self._is_given_up = True

    def close(self) -> None:
        """End, after the training thread. What is in the recovery file is saved, or not wanted."""
        self._title.stop()
        self._quiet.stop()
        self._work.stop()
        if self.autosave is not None:
            self.autosave.close(forget=True)
            self.autosave = None

    def recent(self) -> list[Path]:
        """The files used last that are still there, the latest first."""
        store = self._window.store
        return [path for path in store.recent_files() if path.is_file()] if store is not None else []

    @property
    def _is_busy(self) -> bool:
        """Whether the session is being written or replaced."""
        return self._work.is_doing("save", "open")

    def _writer(self, path: Path) -> Callable[[], Session]:
        """What saves there. While another session is being opened, its runs must not be saved as this one."""
        if self._work.is_doing("open"):
            return partial(_refuse, f"{path.name} was not saved: another session was being opened")
        return self.state.writer(path)

    def _lay_out(
        self,
        read: Callable[[], Session],
        done: Callable[[Session], None],
        failed: Callable[[str], None],
    ) -> None:
        training = self._window.training

        def work() -> Session:
            session = read()
            training.wait_for(OpenRuns(session.runs, session.current_index))
            return session

        self._work.do("open", work, done, failed)

    def _opened(self, path: Path, session: Session) -> None:
        self._window.forget_edits()
        self.state.show(session)
        self._is_of(path, session)
        self.say(f"Opened {path.name}")
        self._close_if_wanted()

    def _opened_data(self, data: Dataset) -> None:
        self._window.forget_edits()
        self._is_of(None, None)
        self.say(f"Opened {data.summary}")
        self._close_if_wanted()

    def _not_opened(self, why: str) -> None:
        self.say_problem(why)
        self._close_if_wanted()

    def _restore_unless_unsaved(self, session: Session) -> None:
        self.unless_unsaved(partial(self._restore, session), self._offer_again)

    def _restore(self, session: Session) -> None:
        self._lay_out(lambda: session, self._restored, self._not_restored)

    def _restored(self, session: Session) -> None:
        self._window.forget_edits()
        self.state.show(session)
        self._is_of(None, None)
        self.say("Restored what was not saved")
        if self.autosave is not None:
            self.autosave.adopted()
        self._close_if_wanted()

    def _not_restored(self, why: str) -> None:
        self._offer_again()
        self._not_opened(why)

    def _offer_again(self) -> None:
        if self.autosave is not None:
            self.autosave.offer_again()

    def _saved(self, path: Path, go_on: Callable[[], None], session: Session) -> None:
        self._is_of(path, session)
        self.say(f"Saved as {path.name}")
        go_on()
        self._close_if_wanted()

    def _not_saved(self, otherwise: Callable[[], None], why: str) -> None:
        self.say_problem(why)
        self._wants_to_close = False  # who closes the window believes that it is saved
        otherwise()

    def _is_of(self, path: Path | None, session: Session | None) -> None:
        self.path = path
        self.state.keep(session)
        if path is not None and self._window.store is not None:
            path = path.absolute()
            others = [other for other in self._window.store.recent_files() if other != path]
            self._window.store.set_recent_files([path, *others][:_MOST_RECENT])
        self._show_title()

    def _ask(self, go_on: Callable[[], None], otherwise: Callable[[], None]) -> None:
        if self.question is not None:
            otherwise()
            return
        self.question = UnsavedQuestion(
            self._window,
            save=partial(self._answered, partial(self._save_and_go_on, go_on, otherwise)),
            discard=partial(self._answered, go_on),
            cancel=partial(self._answered, otherwise),
        )
        self.question.open()

    def _answered(self, act: Callable[[], None]) -> None:
        self.question = None
        act()

    def _save_and_go_on(self, go_on: Callable[[], None], otherwise: Callable[[], None]) -> None:
        if self.path is not None:
            self.save(self.path, go_on, otherwise)
        else:
            self.ask_where_to_save(go_on, otherwise)

    def _give_up(self) -> None:
        self._is_given_up = True
        self._close_window()

    def _close_window(self) -> None:
        self._window.close()

    def _close_if_wanted(self) -> None:
        if self._wants_to_close and not self._is_busy:
            self._wants_to_close = False
            self._close_window()

    def _show_title(self) -> None:
        window = self._window
        if self.path is None:
            window.setWindowTitle("nnviz")
        else:
            window.setWindowTitle(f"{clean(self.path.name)}[*]")
            window.setWindowModified(self.state.is_modified)

    def _say(self, note: str, problem: str) -> None:
        status = self._window.controls.status
        status.set_note(clean(note))
        if problem or self._says_problem:  # others' complaints are not ours to take back
            status.set_complaint(clean(problem))
        self._says_problem = bool(problem)


def _nowhere(_go_on: Callable[[], None], otherwise: Callable[[], None]) -> None:
    otherwise()


def _refuse(sentence: str) -> Session:
    raise BadInput(sentence)
