"""What the control bar says of settings that wait for a reset: pure functions, no widgets."""

from __future__ import annotations

from nnviz.learning.setting_fields import AT_RESET, FIELDS
from nnviz.learning.settings import Settings


def waiting(run: Settings, wanted: Settings) -> tuple[str, ...]:
    """The names of the settings that only a reset can bring from `run` to `wanted`."""
    return tuple(field.name for field in AT_RESET if getattr(run, field.name) != getattr(wanted, field.name))


def reset_sentence(run: Settings, wanted: Settings) -> str:
    """What a reset will do: which settings change, from what to what."""
    changes = [
        f"{field.caption} {field.kind.words(before)} → {field.kind.words(after)}"
        for field in AT_RESET
        if (before := getattr(run, field.name)) != (after := getattr(wanted, field.name))
    ]
    if not changes:
        return "Starts again from the same untrained weights."
    return f"Starts again with {'; '.join(changes)}."


def rest_text(settings: Settings) -> str:
    """The settings that do not stand in the bar, in few words: those always said, and those of one's own."""
    default = Settings()
    said = [
        field.brief(value)
        for name, field in FIELDS.items()
        if not field.in_bar
        and ((value := getattr(settings, name)) != getattr(default, name) or field.always_said)
    ]
    return ", ".join(said)
