"""Cash that just-in-time frees against another method, with the ledger of firms, in calm."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from jitagents.lab.experiment import Experiment
from jitagents.lab.rooms.work import Told
from jitagents.lab.state import State
from jitagents.results import Results
from jitagents.results.estimate import Estimate
from jitagents.studies.telling import Tell, silent
from jitagents.study import Study

METHODS: Mapping[str, str] = {
    "weekly planning": "[ordering=mrp, ordering.lot_sizing=period, ordering.safety_time=5, ordering.horizon=14]",
    "safety stock": "[ordering=safety_stock]",
    "kanban": "[ordering=kanban]",
    "min-max": "[ordering=min_max]",
}
"""Methods that just-in-time is set against, with their overrides."""
OTHER, JIT = "other", "jit"
"""Names of the variants."""
MEASURES = (
    "working_capital", "lowest_cash", "cash_conversion_cycle", "days_inventory", "days_receivable", "days_payable",
    "debt", "fill_rate",
)  # fmt: skip
OWN = {
    "ordering", "crisis", "serving", "finance", "variants", "measures", "daily", "scopes", "replications", "days",
    "chunk", "workers", "loss_map", "exemptions",
}  # fmt: skip
"""Keys of a study that one of cash states itself."""
BLOCK = 5
"""Replications that are simulated at a time."""


def overrides(method: str, replications: int = 20) -> list[str]:
    """Return the overrides by which a study of `single` becomes one of cash; those of the network come before them.

    Nobody holds more than the method asks for, and customers wait.
    """
    return [
        "finance=ledger", "serving=backorder", "crisis=none", "++network.exemptions=null",
        f"variants={{{OTHER}: {METHODS[method]}, {JIT}: [ordering=jit]}}", f"measures=[{','.join(MEASURES)}]",
        "daily=[cash,stock_value]", f"replications={replications}", f"chunk={BLOCK}", "workers=1",
    ]  # fmt: skip


def study_of(experiment: Experiment, state: State, method: str) -> Study:
    """Return the study of both methods on the network of the laboratory, with the records and sources of a state.

    Raises:
        InputError: anything that prevents the simulation.
    """
    others = [one for one in experiment.overrides(state) if one.lstrip("+~").partition("=")[0].split(".")[0] not in OWN]
    return experiment.load([*others, *overrides(method), "days=365"])


@dataclass(frozen=True)
class Cash:
    """The cash of a network under two methods.

    Attributes:
        results: of the study.
    """

    results: Results

    @property
    def freed(self) -> Estimate[float]:
        """The working capital that just-in-time frees in the network, money, with its interval."""
        return Estimate.read(self._freed("network").iloc[0], "calm", "money")

    @property
    def by_tier(self) -> pd.DataFrame:
        """The cash freed by tier: tier, freed, freed_low and freed_high, money."""
        return self._freed("tier:")

    def _freed(self, scope: str) -> pd.DataFrame:
        table = self.results.cash_freed(OTHER)
        return table[table["scope"].str.startswith(scope)]

    @property
    def measures(self) -> pd.DataFrame:
        """A row per measure: metric, unit, and for each method the mean with its ends, `jit`, `jit_low`, …."""
        table = self.results.summary(list(MEASURES), ["network"])
        ends = {"calm": "", "calm_low": "_low", "calm_high": "_high"}
        parts = [
            table[table["variant"] == name].set_index(["metric", "unit"])[list(ends)].set_axis(
                [f"{name}{end}" for end in ends.values()], axis=1
            )
            for name in (OTHER, JIT)
        ]  # fmt: skip
        return pd.concat(parts, axis=1).reindex(MEASURES, level="metric").reset_index()


def simulate(study: Study, tell: Tell = silent) -> Cash:
    """Run a study composed with `overrides`.

    Args:
        study: of both methods.
        tell: told the share of it that is simulated.
    """
    results = study.run(progress=False, executor=Told(tell, len(study.chunks())))
    tell(1.0)
    return Cash(results)
