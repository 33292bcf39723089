"""Share strings in the window: copying that of the moment shown, and following one until it is there."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from nnviz.errors import BadInput
from nnviz.number_text import count_text
from nnviz.runs.commands import ChangeSettings
from nnviz.runs.mailbox import Mailbox
from nnviz.runs.recipe import FollowRecipe, Recipe, recipe_of
from nnviz.runs.snapshot import Phase, Snapshot
from nnviz.sessions.share import PREFIX, share_string
from nnviz.window.documents.document_window import DocumentWindow
from nnviz.window.documents.documents import Documents
from nnviz.window.share_dialog import ShareDialog


class Sharing(QObject):
    """What the Edit menu does with share strings."""

    def __init__(self, window: DocumentWindow, documents: Documents) -> None:
        super().__init__(window)
        self._window, self._documents = window, documents
        self._numbers: Mailbox[int] = Mailbox()  # of the run that follows the recipe
        self._followed: tuple[int, Recipe] | None = None  # number of its run
        self._asked: Recipe | None = None
        self.dialog: ShareDialog | None = None  # the latest

    def copy(self) -> None:
        """Put the string of the moment shown on the clipboard, or say why there is none."""
        shown, say = self._window.shown, self._documents
        try:
            if shown is None:
                raise BadInput("There is no run to share yet.")
            if self._window.trial.edits:
                raise BadInput(
                    "What is being tried out cannot be shared: keep the edits in a session, or undo them."
                )
            text = share_string(recipe_of(shown))
        except BadInput as error:
            say.say_problem(str(error))
            return
        QGuiApplication.clipboard().setText(text)
        say.say(f"Copied: {len(text)} characters that open this very network elsewhere")

    def ask(self) -> None:
        """Let the user paste a string; one that is on the clipboard stands there already."""
        copied = QGuiApplication.clipboard().text().strip()
        self.dialog = ShareDialog(copied if copied.startswith(PREFIX) else "", self._window)
        self.dialog.chosen.connect(self.follow)
        self.dialog.open()

    def follow(self, recipe: Recipe) -> None:
        """Begin its run and train it that far, where all can watch it."""
        self._window.leave_lesson()
        self._window.forget_edits()
        self._asked, self._followed = recipe, None
        self._numbers.take()
        self._documents.say(f"Training the shared network: {count_text(recipe.examples_seen)} examples…")
        self._window.training.submit(FollowRecipe(recipe, self._numbers.put))

    def take_in(self, latest: Snapshot) -> None:
        """The newest moment of the run shown."""
        number = self._numbers.take()
        if number is not None and self._asked is not None:
            self._followed, self._asked = (number, self._asked), None
        if self._followed is None or latest.run != self._followed[0] or latest.phase is not Phase.PAUSED:
            return
        recipe = self._followed[1]
        if latest.examples_seen == recipe.examples_seen:
            self._followed = None
            self._arrive(latest, recipe)

    def _arrive(self, latest: Snapshot, recipe: Recipe) -> None:
        self._window.training.submit(ChangeSettings(recipe.changes[-1].settings))
        if recipe.makes(latest.network):
            self._documents.say("This is the shared network, bit for bit")
        else:
            self._documents.say_problem(
                "This run has the shared settings, but it is not the same network to the last bit."
            )
