"""The runs of an experiment, carried out by a process of its own: `nnviz sweep`, as anybody could type it.

The window does nothing but read a line for each run that is finished. To call the rest off, the process is
asked to end; to go on, the same command is given again: what is done is not done twice.
"""

from __future__ import annotations

import json
import math
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from nnviz.experiments.plan import Plan
from nnviz.experiments.plan_file import plan_text
from nnviz.files.whole_file import write_whole

PLAN = "experiment.toml"  # in the folder of the results: what they are of, for others to run as well
_PATIENCE = 5_000  # ms that a process which was asked to end is given, before it is ended
_AT_CLOSING = 1_500  # ms, when the window waits for it
_CALLED_OFF = 130  # the exit status of a command that was interrupted


def write_plan(plan: Plan, folder: Path) -> Path:
    """Keep the plan beside its results. Raises `BadInput` if it cannot be written."""
    file = folder / PLAN
    with write_whole(file) as stream:
        stream.write(plan_text(plan).encode())
    return file


class SweepProcess(QObject):
    """At most one at a time."""

    run_finished = Signal(str, float)  # the key of its result, and how many seconds it took
    ended = Signal(str)  # why it ended before all runs were done, in a sentence; empty if all are

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._is_called_off = False
        self._rest = b""  # of a line that is still to come
        self._complaints = b""
        self._last_means = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._last_means.timeout.connect(self._kill)

    @property
    def is_running(self) -> bool:
        """Whether runs are being carried out."""
        return self._process is not None

    def start(self, plan_file: Path, folder: Path, workers: int) -> None:
        """Carry out what of the plan in that file has no result in the folder yet."""
        self.carry_out(["sweep", str(plan_file)], folder, workers)

    def carry_out(self, command: list[str], folder: Path, workers: int) -> None:
        """Such a command of `nnviz`, which says a line for each run and keeps its results in that folder."""
        if self._process is not None:
            return
        self._is_called_off, self._rest, self._complaints = False, b"", b""
        process = self._process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.setProgram(sys.executable)
        where = ["--out", str(folder), "--json", "--workers", f"{workers}"]
        process.setArguments(["-m", "nnviz", *command, *where])
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_complaints)
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._not_started)
        process.start(QProcess.OpenModeFlag.ReadOnly)

    def stop(self) -> None:
        """Call off the runs that are not done."""
        if self._process is not None:
            self._is_called_off = True
            self._interrupt(self._process)
            self._last_means.start()

    def close(self) -> None:
        """End it, and wait for that. What is done is kept."""
        process, self._process = self._process, None
        self._last_means.stop()
        if process is None:
            return
        process.blockSignals(True)
        self._interrupt(process)
        if not process.waitForFinished(_AT_CLOSING):
            process.kill()
            process.waitForFinished(_AT_CLOSING)
        process.deleteLater()

    @staticmethod
    def _interrupt(process: QProcess) -> None:
        """As Ctrl-C does it, where there is such a thing."""
        if process.state() is QProcess.ProcessState.Starting:
            process.waitForStarted(_AT_CLOSING)
        if os.name == "posix" and process.processId():
            os.kill(process.processId(), signal.SIGINT)
        else:
            process.terminate()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _read(self) -> None:
        if self._process is None:
            return
        *lines, self._rest = (self._rest + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            told = _told(line)
            if told is not None:
                self.run_finished.emit(*told)

    def _read_complaints(self) -> None:
        if self._process is not None:
            self._complaints = (self._complaints + bytes(self._process.readAllStandardError().data()))[
                -4_000:
            ]

    def _end(self, status: int, how: QProcess.ExitStatus) -> None:
        self._read()
        self._read_complaints()
        self._forget()
        if status == 0 and how is QProcess.ExitStatus.NormalExit:
            self.ended.emit("")
        elif self._is_called_off or status == _CALLED_OFF:
            self.ended.emit("Stopped. What is done is kept; Start goes on from there.")
        else:
            said = _last_sentence(self._complaints)
            self.ended.emit(said or "The runs were ended from outside. What is done is kept; Start goes on.")

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._forget()
            self.ended.emit("The runs could not be started: there is no Python to run them")

    def _forget(self) -> None:
        self._last_means.stop()
        if self._process is not None:
            self._process.deleteLater()
            self._process = None


def _environment() -> QProcessEnvironment:
    """This one's, and where this very program lies: it may not be installed."""
    environment = QProcessEnvironment.systemEnvironment()
    places = [str(Path(__file__).parents[3]), environment.value("PYTHONPATH")]
    environment.insert("PYTHONPATH", os.pathsep.join(place for place in places if place))
    environment.insert("PYTHONIOENCODING", "utf-8")
    return environment


def _told(line: bytes) -> tuple[str, float] | None:
    """What a line says of a run; None for any other line."""
    try:
        record = json.loads(line)
        seconds = float(record["seconds"])
        return str(record["run"]), seconds if math.isfinite(seconds) else math.nan
    except (ValueError, TypeError, KeyError):
        return None


def _last_sentence(complaints: bytes) -> str:
    """What the command said last, without its name before it."""
    lines = [line for line in complaints.decode("utf-8", "replace").splitlines() if line.strip()]
    said = [line.removeprefix("nnviz: ") for line in lines if line.startswith("nnviz: ")]
    return (said[-1][:1].upper() + said[-1][1:]) if said else ""
