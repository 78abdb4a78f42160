"""Trials of placements of buffers, simulated side by side as worlds of one model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.ordering import Hybrid
from jitagents.build import build
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.parameters import Parameters, param
from jitagents.scenario.setup import make_parts
from jitagents.studies.buffer_groups import groups_of
from jitagents.studies.telling import Tell, part, silent
from jitagents.worlds import Worlds

FIRST = 1_000_000_000
"""Number of the first replication of a trial, so that no study, which counts from 0, uses the same ones."""
CELLS = 100_000
"""Rows x worlds simulated together: they stay in the cache."""
WARM_UP, AFTERMATH = 20, 150
"""Days before the measured ones, and after the last disruption, at most."""


@dataclass(frozen=True)
class Search(Parameters):
    """Options of the search for a path of buffers."""

    against: str = param(
        "crisis", "", "final output lost to the crisis, or demand not met in calm", choices=("crisis", "noise")
    )
    days: Sequence[float] = param((1, 2, 4, 8), "days", "of cover tried of each item at a time")
    replications: int = param(10, "", "worlds of each placement that is tried", low=2)

    def __post_init__(self) -> None:
        super().__post_init__()
        days = np.asarray(self.days)
        if days.dtype.kind not in "if" or not days.size or (days <= 0).any():
            raise InputError(
                f"Search.days = {list(self.days)!r}: must be a list of days, more than 0, e.g. [1, 2, 4, 8]"
            )


class PlacementTrials:
    """Simulation of placements of buffers under a hybrid rule.

    The replications are not those of the study: a placement chosen on the same random numbers would look too good.

    Args:
        config: resolved configuration of a variant, whose rule has a placement that can be built.
        node: of that rule, within `config`; both are changed in place.
        place: of the node, for messages.
        search: options of the search.
        first: number of the first replication.

    Attributes:
        groups: of flows that can be buffered; none without a budget.
        budget: money that may be spent.
        count: placements tried so far.
    """

    def __init__(
        self, config: dict[str, Any], node: dict[str, Any], place: str, search: Search, first: int = FIRST
    ) -> None:
        config["warmup"] = min(config["warmup"], WARM_UP)
        self._config, self._node, self._crisis = config, node, search.against == "crisis"
        if not self._crisis:
            config["crisis"] = {}
        self._replications = range(first, first + search.replications)
        model, rule = self._model(Worlds(self._replications[:1], entropy=config["seed"])), build(node, place)
        if not isinstance(rule, Hybrid):
            raise InputError(f"{place}._target_: only a hybrid rule has a budget that can be placed")
        self.budget = float(rule.budget(model.planned.plan).max())
        self.groups = groups_of(model)
        self.rows, self.count = model.layout.rows, 0
        last = max((disruption.course.last for disruption in model.disruptions.all), default=np.inf)
        self._days = int(min(config["days"], last + AFTERMATH))

    def losses(self, days: npt.ArrayLike, tell: Tell = silent) -> Array:
        """Value lost at final demand with each placement, money `(placements, replications)`.

        Args:
            days: of cover for each group `(placements, groups)`.
            tell: told after each simulated day; raises an exception where the work should go no further.
        """
        wanted = np.asarray(days, dtype=float)
        self.count += len(wanted)
        twins = 2 if self._crisis else 1
        block = max(CELLS // (self.rows * len(self._replications) * twins), 1)
        cuts = range(0, len(wanted), block)
        found = [self._simulated(wanted[cut : cut + block], part(tell, one, len(cuts))) for one, cut in enumerate(cuts)]
        return np.concatenate([np.empty((0, len(self._replications))), *found])

    def _simulated(self, days: Array, tell: Tell) -> Array:
        worlds = Worlds(self._replications, len(days), self._crisis, self._config["seed"])
        covers = [(group.names, cover) for group, cover in zip(self.groups, days.T, strict=True) if cover.any()]
        steps = [dict.fromkeys(names, worlds.by_level(cover.tolist())) for names, cover in covers]
        money = worlds.by_level((days @ [group.price for group in self.groups]).tolist())
        path = {"_target_": "jitagents.behaviours.placement.Path", "steps": steps}
        self._node |= {"placement": path, "days": None, "money": money}
        model = self._model(worlds)
        buyers, buying = model.layout.market_rows, model.buying
        lost = np.zeros((buyers.stop, worlds.pairs))
        for day in range(1 - model.warmup, self._days + 1):
            model.step()
            if day >= 1 and self._crisis:
                served = model.points["output"][buyers]
                lost += served[:, worlds.calm] - served[:, worlds.crisis]
            elif day >= 1:
                lost += buying["wanted"] - buying["filled"]
            tell((day + model.warmup) / (self._days + model.warmup))
        value = model.planned.plan.value[buyers]
        return (value * lost).sum(axis=0).reshape(len(days), -1)

    def _model(self, worlds: Worlds) -> SupplyModel:
        return make_parts(self._config, worlds).model(self._config, worlds)
