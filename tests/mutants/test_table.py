"""The table of faults does not rot: each has its one place, and tests that exist."""

from __future__ import annotations

import pytest

from tests.mutants.mutant import ROOT, Mutant, Rotten
from tests.mutants.table import MUTANTS


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_every_fault_can_be_put_in(mutant: Mutant) -> None:
    text = (ROOT / mutant.file).read_text(encoding="utf-8")
    assert mutant.planted_in(text) != text
    assert mutant.tests
    for test in mutant.tests:
        assert (ROOT / test).is_file(), test


def test_there_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 30


@pytest.mark.parametrize("text", ["a = 2", "a = 1; a = 1"])
def test_a_fault_without_its_one_place_is_told(text: str) -> None:
    with pytest.raises(Rotten, match="occurs"):
        Mutant("nothing", "x.py", "a = 1", "a = 3", ("tests/x.py",)).planted_in(text)
