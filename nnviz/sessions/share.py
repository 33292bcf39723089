"""A share string: a recipe in up to 200 characters, to be sent in a message and opened elsewhere.

It is `nnviz1-` and base64url of three CRC-32s, of all that follows, the data and the network, and of a packed
text: how many examples were seen, all settings to begin with, and what was changed after how many examples.

    500000;eta=3 mini_batch=10 hidden=100 … seed=0;120000 eta=0.1
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from zlib import crc32

from nnviz.errors import BadInput
from nnviz.learning.setting_fields import FIELDS
from nnviz.learning.settings import Settings
from nnviz.runs.recipe import Recipe
from nnviz.runs.snapshot import Change
from nnviz.sessions.json_checks import MOST

LONGEST = 200  # characters of a share string
PREFIX = "nnviz1-"

_HEAD = struct.Struct(">III")  # CRC-32s: of what follows, of the data, of the network
_LONGEST_TEXT = 4_000  # characters; a string cannot unpack to more
_KEYS = {field.json_key: field for field in FIELDS.values()}

# What the packed text may refer to. Never to be changed: strings of this version were made with it.
_WORDS = (
    b" train_size=1000 frozen=2 frozen=3 l2=0.1 l2=1 l2=5 momentum=0.5 momentum=0.9 start=normal start=xavier"
    b" start=he activation=relu output=softmax cost=cross-entropy activation=tanh seed=1 seed=2 hidden=30"
    b" hidden=100,30 mini_batch=1 mini_batch=100 eta=0.001 eta=0.01 eta=0.3 eta=0.1 eta=1 eta=0.5 50000;"
    b"eta=3 mini_batch=10 hidden=100 activation=sigmoid output=sigmoid cost=quadratic start=scaled momentum=0"
    b" l2=0 frozen=none train_size=all seed=0;"
)

_DAMAGED = "That is no share string, or not a whole one: copy it again, from “nnviz1-” to its end."


def share_string(recipe: Recipe) -> str:
    """The recipe as a string. Raises `BadInput` if it takes more than 200 characters."""
    first, *later = recipe.changes
    before = first.settings
    parts = [str(recipe.examples_seen), _said(FIELDS, before)]
    for change in later:
        different = [name for name in FIELDS if getattr(before, name) != getattr(change.settings, name)]
        parts.append(f"{change.examples_seen} {_said(different, change.settings)}")
        before = change.settings
    body = struct.pack(">II", recipe.data, recipe.network) + _packed(";".join(parts))
    made = PREFIX + base64.urlsafe_b64encode(struct.pack(">I", crc32(body)) + body).rstrip(b"=").decode()
    if len(made) > LONGEST:
        raise BadInput(
            f"The settings were changed {len(recipe.changes) - 1} times on the way, more than a share string "
            "can tell: save the run as a session instead."
        )
    return made


def recipe_in(text: str) -> Recipe:
    """The recipe that a share string tells. Raises `BadInput` for anything else."""
    text = "".join(text.split())  # a mail may have broken it into lines
    if re.match(r"nnviz[0-9]+-", text) and not text.startswith(PREFIX):
        raise BadInput("That share string is of another version of nnviz.")
    if not text.startswith(PREFIX) or len(text) > LONGEST:
        raise BadInput(_DAMAGED)
    code = text.removeprefix(PREFIX)
    try:
        content = base64.b64decode(code + "=" * (-len(code) % 4), altchars="-_", validate=True)
        checksum, data, network = _HEAD.unpack_from(content)
    except (ValueError, binascii.Error, struct.error):
        raise BadInput(_DAMAGED) from None
    if crc32(content[4:]) != checksum:
        raise BadInput(_DAMAGED)
    examples_seen, changes = _read(_unpacked(content[_HEAD.size :]))
    return Recipe(changes, examples_seen, data, network)


def _said(names: Iterable[str], settings: Settings) -> str:
    """These settings as words such as “eta=0.5”."""
    fields = (FIELDS[name] for name in names)
    return " ".join(f"{field.json_key}={field.kind.text(getattr(settings, field.name))}" for field in fields)


def _packed(text: str) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _WORDS)
    return packer.compress(text.encode()) + packer.flush()


def _unpacked(packed: bytes) -> str:
    unpacker = zlib.decompressobj(-15, _WORDS)
    try:
        text = unpacker.decompress(packed, _LONGEST_TEXT).decode("ascii")
    except (zlib.error, UnicodeDecodeError):
        raise BadInput(_DAMAGED) from None
    if not unpacker.eof or unpacker.unused_data:
        raise BadInput(_DAMAGED)
    return text


def _read(text: str) -> tuple[int, tuple[Change, ...]]:
    """How many examples were seen, and the settings with their changes."""
    seen, *parts = text.split(";")
    if not parts:
        raise BadInput(_DAMAGED)
    first, *later = parts
    settings = _with(Settings(), first.split())
    changes = [Change(0, settings)]
    for part in later:
        at, *words = part.split() or [""]
        settings = settings.going_on_as(_with(settings, words))
        changes.append(Change(_count(at), settings))
    return _count(seen), tuple(changes)


def _with(settings: Settings, words: list[str]) -> Settings:
    said: dict[str, Any] = {}
    for word in words:
        key, is_there, value = word.partition("=")
        if not is_there or key not in _KEYS:
            raise BadInput("That share string says a setting that this version of nnviz does not have.")
        said[_KEYS[key].name] = _KEYS[key].parse(value)
    return replace(settings, **said)


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,16}", text) or int(text) > MOST:
        raise BadInput(_DAMAGED)
    return int(text)
