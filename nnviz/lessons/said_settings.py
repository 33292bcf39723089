"""Settings as lessons say them: "preset: article", "eta: 0.5", by the names of the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nnviz.errors import BadInput
from nnviz.learning.presets import DEFAULT_PRESET, PRESETS
from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.settings import Settings
from nnviz.lessons.fault import Wrong

DEFAULT = PRESETS[DEFAULT_PRESET].settings


def is_setting(key: str) -> bool:
    """Whether a setting, or the preset, is called that."""
    return key == "preset" or key in FIELDS


def read_setting(key: str, text: str) -> Any:
    """The value of a setting, or the name of the preset. Raises `Wrong`."""
    if key == "preset":
        if text not in PRESETS:
            raise Wrong(f"there is no preset “{text}”", f"Presets are {', '.join(PRESETS)}.")
        return text
    try:
        return FIELDS[key].parse(text)
    except BadInput as error:
        raise Wrong(str(error), f"{FIELDS[key].about}") from None


def settings_with(before: Settings, said: Mapping[str, Any]) -> Settings:
    """The settings with what was said: a preset first, then single ones. Raises `Wrong`."""
    changes = dict(said)
    preset = changes.pop("preset", None)
    if preset is not None:
        before = PRESETS[preset].settings
    try:
        return replace(before, **changes)
    except BadInput as error:
        raise Wrong(str(error), "Change one of the settings that do not go together.") from None


def read_settings(text: str) -> dict[str, Any]:
    """Those of a list such as "preset article, eta 0.5, hidden 100,30". Raises `Wrong`."""
    said = {}
    for part in re.split(r",\s+(?=[a-z])", text.strip()):
        name, _, value = part.strip().partition(" ")
        key = name.strip(" :").replace("-", "_")
        if not is_setting(key):
            raise Wrong(f"there is no setting “{name}”", f"Settings are preset, {', '.join(FIELDS)}.")
        said[key] = read_setting(key, value.strip(" =:"))
    return said
