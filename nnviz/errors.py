"""The one kind of error that is shown to the user as a sentence instead of a traceback."""


class BadInput(ValueError):
    """Something the user gave cannot be used; the message is one sentence that names it and says why."""
