"""The latest lines of the log, kept for a report on a problem."""

from __future__ import annotations

import logging
from collections import deque

_MOST = 60  # lines; an error with its traceback has about twenty


class LastLines(logging.Handler):
    """Keeps them in memory, and lets what nobody else takes go where it would have gone without this."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=_MOST)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """See `logging.Handler`."""
        self.lines.extend(self.format(record).splitlines())
        last = logging.lastResort
        if last is not None and not logging.getLogger().handlers and record.levelno >= last.level:
            last.handle(record)


_kept = LastLines()


def keep_log() -> None:
    """From now on. Once more does no harm."""
    logging.getLogger("nnviz").addHandler(_kept)


def log_lines() -> tuple[str, ...]:
    """The latest, the newest last."""
    return tuple(_kept.lines)
