"""Numbers as text, by one rule for tables, sentences and console: rounded by the size of their error.

Tables hold numbers; text is made of them only where something is printed.
"""

from math import floor, log10

import numpy as np

NOISE = 1e-9
"""A half-width of this share of its mean is rounding, and shown as zero."""
FINEST = 4
"""Decimal places of text, at most."""
FIGURES, FIGURES_OF_HALF = 3, 2
"""Of a mean and of the half-width of its interval, at most, as text."""
SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
SCALED = 1e6
"""Trillions from which on a number has an exponent."""


def words(mean: float, low: float = np.nan, high: float = np.nan) -> str:
    """A mean and its interval as text: `412 ± 15`, `11.5 ± 0.1`.

    The half-width has two figures, unless the mean has three before that: what is beyond those tells a reader nothing.
    Without an interval the mean alone, to three figures, all of a whole number; from a million up in millions, then in
    billions. `–` if there is no number.
    """
    if np.isnan(mean):
        return "–"
    half = (high - low) / 2
    varies = half > NOISE * abs(mean) and round(half, FINEST) > 0
    size = max(abs(mean), half) if varies else abs(mean)
    if not np.isfinite(size):
        return "−∞" if mean < 0 else "∞"
    scale, name = next(((one, name) for one, name in SCALES if size >= one), (1.0, ""))
    mean, half, size = mean / scale, half / scale, size / scale
    if size >= SCALED:
        return f"{mean * scale:.2e}".replace("-", "−")
    if not varies:
        text = rounded(mean, max(_decimals(mean, FIGURES), 0))
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{text}{name}{'' if np.isnan(half) else ' ± 0'}"
    places = min(_decimals(half, FIGURES_OF_HALF), _decimals(size, FIGURES))
    half = max(half, 10.0**-places)
    return f"{rounded(mean, places)} ± {rounded(half, places)}{name}"


def percent(share: float) -> str:
    """A share as text: `7 %`; with decimals where rounding would make it all or nothing."""
    value = 100 * share
    exact = value in (-100, 0, 100)
    decimals = 0 if exact else next((d for d in range(FINEST) if abs(round(value, d)) not in (0, 100)), 0)
    return f"{rounded(value, decimals)} %"


def about(number: float) -> str:
    """A number to three figures: `4,720,000`."""
    return words(to_figures(number, FIGURES))


def in_days(number: float) -> str:
    """`1 day`, `4.4 days`."""
    return f"{number:.2g} day{'' if number == 1 else 's'}"


def to_figures(number: float, figures: int) -> float:
    """A number rounded to so many figures."""
    return float(f"{number:.{figures}g}")


def rounded(value: float, decimals: int) -> str:
    """A number with thousands separators, a true minus sign, and no minus before zero."""
    return f"{round(float(value), decimals) + 0.0:,.{max(decimals, 0)}f}".replace("-", "−")


def _decimals(value: float, digits: int) -> int:
    """Decimal places that show `digits` figures of a value; negative for tens, hundreds, …."""
    return min(digits - 1 - floor(log10(abs(value))), FINEST) if value else 0
