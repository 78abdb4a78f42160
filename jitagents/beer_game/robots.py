"""Robots: ordering rules that take a seat."""

from collections.abc import Sequence

import numpy as np
import scipy

from jitagents.beer_game.customers import AFTER
from jitagents.beer_game.setup import SEATS, Setup
from jitagents.behaviours.ordering import AnchorAndAdjust, BaseStock, Jit, Ordering
from jitagents.build import build
from jitagents.config import composed, plain
from jitagents.config_directory import choices
from jitagents.errors import InputError, nearest

ROBOTS = ("sterman", "base_stock", "pass_through")
"""Robots of the game; beside them every choice of `ordering` can take a seat."""
TARGET = 17.0
"""Mean of the estimates of S', cases (Sterman 1989, table 2)."""


def robot(name: str, setup: Setup, overrides: Sequence[str] = ()) -> Ordering:
    """Make the ordering rule of a robot.

    Args:
        name: `sterman`, people in the mean (Sterman 1989, table 2); `base_stock`, up to what covers the delays;
            `pass_through`, what was ordered from it; or any choice of `ordering`.
        setup: of the game, whose delays and customers the robot knows.
        overrides: of the configuration of a choice, as `ordering.cover=2`.

    Raises:
        InputError: there is no such robot, or an override is wrong.
    """
    if name == "sterman":
        return AnchorAndAdjust(target=TARGET)
    if name == "base_stock":
        return BaseStock(level={seat: level(seat, setup) for seat in SEATS})
    if name == "pass_through":
        return Jit()
    if name not in choices("ordering"):
        raise InputError(f"robot {name!r}: there is no such rule; {nearest(name, [*ROBOTS, *choices('ordering')])}")
    rule = build(plain(composed([f"ordering={name}", *overrides]))["ordering"], "ordering")
    assert isinstance(rule, Ordering)
    return rule


def level(seat: str, setup: Setup) -> float:
    """Base-stock level of a seat, cases: its demand over the delay and a week, with the service that the costs ask for.

    Formula:
        level = mean x (delay + 1) + z x sd x sqrt(delay + 1), P(normal < z) = owing / (owing + holding); where demand
        steps: the new demand over the delay and a week

    Source:
        Snyder & Shen 2019, sec. 4.3; the levels of the step game cover 8 cases a week.
    """
    periods = setup.delay(seat) + 1
    if setup.customers == "step":
        return float(AFTER * periods)
    holding, owing = setup.costs()
    z, law = scipy.stats.norm.ppf(owing / (owing + holding)), setup.law
    return float(np.rint(law.mean * periods + z * law.sd * np.sqrt(periods)))
