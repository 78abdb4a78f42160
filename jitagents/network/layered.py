"""Random networks in layers, of any size."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.column import Flags
from jitagents.errors import InputError
from jitagents.network.arguments import DEEPEST, ROWS, Limit, check_arguments
from jitagents.network.description import Network
from jitagents.network.layers import Layers, draw_layers
from jitagents.parameters import LONGEST, network_builder

type Floats = npt.NDArray[np.float64]

LIMITS = {
    "agents": Limit(2, ROWS, whole=True),
    "lanes_per_agent": Limit(0, 10_000),
    "tiers": Limit(2, DEEPEST, whole=True),
    "plants": Limit(0, 1),
    "makers": Limit(1),
    "quantity": Limit(1, 1_000_000, whole=True),
    "regions": Limit(1, whole=True),
    "demand": Limit(0),
    "lead_time": Limit(1, LONGEST, whole=True),
    "lead_time_cv": Limit(0, 1000),
    "capacity_slack": Limit(1, optional=True),
    "seed": Limit(0, whole=True),
}
MARGIN = 1.2
"""Value of an agent's item over the value of what goes into it."""


@network_builder
def layered(
    *,
    agents: int = 100,
    lanes_per_agent: float = 2.4,
    tiers: int = 5,
    plants: float = 0.5,
    makers: float = 2.0,
    quantity: int = 1,
    regions: int = 4,
    demand: float = 10.0,
    lead_time: int = 3,
    lead_time_cv: float = 0.0,
    capacity_slack: float | None = 1.5,
    seed: int = 0,
    whole: bool = True,
) -> Network:
    """Random network of equally large tiers, in which each agent buys from the next tier upstream.

    Everybody is needed and everybody is served. Tier 0 are buyers, the last tier are sources; between them are
    plants and distributors. The number of agents is exact. So is the number of lanes, if there are plants enough to
    take what distributors, bound to the sellers of one item, leave over (within a few lanes in small networks).

    Args:
        agents: how many.
        lanes_per_agent: lanes / agents.
        tiers: buyers and sources included.
        plants: share of plants in the tiers between; the others are distributors.
        makers: plants or sources that make the same item, on average; 1 is single sourcing.
        quantity: bills of materials ask for 1 up to this many units.
        regions: how many; each agent is in one at random.
        demand: mean of the buyers' mean demands, units/day; these lie evenly between half and one and a half of it.
        lead_time: lanes and makers take 1 up to this many days.
        lead_time_cv: standard deviation / mean of each lead time.
        capacity_slack: capacity of plants and sources / their mean flow; None: no limit.
        seed: of the random numbers.
        whole: units are whole; else continuous.

    Raises:
        InputError: an argument out of its range.
    """
    given = {"agents": agents, "lanes_per_agent": lanes_per_agent, "tiers": tiers, "plants": plants, "makers": makers}
    given |= {"quantity": quantity, "regions": regions, "demand": demand, "lead_time": lead_time, "seed": seed}
    check_arguments("layered", given | {"lead_time_cv": lead_time_cv, "capacity_slack": capacity_slack}, LIMITS)
    if agents < tiers:
        raise InputError(f"layered: agents = {agents}, tiers = {tiers}; allowed: one agent or more a tier")
    agents, tiers, seed = int(agents), int(tiers), int(seed)  # 1e6 is a whole number too
    rng = np.random.default_rng(seed)
    layers = draw_layers(agents, tiers, plants, makers, round(lanes_per_agent * agents), rng)
    tier, buys = layers.tier, layers.is_plant[layers.buyer]
    needs = rng.integers(1, quantity + 1, layers.group.max() + 1)[layers.group]
    per_unit = np.where(buys, needs, 1.0)
    mean = np.where(tier == 0, demand * rng.uniform(0.5, 1.5, agents), np.nan)
    makes = layers.is_plant | (tier == tiers - 1)
    table = _labels(layers).assign(
        region="region_" + pd.Series(rng.integers(1, regions + 1, agents)).astype("str"),
        value=_values(layers, per_unit, rng.uniform(1.0, 10.0, agents)),
        capacity=_capacity(_flows(layers, mean, per_unit), makes, capacity_slack, whole),
        lead_time=np.where(makes, rng.integers(1, lead_time + 1, agents), np.nan),
        demand=mean,
    )
    lanes = pd.DataFrame(
        {
            "seller": table["name"].take(layers.seller).to_numpy(),
            "buyer": table["name"].take(layers.buyer).to_numpy(),
            "quantity": per_unit,
            "lead_time": rng.integers(1, lead_time + 1, len(per_unit)).astype(float),
        }
    )
    table["lead_time_sd"] = table["lead_time"].fillna(0.0) * lead_time_cv
    lanes["lead_time_sd"] = lanes["lead_time"] * lead_time_cv
    return Network.of(table, lanes, name=f"layered {agents}", whole=whole)


def _labels(layers: Layers) -> pd.DataFrame:
    tier = layers.tier
    role = pd.Series(np.select([tier == 0, layers.is_plant, tier == tier[-1]], [0, 1, 2], 3))
    number = role.groupby(role).cumcount() + 1
    return pd.DataFrame(
        {
            "name": role.map({0: "buyer_", 1: "plant_", 2: "source_", 3: "distributor_"}) + number.astype("str"),
            "kind": role.map({0: "buyer", 1: "plant", 2: "supplier", 3: "supplier"}),
            "item": "item_" + pd.Series(layers.item + 1).astype("str"),
        }
    )


def _flows(layers: Layers, demand: Floats, per_unit: Floats) -> Floats:
    """Mean units a day that each agent must deliver: from tier 0 upstream, equal shares of the sources of an input."""
    flow = np.nan_to_num(demand)
    weight = per_unit / np.bincount(layers.group)[layers.group]
    for number in range(1, int(layers.tier[-1]) + 1):
        into = layers.tier[layers.seller] == number
        units = (flow[layers.buyer] * weight)[into]
        flow += np.bincount(layers.seller[into], weights=units, minlength=len(flow))
    return flow


def _capacity(flow: Floats, makes: Flags, slack: float | None, whole: bool) -> Floats:
    most = np.full(len(flow), np.inf) if slack is None else flow * slack
    return np.where(makes, np.ceil(most) if whole else most, np.inf)


def _values(layers: Layers, per_unit: Floats, value: Floats) -> Floats:
    """Value of a unit: of a source as given, of others the dearest bill of materials times the margin."""
    first = np.flatnonzero(~pd.Series(layers.group).duplicated())
    for number in reversed(range(int(layers.tier[-1]))):
        dearest = np.zeros(len(first))
        np.maximum.at(dearest, layers.group, value[layers.seller] * per_unit)
        inputs = np.bincount(layers.buyer[first], weights=dearest, minlength=len(value))
        value = np.where(layers.tier == number, MARGIN * inputs, value)
    return value
