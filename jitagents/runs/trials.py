"""Trials: what placements of buffers lose, tried side by side as worlds of one model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.behaviours.base import Plan
from jitagents.behaviours.ordering import Hybrid
from jitagents.behaviours.placement import bought, price
from jitagents.build import build
from jitagents.column import Array
from jitagents.layout import DISTRIBUTOR
from jitagents.model import SupplyModel
from jitagents.runs.setup import make_parts
from jitagents.worlds import Worlds

FIRST = 1_000_000_000
"""Number of the first replication of a trial: a study, which counts from 0, never measures with one of them."""
CELLS = 100_000
"""Rows x worlds simulated together: they stay in the cache."""
WARM_UP, AFTERMATH = 20, 150
"""Days before the measured ones, and after the last shock, at most."""


@dataclass(frozen=True)
class Group:
    """Flows that are buffered together: all that buy the same item, since a product needs it from all of them.

    Attributes:
        names: of the item, or of the flows.
        label: in words.
        price: money for a day of cover of all of them.
    """

    names: tuple[str, ...]
    label: str
    price: float


class Trials:
    """Simulates placements of buffers under a hybrid rule.

    The replications are not those of a study, so that a placement is not chosen by the luck with which it is measured.

    Args:
        config: resolved configuration of a variant.
        node: of the hybrid rule in it, whose placement is to be found.
        place: of that node, for messages.
        replications: worlds of each placement.
        crisis: what is lost to the crisis against the calm twin; otherwise, what demand is not met in calm.

    Attributes:
        groups: that can be buffered, the cheapest first.
        budget: money that may be spent.
        count: placements tried so far.
    """

    def __init__(
        self, config: Mapping[str, Any], node: dict[str, Any], place: str, replications: int, crisis: bool
    ) -> None:
        self._node, self._crisis = node, crisis
        self._config = dict(config) | {"warmup": min(config["warmup"], WARM_UP)}
        if not crisis:
            self._config["crisis"] = {}
        self._replications = range(FIRST, FIRST + replications)
        node |= {"placement": {"_target_": "jitagents.behaviours.placement.Critical"}, "tension": 0}
        model = self._model(Worlds(self._replications[:1], entropy=config["seed"]))
        rule: Hybrid = build(node, place)
        plan = model.planned.plan
        self.budget = float(rule.budget(plan).max())
        self.groups = [group for group in _groups(model) if group.price > 0]
        self.rows, self.count = len(plan), 0
        shocks = [bound.shock.last for bound in model.strikes.bound]
        self._days = min([config["days"], *([max(shocks) + AFTERMATH] if shocks else [])])

    def losses(self, days: npt.ArrayLike) -> Array:
        """Value of the final output lost by each of some placements and each replication, money `(placements, replications)`.

        Args:
            days: of cover for each group `(placements, groups)`.
        """
        wanted = np.asarray(days, dtype=float)
        self.count += len(wanted)
        twins = 2 if self._crisis else 1
        block = max(CELLS // (self.rows * len(self._replications) * twins), 1)
        found = [self._simulated(wanted[cut : cut + block]) for cut in range(0, len(wanted), block)]
        return np.concatenate([np.empty((0, len(self._replications))), *found])

    def _simulated(self, days: Array) -> Array:
        worlds = Worlds(self._replications, len(days), self._crisis, self._config["seed"])
        by_world = [worlds.by_level(cover) for cover in days.T]
        step = {name: cover for group, cover in zip(self.groups, by_world, strict=True) for name in group.names}
        money = worlds.by_level(days @ [group.price for group in self.groups])
        path = {"_target_": "jitagents.behaviours.placement.Path", "steps": [step]}
        self._node |= {"placement": path, "days": None, "money": money}
        model = self._model(worlds)
        buyers, buying = model.layout.buyers, model.buying
        lost = np.zeros((buyers.stop, worlds.pairs))
        for day in range(1 - model.warmup, self._days + 1):
            model.step()
            if day >= 1 and self._crisis:
                served = model.points["output"][buyers]
                lost += served[:, worlds.calm] - served[:, worlds.crisis]
            elif day >= 1:
                lost += buying["wanted"] - buying["filled"]
        value = model.planned.plan.value[buyers]
        return (value * lost).sum(axis=0).reshape(len(days), -1)

    def _model(self, worlds: Worlds) -> SupplyModel:
        return make_parts(self._config, worlds).model(self._config, worlds)


def _groups(model: SupplyModel) -> list[Group]:
    """The flows that are bought, those of an item together; an item that is resold is split by tier."""
    layout, plan = model.layout, model.planned.plan
    resold = np.isin(layout.items, layout.items[layout.role == DISTRIBUTOR])
    table = pd.DataFrame({"item": layout.items, "tier": np.where(resold, layout.tier, -1)})
    return [
        _group(plan.at(np.asarray(rows)), str(item), item in plan.names, tier >= 0)
        for (item, tier), rows in table[bought(plan)].groupby(["item", "tier"]).groups.items()
    ]


def _group(flows: Plan, item: str, ambiguous: bool, split: bool) -> Group:
    names = tuple(map(str, flows.names))
    label = f"{item} at {', '.join(names)}" if split else item
    return Group(names if split or ambiguous else (item,), label, float(price(flows, 1.0).max()))
