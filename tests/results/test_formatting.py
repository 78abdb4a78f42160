"""Numbers as text: as precise as their error allows, and never all or nothing by rounding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.formatting import about, in_days, percent, to_figures, words

NAN = float("nan")
SIZES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((412.3, 400.0, 424.6), "412 ± 12"),
        ((1234567, 1222222, 1246912), "1.23 ± 0.01 million"),
        ((39_530_000, 39_438_000, 39_622_000), "39.5 ± 0.1 million"),
        ((11_354, 11_289, 11_419), "11,400 ± 100"),
        ((11.475, 11.412, 11.538), "11.5 ± 0.1"),
        ((99.9470, 99.9433, 99.9507), "99.9 ± 0.1"),
        ((0.001, -0.499, 0.501), "0.00 ± 0.50"),
        ((1476.0, NAN, NAN), "1,476"),
        ((4_720_000.0, NAN, NAN), "4.72 million"),
        ((2e12, 1e12, 3e12), "2.0 ± 1.0 trillion"),
        ((1e308, NAN, NAN), "1.00e+308"),
        ((float("inf"), NAN, NAN), "∞"),
        ((-3.2, -8.0, 1.6), "−3.2 ± 4.8"),
        ((20.0, 20.0, 20.0), "20 ± 0"),
        ((22.0, 22.0 - 1e-14, 22.0 + 1e-14), "22 ± 0"),
        ((1e-9, -1e-9, 3e-9), "0 ± 0"),
        ((-1e-9, NAN, NAN), "0"),
        ((20.0, NAN, NAN), "20"),
        ((0.0321, NAN, NAN), "0.0321"),
        ((0.0, 0.0, 0.0), "0 ± 0"),
        ((NAN, NAN, NAN), "–"),
    ],
)
def test_words_of_an_interval(numbers: tuple[float, float, float], text: str) -> None:
    assert words(*numbers) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.5, "50 %"),
        (0.9985, "99.9 %"),
        (0.995, "99.5 %"),
        (0.004, "0.4 %"),
        (-0.3, "−30 %"),
        (2.16, "216 %"),
    ],
)
def test_percent_is_neither_all_nor_nothing_by_rounding(share: float, text: str) -> None:
    assert percent(share) == text


@given(st.floats(-1e15, 1e15), st.floats(1e-3, 1e15))
def test_words_keep_three_figures_at_most_and_never_a_smaller_interval_than_is_said(mean: float, half: float) -> None:
    text = words(mean, mean - half, mean + half)
    number, _, rest = text.partition(" ± ")
    scale = next((size for name, size in SIZES.items() if text.endswith(name) or name in number), 1.0)
    told = [float(part.partition(" ")[0].replace(",", "").replace("−", "-")) * scale for part in (number, rest or "0")]
    unit = max(abs(mean) / 100, half / 10)
    assert abs(told[0] - mean) <= 0.51 * max(unit, 1e-4)
    if rest not in ("", "0"):
        assert abs(told[1] - half) <= 1.01 * unit


@pytest.mark.parametrize(("number", "text"), [(4_723_402, "4.72 million"), (0.0, "0"), (1234.5, "1,230"), (NAN, "–")])
def test_about_a_number(number: float, text: str) -> None:
    assert about(number) == text


@pytest.mark.parametrize(("number", "text"), [(1, "1 day"), (4.44, "4.4 days"), (0.25, "0.25 days")])
def test_days(number: float, text: str) -> None:
    assert in_days(number) == text


@given(st.floats(-1e12, 1e12).filter(lambda one: abs(one) > 1e-9), st.integers(1, 6))
def test_figures_that_are_kept(number: float, figures: int) -> None:
    assert abs(to_figures(number, figures) - number) <= abs(number) * 0.51 * 10.0 ** (1 - figures)
