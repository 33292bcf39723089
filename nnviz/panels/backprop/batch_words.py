"""What a mini-batch's gradients say together, in plain sentences."""

from __future__ import annotations

import numpy as np

from nnviz.core.mini_batch_walk import MiniBatchWalk


def batch_words(batch: MiniBatchWalk) -> str:
    """How far the digits agree, and what averaging leaves."""
    if not np.isfinite(batch.products).all():
        return "The gradients are no longer finite numbers: there is no step to be averaged from them."
    m = len(batch)
    against = [x for x in range(m) if batch.agreement_with_step[x] < 0]
    wrong = int((batch.predictions != batch.labels).sum())
    mistaken = f"{wrong} of these {m:,} digits {'is' if wrong == 1 else 'are'} taken for another. "
    said = mistaken if wrong else f"All these {m:,} digits are recognised. "
    if against and m <= 20:
        names = _listed([str(batch.labels[x]) for x in against])
        which = f"the {names} " + ("points" if len(against) == 1 else "point")
        said += f"The gradient of {which} against the step: for it, the step is a step back. "
    elif against:
        said += f"{len(against):,} gradients point against the step. "
    else:
        said += "No gradient points against the step. "
    said += f"Pulling different ways, they cancel in part: their average is {batch.kept:.0%} as long as one."
    return said + _weight_of_one(batch)


def _weight_of_one(batch: MiniBatchWalk) -> str:
    """Whether one digit alone makes most of the step."""
    sizes = np.sqrt(np.diag(batch.products))
    largest = int(np.argmax(sizes))
    share = sizes[largest] / sizes.sum() if sizes.sum() else 0.0
    if len(batch) < 3 or share < 0.3:
        return ""
    return (
        f" The {batch.labels[largest]} alone makes up {share:.0%} of their lengths: mistakes teach the most."
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
