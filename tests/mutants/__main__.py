"""`python -m tests.mutants [WORD …]`: put in every fault, or those whose name has one of the words.

Exit status 1 if one survived, 2 if one cannot be put in or the tests are red to begin with.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.mutants.mutant import Copy, Mutant, Rotten
from tests.mutants.table import MUTANTS


def main(words: list[str]) -> int:
    """Try those mutants and report each."""
    chosen = [mutant for mutant in MUTANTS if not words or any(word in mutant.name for word in words)]
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder))
        try:
            return _try(copy, chosen)
        except Rotten as problem:
            print(problem, file=sys.stderr)
            return 2


def _try(copy: Copy, mutants: list[Mutant]) -> int:
    tests = tuple(sorted({test for mutant in mutants for test in mutant.tests}))
    if not mutants or not copy.passes(tests):
        raise Rotten(f"not green without a fault: {' '.join(tests) or 'no such mutant'}")
    survivors = 0
    for mutant in mutants:
        survived = copy.survived_by(mutant)
        survivors += survived
        print(f"{'SURVIVED' if survived else 'killed  '}  {mutant.name}", flush=True)
    print(f"{len(mutants) - survivors} of {len(mutants)} killed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
