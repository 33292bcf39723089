"""Numbers as people read them, alone and in pairs."""

from __future__ import annotations

import math

import pytest

from nnviz.explain.number_markup import pair, percent, superscript


@pytest.mark.parametrize(("number", "text"), [(2, "²"), (9, "⁹"), (10, "¹⁰"), (-12, "⁻¹²")])
def test_superscripts_have_any_number_of_digits(number: int, text: str) -> None:
    assert superscript(number) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0%"),
        (0.004, "less than 1%"),
        (0.06, "6%"),
        (0.994, "99%"),
        (0.996, "more than 99%"),
        (1.0, "100%"),
    ],
)
def test_percent_says_none_and_all_only_where_it_is_so(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("before", "after", "texts"),
    [
        (0.7431, 0.2, ("0.743", "0.200")),
        (1.00003, 1.00002, ("1.00003", "1.00002")),
        (-0.5761, -0.5762, ("−0.5761", "−0.5762")),
        (0.9999999, 1.0, ("0.9999999", "1.0000000")),
        (2.00e-7, 2.001e-7, ("2.000·10⁻⁷", "2.001·10⁻⁷")),
        (123456.7, 123456.8, ("1.234567·10⁵", "1.234568·10⁵")),
        (0.5, 0.5, ("0.500", "0.500")),
        (0.0, 0.0, ("0", "0")),
        (math.nan, math.nan, ("not a number", "not a number")),
        (math.inf, math.inf, ("∞", "∞")),
    ],
)
def test_a_pair_has_as_many_digits_as_tell_it_apart(
    before: float, after: float, texts: tuple[str, str]
) -> None:
    assert pair(before, after) == texts


def test_a_pair_of_rates_keeps_its_signs() -> None:
    assert pair(1.00003, -1.00003, signed=True) == ("+1.00", "−1.00")
    assert pair(1.00003, 1.00002, signed=True) == ("+1.00003", "+1.00002")


@pytest.mark.parametrize("value", [0.3, 1.0, 9.99, 123.4, 4.8e-5, 7e11, -0.02])
def test_neighbouring_numbers_are_never_written_alike(value: float) -> None:
    before, after = pair(value, math.nextafter(value, math.inf))
    assert before != after
