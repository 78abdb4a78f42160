"""A class of simulated players, for trials and lessons where nobody has played."""

import numpy as np
import pandas as pd

from jitagents.beer_game.debrief.deviating import Deviating
from jitagents.beer_game.debrief.estimate import PARAMETERS
from jitagents.beer_game.debrief.published import RULE
from jitagents.beer_game.play import Chain
from jitagents.beer_game.record import records_of
from jitagents.beer_game.setup import SEATS, Setup

SPREAD = {"theta": 0.2, "alpha": 0.1, "beta": 0.2, "target": 5.0}
"""Standard deviations of the players' parameters (assumed)."""
LEAST = {"theta": 0.05, "alpha": 0.05, "beta": 0.05, "target": 5.0}
MOST = {"theta": 0.95, "alpha": 0.6, "beta": 0.95, "target": 40.0}
DEVIATION = 2.0
"""Standard deviation of what players order beside their rule, cases (assumed)."""


def simulated_class(
    boards: int = 11, seed: int = 0, setup: Setup | None = None, deviation: float = DEVIATION
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Simulate a class whose players order by anchoring and adjustment, each by parameters of his own.

    Parameters are normal around the means of 44 people (Sterman 1989, table 2), cut to their range.

    Args:
        boards: of four players each.
        seed: of the parameters and the deviations.
        setup: of the game.
        deviation: standard deviation of the orders from the rule, cases.

    Returns:
        The records, and the true parameters: board, seat, theta, alpha, beta, target.
    """
    setup, rng = setup or Setup(), np.random.default_rng(seed)
    drawn = {
        name: np.clip(rng.normal(RULE[name], SPREAD[name], (len(SEATS), boards)), LEAST[name], MOST[name])
        for name in PARAMETERS
    }
    deviations = rng.normal(0.0, deviation, (len(SEATS), setup.weeks, 1, boards))
    rules = {
        seat: Deviating(**{name: values[place, None] for name, values in drawn.items()}, deviations=deviations[place])
        for place, seat in enumerate(SEATS)
    }
    names = [str(number + 1) for number in range(boards)]
    truth = {name: values.T.ravel() for name, values in drawn.items()}
    return records_of(Chain(setup, rules, range(boards)).play(), names), pd.DataFrame(
        {"board": np.repeat(names, len(SEATS)), "seat": SEATS * boards, **truth}
    )
