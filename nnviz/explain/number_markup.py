"""Numbers written for people, as text or markup: three digits, a true minus, powers of ten where needed."""

from __future__ import annotations

import math
from collections.abc import Callable

_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def superscript(number: int) -> str:
    """A whole number written above the line: ⁹, ¹⁰."""
    return str(number).translate(_SUPERSCRIPTS)


def figure(value: float, signed: bool = False, fine: bool = False) -> str:
    """A number as text: 0.743, −1.66, 4.8·10⁻⁵; `signed` gives positive ones a plus, `fine` more digits."""
    mantissa, exponent = _parts(value, signed, fine)
    return mantissa if exponent is None else f"{mantissa}·10{superscript(exponent)}"


def set_figure(value: float, signed: bool = False, fine: bool = False) -> str:
    """The same as markup for a formula: 4.8\\cdot 10^{-5}."""
    mantissa, exponent = _parts(value, signed, fine)
    if math.isnan(value):
        return rf"\text{{{mantissa.replace(' ', '~')}}}"
    return mantissa if exponent is None else rf"{mantissa}\cdot 10^{{{str(exponent).replace('-', '−')}}}"


def _parts(value: float, signed: bool, fine: bool) -> tuple[str, int | None]:
    """Mantissa with its sign, and the power of ten if there is to be one."""
    if math.isnan(value):
        return "not a number", None
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    size, more = abs(value), 4 if fine else 0
    if math.isinf(size):
        return f"{sign}∞", None
    if size == 0:
        return "0", None
    if size < 9.995e-4 or size >= 1e5:
        mantissa, _, exponent = f"{size:.{1 + more}e}".partition("e")
        return sign + mantissa, int(exponent)
    decimals = 3 if size < 1 else 2 if size < 10 else 1 if size < 100 else 0
    return f"{sign}{size:.{decimals + more}f}", None


def percent(share: float) -> str:
    """A share as whole percent; "less than 1%" and "more than 99%" where rounding would say none or all."""
    if 0 < share < 0.005:
        return "less than 1%"
    return "more than 99%" if 0.995 <= share < 1 else f"{share:.0%}"


def pair(before: float, after: float, signed: bool = False) -> tuple[str, str]:
    """Two numbers that are compared, with as many digits as tell them apart: 1.00003 and 1.00002.

    Numbers that are equal are written alike, as `figure` writes them.
    """
    long = _telling(before, after, signed, lambda exponent: f"·10{superscript(exponent)}")
    return long or (figure(before, signed), figure(after, signed))


def set_pair(before: float, after: float, signed: bool = False) -> tuple[str, str]:
    """The same as markup for a formula."""
    long = _telling(
        before, after, signed, lambda exponent: rf"\cdot 10^{{{str(exponent).replace('-', '−')}}}"
    )
    return long or (set_figure(before, signed), set_figure(after, signed))


def _telling(
    before: float, after: float, signed: bool, power: Callable[[int], str]
) -> tuple[str, str] | None:
    """Both with more digits than `figure` gives them, if those are too few to tell them apart."""
    if before == after or not (math.isfinite(before) and math.isfinite(after)):
        return None
    if figure(before, signed) != figure(after, signed) and f"{before:.2e}" != f"{after:.2e}":
        return None
    for digits in range(4, 18):
        long = _with_digits(before, after, digits, signed, power)
        if long[0] != long[1]:
            return long
    return None


def _with_digits(
    before: float, after: float, digits: int, signed: bool, power: Callable[[int], str]
) -> tuple[str, str]:
    """Both with the decimals that give the larger one that many digits, and the same power of ten if any."""
    exponent = max(math.floor(math.log10(max(abs(before), abs(after)))), -300)  # a power that exists
    plain = -4 < exponent < 5
    decimals = max(digits - 1 - exponent, 0) if plain else digits - 1

    def text(value: float) -> str:
        sign = "−" if value < 0 else "+" if signed and value > 0 else ""
        size = abs(value) if plain else abs(value) / 10.0**exponent
        return f"{sign}{size:.{decimals}f}{'' if plain else power(exponent)}"

    return text(before), text(after)
