"""Screening: the agent whose loss costs most final output, found by simulating the loss of each likely one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from jitagents.column import Array
from jitagents.crises.distributions import expected
from jitagents.crises.effects import LANES
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, select_agents
from jitagents.scenario.setup import disruptions_of, network_of, stages_of
from jitagents.worlds import Worlds

CONSIDERED = 2_000
"""Candidates whose customers are traced; beyond, those with the largest flow of value."""
SIMULATED = 12
"""Candidates whose loss is simulated: those with the most final demand downstream."""
LONGEST, AFTERMATH = 200, 150
"""Days of the disruption that are simulated at most, and days after it."""


@dataclass(frozen=True)
class Finding:
    """The worst target of a disruption.

    Attributes:
        name: the agent.
        candidates: agents that the selector names.
        ranking: value of final output lost (money), for those simulated, the worst first.
    """

    name: str
    candidates: int
    ranking: Mapping[str, float]


def worst_target(config: Mapping[str, Any], disruption_name: str, where: Mapping[str, Any], place: str) -> Finding:
    """The agent among those named by a selector whose loss costs most final output, in value.

    Candidates are ordered by the value of final demand that depends on them. The loss of each of the first is simulated
    as a world of one model, all with the same calm twin.

    Args:
        config: resolved configuration of a variant.
        disruption_name: key of the disruption in `crisis`.
        where: selector of the candidates.
        place: of the selector, for messages.

    Raises:
        InputError: a selector that cannot be read, or that names nobody.
    """
    network = network_of(config)
    chosen = select_agents(network, where, f"{place}.worst")
    if not chosen.any():
        raise InputError(f"{place}.worst: the selector {dict(where)} names nobody")
    candidates = _most_behind(network, np.flatnonzero(chosen))
    names = network.agents["name"].to_numpy(dtype=object)[candidates]
    lost, late = _losses(config, disruption_name, network, names)
    order = np.lexsort((-late, -lost))
    ranking = {str(names[number]): float(lost[number]) for number in order}
    return Finding(next(iter(ranking)), int(chosen.sum()), ranking)


def _most_behind(network: Network, candidates: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The candidates with the most value of final demand downstream; of equal ones, those that take longest."""
    agents = network.agents
    worth = (agents["value"] * agents["demand"].fillna(0.0)).to_numpy()
    count = len(agents)
    downstream = sparse.csr_array(
        (np.ones(len(network.lanes)), (network.seller_row, network.buyer_row)), shape=(count, count)
    )
    if len(candidates) > CONSIDERED:
        spread = np.argsort(-np.diff(downstream.indptr)[candidates], kind="stable")
        candidates = candidates[spread[:CONSIDERED]]
    behind = [worth[breadth_first_order(downstream, row, return_predecessors=False)].sum() for row in candidates]
    slowness = agents["lead_time"].fillna(0.0).to_numpy()[candidates]
    return candidates[np.lexsort((-slowness, -np.array(behind)))[:SIMULATED]]


def _losses(
    config: Mapping[str, Any], disruption_name: str, network: Network, names: npt.NDArray[np.object_]
) -> tuple[Array, Array]:
    """Value of final output lost with each agent, money, and value times days by which it is late, each `(agents,)`."""
    worlds = Worlds((0,), len(names), twins=True, entropy=config["seed"], shared_calm=True)
    bare = dict(config) | {
        "crisis": {disruption_name: {**config["crisis"][disruption_name], "target": {}, "attenuation": None}}
    }
    like = disruptions_of(bare)[disruption_name].as_single_shock()
    end = "seller" if like.effect.table == LANES else "name"
    crisis = {disruption_name: replace(like, target={end: worlds.by_level(names.tolist())})}
    days, warmup = int(min(np.max(expected(like.duration)), LONGEST)) + AFTERMATH, min(config["warmup"], 20)
    model = SupplyModel(network, worlds=worlds, rng=worlds.entropy, crisis=crisis, warmup=warmup, **stages_of(config))
    buyers = model.layout.market_rows
    lost, late = np.zeros((buyers.stop, len(names))), np.zeros((buyers.stop, len(names)))
    for _ in range(days + warmup):
        model.step()
        served = model.points["output"][buyers]
        lost += served[:, worlds.calm] - served[:, worlds.crisis]
        late += lost
    value = model.planned.plan.value[buyers]
    return np.round((value * lost).sum(axis=0), 6), (value * late).sum(axis=0)
