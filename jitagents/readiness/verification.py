"""Verification by simulation: the money that each flow makes or loses when it alone is converted to just-in-time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.errors import Faults, nearest
from jitagents.readiness.assessment import flows_of
from jitagents.readiness.conversion import AS_IS, CONVERTED, COST, STOCK, Conversion
from jitagents.results.cube import cube
from jitagents.results.intervals import interval
from jitagents.studies.progress import progress_bar
from jitagents.study import Study

type Floats = npt.NDArray[np.float64]

YEAR = 365.0
YEARLY = 0.1
"""Crises of a kind in a year that strike a flow, where nothing else is stated."""
CALM = "calm"


@dataclass(frozen=True)
class Verification:
    """The change of the cost of the whole network when one flow alone is converted; below 0 the conversion pays.

    Attributes:
        flows: seller, buyer and item of each flow `(flows,)`.
        calm: change in a year without a crisis, money `(flows, replications)`.
        crises: further change by one crisis of each kind, money, each `(flows, replications)`.
        freed: value of stock that the conversion frees in calm, money `(flows, replications)`.
        yearly: crises of each kind in a year.
    """

    flows: pd.DataFrame
    calm: Floats
    crises: Mapping[str, Floats]
    freed: Floats
    yearly: Mapping[str, float] = field(default_factory=dict)

    @property
    def losses(self) -> Floats:
        """The change expected in a year, money `(flows, replications)`."""
        return self.calm + sum(self.yearly[name] * change for name, change in self.crises.items())

    @property
    def bearable(self) -> Floats:
        """The factor on the frequency of crises up to which conversion pays `(flows,)`; infinite if they save too."""
        saved, lost = -self.calm.mean(axis=1), (self.losses - self.calm).mean(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(lost > 0, np.maximum(saved / lost, 0.0), np.where(saved > 0, np.inf, 0.0))

    @property
    def table(self) -> pd.DataFrame:
        """A row per flow: seller, buyer, item, `freed`, `loss` of a year, what calm and each crisis add, `bearable`.

        All but the last have 95 % intervals.
        """
        table = self.flows.copy()
        parts = {"freed": self.freed, "loss": self.losses, CALM: self.calm}
        parts |= {name: self.yearly[name] * change for name, change in self.crises.items()}
        for name, change in parts.items():
            table = table.assign(**interval(change).columns(name))
        return table.assign(bearable=self.bearable)


def verify(
    study: Study, flows: Sequence[tuple[str, str]] | None = None, *, conversion: Conversion | None = None,
    yearly: float | Mapping[str, float] = YEARLY, progress: bool = False,
) -> Verification:  # fmt: skip
    """Convert every flow alone to just-in-time under each disruption of a study, and measure what the network pays.

    All flows and both variants share their random numbers. The cost is that of the study's cost model, with the margin
    of lost sales; a crisis costs what its world costs beyond its calm twin, over the measured days.

    Args:
        study: of the network as it is; of several variants the first one. Each disruption acts alone.
        flows: pairs of seller and buyer; None: all of the network.
        conversion: of a flow; None: `Conversion()`.
        yearly: how often a year each disruption strikes a flow; one number for all, or by name.
        progress: show a progress bar.

    Raises:
        InputError: flows that there are not, a study without a crisis, a number a year below 0 or of no disruption.
    """
    known = flows_of(study.network)
    pairs = list(zip(known["seller"], known["buyer"], strict=True))
    asked, often = pairs if flows is None else list(flows), _yearly(yearly, list(study.config["crisis"] or {}))
    faults = Faults()
    for seller, buyer in (pair for pair in asked if tuple(pair) not in pairs):
        shown = [" -> ".join(pair) for pair in pairs]
        faults.add(f"flows: there is no {seller} -> {buyer}; {nearest(f'{seller} -> {buyer}', shown)}")
    faults.tell()
    how, found = conversion or Conversion(), list[tuple[Floats, Floats, Floats]]()
    with progress_bar("converting", "flows", len(asked), shown=progress) as advance:
        for seller, buyer in asked:
            found.append(_changes(how.study(study, seller, buyer)))
            advance()
    calm, crises, freed = (np.stack(part) for part in zip(*found, strict=True))
    chosen = known.set_index(["seller", "buyer"]).loc[asked].reset_index()[["seller", "buyer", "item"]]
    return Verification(chosen, calm, {name: crises[:, at] for at, name in enumerate(often)}, freed, often)


def _changes(study: Study) -> tuple[Floats, Floats, Floats]:
    """The changes of a flow: cost in a year of calm, what each crisis adds `(crises, replications)`, stock freed."""
    days = float(study.config["days"])
    found = cube(study.run(progress=False).replications, (AS_IS, CONVERTED), [COST, STOCK], ["network"])
    as_is, converted = ((found.cells["variant"] == name).to_numpy() for name in (AS_IS, CONVERTED))
    cost, stock = (found.metrics.index(name) for name in (COST, STOCK))
    calm, crisis = found.calm[converted] - found.calm[as_is], found.crisis[converted] - found.crisis[as_is]
    in_calm = calm[0, cost]
    return in_calm * YEAR, (crisis[:, cost] - in_calm) * days, -calm[0, stock]


def _yearly(stated: float | Mapping[str, float], names: Sequence[str]) -> dict[str, float]:
    """Return the number of times a year that each disruption strikes."""
    given = dict(stated) if isinstance(stated, Mapping) else dict.fromkeys(names, stated)
    faults = Faults()
    faults.add(
        *(
            f"yearly.{name}: the crisis has no such disruption; {nearest(name, names)}"
            for name in given
            if name not in names
        )
    )
    for name, number in given.items():
        if not 0 <= number <= YEAR:
            faults.add(f"yearly.{name} = {number!r}: must be a number a year, from 0 to {YEAR:g}")
    faults.tell()
    return {name: float(given.get(name, YEARLY)) for name in names}
