"""Placements: budgets of hybrid rules and paths of their buffers, resolved before the first day."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np

from jitagents.behaviours.base import Plan
from jitagents.behaviours.criticality import Criticality
from jitagents.behaviours.ordering import Hybrid
from jitagents.behaviours.ordering.cover import cover_of
from jitagents.behaviours.placement import bought, price
from jitagents.build import build
from jitagents.column import Array
from jitagents.errors import InputError, nearest
from jitagents.guaranteed_service import Terms, safety_days
from jitagents.model import SupplyModel
from jitagents.results.buffer_path import BufferPath, Step
from jitagents.results.estimate import Estimate
from jitagents.results.intervals import interval
from jitagents.scenario.setup import make_parts
from jitagents.studies.marginal import Greedy
from jitagents.studies.placement_trials import PlacementTrials, Search
from jitagents.studies.recovery_buffers import Recovery, recovery_days
from jitagents.studies.variants import of_each
from jitagents.worlds import Worlds

type Place = tuple[str, ...]
"""The keys that lead to a node of a configuration."""

WAYS = ("optimise", "guaranteed_service", "time_to_recover")
UNIFORM = {"_target_": "jitagents.behaviours.placement.Uniform"}


def resolve_placements(
    configs: Mapping[str, dict[str, Any]],
) -> tuple[dict[str, dict[str, Any]], dict[str, BufferPath]]:
    """Resolve the budgets and placement paths of hybrid ordering rules to numbers.

    `money: {share: 0.1}` becomes that part of the value of the stock that just-in-time holds. `steps: {optimise: …}`
    becomes the path along which the simulated loss falls fastest, `steps: {guaranteed_service: …}` the one step of the
    safety stock that Graves & Willems (2000) place. `days: {ttr: 30}` becomes the money that it costs to cover each
    critical flow for what its sellers' time to recover outlasts the stock downstream, `steps: {time_to_recover: …}` the
    one step of these days.

    Returns:
        The configurations, and the paths found by simulation, by the variant's name.

    Raises:
        InputError: a budget or a path that cannot be resolved.
    """
    resolved = deepcopy(dict(configs))
    paths = of_each(resolved, lambda name: [_resolve(resolved[name], place) for place in _hybrids(resolved[name])])
    simulated = {name: [path for path in of_rules if path is not None] for name, of_rules in paths.items()}
    return resolved, {name: of_rules[0] for name, of_rules in simulated.items() if of_rules}


def without_open_budgets(config: dict[str, Any]) -> dict[str, Any]:
    """A configuration in which rules buy no buffers whose budget or placement is still to be worked out."""
    bare = deepcopy(config)
    for place in _hybrids(bare):
        node = _at(bare, place)
        if any(
            isinstance(value, Mapping)
            for value in (node.get("money"), node.get("days"), node["placement"].get("steps"))
        ):
            node |= {"placement": UNIFORM, "days": None, "money": 0.0}
    return bare


def _hybrids(config: Mapping[str, Any]) -> list[Place]:
    """Places of the rules that have a placement."""

    def below(node: Any, place: Place) -> Iterator[Place]:
        if isinstance(node, dict):
            if isinstance(node.get("placement"), dict):
                yield place
            for name, part in node.items():
                yield from below(part, (*place, name))

    return list(below(config["ordering"], ("ordering",)))


def _resolve(config: dict[str, Any], place: Place) -> BufferPath | None:
    """Resolve one rule in place; the path that was searched for, if it asked for one."""
    node = _at(config, place)
    if isinstance(node.get("money"), Mapping):
        node["money"] = _share(config, place, node["money"])
    if isinstance(node.get("days"), Mapping):
        if node.get("money") is not None:
            raise InputError("ordering.days, ordering.money: exactly one of the two budgets is needed, the other null")
        node["money"], node["days"] = _cost_of_recovery(config, place, node["days"]), None
    steps = node["placement"].get("steps")
    if not isinstance(steps, Mapping):
        return None
    key = ".".join((*place, "placement.steps"))
    way, *others = [str(name) for name in steps] or [""]
    if others or way not in WAYS:
        hint = nearest(way, WAYS)
        raise InputError(f"{key} = {dict(steps)!r}: must be a list of steps, or one way to find them; {hint}")
    if way == "optimise":
        return _optimise(config, place, steps[way] or {}, f"{key}.optimise")
    found = {"guaranteed_service": _guaranteed, "time_to_recover": _until_recovery}[way]
    node["placement"]["steps"] = [found(config, place, steps[way] or {}, f"{key}.{way}")]
    return None


def _at(config: dict[str, Any], place: Place) -> dict[str, Any]:
    return reduce(lambda node, name: node[name], place, config)


def draft(config: dict[str, Any], place: Place) -> tuple[dict[str, Any], dict[str, Any]]:
    """A copy of a configuration, and the rule in it, with a placement that is already resolved."""
    copy = deepcopy(config)
    node = _at(copy, place)
    node |= {"placement": UNIFORM, "unspent": 0}
    return copy, node


def _model(config: dict[str, Any]) -> SupplyModel:
    worlds = Worlds(entropy=config["seed"])
    return make_parts(config, worlds).model(config, worlds)


def _share(config: dict[str, Any], place: Place, asked: Mapping[str, Any]) -> float:
    """A budget as a part of the value of the stock that just-in-time holds, money."""
    share = asked.get("share")
    if {*asked} != {"share"} or isinstance(share, bool) or not isinstance(share, int | float) or share < 0:
        allowed = "must be a number, or {share: number}, a part of the value of the stock that just-in-time holds"
        raise InputError(f"{'.'.join(place)}.money = {dict(asked)!r}: {allowed}")
    copy, node = draft(config, place)
    node["money"] = 0.0
    plan = _model(copy).planned.plan
    return share * float(price(plan, cover_of(node["cover"], plan)).max())


def _optimise(config: dict[str, Any], place: Place, asked: Mapping[str, Any], key: str) -> BufferPath:
    """Find the path of the greatest marginal gains; where nothing gains, all that is bought gets the same days."""
    search = build({"_target_": f"{Search.__module__}.{Search.__name__}", **asked}, key)
    if search.against == "crisis" and not config["crisis"]:
        raise InputError(f"{key}.against = 'crisis': there is no crisis in this study; allowed: noise")
    trials = PlacementTrials(*draft(config, place), ".".join(place), search)
    greedy = Greedy(trials, search.days)
    path = greedy.path() if trials.budget > 0 else []
    steps = [dict.fromkeys(step.group.names, step.days) for step in path]
    node = _at(config, place)
    node["placement"] = node["placement"] | {"steps": steps} if steps else UNIFORM
    reported = tuple(Step(step.group.label, step.days, step.money, _mean(step.losses)) for step in path)
    return BufferPath(search.against, trials.budget, _mean(greedy.bare), reported, trials.count)


def _guaranteed(config: dict[str, Any], place: Place, asked: Mapping[str, Any], key: str) -> dict[str, float]:
    """The days of cover of guaranteed service, by stock point."""
    terms = build({"_target_": f"{Terms.__module__}.{Terms.__name__}", **asked}, key)
    model = _model(draft(config, place)[0])
    days = safety_days(model.layout, model.planned, terms.within)
    if not days:
        raise InputError(f"{key}: nobody needs safety stock: demand does not vary, or customers wait long enough")
    return days


def _cost_of_recovery(config: dict[str, Any], place: Place, asked: Mapping[str, Any]) -> float:
    """The value of the stock that covers each critical flow until its sellers have recovered, money."""
    flows, plan = _recovery(config, place, asked, f"{'.'.join(place)}.days")
    return float(price(plan, flows[:, None]).max())


def _until_recovery(config: dict[str, Any], place: Place, asked: Mapping[str, Any], key: str) -> dict[str, float]:
    """The days of cover of critical flows until their sellers have recovered, by flow."""
    days, plan = _recovery(config, place, asked, key)
    if not days.any():
        raise InputError(f"{key}: nobody needs a buffer: on no critical flow an outage outlasts the stock downstream")
    return {str(name): float(cover) for name, cover in zip(plan.names, days, strict=True) if cover > 0}


def _recovery(config: dict[str, Any], place: Place, asked: Mapping[str, Any], key: str) -> tuple[Array, Plan]:
    """The days of cover of the critical flows of a rule until their sellers have recovered, and the plan of these."""
    recovery = build({"_target_": f"{Recovery.__module__}.{Recovery.__name__}", **asked}, key)
    copy, node = draft(config, place)
    node |= {"days": None, "money": 0.0}
    model, criticality = _model(copy), build(node, ".".join(place)).criticality
    plan = model.planned.plan
    rows = np.array([row for row in range(len(plan)) if _follows(model, row, place, criticality)], dtype=np.int64)
    flows = rows[criticality(plan.at(rows)) & bought(plan.at(rows))]
    return recovery_days(model, flows, recovery), plan.at(flows)


def _follows(model: SupplyModel, row: int, place: Place, criticality: Criticality) -> bool:
    """Whether a row follows the hybrid rule at a place, and no exemption."""
    rule: Any = model.decision_of(row).profile.ordering
    for name in place[1:]:
        rule = getattr(rule, name, None)
    return isinstance(rule, Hybrid) and rule.criticality == criticality


def _mean(losses: Array) -> Estimate[float]:
    return replace(interval(losses).one, unit="money")
