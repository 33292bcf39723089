"""The errors that are no fault of the program: bad input, shown as a sentence, and work called off."""


class BadInput(ValueError):
    """Something the user gave cannot be used; the message is one sentence that names it and says why."""


class Stopped(Exception):
    """Work that nobody waits for any more was left unfinished."""
