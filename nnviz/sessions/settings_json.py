"""Settings as JSON has them, in session files and in what a window remembers, made from the table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nnviz.errors import BadInput
from nnviz.learning.setting_fields import FIELDS, Field
from nnviz.learning.settings import Settings

_DEFAULT = Settings()


def settings_object(settings: Settings, fields: Iterable[Field] = FIELDS.values()) -> dict[str, Any]:
    """The values of these fields by their keys."""
    return {field.json_key: field.kind.to_json(getattr(settings, field.name)) for field in fields}


def values_of(value: Any, fields: Iterable[Field] = FIELDS.values(), missing: bool = False) -> dict[str, Any]:
    """The values of these fields by their names, as `Settings` takes them.

    A field may be missing where it came later than the first version, or any if `missing`: it has its default
    value. Raises `BadInput` for what is wrong or no object.
    """
    if not isinstance(value, dict):
        raise BadInput("settings are an object")
    present = [field for field in fields if field.json_key in value]
    needed = [field for field in fields if field.since == 1 and field not in present]
    if needed and not missing:
        raise BadInput(f"{needed[0].json_key} is missing in its description")
    return {field.name: field.from_json(value[field.json_key]) for field in present}


def version_for(settings: Settings) -> int:
    """The first version of session files that can say all of this."""
    changed = (field for name, field in FIELDS.items() if getattr(settings, name) != getattr(_DEFAULT, name))
    return max((field.since for field in changed), default=1)
