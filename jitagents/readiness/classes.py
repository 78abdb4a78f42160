"""Classes of flows that purchasing knows: by demand, by value, by supply risk."""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

type Numbers = npt.NDArray[np.float64]

INTERVAL, SIZES = 1.32, 0.49
"""Cut-offs of Syntetos, Boylan & Croston 2005: mean interval between demands, squared CV of their sizes."""
X, Y = 0.5, 1.0
"""Coefficients of variation of weekly demand up to which a flow is X, and Y."""
A, B = 0.80, 0.95
"""Shares of the value, from the greatest flow down, up to which flows are A, and B."""


class Pattern(StrEnum):
    """Pattern of a demand history."""

    SMOOTH = "smooth"
    ERRATIC = "erratic"
    INTERMITTENT = "intermittent"
    LUMPY = "lumpy"
    UNKNOWN = "unknown"


def pattern(units: Numbers) -> Pattern:
    """Return the class of a demand history by the interval between demands and the variation of their sizes.

    The border of Kostenko & Hyndman 2006, squared CV > 2 - 1.5 x interval, is exact where Croston's method and simple
    exponential smoothing are compared; the cut-offs here are its usual approximation.

    Args:
        units: demand of each period `(periods,)`, from the first to the last.

    Source:
        Syntetos, Boylan & Croston 2005, JORS 56(5), fig. 1.
    """
    sizes = units[units > 0]
    if len(sizes) < 2:
        return Pattern.UNKNOWN
    seldom = len(units) / len(sizes) >= INTERVAL
    varied = sizes.var() / sizes.mean() ** 2 >= SIZES
    if seldom:
        return Pattern.LUMPY if varied else Pattern.INTERMITTENT
    return Pattern.ERRATIC if varied else Pattern.SMOOTH


def xyz(variation: float) -> str:
    """Return X, Y or Z by the coefficient of variation of weekly demand; unknown if it is NaN."""
    if np.isnan(variation):
        return "unknown"
    return "X" if variation <= X else "Y" if variation <= Y else "Z"


def abc(values: Numbers) -> list[str]:
    """Return A, B or C for each flow `(flows,)` by its value: 80, 15 and 5 % of the sum; unknown where it is NaN.

    A flow belongs to the class in which its value begins, so that one flow alone is A.
    """
    known = np.nan_to_num(values)
    order = np.argsort(-known, kind="stable")
    before = np.empty(len(values))
    before[order] = np.cumsum(known[order]) - known[order]
    shares = np.round(before / known.sum(), 9) if known.sum() > 0 else np.ones(len(values))
    named = ["A" if share < A else "B" if share < B else "C" for share in shares]
    return ["unknown" if np.isnan(value) else name for value, name in zip(values, named, strict=True)]


def kraljic(rank: str, supplier: float, exposure: float) -> str:
    """Return the quadrant of a flow.

    Args:
        rank: its class by value; A and B have an impact on profit.
        supplier: score of the lever; NaN if unknown.
        exposure: score of the lever; NaN if unknown.

    Returns:
        leverage, strategic, non-critical or bottleneck; unknown without a class or without both scores. The risk of
        supply is 1 less the lower score, and high from 1/2.

    Source:
        Kraljic 1983, Purchasing must become supply management, Harvard Business Review 61(5).
    """
    scores = [score for score in (supplier, exposure) if not np.isnan(score)]
    if rank == "unknown" or not scores:
        return "unknown"
    risky = 1 - min(scores) >= 0.5
    if rank in ("A", "B"):
        return "strategic" if risky else "leverage"
    return "bottleneck" if risky else "non-critical"
