"""Settings to and from the words of the control bar: pure functions, no widgets."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from nnviz.errors import BadInput
from nnviz.learning.initialisers import INITIALISATIONS
from nnviz.learning.settings import PRESETS, Settings
from nnviz.number_text import count_text, eta_text

LIVE = ("eta", "mini_batch")  # may change while training runs
AT_RESET = ("hidden", "initialisation", "seed")  # decide how the run starts

CAPTIONS = MappingProxyType(
    {
        "eta": "learning rate η",
        "mini_batch": "mini-batch",
        "hidden": "hidden units",
        "initialisation": "initialisation",
        "seed": "seed",
    }
)


def hidden_text(hidden: tuple[int, ...]) -> str:
    """(100, 30) -> "100,30"."""
    return ",".join(str(units) for units in hidden)


def value_text(name: str, settings: Settings) -> str:
    """One of the settings as its field writes it."""
    if name == "hidden":
        return hidden_text(settings.hidden)
    if name == "initialisation":
        return INITIALISATIONS[settings.initialisation].distribution
    return eta_text(settings.eta) if name == "eta" else str(getattr(settings, name))


def parse_eta(text: str) -> float:
    """A learning rate such as 3, 0.5 or 1e-3; raises `BadInput`."""
    try:
        eta = float(text)
    except ValueError:
        raise BadInput(f"learning rate η: a number such as 3, 0.5 or 1e-3 is needed, not {text!r}") from None
    return Settings(eta=eta).eta


def parse_mini_batch(text: str, most: int) -> int:
    """Examples in a mini-batch, from 1 to `most`; raises `BadInput`."""
    examples = Settings(mini_batch=_whole(text, "mini-batch: a whole number of examples")).mini_batch
    if examples > most:
        raise BadInput(f"mini-batch: there are only {count_text(most)} training examples, not {text}")
    return examples


def parse_seed(text: str) -> int:
    """A seed, a whole number from 0 up; raises `BadInput`."""
    return Settings(seed=_whole(text, "seed: a whole number from 0 up")).seed


def next_eta(eta: float, direction: int) -> float:
    """The next number up (1) or down (-1) of the series … 0.5, 1, 2, 3, 5, 10 …"""
    power = int(f"{eta:e}".partition("e")[2])
    series = [float(f"{digit}e{tens}") for tens in range(power - 1, power + 2) for digit in (1, 2, 3, 5)]
    beyond = [number for number in series if (number > eta if direction > 0 else number < eta)]
    return beyond[0] if direction > 0 else beyond[-1]


def preset_of(settings: Settings) -> str | None:
    """The preset that these settings are, whatever the seed; None for one's own mixture."""
    for name, preset in PRESETS.items():
        if replace(preset.settings, seed=settings.seed) == settings:
            return name
    return None


def waiting(run: Settings, wanted: Settings) -> tuple[str, ...]:
    """The names of the settings that only a reset can bring from `run` to `wanted`."""
    return tuple(name for name in AT_RESET if getattr(run, name) != getattr(wanted, name))


def reset_sentence(run: Settings, wanted: Settings) -> str:
    """What a reset will do: which settings change, from what to what."""
    changes = [
        f"{CAPTIONS[name]} {value_text(name, run)} → {value_text(name, wanted)}"
        for name in waiting(run, wanted)
    ]
    if not changes:
        return "Starts again from the same untrained weights."
    return f"Starts again with {'; '.join(changes)}."


def _whole(text: str, needed: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadInput(f"{needed} is needed, not {text!r}") from None
