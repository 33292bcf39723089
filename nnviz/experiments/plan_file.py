"""An experiment as a TOML file that people write, and others can run.

epochs = 5
seeds = 5                      # so many, or a list of them

[settings]                     # the same for all; anything not named is as the preset has it
preset = "scaled"
mini_batch = 10

[vary]
eta = [0.3, 1, 3]
initialisation = ["scaled", "normal"]
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from nnviz.errors import BadInput
from nnviz.experiments.plan import Plan, Values, seeds_from
from nnviz.files.regular_file import open_regular, reason
from nnviz.learning.presets import DEFAULT_PRESET, PRESETS
from nnviz.learning.setting_fields import FIELDS, Field
from nnviz.learning.settings import Settings

SUFFIX = ".toml"
_MOST_BYTES = 1 << 20
_DEFAULT = Plan()


def read_plan(file: Path) -> Plan:
    """The experiment in a file. Raises `BadInput`, naming the file, for anything that is not one."""
    text = _text_of(file)
    try:
        return plan_from(tomllib.loads(text.decode()))
    except (ValueError, RecursionError) as error:  # TOML's own errors, UTF-8's, and ours
        raise BadInput(f"{file} is no experiment: {error}") from None


def _text_of(file: Path) -> bytes:
    try:
        with open_regular(file) as stream:
            text = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {reason(error)}") from None
    if len(text) > _MOST_BYTES:
        raise BadInput(f"{file} is no experiment: it is larger than 1 MB")
    return text


def plan_from(table: dict[str, Any]) -> Plan:
    """The experiment that such a table describes. Raises `BadInput`."""
    unknown = set(table) - {"epochs", "seeds", "data", "settings", "vary"}
    if unknown:
        raise BadInput(f"{min(unknown)!r} means nothing here; epochs, seeds, data, settings and vary do")
    base = _base(_table_in(table, "settings"))
    epochs, data = table.get("epochs", _DEFAULT.epochs), table.get("data")
    if not isinstance(epochs, int) or isinstance(epochs, bool):
        raise BadInput(f"epochs: a whole number is needed, not {epochs!r}")
    if data is not None and not isinstance(data, str):
        raise BadInput(f"data: the name of a folder or file is needed, not {data!r}")
    vary = tuple((name, _values(name, given)) for name, given in _table_in(table, "vary").items())
    seeds = _seeds(table.get("seeds", 1), base.seed)
    return Plan(base, vary, seeds, epochs, None if data is None else Path(data))


def plan_text(plan: Plan) -> str:
    """The file of an experiment: what differs from the default settings is named."""
    lines = [f"epochs = {plan.epochs}", f"seeds = {json.dumps(list(plan.seeds))}"]
    if plan.data is not None:
        lines.append(f"data = {json.dumps(str(plan.data))}")
    varied, default = dict(plan.vary), Settings()
    same = [field for field in FIELDS.values() if field.name not in varied and field.name != "seed"]
    differing = [field for field in same if getattr(plan.base, field.name) != getattr(default, field.name)]
    lines += ["", "[settings]"]
    lines += [f"{field.name} = {_toml(field, getattr(plan.base, field.name))}" for field in differing]
    lines += ["", "[vary]"]
    for name, values in plan.vary:
        texts = (_toml(FIELDS[name], value) for value in values)
        lines.append(f"{name} = [{', '.join(texts)}]")
    return "\n".join(lines) + "\n"


def _toml(field: Field, value: Any) -> str:
    return json.dumps(field.kind.to_json(value), ensure_ascii=False)


def _table_in(table: dict[str, Any], name: str) -> dict[str, Any]:
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise BadInput(f"[{name}] is a table")
    return found


def _base(table: dict[str, Any]) -> Settings:
    preset = table.get("preset", DEFAULT_PRESET if table else None)
    if preset is not None and preset not in PRESETS:
        raise BadInput(f"there is no preset {preset!r}; there are {', '.join(PRESETS)}")
    base = Settings() if preset is None else PRESETS[preset].settings
    values = {name: _value(name, given) for name, given in table.items() if name != "preset"}
    return replace(base, **values)


def _values(name: str, given: Any) -> Values:
    if not isinstance(given, list):
        raise BadInput(f"{name}: a list of values is needed, such as [1, 2]")
    return tuple(_value(name, one) for one in given)


def _value(name: str, given: Any) -> Any:
    if name not in FIELDS:
        raise BadInput(f"{name!r} is no setting; there are {', '.join(FIELDS)}")
    field = FIELDS[name]
    is_text = isinstance(given, str) and not field.options
    return field.parse(given) if is_text else field.from_json(given)


def _seeds(given: Any, first: int) -> tuple[int, ...]:
    if isinstance(given, int) and not isinstance(given, bool):
        return seeds_from(first, given)
    if not isinstance(given, list):
        raise BadInput(f"seeds: a whole number or a list of them is needed, not {given!r}")
    for seed in given:
        FIELDS["seed"].check(seed)
    return tuple(dict.fromkeys(given))
