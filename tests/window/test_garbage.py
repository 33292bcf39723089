"""Garbage is collected by the GUI thread alone while a window lives."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from nnviz.window.garbage import GarbageCollector


class Lost:
    """What nobody can reach, but for itself."""

    def __init__(self) -> None:
        self.itself = self


def litter(freed_by: list[str], kept: list[list[int]]) -> None:
    """Make something for the collector, and keep enough besides for it to set to work."""
    lost = Lost()
    weakref.finalize(lost, lambda: freed_by.append(threading.current_thread().name))
    del lost
    kept += [[] for _ in range(50_000)]


def in_a_thread(freed_by: list[str], kept: list[list[int]]) -> None:
    thread = threading.Thread(target=litter, args=(freed_by, kept), name="worker")
    thread.start()
    thread.join()


def test_a_thread_that_allocates_frees_nothing(qtbot: QtBot) -> None:
    owner = QObject()
    collector, freed_by, kept = GarbageCollector(owner), list[str](), list[list[int]]()
    try:
        in_a_thread(freed_by, kept)
        assert freed_by == []
        qtbot.waitUntil(lambda: bool(freed_by), timeout=20_000)
        assert freed_by == [threading.main_thread().name]
    finally:
        collector.close()
    assert gc.isenabled()
    in_a_thread(freed_by, kept)  # as usual again
    assert freed_by[1:] == ["worker"]


def test_the_last_window_hands_back(qtbot: QtBot) -> None:
    owner = QObject()
    first, second = GarbageCollector(owner), GarbageCollector(owner)
    first.close()
    first.close()
    assert not gc.isenabled()
    second.close()
    assert gc.isenabled()


def test_what_is_there_to_stay_is_looked_at_once(qtbot: QtBot) -> None:
    owner = QObject()
    collector, freed_by, kept = GarbageCollector(owner), list[str](), list[list[int]]()
    for _ in range(gc.get_threshold()[2] + 1):
        gc.collect(1)
    GarbageCollector.collect_if_due()
    assert gc.get_freeze_count() > 0
    in_a_thread(freed_by, kept)  # what comes later is collected as before
    GarbageCollector.collect_if_due()
    assert freed_by == [threading.main_thread().name]
    collector.close()
    assert gc.get_freeze_count() == 0


@pytest.fixture(autouse=True)
def collected_before() -> None:
    gc.collect()
