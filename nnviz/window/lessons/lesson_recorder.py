"""Recording a lesson: the author sets the window up, cuts a page, writes its words, and so on until Stop."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from nnviz.errors import BadInput
from nnviz.files.whole_file import write_whole
from nnviz.lessons.library import SUFFIX
from nnviz.lessons.recorded_lesson import PageSeen, RecordedPage, directives, lesson_text
from nnviz.runs.commands import Pause
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.window.documents.banner import notices_of
from nnviz.window.documents.file_menu import FileMenu
from nnviz.window.documents.unsaved_question import UnsavedQuestion
from nnviz.window.lessons.lesson_host import LessonHost
from nnviz.window.lessons.lesson_scene import LessonWindow
from nnviz.window.lessons.page_dialog import PageDialog
from nnviz.window.lessons.page_seen import page_seen, unsaid
from nnviz.window.lessons.screen_words import vocabulary

_KIND = f"Lessons (*{SUFFIX})"
_LOST = "The pages recorded since would be lost otherwise."


class LessonRecorder(QObject):
    """Owns the pages recorded so far, until they are written to a file or given up."""

    def __init__(self, window: LessonWindow, host: LessonHost, files: FileMenu) -> None:
        super().__init__(window)
        self._window, self._host, self._files = window, host, files
        self._banner = notices_of(window).banner("recording_banner")
        self._waits = False  # for the training to pause, to cut a page then
        self.is_recording = False
        self.pages: list[RecordedPage] = []
        self.dialog: PageDialog | None = None  # the latest
        self.question: UnsavedQuestion | None = None  # the one that is being asked

    def begin(self) -> None:
        """Record from now on. A lesson that is open is left: what is recorded are the author's own runs."""
        if not self.is_recording:
            self._window.leave_lesson()
            self.is_recording = True
        self._tell()

    def open(self) -> None:
        """Let the user choose the file of a lesson, and open it."""
        self._files.ask_for_file("Open a lesson", _KIND, SUFFIX, self._open_file)

    def cut(self) -> None:
        """Make a page of what there is to see, as soon as the training has paused."""
        latest = self._window.latest
        if latest is not None and latest.phase is Phase.TRAINING:
            self._waits = True
            self._window.training.submit(Pause())
        else:
            self._ask_for_words()
        self._tell()

    def take_in(self, latest: Snapshot) -> None:
        """The newest moment of the run shown."""
        if self._waits and latest.phase is not Phase.TRAINING:
            self._waits = False
            self._ask_for_words()

    def stop(self) -> None:
        """Ask for a file, and write the lesson; with no page there is nothing to write."""
        if self.pages:
            self._ask_where()
        else:
            self._window.show_problem("Nothing was recorded: no page was added.")
            self.give_up()

    def may_close(self) -> bool:
        """Whether the window may close now. If not, the author is being asked about the pages."""
        if not self.pages:
            return True
        if self.question is None:
            self.question = UnsavedQuestion(
                self._window,
                save=partial(self._answered, True, True),
                discard=partial(self._answered, False, True),
                cancel=partial(self._answered, False, False),
                asks=("Write the recorded lesson first?", _LOST),
            )
            self.question.open()
        return False

    def give_up(self) -> None:
        """Record no more, and keep nothing."""
        self.is_recording = self._waits = False
        self.pages = []
        self._banner.done()

    def write(self, path: Path) -> bool:
        """Write the pages there, and whether that was done; if not, the recording goes on."""
        try:
            path = _lesson_file(path)
            title = path.name.removesuffix(SUFFIX).replace("-", " ").replace("_", " ").strip().capitalize()
            with write_whole(path) as stream:
                stream.write(lesson_text(title or "Lesson", self.pages).encode())
        except BadInput as error:
            self._window.show_problem(str(error))
            self._tell()
            return False
        self.give_up()
        opens = ("open_recorded", "Open it", partial(self._host.open_named, str(path)))
        sentence = f"{path.name} is written. Questions and tasks can be added in any editor."
        self._banner.ask(sentence, [opens, _CLOSE])
        return True

    def _open_file(self, path: Path) -> None:
        self._host.open_named(str(path))

    def _ask_for_words(self) -> None:
        try:
            if self._host.is_open:
                raise BadInput("A lesson is open: close it, and record your own runs.")
            state = self._host.state()
            if state is None:
                raise BadInput("There is no run to show yet.")
            seen = page_seen(self._window, state)
        except BadInput as error:
            self._window.show_problem(str(error))
            return
        notes = "\n\n".join(directives(seen, self.pages[-1].seen if self.pages else None))
        if missing := unsaid(self._window):
            notes = f"Not noted, for no directive says it: {', '.join(missing)}.\n\n{notes}"
        complaint = partial(self._complaint, seen)
        self.dialog = PageDialog(f"Page {len(self.pages) + 1}", notes, complaint, self._window)
        self.dialog.written.connect(partial(self._add, seen))
        self.dialog.open()

    def _complaint(self, seen: PageSeen, title: str, words: str) -> str:
        """What a reader of the lesson would find wrong with it."""
        from nnviz.lessons.fault import BadLesson
        from nnviz.lessons.parse import read_lesson  # Markdown's reader is not for every start

        if not title:
            return "The page needs a title."
        try:
            text = lesson_text("Lesson", [*self.pages, RecordedPage(title, words, seen)])
            read_lesson(text, "lesson", Path(), vocabulary())
        except BadLesson as bad:
            newest = bad.faults[-1]
            return f"{newest.wrong[:1].upper()}{newest.wrong[1:]}. {newest.mend}"
        return ""

    def _add(self, seen: PageSeen, title: str, words: str) -> None:
        self.pages.append(RecordedPage(title, words, seen))
        self._tell()

    def _tell(self) -> None:
        """Say that it is recording, and how far it is."""
        if not self.is_recording:
            return
        count = len(self.pages)
        so_far = f"{count} page{'s' * (count != 1)} so far" if count else "no page yet"
        self._banner.ask(
            f"● Recording a lesson, {so_far}. Set the window up as a page is to show it, then add the page.",
            [("add_page", "Add a page…", self.cut), ("stop_recording", "Stop…", self.stop)],
        )

    def _ask_where(self, closes: bool = False) -> None:
        self._tell()
        self._files.ask_for_file(
            "Write the lesson",
            _KIND,
            SUFFIX,
            partial(self._write_and_close if closes else self.write),
            suggestion=f"my-lesson{SUFFIX}",
        )

    def _write_and_close(self, path: Path) -> None:
        if self.write(path):
            self._window.close()

    def _answered(self, saves: bool, closes: bool) -> None:
        self.question = None
        if saves:
            self._ask_where(closes=True)
        elif closes:
            self.give_up()
            self._window.close()


_CLOSE = ("close_recorded", "Close", lambda: None)


def _lesson_file(path: Path) -> Path:
    """With the ending that lessons have. Raises `BadInput` if that is a file nobody was asked about."""
    if path.name.endswith(SUFFIX):
        return path
    path = path.with_name(path.name.removesuffix(".md") + SUFFIX)
    if path.exists():
        raise BadInput(f"{path} is there already, and is left as it is")
    return path
