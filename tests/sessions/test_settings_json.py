"""Every setting survives JSON; what is missing or wrong is refused, or has its default if it came later."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from nnviz.errors import BadInput
from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.settings import Settings
from nnviz.sessions.settings_json import settings_object, values_of, version_for

OTHER = Settings(**{f.name: f.other(getattr(Settings(), f.name)) for f in FIELDS.values()})


def through_json(value: object) -> object:
    return json.loads(json.dumps(value, allow_nan=False))


def test_every_field_survives() -> None:
    assert Settings(**values_of(through_json(settings_object(OTHER)))) == OTHER


@pytest.mark.parametrize("name", FIELDS)
def test_a_missing_field_is_refused_or_has_its_default(name: str) -> None:
    field, written = FIELDS[name], settings_object(OTHER)
    missing = [each for each in (name, field.partner) if each]  # what goes together is missing together
    for each in missing:
        del written[FIELDS[each].json_key]
    default = replace(OTHER, **{each: getattr(Settings(), each) for each in missing})
    assert Settings(**values_of(written, missing=True)) == default
    if field.since > 1:
        assert Settings(**values_of(written)) == default
    else:
        with pytest.raises(BadInput, match=field.json_key):
            values_of(written)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", [None, True, [0], {}, "", -1, 10**400])
def test_a_senseless_value_is_refused(name: str, value: object) -> None:
    with pytest.raises(BadInput):
        values_of({**settings_object(OTHER), FIELDS[name].json_key: value})


def test_the_version_is_the_first_that_can_say_it() -> None:
    assert version_for(Settings()) == 1
    for name, field in FIELDS.items():
        assert version_for(Settings().having(name, getattr(OTHER, name))) == field.since
