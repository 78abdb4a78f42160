"""Total cost of ownership by source: as simulated, lane by lane, with the closed form beside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jitagents.accounting.scopes import LANE
from jitagents.errors import InputError
from jitagents.ownership import Outage, total_cost
from jitagents.ownership.terms import YEAR
from jitagents.results.cube import pick
from jitagents.results.estimate import Estimate, Floats
from jitagents.results.intervals import interval
from jitagents.results.ownership_inputs import Inputs, Terms, Variant, inputs_of
from jitagents.scenario.stated_levels import columns_of
from jitagents.scenario.sweep import Sweep

if TYPE_CHECKING:
    from jitagents.results.run_again import RunAgain

ROWS = {
    "purchase": ("purchase",),
    "volume": ("volume",),
    "freight": ("transport", "express"),
    "duty": ("duty",),
    "currency": ("currency",),
    "pipeline": ("pipeline",),
    "stock": ("capital", "storage", "obsolescence"),
    "engineering_change": ("engineering_change",),
    "shortage": ("lost_sale", "backorder", "penalty"),
    "quality": ("quality", "sorting", "returns", "scrap"),
    "ordering": ("ordering", "cancellation"),
    "administration": ("administration",),
    "qualification": ("qualification",),
    "bonus": ("bonus",),
    "reservation": ("reservation",),
}
"""Rows of the table, and the parts of the cost that each is the sum of."""
CLOSED = {"stock": ("cycle", "safety")}
"""Rows that are the sum of several rows of the closed form."""
BY_SAFETY, CHANGE = ("stock", "shortage"), "engineering_change"
"""Rows that follow from the safety factor, and the one that does if there are such changes."""
OUTAGES, TOTAL, UNIT = "outages", "total", "a unit"
NEEDED = tuple(f"cost_{part}" for parts in ROWS.values() for part in parts)
"""Measures that the table is made of."""


def lacking(results: "RunAgain") -> str:
    """Overrides with which a study would record the costs by lane; empty if it did."""
    missing = ", ".join(name for name in NEEDED if not results.has(name))
    if missing:
        return f"measures=[{missing}]"
    lanes = results.replications[results.replications["scope"].str.startswith(LANE)]
    if lanes.empty:
        return "scopes=[network, lanes]"
    return "" if lanes["cost_purchase.calm"].any() else "costs.purchase=1"


@dataclass(frozen=True)
class Source:
    """A lane of a variant at a level, with the money of each of its replications.

    Attributes:
        variant, level, flow: names; the flow is that of the lane.
        money: of each row of `ROWS` in calm, money a year `(replications,)`.
        days_lost: by the network in the crisis, days `(replications,)`; NaN without one.
        inputs: of the closed form.
    """

    variant: str
    level: str
    flow: str
    money: dict[str, Floats]
    days_lost: Floats
    inputs: Inputs

    @property
    def total(self) -> Floats:
        """All rows in calm, money a year `(replications,)`."""
        return np.sum([*self.money.values()], axis=0)

    @property
    def units(self) -> Floats:
        """Units bought a year, lost sales included, as far as one price tells them; else those planned."""
        price = self.inputs.source.price
        if not price or self.inputs.discounts:
            return np.full_like(self.total, self.inputs.buyer.demand * YEAR)
        return self.money["purchase"] / price

    @property
    def closed_form(self) -> dict[str, float]:
        """The rows of `ROWS` in closed form, money a year; NaN where they ask for a safety factor that is unknown."""
        found = total_cost(self.inputs.source, self.inputs.buyer)
        by_safety = (*BY_SAFETY, CHANGE) if self.inputs.buyer.changes else BY_SAFETY
        known = {name: 1.0 if self.inputs.covered or name not in by_safety else np.nan for name in ROWS}
        return {name: known[name] * sum(found[part] for part in CLOSED.get(name, (name,))) for name in ROWS}

    def table(self, outages: Sequence[Outage], days: float) -> pd.DataFrame:
        """A row of each kind of cost, their total, and the total a unit.

        Args:
            outages: for the closed form.
            days: measured.
        """
        money, closed = dict(self.money), dict(self.closed_form)
        if not np.isnan(self.days_lost).all():
            money[OUTAGES] = self.days_lost * (YEAR / days * self.inputs.buyer.stopped)
            found = total_cost(self.inputs.source, self.inputs.buyer, outages)[OUTAGES]
            closed[OUTAGES] = found if self.inputs.covered else np.nan
        money[TOTAL], closed[TOTAL] = np.sum([*money.values()], axis=0), sum(closed.values())
        money[UNIT], closed[UNIT] = money[TOTAL] / self.units, closed[TOTAL] / (self.inputs.buyer.demand * YEAR)
        simulated: Estimate[Floats] = interval(np.stack([*money.values()]))
        columns: dict[str, Any] = {"variant": self.variant, "level": self.level, "flow": self.flow, "row": [*money]}
        columns |= {"unit": ["money/year"] * (len(money) - 1) + ["money/unit"], **simulated.columns("simulated")}
        return pd.DataFrame({**columns, "closed_form": [*closed.values()]})


def sources(
    results: "RunAgain", flows: Iterable[str] | None, terms: Terms, only: str | None = None
) -> Iterator[Source]:
    """The lanes on which something is bought, by variant and level.

    Args:
        results: of a study.
        flows: names of lanes; None: all.
        terms: of the buyer.
        only: name of a level; None: all.

    Raises:
        InputError: a flow that is not there, or costs by lane that were not recorded.
    """
    if asked := lacking(results):
        raise InputError(f"tco: these results lack the costs by lane; run the study with {asked}, too")
    every, recipe = results.replications, results.recipe
    there = [scope.removeprefix(LANE) for scope in pd.unique(every["scope"]) if scope.startswith(LANE)]
    lanes = pick(flows, there, "flow")
    recipe.world(None, None, None)  # refuses results that do not know their configuration
    measured = float(results.config["days"]) / YEAR
    terms = terms if terms.life is not None else replace(terms, life=measured)
    sweep = Sweep.along(columns_of(recipe.points)) if recipe.points else Sweep()
    if only is not None:
        every = every[every["level"] == only]
    for (variant, level), part in every.groupby(["variant", "level"], sort=False):
        by_scope = {str(scope): rows.sort_values("replication") for scope, rows in part.groupby("scope", sort=False)}
        place, network = results.levels.index(str(level)), by_scope["network"]
        lost = network["days_lost.crisis"] if results.has("days_lost") else network["replication"] * np.nan
        built = Variant.of(recipe.configs[str(variant)], sweep.part(place, place + 1))
        for number, scope in enumerate(scope for scope in by_scope if scope.startswith(LANE)):
            name, rows = scope.removeprefix(LANE), by_scope[scope]
            if name in lanes and rows["cost_purchase.calm"].any():
                bought, days_lost = YEAR * float(rows["cost_purchase.calm"].mean()), lost.to_numpy(dtype=float)
                inputs = inputs_of(built, number, terms, bought)
                yield Source(str(variant), str(level), name, _money(rows, inputs, measured), days_lost, inputs)


def _money(rows: pd.DataFrame, inputs: Inputs, measured: float) -> dict[str, Floats]:
    """Money a year of each row in calm, qualification written off over its life, not over the measured years.

    The price of lost sales counts as bought, as in the closed form.
    """
    part = {name: YEAR * rows[f"{name}.calm"].to_numpy(dtype=float) for name in NEEDED}
    money = {name: np.sum([part[f"cost_{one}"] for one in parts], axis=0) for name, parts in ROWS.items()}
    saved, spent = inputs.saved * part["cost_lost_sale"], money["qualification"] * measured
    return money | {
        "purchase": money["purchase"] + saved, "shortage": money["shortage"] - saved,
        "qualification": spent / inputs.source.life,
    }  # fmt: skip


def tco(results: "RunAgain", flows: Iterable[str] | None, terms: Terms, outages: Sequence[Outage]) -> pd.DataFrame:
    """The table of `Results.tco`."""
    days = float(results.config["days"])
    return pd.concat([one.table(outages, days) for one in sources(results, flows, terms)], ignore_index=True)
