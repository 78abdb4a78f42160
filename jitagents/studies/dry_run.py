"""Dry run: every variant of a study is built once, for one replication, so that errors show before the first day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from jitagents.behaviours.forecasting import Perfect
from jitagents.behaviours.ordering import Ordering, SafetyStock
from jitagents.behaviours.sourcing import Panel
from jitagents.crises import Distribution
from jitagents.model import SupplyModel
from jitagents.network import Network, tiers
from jitagents.scenario.setup import make_model, make_parts
from jitagents.scenario.sweep import Sweep
from jitagents.studies.chunk_plan import fitting
from jitagents.studies.size import check_size
from jitagents.studies.variants import of_each

EXACT = 1e-9
"""Relative error of mean flows."""


@dataclass(frozen=True)
class StudyOverview:
    """Overview of a study before its first day, mostly of its first variant.

    Attributes:
        network: of the first variant.
        agents, lanes: with tiers and mean flows, as figures draw them.
        offers: a row a lane: `state`, `qualification` (days), `price`, and `per_unit`, the units that a unit of the
            buyer takes of it as planned.
        rows: rows of state, inputs included.
        targets: names of the agents that the crisis affects: sites, and the sellers of closed lanes.
        window: first and last measured day on which a disruption acts; None if none does.
        late: disruptions that begin after the last measured day.
        idle: variants in which a safety factor has no effect.
        entered: whether any rule has a lot, or a safety, where these can be wrong in the master data, by kind.
        overloaded: makers whose capacity (in the mean of a week) is below their mean flow: name, both in units a day.
        follows_money: a variant has a ledger of firms.
    """

    network: Network
    agents: pd.DataFrame
    lanes: pd.DataFrame
    offers: pd.DataFrame
    rows: int
    targets: list[str]
    window: tuple[int, int] | None
    late: list[str]
    idle: list[str]
    entered: Mapping[str, bool]
    overloaded: list[tuple[str, float, float]]
    follows_money: bool


def dry_run(configs: Mapping[str, Mapping[str, Any]], sweep: Sweep) -> StudyOverview:
    """Build every variant once, and describe the first.

    Raises:
        InputError: faults of the variants; what is wrong with all of them is said once.
    """
    first = next(iter(configs))
    overviews = of_each(configs, lambda name: _overview(name, configs, sweep, first=name == first))
    idle = [name for overview in overviews.values() for name in overview.idle]
    entered = {
        kind: any(one.entered.get(kind) for one in overviews.values())
        for overview in overviews.values()
        for kind in overview.entered
    }
    return replace(
        overviews[first], idle=idle, entered=entered, follows_money=any(one.follows_money for one in overviews.values())
    )


def _overview(name: str, configs: Mapping[str, Mapping[str, Any]], sweep: Sweep, *, first: bool) -> StudyOverview:
    config, variants = configs[name], len(configs)
    twins, days = bool(config["crisis"]), config["days"]
    parts = make_parts(config, sweep.worlds((0,), twins, config["seed"]), sweep)
    check_size(config, parts, sweep, variants)
    # The parts of all levels are checked; a model of thousands of them might not fit into memory.
    few_levels = sweep.part(0, fitting(len(parts.network.agents) + len(parts.network.lanes)))
    model = make_model(config, few_levels.worlds((0,), twins, config["seed"]), few_levels)
    agents, lanes = _described(model) if first else (pd.DataFrame(), pd.DataFrame())
    courses = {disruption.name: disruption.course for disruption in model.disruptions.causes}
    active = [course for course in courses.values() if course.first <= days]
    window = (
        (min(course.first for course in active), int(min(max(course.last for course in active), days)))
        if active
        else None
    )
    late = _late(model, days) if len(few_levels.labels) == len(sweep.labels) else []
    targets, idle = model.disruptions.target_agents(), [name] if _is_idle(model) else []
    overloaded = _overloaded(model) if first else []
    return StudyOverview(
        parts.network, agents, lanes, _offers(model), model.layout.rows, targets, window, late, idle, _entered(model),
        overloaded, model.treasury is not None,
    )  # fmt: skip


def _late(model: SupplyModel, days: int) -> list[str]:
    """Disruptions that begin after the last measured day, at every level and in every replication."""
    causes = {disruption.name: disruption for disruption in model.disruptions.causes}
    return [
        name
        for name, disruption in causes.items()
        if disruption.course.first > days and not isinstance(getattr(disruption.spec, "start", None), Distribution)
    ]


def _overloaded(model: SupplyModel) -> list[tuple[str, float, float]]:
    """Makers whose capacity is below their mean flow at the first level."""
    layout, makers = model.layout, model.layout.maker_rows
    capacity, rate = layout.agent_column("capacity")[makers], model.planned.plan.rate[makers, 0]
    if model.working_days is not None:
        capacity = capacity * model.working_days.week_share
    return [
        (str(layout.names[makers[at]]), float(capacity[at]), float(rate[at]))
        for at in np.flatnonzero(capacity < rate * (1.0 - EXACT))
    ]


def _is_idle(model: SupplyModel) -> bool:
    """Whether safety factors have no error to cover: all forecasts are perfect, and no lead time varies."""
    profiles = model.profiles
    covered = [profile.forecasting for profile in profiles if _has_safety_factor(profile.ordering)]
    perfect = bool(covered) and all(isinstance(forecasting, Perfect) for forecasting in covered)
    return perfect and not model.planned.plan.lead_time_sd.any()


def _entered(model: SupplyModel) -> dict[str, bool]:
    """Whether any rule has a lot, or a safety, where these can be wrong, by kind."""
    return {} if model.books is None or model.books.master is None else dict(model.books.master.used)


def _has_safety_factor(rule: Ordering) -> bool:
    """Whether the rule, or one that it wraps, is `SafetyStock`."""
    parts = (part for part in rule.parts().values() if isinstance(part, Ordering))
    return isinstance(rule, SafetyStock) or any(map(_has_safety_factor, parts))


def _described(model: SupplyModel) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Agents and lanes with tiers and mean flows at the first level, units a day."""
    layout, network = model.layout, model.network
    rate, lane_rate = np.empty(len(network.agents)), np.empty(len(network.lanes))
    rate[layout.agent[layout.agent_rows]] = model.planned.plan.rate[layout.agent_rows, 0]
    lane_rate[layout.lane_order] = model.planned.lane_rate[:, 0]
    agents = network.agents[["name", "kind", "region", "firm", "item", "value"]].assign(tier=tiers(network), rate=rate)
    items = network.agents["item"].to_numpy(dtype=object)[network.seller_row]
    return agents, network.lanes[["seller", "buyer", "mode"]].assign(item=items, rate=lane_rate)


def _offers(model: SupplyModel) -> pd.DataFrame:
    """Terms of all lanes, of those that nothing comes over too, at the first level."""
    lanes, rule, share = model.network.lanes, model.stages.sourcing, np.empty(len(model.network.lanes))
    share[model.layout.lane_order] = model.planned.share[:, 0]
    usual = rule.qualification if isinstance(rule, Panel) else Panel().qualification
    stated = lanes[["state", "price", "qualification"]].fillna({"qualification": float(np.ravel(usual)[0])})
    return stated.assign(per_unit=share * lanes["quantity"]).reset_index(drop=True)
