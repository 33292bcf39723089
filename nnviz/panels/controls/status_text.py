"""What the status read-out says about a snapshot: pure functions, no widgets."""

from __future__ import annotations

from nnviz.number_text import (
    count_text,
    epoch_text,
    lag_text,
    percent_text,
    rate_text,
    short_text,
)
from nnviz.runs.snapshot import Phase, Snapshot


def headline(snapshot: Snapshot) -> str:
    """The large line: "epoch 6.00   test 97.08 %", or "test …" while that is being worked out."""
    return f"epoch {epoch_text(snapshot.examples_seen, snapshot.epoch_size)}   {_how_good(snapshot)}"


def details(snapshot: Snapshot, frames_per_second: float, milliseconds_behind: float) -> tuple[str, ...]:
    """The small line, in wordings from the longest to the shortest; the widget takes the first that fits."""
    if snapshot.phase is Phase.LOADING:
        return (snapshot.message,)
    if snapshot.is_past:
        step = f"looking back: step {count_text(snapshot.steps)}"
        goes_on = snapshot.phase is Phase.TRAINING
        return (f"{step} · training goes on" if goes_on else f"{step} · training is paused", step)
    if snapshot.phase is not Phase.TRAINING:
        step = f"step {count_text(snapshot.steps)}"
        return (f"paused at {step}" if snapshot.phase is Phase.PAUSED else f"stopped at {step}", step)
    rate = rate_text(snapshot.examples_per_second)
    view = f"{short_text(frames_per_second)} frames/s"
    lag = lag_text(frames_per_second, milliseconds_behind)
    return (f"{rate} · view {view} · {lag}", f"{rate} · {view} · {lag}", f"{rate} · {view}", rate)


def warning(snapshot: Snapshot) -> str:
    """The sentence to show prominently, "" if all is well; while loading the message is no warning."""
    return "" if snapshot.phase is Phase.LOADING else snapshot.message


def explanation(snapshot: Snapshot, frames_per_second: float, milliseconds_behind: float) -> str:
    """Everything in full, for the tooltip."""
    lines = [
        f"{count_text(snapshot.examples_seen)} examples seen in {count_text(snapshot.steps)} steps; "
        f"an epoch is {count_text(snapshot.epoch_size)} examples.",
        *_about_test(snapshot),
    ]
    if snapshot.is_past:
        lines.append("All panels show this earlier step; End shows the newest again, and so does going on.")
    elif snapshot.phase is Phase.TRAINING:
        lines.append(
            f"Training takes {rate_text(snapshot.examples_per_second)}; the view is drawn "
            f"{short_text(frames_per_second)} times a second and is {milliseconds_behind:.0f} ms behind."
        )
    return "\n".join(([snapshot.message] if snapshot.message else []) + lines)


def _how_good(snapshot: Snapshot) -> str:
    """A network that answers nothing is neither right nor wrong."""
    if snapshot.is_being_evaluated:
        return "test …"
    evaluation = snapshot.evaluation
    if evaluation is not None and evaluation.unanswered == len(evaluation.labels):
        return "outputs are not numbers"
    return f"test {percent_text(snapshot.test_accuracy)}"


def _about_test(snapshot: Snapshot) -> list[str]:
    """What the test accuracy is of: the network shown, or one of a moment ago."""
    evaluation = snapshot.evaluation
    if evaluation is None:
        return ["Test: the share of the test set that is recognised."]
    edited = ", with the edits on trial" if snapshot.unedited is not None else ""
    sentence = (
        f"Test: the share of the {count_text(len(evaluation.labels))} test images that are recognised{edited}"
    )
    if evaluation.examples_seen != snapshot.examples_seen:
        sentence += f"; measured last after {count_text(evaluation.examples_seen)} examples"
    lines = [f"{sentence}."]
    if evaluation.unanswered:
        lines.append(f"The outputs for {count_text(evaluation.unanswered)} of them are not numbers.")
    return lines
