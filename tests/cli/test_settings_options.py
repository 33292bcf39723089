"""Every setting can be said on the command line, in each command that begins a run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nnviz.cli.command_line import parse, said_in, says_nothing_of_a_run, settings_of
from nnviz.errors import BadInput
from nnviz.learning.presets import PRESETS
from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.settings import Settings

COMMANDS = [[], ["train"], ["screenshot", "out.png"]]


@pytest.mark.parametrize("command", COMMANDS, ids=str)
@pytest.mark.parametrize("name", FIELDS)
def test_a_setting_is_read(command: list[str], name: str) -> None:
    field = FIELDS[name]
    value = field.other(getattr(Settings(), name))
    wanted = Settings().having(name, value)
    changed = {other: getattr(wanted, other) for other in (name, field.partner) if other}
    said = [
        text for each, new in changed.items() for text in (FIELDS[each].flag, FIELDS[each].kind.text(new))
    ]
    options = parse([*command, *said])
    assert settings_of(options) == wanted
    assert said_in(options) == changed
    assert not says_nothing_of_a_run(options)


@pytest.mark.parametrize("name", FIELDS)
def test_a_wrong_value_is_one_sentence_that_names_the_flag(name: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parse(["train", FIELDS[name].flag, "?"])
    assert str(wrong.value).startswith(f"argument {FIELDS[name].flag}: ")


def test_what_is_said_goes_before_the_preset() -> None:
    options = parse(["train", "--preset", "article", "--eta", "0.5"])
    assert settings_of(options) == replace(PRESETS["article"].settings, eta=0.5)


def test_nothing_said_is_nothing_of_a_run() -> None:
    assert says_nothing_of_a_run(parse([]))
    assert not says_nothing_of_a_run(parse(["--preset", "scaled"]))
