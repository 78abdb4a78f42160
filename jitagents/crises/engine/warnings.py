"""Warnings: announced disruptions, as stock points know them beforehand."""

from collections.abc import Sequence

import numpy as np

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.engine.active import ActiveDisruption, Reach
from jitagents.crises.engine.partners import News
from jitagents.crises.engine.today import Today
from jitagents.errors import Faults, InputError
from jitagents.flow import Groups
from jitagents.layout import Layout
from jitagents.network import select_agents
from jitagents.state import SimulationState


class Warnings(Stateful):
    """Days of mean flow that stock points know they will miss, or be asked for besides.

    Args:
        disruptions: of the model.
        state: of the model.

    Attributes:
        days: of its mean flow that each row will miss, or be asked for besides, `(rows, worlds)`; None if nothing is
            ever announced.
    """

    changing = ("days",)

    def __init__(self, disruptions: Sequence[ActiveDisruption], state: SimulationState) -> None:
        self._state = state
        announced = [disruption for disruption in disruptions if np.any(getattr(disruption.spec, "warning", 0))]
        asked = ((disruption, disruption.spec.effect.more_demand(disruption)) for disruption in announced)
        self._of_demand = [(disruption, buyers) for disruption, buyers in asked if buyers is not None]
        reached = ((disruption, disruption.spec.effect.missing_lanes(disruption, state)) for disruption in announced)
        self._of_supply = [(disruption, lanes) for disruption, lanes in reached if lanes is not None]
        self._news = _news(disruptions, state)
        self._lags = _lags(announced, state.layout)
        self._buyers = Groups(state.layout.lane_buyer, state.layout.rows)
        self.days = np.zeros((state.layout.rows, state.worlds.count)) if announced or self._news else None

    def tell(self, measured: int, today: Today) -> None:
        """Bring `days` up to date, a row's lanes each by its planned share, and tell today which lanes it is about."""
        if self.days is None:
            return
        disrupted, share = self._state.worlds.disrupted, self._state.planned.share
        missing = np.zeros((len(share), self._state.worlds.count))
        for disruption, lanes in self._of_supply:
            days = lanes.at(disruption.weigh(disruption.course.announced(measured)) * disrupted)
            if disruption.name in self._lags:
                lag = self._lags[disruption.name][self._buyers.key[lanes.index]]
                days = days * disruption.course.heard(measured, lag)
            today.raise_to("announced", lanes.rows, days > 0.0)
            missing[lanes.rows] = np.maximum(missing[lanes.rows], share[lanes.rows] * days)
        for disruption, lanes, part, news in self._news:
            left = disruption.course.left(measured)[part].max(axis=0, keepdims=True)
            if not left.any():
                continue
            known = (measured >= disruption.course.began(measured)[part] + news.lag) * disrupted
            np.maximum(missing, share * news.missing * known * left, out=missing)
            told = (known * (left > 0.0))[lanes.rows] * (news.missing[lanes.rows] > 0.0)
            today.raise_to("announced", lanes.rows, told)
        self._buyers.sum(missing, self.days)
        for disruption, buyers in self._of_demand:
            more = np.maximum(disruption.weigh(disruption.course.announced(measured)) * disrupted, 0.0)
            if disruption.name in self._lags:
                more = more * disruption.course.heard(measured, self._lags[disruption.name][buyers.rows])
            self.days[buyers.rows] += more


def _news(
    disruptions: Sequence[ActiveDisruption], state: SimulationState
) -> list[tuple[ActiveDisruption, Reach, slice, News]]:
    """Return what partners tell of each disruption that somebody is told of, and of which rows of its course."""
    terms = state.planned.terms
    if terms is None or not np.isfinite(terms.warning_lag).any():
        return []
    found = []
    for disruption in disruptions:
        lanes = disruption.spec.effect.missing_lanes(disruption, state)
        if lanes is None or not disruption.course.tells:
            continue
        weight = np.ones((1, 1)) if disruption.weight is None else disruption.weight
        hit = np.zeros((len(state.layout.lane_seller), weight.shape[1]))
        hit[lanes.index] = lanes.at(weight)
        if not disruption.course.apart:
            found.append((disruption, lanes, slice(None), News(terms, state, hit)))
            continue
        for row in np.unique(lanes.of).tolist():
            here = Reach(lanes.index[lanes.of == row], lanes.of[lanes.of == row])
            own = np.zeros_like(hit)
            own[here.index] = hit[here.index]
            found.append((disruption, here, slice(row, row + 1), News(terms, state, own)))
    return found


def _lags(announced: Sequence[ActiveDisruption], layout: Layout) -> dict[str, Array]:
    """Days after which each stock point hears of an announcement, by the disruption `(rows, 1 or worlds)`.

    Those of which all hear at once are left out.

    Raises:
        InputError: a group of those who hear of one later cannot be read, or is nobody.
    """
    faults, lags = Faults(), dict[str, Array]()
    for disruption in announced:
        free = np.ones((layout.rows, 1))
        for name, group in getattr(disruption.spec, "told", {}).items():
            place = f"crisis.{disruption.name}.told.{name}.where"
            with faults.collected():
                chosen = select_agents(layout.network, group.where, place)[layout.agent, None]
                if not chosen.any():
                    raise InputError(f"{place}: names nobody")
                lags[disruption.name] = lags.get(disruption.name, np.zeros((1, 1))) + free * chosen * group.lag
                free *= ~chosen
    faults.tell()
    return lags
