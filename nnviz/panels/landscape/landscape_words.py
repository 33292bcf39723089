"""What the landscape shows, in a sentence or two."""

from __future__ import annotations

import numpy as np

from nnviz.datasets.subject import Subject
from nnviz.explain.landscape_survey import Landscape


def landscape_sentence(found: Landscape, subject: Subject | None) -> str:
    """How much of it is known, and how much of the path the plane explains."""
    noun = "training examples" if subject is None else f"training {subject.nouns}"
    if not found.is_whole:
        return f"Worked out on {found.examples:,} {noun}: {100 * found.known:.0f} % so far."
    finite = found.costs[np.isfinite(found.costs)]
    if not len(finite):
        return "The cost is no number anywhere around here."
    least, most = finite.min(), finite.max()
    heights = f"The average cost of {found.examples:,} {noun} is from {least:.3g} to {most:.3g} here."
    if len(found.moments) < 2 or not (found.path != found.path[-1]).any():
        return f"{heights} Nothing is trained yet: two random directions."
    return f"{heights} This plane explains {100 * found.explained:.0f} % of the path."
