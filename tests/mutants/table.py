"""All the faults. A painter that is new, or was found unguarded, gets one here."""

from __future__ import annotations

from tests.mutants.file_faults import FILE_FAULTS
from tests.mutants.lab_faults import LAB_FAULTS
from tests.mutants.map_faults import MAP_FAULTS
from tests.mutants.panel_faults import PANEL_FAULTS
from tests.mutants.walk_faults import WALK_FAULTS

MUTANTS = (*WALK_FAULTS, *PANEL_FAULTS, *LAB_FAULTS, *MAP_FAULTS, *FILE_FAULTS)
