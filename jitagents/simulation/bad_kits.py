"""Bad kits: sets of parts that are not started, since a part in them is bad."""

import numpy as np

from jitagents.column import Array, Table
from jitagents.flow import ROUNDING, rounded
from jitagents.simulation.bill_of_materials import Bill


def spoiled_kits(bill: Bill, kits: Array, looked: Array, found: Array) -> Array:
    """Return the kits that are not started because of a bad part `(makers, worlds)`.

    Bad parts lie among the kits at random: a kit is good with the product over its inputs of
    (1 - share bad)^quantity. There are at least as many bad kits as the bad parts of one input fill.

    Args:
        bill: bills of materials.
        kits: that are looked at `(makers, worlds)`.
        looked, found: parts in them, and bad ones for which the line stops `(inputs, worlds)`.
    """
    share = np.minimum(ratio(found, looked), 1.0)
    with np.errstate(divide="ignore"):
        good = np.exp(bill.plants.sum(bill.quantity * np.log1p(-share)))
    least = np.zeros_like(kits)
    bill.plants.least(-found / bill.quantity, least)
    spoiled = kits * (1.0 - good)
    if bill.whole:
        spoiled, least = np.rint(spoiled), np.floor(least + ROUNDING)
    return np.maximum(np.minimum(np.maximum(spoiled, -least), kits), 0.0)


def start_fewer(making: Table, kits: Array, wanted: Array, whole: bool, day: int) -> None:
    """Start fewer kits than wanted, both `(makers, worlds)`; what turns out bad of them falls in proportion."""
    less = wanted - kits
    if not less.any():
        return
    making["started"] -= less
    making["open_orders"] += less
    again = making.get("reworked")
    worked = making["started"] if again is None else making["started"] + again
    kept, left = ratio(worked, worked + less), worked.copy()
    for name in ("flawed", "escaped", "scrapped"):
        if name in making:
            np.copyto(making[name], np.minimum(rounded(making[name] * kept, whole, day), left), where=less > 0.0)
            left -= making[name]


def ratio(over: Array, under: Array) -> Array:
    """Quotient, 0 where the divisor is not above 0."""
    return np.divide(over, under, out=np.zeros_like(over), where=under > 0.0)
