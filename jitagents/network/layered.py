"""Random networks in layers, of any size."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.errors import InputError
from jitagents.network.description import Network
from jitagents.network.layers import Sellers, draw_lanes, share_out

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

MARGIN = 1.2
"""Value of an agent's item over the value of what goes into it."""


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
    _check(agents, tiers, lanes_per_agent, plants, makers, quantity, regions, lead_time, capacity_slack)
    rng = np.random.default_rng(seed)
    tier = np.sort(np.arange(agents) % tiers)
    is_plant = (tier > 0) & (tier < tiers - 1) & (_place_in(tier) < np.rint(plants * np.bincount(tier))[tier])
    item, seller, buyer = _weave(tier, is_plant, makers, round(lanes_per_agent * agents), rng)
    # Lanes of one buyer and item are one input.
    group = np.unique(buyer * (item.max() + 1) + item[seller], return_inverse=True)[1]
    per_unit = rng.integers(1, quantity + 1, size=group.max() + 1).astype(float)[group]
    per_unit[~is_plant[buyer]] = 1.0
    mean = np.where(tier == 0, demand * rng.uniform(0.5, 1.5, agents), np.nan)
    flow = _flows(tier, mean, seller, buyer, per_unit / np.bincount(group)[group])
    makes = is_plant | (tier == tiers - 1)
    days = np.where(makes, rng.integers(1, lead_time + 1, agents), np.nan)
    lane_days = rng.integers(1, lead_time + 1, len(seller)).astype(float)
    capacity = np.inf if capacity_slack is None else flow * capacity_slack
    table = pd.DataFrame(
        {
            "name": _names(tier, is_plant, tiers),
            "kind": pd.Series(np.select([tier == 0, is_plant], [0, 1], 2)).map({0: "buyer", 1: "plant", 2: "supplier"}),
            "item": "item_" + pd.Series(item + 1).astype("str"),
            "region": "region_" + pd.Series(rng.integers(1, regions + 1, agents)).astype("str"),
            "value": _values(tier, seller, buyer, group, per_unit, rng.uniform(1.0, 10.0, agents)),
            "capacity": np.where(makes, np.ceil(capacity) if whole else capacity, np.inf),
            "lead_time": days,
            "lead_time_sd": np.nan_to_num(days) * lead_time_cv,
            "demand": mean,
        }
    )
    lanes = pd.DataFrame(
        {
            "seller": table["name"].take(seller).to_numpy(),
            "buyer": table["name"].take(buyer).to_numpy(),
            "quantity": per_unit,
            "lead_time": lane_days,
            "lead_time_sd": lane_days * lead_time_cv,
        }
    )
    return Network.of(table, lanes, name=f"layered {agents}", whole=whole)


def _check(agents: int, tiers: int, lanes: float, plants: float, makers: float, *positive: float | None) -> None:
    allowed = {
        f"tiers = {tiers}; allowed: whole numbers from 2 up": tiers >= 2,
        f"agents = {agents}; allowed: whole numbers from {tiers} (one a tier) up": agents >= tiers,
        f"lanes_per_agent = {lanes}; allowed: numbers above 0": lanes > 0,
        f"plants = {plants}; allowed: a share between 0 and 1": 0 <= plants <= 1,
        f"makers = {makers}; allowed: numbers from 1 up": makers >= 1,
    }
    names = ("quantity", "regions", "lead_time", "capacity_slack")
    least = {
        f"{name} = {number}; allowed: numbers from 1 up": number is None or number >= 1
        for name, number in zip(names, positive, strict=True)
    }
    faults = [f"layered: {fault}" for fault, right in (allowed | least).items() if not right]
    if faults:
        raise InputError(*faults)


def _place_in(tier: Ints) -> Ints:
    """Place of each agent in its tier, from 0; agents are sorted by tier."""
    return np.arange(len(tier)) - np.searchsorted(tier, tier)


def _weave(
    tier: Ints, is_plant: npt.NDArray[np.bool_], makers: float, lanes: int, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints]:
    """Item of each agent, seller and buyer of each lane: items from the sources down, lanes from the buyers up."""
    count = int(tier.max()) + 1
    rows = [np.flatnonzero(tier == number) for number in range(count)]
    item = np.full(len(tier), -1, dtype=np.int64)
    made = 0
    for number in reversed(range(count)):
        making = is_plant[rows[number]] | (number == count - 1)
        fresh = np.arange(made, made + int(np.ceil(making.sum() / makers)))
        made += len(fresh)
        item[rows[number][making]] = share_out(fresh, int(making.sum()), rng)
        if not making.all():
            sold = pd.unique(item[rows[number + 1]])
            item[rows[number][~making]] = share_out(sold, int((~making).sum()), rng)
    drawn = []
    done = 0
    buying = np.cumsum([len(row) for row in rows])
    for number in range(count - 1):
        order = np.argsort(item[rows[number + 1]], kind="stable")
        sellers = Sellers(rows[number + 1][order], item[rows[number + 1]][order])
        target = round(lanes * buying[number] / buying[-2]) - done
        bound = np.where(is_plant[rows[number]], -1, item[rows[number]])
        drawn.append(draw_lanes(rows[number], bound, sellers, target, rng))
        done += len(drawn[-1][0])
    seller, buyer = (np.concatenate(ends) for ends in zip(*drawn, strict=True))
    return item, seller, buyer


def _flows(tier: Ints, demand: Floats, seller: Ints, buyer: Ints, per_unit: Floats) -> Floats:
    """Mean units a day that each agent must deliver: from tier 0 upstream."""
    flow = np.nan_to_num(demand)
    for number in range(1, int(tier.max()) + 1):
        into = tier[seller] == number
        flow += np.bincount(seller[into], weights=(flow[buyer] * per_unit)[into], minlength=len(tier))
    return flow


def _values(tier: Ints, seller: Ints, buyer: Ints, group: Ints, per_unit: Floats, value: Floats) -> Floats:
    """Value of a unit: of a source as given, of others the dearest bill of materials times the margin."""
    first = np.unique(group, return_index=True)[1]
    for number in reversed(range(int(tier.max()))):
        dearest = np.zeros(len(first))
        np.maximum.at(dearest, group, value[seller] * per_unit)
        inputs = np.bincount(buyer[first], weights=dearest, minlength=len(tier))
        value = np.where(tier == number, MARGIN * inputs, value)
    return value


def _names(tier: Ints, is_plant: npt.NDArray[np.bool_], tiers: int) -> pd.Series:
    words = ("buyer", "plant", "source", "distributor")
    role = pd.Series(np.select([tier == 0, is_plant, tier == tiers - 1], [0, 1, 2], 3))
    number = role.groupby(role).cumcount() + 1
    return role.map(dict(enumerate(words))) + "_" + number.astype("str")
