"""The test of the minimum rule: does one bad lever alone spoil as much as all five together?"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.errors import InputError
from jitagents.readiness.prediction import RESAMPLES, SEED, TAIL
from jitagents.readiness.rules import LEVERS
from jitagents.results import Results
from jitagents.results.cube import cube

type Floats = npt.NDArray[np.float64]

NONE, AND = "none", "_and_"
HALF, LITTLE = 0.5, 0.2
"""Shares from which a lever spoils the whole, and below which the minimum rule is wrong about it."""


def weakest_lever(results: Results) -> pd.DataFrame:
    """Return what each bad lever alone makes of the loss of all five together, and what it adds on average.

    Args:
        results: of a study with `cost` for the 32 variants of good and bad levers, each named by its bad ones in the
            order of `LEVERS`, joined by `_and_`, and `none`; in the crisis, if there is one.

    Returns:
        A row per lever: lever; `share`, (L1 - L0) / (L5 - L0) of the costs with this lever bad, none, and all, with its
        95 % interval (percentile bootstrap over replications); `alone`, L1 - L0, and `effect`, the mean change over the
        16 states of the other levers, money a day; `spoils`: `all` if the share is surely .5 or more, `little` if it is
        surely below .2, else `part`.

    Raises:
        InputError: variants or the measure are missing.

    Source:
        Box, Hunter & Hunter 2005, Statistics for Experimenters, ch. 5 (factorial designs at two levels).
    """
    if not is_design(results):
        raise InputError("variants: not the 32 states of five levers, with their cost; run +experiment=weakest_lever")
    wanted = {state: name_of(state) for state in np.ndindex(*(2,) * len(LEVERS))}
    found = cube(results.replications, results.variants, ["cost"], ["network"])
    data = (found.crisis if results.has_crisis else found.calm)[:, 0]
    costs = {
        state: data[(found.cells["variant"] == name).to_numpy()].mean(axis=0) for state, name in wanted.items()
    }  # fmt: skip
    return pd.DataFrame([_of(place, costs) for place in range(len(LEVERS))])


def is_design(results: Results) -> bool:
    """Return whether a study has the cost of every state of the levers."""
    states = {name_of(state) for state in np.ndindex(*(2,) * len(LEVERS))}
    return results.has("cost") and states <= {*results.variants}


def name_of(state: tuple[int, ...]) -> str:
    """Return the name of the variant in which some levers are bad, 1 for each of them."""
    return AND.join(lever for lever, bad in zip(LEVERS, state, strict=True) if bad) or NONE


def _of(place: int, costs: dict[tuple[int, ...], Floats]) -> dict[str, object]:
    """The row of a lever; costs are `(replications,)` by state."""
    count = len(LEVERS)
    none, every = costs[(0,) * count], costs[(1,) * count]
    alone = costs[tuple(int(one == place) for one in range(count))] - none
    whole = every - none
    chosen = np.random.default_rng(SEED).integers(len(none), size=(RESAMPLES, len(none)))
    drawn = alone[chosen].mean(axis=1) / whole[chosen].mean(axis=1)
    low, high = np.percentile(drawn, [TAIL, 100 - TAIL])
    share = float(alone.mean() / whole.mean())
    effect = np.mean([(cost.mean() if state[place] else -cost.mean()) for state, cost in costs.items()]) * 2
    spoils = "all" if low >= HALF else "little" if high < LITTLE else "part"
    return {
        "lever": LEVERS[place], "share": share, "share_low": float(low), "share_high": float(high),
        "alone": float(alone.mean()), "effect": float(effect), "spoils": spoils,
    }  # fmt: skip
