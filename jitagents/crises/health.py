"""Health: the hazard of a supplier by its cash, its customers, its load and its region."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
import pandas as pd

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.errors import InputError, nearest
from jitagents.parameters import Number, Parameters, param


class Exposure(Protocol):
    """Customers and load of agents, as of yesterday evening; it forgets with time."""

    def look(self, memory: Number) -> tuple[Array, Array]:
        """Share of sales to the largest customer, and share of the capacity that is used, each `(rows, worlds)`."""
        ...


@dataclass(frozen=True)
class Health(Parameters):
    """The hazard of an agent relative to that of a healthy one.

    Formula:
        exp(cash x (1 - cash_cover) + dependence x max(0, share of the largest customer - .5)
            + utilisation x max(0, started / capacity - .9) + region x region_risk)

    `cash_cover` (share of what is due soon that cash covers) and `region_risk` are columns of the agents, which the
    network must have where they count; sales and starts are exponentially weighted means, at first those of the plan.

    Source:
        Proportional hazards: Cox 1972, J. Royal Statistical Society B 34(2); of bankruptcy: Shumway 2001, Journal of
        Business 74(1); dependence of suppliers: Wagner, Bode & Koziol 2011, Supply Chain Management 16(2).
    """

    cash: Number = param(0.0, "", "weight of cash that is missing: 1 - cash_cover")
    dependence: Number = param(0.0, "", "weight of the share of sales to the largest customer beyond the limit")
    utilisation: Number = param(0.0, "", "weight of the share of capacity in use beyond the limit")
    region: Number = param(0.0, "", "weight of region_risk")
    dependent: Number = param(
        0.5, "share", "of sales to the largest customer from which an agent depends", low=0, high=1
    )
    busy: Number = param(0.9, "share", "of capacity in use from which an agent is overworked", low=0, high=1)
    memory: Number = param(28.0, "days", "mean age of what is remembered of sales and starts", low=1)

    @property
    def lives(self) -> bool:
        """True if it depends on what happens."""
        return bool(np.any(self.dependence) or np.any(self.utilisation))


class HealthOfAgents(Stateful):
    """The health of some agents, day by day.

    Args:
        health: its weights.
        table: the agents with their attributes.
        exposure: what they live from; None: no agents.
        key: of the configuration, for messages.

    Raises:
        InputError: a column that counts is missing or has no numbers, or what may fail is no agent.
    """

    changing: ClassVar[tuple[str, ...]] = ("_exposure",)

    def __init__(self, health: Health, table: pd.DataFrame, exposure: Exposure | None, key: str) -> None:
        if health.lives and exposure is None:
            raise InputError(f"{key}: only agents have customers and capacities; the target is lanes or carriers")
        self._health = health
        self._exposure = exposure if health.lives else None
        cover, risk = (
            _column(table, name, bool(np.any(weight)), usual, key)
            for name, weight, usual in (("cash_cover", health.cash, 1.0), ("region_risk", health.region, 0.0))
        )
        self._stated = health.cash * (1.0 - cover) + health.region * risk

    def factor(self) -> Array:
        """The hazard of today relative to that of a healthy agent `(rows, 1 or worlds)`; asked once a day."""
        weighed = self._stated
        if self._exposure is not None:
            health = self._health
            share, used = self._exposure.look(health.memory)
            weighed = weighed + health.dependence * np.maximum(share - health.dependent, 0.0)
            weighed = weighed + health.utilisation * np.maximum(used - health.busy, 0.0)
        return np.exp(np.minimum(weighed, LARGEST))


LARGEST = 100.0
"""Exponent beyond which a hazard is certain anyway."""


def _column(table: pd.DataFrame, name: str, counts: bool, usual: float, key: str) -> Array:
    """Numbers of the agents `(rows, 1)`; the usual one where they are empty or do not count."""
    if not counts:
        return np.full((len(table), 1), usual)
    if name not in table:
        raise InputError(f"{key}: the agents have no column {name!r}; {nearest(name, table.columns)}")
    numbers = pd.to_numeric(table[name], errors="coerce")
    if (wrong := numbers.isna() & table[name].notna() & (table[name].astype(str) != "")).any():
        row = int(np.flatnonzero(wrong)[0])
        raise InputError(f"{key}: {table['name'].iloc[row]}: {name} = {table[name].iloc[row]!r} is not a number")
    return numbers.fillna(usual).to_numpy(dtype=float).reshape(-1, 1)
