import pytest

from nnviz.errors import BadInput
from nnviz.learning.setting_fields import FIELDS


@pytest.mark.parametrize(
    ("text", "hidden"), [("100", (100,)), ("100,30", (100, 30)), (" 30 , 20,5 ", (30, 20, 5)), ("1", (1,))]
)
def test_hidden_units_as_people_write_them(text: str, hidden: tuple[int, ...]) -> None:
    assert FIELDS["hidden"].parse(text) == hidden


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "missing"),
        ("100,", "missing"),
        (",", "missing"),
        ("100,,30", "missing"),
        ("0", "at least one unit"),
        ("100,0", "at least one unit"),
        ("-5", "'-5'"),
        ("ten", "'ten'"),
        ("1e2", "'1e2'"),
        ("1_0", "'1_0'"),
        ("²", "'²'"),
        ("100 30", "'100 30'"),
        ("9" * 5000, "whole numbers"),
        ("5000", "2,000"),
        ("1,1,1,1,1,1,1,1,1", "at most 8 layers"),
    ],
)
def test_what_is_wrong_is_named(text: str, complaint: str) -> None:
    with pytest.raises(BadInput, match="hidden units") as wrong:
        FIELDS["hidden"].parse(text)
    assert complaint in str(wrong.value)
