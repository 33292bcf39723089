"""Values of a JSON text from a file, each checked before it is believed. All raise `BadInput`."""

from __future__ import annotations

import base64
import binascii
import sys
from typing import Any

from nnviz.errors import BadInput

MOST = 2**53  # whole numbers beyond are not exact in every reader of JSON
MOST_CHARACTERS = 1_000  # of a name


def shown(value: Any) -> str:
    """The beginning of it, for a sentence: printable whatever it is."""
    return str(value)[:20].encode("unicode_escape").decode()


def get(value: Any, key: str) -> Any:
    """What an object has under that key."""
    if not isinstance(value, dict) or key not in value:
        raise BadInput(f"{key} is missing in its description")
    return value[key]


def as_list(value: Any) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise BadInput(f"a list is needed in its description, not {shown(value)}")
    return value


def list_of(value: Any, key: str, most: int = MOST) -> list[Any]:
    """A list of at most that many, of that key."""
    found = as_list(get(value, key))
    if len(found) > most:
        raise BadInput(f"{key} has {len(found):,} entries in its description, more than {most:,}")
    return found


def as_whole(value: Any, key: str, most: int = MOST) -> int:
    """A whole number from 0 to `most`; true and 1.0 are none."""
    if type(value) is not int or not 0 <= value <= most:
        raise BadInput(f"{key} is a whole number from 0 to {most}, not {shown(value)}")
    return value


def whole(value: Any, key: str, most: int = MOST) -> int:
    """The same, of that key."""
    return as_whole(get(value, key), key, most)


def as_number(value: Any, key: str, most: float = sys.float_info.max) -> float:
    """A number from −`most` to `most`."""
    if type(value) not in (int, float) or not -most <= value <= most:  # also refuses infinity
        raise BadInput(f"{key} is a number, not {shown(value)}")
    return float(value)


def number(value: Any, key: str, most: float = sys.float_info.max) -> float:
    """The same, of that key."""
    return as_number(get(value, key), key, most)


def text(value: Any, key: str) -> str:
    """A short text that can be written again: half of a surrogate pair is no character."""
    return as_text(get(value, key), key)


def as_text(found: Any, key: str) -> str:
    """The same, of no key: `key` names it."""
    if not isinstance(found, str) or len(found) > MOST_CHARACTERS:
        raise BadInput(f"{key} is a short text, not {shown(found)}")
    if any("\ud800" <= character <= "\udfff" for character in found):
        raise BadInput(f"{key} is a text with half a character in it")
    return found


def truth(value: Any, key: str) -> bool:
    """True or false."""
    found = get(value, key)
    if not isinstance(found, bool):
        raise BadInput(f"{key} is true or false, not {shown(found)}")
    return found


def base64_bytes(value: Any, key: str) -> bytes:
    """Bytes, written as base64."""
    try:
        return base64.b64decode(get(value, key), validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise BadInput(f"{key} is no base64") from None
