"""Screening: the agent whose loss hurts most, found by simulating the loss of each likely one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, tiers
from jitagents.network.selection import select
from jitagents.setup import network_of, shocks_of, stages_of
from jitagents.worlds import Worlds

CONSIDERED = 2_000
"""Candidates whose customers are traced; beyond, those with the largest flow of value."""
SIMULATED = 12
"""Candidates whose loss is simulated: those with the most final demand behind them."""
AFTERMATH = 150
"""Days simulated after the shock."""


@dataclass(frozen=True)
class Finding:
    """The worst target of a shock.

    Attributes:
        name: the agent.
        candidates: agents that the selector names.
        ranking: value of final output lost (money), for those simulated, the worst first.
    """

    name: str
    candidates: int
    ranking: Mapping[str, float]


def worst_target(config: Mapping[str, Any], shock_name: str) -> Finding:
    """The agent named by `target: {worst: selector}` whose loss costs most final output, in value.

    Candidates are ordered by the value of final demand that depends on them; the first are lost in turn, all as worlds
    of one model with one calm twin each.

    Args:
        config: resolved configuration of a variant.
        shock_name: key of the shock in `crisis`.
    """
    network = network_of(config)
    where = config["crisis"][shock_name]["target"]["worst"]
    chosen = select(network.agents.assign(tier=tiers(network)), where, f"crisis.{shock_name}.target.worst")
    candidates = _most_behind(network, np.flatnonzero(chosen))
    names = network.agents["name"].to_numpy(dtype=object)[candidates]
    lost = _losses(config, shock_name, network, names)
    order = np.argsort(-lost, kind="stable")
    ranking = {str(names[number]): float(lost[number]) for number in order}
    return Finding(next(iter(ranking)), int(chosen.sum()), ranking)


def _most_behind(network: Network, candidates: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The candidates with the most value of final demand downstream."""
    agents = network.agents
    if not len(candidates):
        raise InputError("crisis: the selector of the worst target names nobody")
    worth = (agents["value"] * agents["demand"].fillna(0.0)).to_numpy()
    count = len(agents)
    downstream = sparse.csr_array(
        (np.ones(len(network.lanes)), (network.seller_row, network.buyer_row)), shape=(count, count)
    )
    if len(candidates) > CONSIDERED:
        spread = np.argsort(-np.diff(downstream.indptr)[candidates], kind="stable")
        candidates = candidates[spread[:CONSIDERED]]
    behind = [worth[breadth_first_order(downstream, row, return_predecessors=False)].sum() for row in candidates]
    return candidates[np.argsort(-np.array(behind), kind="stable")[:SIMULATED]]


def _losses(config: Mapping[str, Any], shock_name: str, network: Network, names: npt.NDArray[np.object_]) -> npt.NDArray[Any]:
    """Value of final output lost with each agent, money `(agents,)`."""
    worlds = Worlds((0,), len(names), twins=True, entropy=int(config["seed"]))
    bare = dict(config) | {"crisis": {shock_name: {**config["crisis"][shock_name], "target": {}}}}
    like = replace(shocks_of(bare)[shock_name], start=1)
    duration = float(np.max(like.duration))
    crisis: dict[str, Shock] = {
        str(name): replace(like, target={"name": name}, duration=duration, severity=worlds.by_level(np.eye(len(names))[row]))
        for row, name in enumerate(names)
    }
    days, warmup = int(duration) + AFTERMATH, min(int(config["warmup"]), 20)
    model = SupplyModel(network, worlds=worlds, rng=worlds.entropy, crisis=crisis, warmup=warmup, **stages_of(config))
    buyers = model.layout.buyers
    served = np.zeros((buyers.stop, worlds.count))
    for _ in range(days + warmup):
        model.step()
        served += model.points["output"][buyers]
    return (model.planned.plan.value[buyers] * (served[:, worlds.calm] - served[:, worlds.crisis])).sum(axis=0)
