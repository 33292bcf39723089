"""Numbers as the screen writes them: pure functions from a number to a few characters."""

from __future__ import annotations

import math


def count_text(count: int) -> str:
    """12340 -> "12,340"."""
    return f"{count:,}"


def percent_text(share: float) -> str:
    """A fraction in [0, 1] as per cent, 0.9708 -> "97.08 %"; NaN -> "—"."""
    return f"{100 * share:.2f} %" if math.isfinite(share) else "—"


def epoch_text(examples_seen: int, epoch_size: int) -> str:
    """Epochs with two decimals, from 100 on with one: "6.00", "12.34", "120.5".

    Rounded down, so that "1.00" appears when the first epoch is done and not before.
    """
    decimals = 2 if examples_seen < 100 * epoch_size else 1
    parts = examples_seen * 10**decimals // epoch_size
    return f"{parts // 10**decimals:,}.{parts % 10**decimals:0{decimals}d}"


def short_text(number: float) -> str:
    """A speed in about three digits: "7.5", "9,870", "12.3 k", "168 k", "1.23 M"; no number -> "—"."""
    if not math.isfinite(number):
        return "—"
    if number < 10:
        return f"{number:.2g}"
    if number < 9_999.5:
        return f"{number:,.0f}"
    unit, letter = (1_000, "k") if number < 999_500 else (1_000_000, "M")
    scaled = number / unit
    decimals = 2 if scaled < 9.995 else 1 if scaled < 99.95 else 0
    return f"{scaled:,.{decimals}f} {letter}"


def rate_text(examples_per_second: float) -> str:
    """168_000 -> "168 k examples/s"."""
    return f"{short_text(examples_per_second)} examples/s"


def speed_text(examples_per_second: float) -> str:
    """A chosen speed: "1/s", "1,000/s", and "max" for infinity."""
    return "max" if math.isinf(examples_per_second) else f"{examples_per_second:,.0f}/s"


def lag_text(frames_per_second: float, milliseconds_behind: float) -> str:
    """How far the picture is behind the training, in whole frames: "up to date", "1 frame behind"."""
    frames = milliseconds_behind * frames_per_second / 1000
    if not math.isfinite(frames) or round(frames) < 1:
        return "up to date"
    return "1 frame behind" if round(frames) == 1 else f"{round(frames):,} frames behind"


def eta_text(eta: float) -> str:
    """η as short as it can be without losing anything: 3.0 -> "3", 1e6 -> "1e6", 0.001 -> "0.001"."""
    short = f"{eta:g}"
    exact = short if float(short) == eta else repr(eta)
    mantissa, exponent, power = exact.partition("e")
    return mantissa + (f"{exponent}{int(power)}" if exponent else "")
