import math

import pytest

from nnviz import number_text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 examples/s"),
        (0.5, "0.5 examples/s"),
        (7.04, "7 examples/s"),
        (42.4, "42 examples/s"),
        (9_870, "9,870 examples/s"),
        (9_999.6, "10.0 k examples/s"),
        (12_340, "12.3 k examples/s"),
        (99_960, "100 k examples/s"),
        (168_000, "168 k examples/s"),
        (999_600, "1.00 M examples/s"),
        (1_234_000, "1.23 M examples/s"),
        (math.nan, "— examples/s"),
        (math.inf, "— examples/s"),
    ],
)
def test_rates_have_about_three_digits(number: float, text: str) -> None:
    assert number_text.rate_text(number) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.9708, "97.08 %"), (0, "0.00 %"), (1, "100.00 %"), (math.nan, "—")]
)
def test_per_cent(share: float, text: str) -> None:
    assert number_text.percent_text(share) == text


@pytest.mark.parametrize(
    ("examples", "text"),
    [
        (0, "0.00"),
        (49_999, "0.99"),
        (50_000, "1.00"),
        (300_000, "6.00"),
        (14_500, "0.29"),
        (4_999_999, "99.99"),
        (5_000_000, "100.0"),
        (50_004_999, "1,000.0"),
    ],
)
def test_epochs_are_rounded_down(examples: int, text: str) -> None:
    assert number_text.epoch_text(examples, 50_000) == text


@pytest.mark.parametrize(
    ("frames", "milliseconds", "text"),
    [
        (60, 0, "up to date"),
        (60, 5, "up to date"),
        (60, 17, "1 frame behind"),
        (60, 50, "3 frames behind"),
        (10, 100, "1 frame behind"),
        (0, 100, "up to date"),
        (60, math.nan, "up to date"),
    ],
)
def test_lag_counts_frames(frames: float, milliseconds: float, text: str) -> None:
    assert number_text.lag_text(frames, milliseconds) == text


@pytest.mark.parametrize(
    ("eta", "text"),
    [
        (3.0, "3"),
        (0.5, "0.5"),
        (0.001, "0.001"),
        (1e-5, "1e-5"),
        (1e6, "1e6"),
        (1e20, "1e20"),
        (123456.0, "123456"),
        (1234567.0, "1234567.0"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_eta_is_short_but_exact(eta: float, text: str) -> None:
    assert number_text.eta_text(eta) == text
    assert float(text) == eta


@pytest.mark.parametrize(("speed", "text"), [(1, "1/s"), (1000, "1,000/s"), (math.inf, "max")])
def test_speeds(speed: float, text: str) -> None:
    assert number_text.speed_text(speed) == text


def test_counts_have_thousands_separators() -> None:
    assert number_text.count_text(12_340) == "12,340"
