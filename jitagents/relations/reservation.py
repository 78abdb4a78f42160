"""Reservation: capacity that a buyer without stock books beforehand."""

import numpy as np
from scipy.special import ndtri

from jitagents.errors import InputError


def best_reservation(mean: float, sd: float, margin: float, fee: float) -> float:
    """Return the units a day that a buyer without stock should reserve: the newsvendor's quantity.

    Args:
        mean, sd: of a day's demand, normal, units.
        margin: of a unit that is sold, money.
        fee: of a reserved unit, used or not, money.

    Raises:
        InputError: the margin is not above 0, the fee is below 0, or `sd` is below 0.

    Formula:
        F(R) = 1 - fee / margin; 0 where the fee is as large as the margin

    Source:
        Arrow, Harris & Marschak 1951, Econometrica 19(3); Snyder & Shen 2019, sec. 4.3.
    """
    if not margin > 0:
        raise InputError(f"margin = {margin!r}: must be above 0")
    if not fee >= 0 or not sd >= 0:
        raise InputError(f"fee = {fee!r}, sd = {sd!r}: must be from 0 up")
    if fee == 0:
        return float(np.inf)
    return 0.0 if fee >= margin else max(0.0, mean + sd * float(ndtri(1.0 - fee / margin)))
