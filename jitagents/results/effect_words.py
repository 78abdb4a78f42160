"""Effect of a disruption in words: `makes and ships nothing`, `wants 50 % more`."""

from typing import Any

import numpy as np

from jitagents.crises import Disruption, Distribution
from jitagents.crises.distributions import expected
from jitagents.crises.effects import (
    Carrier,
    Dark,
    Demand,
    Freight,
    Lane,
    Late,
    OrdersDoubled,
    OrdersLost,
    Price,
    Production,
    Receiving,
    Shipping,
    SlowCarrier,
    SlowLane,
    Stock,
    Supply,
    Switching,
    Wrong,
    Yield,
)  # fmt: skip
from jitagents.results.formatting import words
from jitagents.results.units import Units

LESS: dict[type, tuple[str, str]] = {
    Supply: ("makes and ships", "make and ship"),
    Production: ("makes", "make"),
    Shipping: ("ships", "ship"),
    Receiving: ("takes in", "take in"),
    Lane: ("carries", "carry"),
    Carrier: ("carries", "carry"),
    Switching: ("brings in", "bring in"),
}
"""Verbs of effects that reduce an activity: singular, plural."""
SHARE: dict[type, tuple[str, str, str]] = {
    Yield: ("spoils", "spoil", "of what is started there"),
    OrdersLost: ("loses", "lose", "of the orders placed there"),
    OrdersDoubled: ("doubles", "double", "of the orders placed there"),
}
"""Verbs of effects on a share of something: singular, plural, and of what."""
MORE: dict[type, tuple[str, str]] = {
    Price: ("asks prices that are", "ask prices that are"),
    Freight: ("costs", "cost"),
    Demand: ("wants", "want"),
}
"""Verbs of effects that change something by a share, up or down: singular, plural."""


def effect_in_words(shock: Disruption, many: bool, swept: tuple[float, float] | None, units: Units) -> str:
    """Describe what a disruption does to its targets.

    Args:
        shock: the disruption.
        many: whether it acts on more than one.
        swept: the ends of its severity, if that is swept.
        units: of time.
    """
    effect, kind, share = shock.effect, type(shock.effect), _share(shock.severity, swept)
    whole = swept is None and not isinstance(shock.severity, Distribution) and float(expected(shock.severity)) == 1.0
    if kind in LESS:
        return f"{LESS[kind][many]} {'nothing' if whole else f'{share} less'}"
    if kind in SHARE:
        verbs, of = SHARE[kind][:2], SHARE[kind][2]
        return f"{verbs[many]} {'all' if whole else share} {of}"
    if kind in MORE:
        return f"{MORE[kind][many]} {_change(shock, swept, getattr(effect, 'added', None), units)}"
    return _other(effect, many, share, whole, units)


def _other(effect: Any, many: bool, share: str, whole: bool, units: Units) -> str:
    """Describe effects that need more than a share."""
    has = "have" if many else "has"
    match effect:
        case Stock(units=None):
            return f"{'lose' if many else 'loses'} {'all' if whole else share} of {'their' if many else 'its'} stock"
        case Stock(units=lost):
            return f"{'lose' if many else 'loses'} {words(float(np.max(lost or 0.0)))} units of each item"
        case SlowCarrier() | SlowLane():
            times = "" if whole else f", at a severity of {share}"
            return f"{'take' if many else 'takes'} {words(float(expected(effect.factor)))} times as long{times}"
        case Dark():
            return f"{has} no new records"
        case Late():
            return f"{has} records that are {effect.days} {units.times} late"
        case Wrong():
            return f"{has} wrong records of stock and demand"
    return f"{'are' if many else 'is'} affected by {type(effect).__name__}, at a severity of {share}"


def _share(severity: Any, swept: tuple[float, float] | None) -> str:
    if swept is not None and swept[0] < swept[1]:
        return f"{words(100 * swept[0])} to {words(100 * swept[1])} % (swept)"
    about = "about " if isinstance(severity, Distribution) else ""
    return f"{about}{words(100 * float(expected(severity)))} %"


def _change(shock: Disruption, swept: tuple[float, float] | None, added: Any, units: Units) -> str:
    """A relative change: `50 % more`; or so many units."""
    size = float(expected(shock.severity))
    way = "less" if size < 0 else "more"
    if added is not None:
        return f"{words(abs(size * float(expected(added))))} units a {units.time} {way}"
    text = _share(shock.severity, swept)
    if isinstance(shock.effect, Price):
        way = "lower" if size < 0 else "higher"
    return f"{text.replace('−', '') if size < 0 and swept is None else text} {way}"
