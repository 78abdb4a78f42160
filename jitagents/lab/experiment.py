"""The experiment behind the pages: a study that is composed once, and run again for each state."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from jitagents.accounting.ledger import Ledger
from jitagents.config import composed, plain
from jitagents.errors import InputError
from jitagents.lab.methods import METHODS
from jitagents.lab.run import Recorder, Run
from jitagents.lab.state import State
from jitagents.model import SupplyModel
from jitagents.network import Network
from jitagents.scenario.alternatives import chosen
from jitagents.scenario.replications import span
from jitagents.scenario.sweep import Sweep
from jitagents.studies.chunks import Chunk, observe
from jitagents.studies.overrides import texts
from jitagents.studies.variants import readable
from jitagents.study import Study, load

STRESS = ("network=automotive", "network.exemptions=null")
"""The network, unless one is asked for: the car maker, without the stocks of its dealers and its fab."""
REPLICATIONS, DAYS, WARMUP, START = 50, 55, 5, 5
"""Worlds, measured days, days before them, and the measured day on which the crisis begins: enough for its story."""
MEASURED = ("days_lost", "first_loss", "last_loss", "stock_value")
KEPT = 64
"""Runs that are remembered."""


class Experiment:
    """A study with one disruption, which the laboratory runs for the states of its pages.

    Everything that the states share is composed and checked once. A run builds only the model, and records only what
    pages show. Two states share all random numbers, as variants of a study do.

    Args:
        study: a choice of the group `study`.
        overrides: of the command line.
        language: of pages whose link states none.

    Attributes:
        disruption: name of the disruption whose target and duration are chosen.
        start: the state that the overrides state.
        base: overrides that hold in every state.
        others: experiments on networks that were dropped on pages, by names that nobody can guess.

    Raises:
        InputError: anything that prevents the simulation; a study with levels, variants or without a crisis.
    """

    def __init__(self, study: str = "single", overrides: Sequence[str] = (), language: str = "en") -> None:
        named = any(one.partition("=")[0] in ("network", "+experiment") for one in overrides)
        asked = [*(() if named else STRESS), *overrides]
        config = plain(composed(readable([f"study={study}", *asked])))
        self.disruption = _disruption(config)
        own: dict[str, Any] = {
            "replications": REPLICATIONS, "days": DAYS, "warmup": WARMUP, "scopes": ["network", "agents"],
            "measures": list(MEASURED), "daily": ["output"], "loss_map": False,
            f"crisis.{self.disruption}.start": START,
        }  # fmt: skip
        given = {one.partition("=")[0] for one in overrides}
        start, rest = State.split(asked, self.disruption)
        self.study, self.start = study, start.change(language=language)
        self.base = [*texts({key: value for key, value in own.items() if key not in given}), *rest]
        self.others = dict[str, Experiment]()
        self._composed = lru_cache(maxsize=256)(self._compose)
        self.run = lru_cache(maxsize=KEPT)(self._run)
        """Run the worlds of a state; the last runs are remembered."""

    @cached_property
    def loaded(self) -> Study:
        """The study at the start, checked as the command line checks it."""
        return self.load(self.overrides(self.start))

    def load(self, overrides: Sequence[str]) -> Study:
        """Compose a study of the network with other overrides.

        Raises:
            InputError: anything that prevents the simulation.
        """
        return load(self.study, overrides)

    @property
    def network(self) -> Network:
        """The network."""
        return self.loaded.network

    @property
    def agents(self) -> pd.DataFrame:
        """The agents with tiers and mean flows, as figures draw them."""
        return self.loaded.overview.agents

    @property
    def lanes(self) -> pd.DataFrame:
        """The lanes with mean flows, as figures draw them."""
        return self.loaded.overview.lanes

    def overrides(self, state: State) -> list[str]:
        """The overrides that lead the command line to the numbers of a state."""
        return [*self.base, *state.overrides(self.disruption)]

    def config(self, state: State) -> dict[str, Any]:
        """The resolved configuration of a state; what was composed for another one is used again."""
        key = METHODS[state.method].key
        refers = any("${" in one for one in self.base)  # and may refer to what sliders move
        moved = () if refers else (f"ordering.{key}=", f"crisis.{self.disruption}.")
        config = self._composed(tuple(one for one in state.overrides(self.disruption) if not one.startswith(moved)))
        shock = config["crisis"][self.disruption] | {"duration": state.duration}
        if state.target:
            shock["target"] = {"name": state.target}
        crisis = {**config["crisis"], self.disruption: shock}
        return {**config, "ordering": {**config["ordering"], key: state.amount}, "crisis": crisis}

    def _compose(self, overrides: tuple[str, ...]) -> dict[str, Any]:
        return chosen(plain(composed(readable([f"study={self.study}", *self.base, *overrides]))))

    def _run(self, state: State) -> Run:
        config = self.config(state)
        numbers = span(config["replications"])
        chunk = Chunk(0, state.method, config, Sweep(), numbers.start, numbers.stop)
        recorders = list[Recorder]()

        def watch(model: SupplyModel, ledger: Ledger) -> Recorder:
            recorders.append(Recorder(model, ledger))
            return recorders[0]

        return Run.of(observe(chunk, watch), recorders[0])


def _disruption(config: dict[str, Any]) -> str:
    """The name of the disruption that pages can change."""
    if config["variants"] or config["levels"]:
        raise InputError(f"study={config['study']}: has variants or levels; the laboratory needs one of each")
    shocks = [name for name, node in (config["crisis"] or {}).items() if {"duration", "target", "start"} <= {*node}]
    if not shocks:
        raise InputError("crisis: the laboratory needs one with a target, a start and a duration, as supplier_outage")
    return str(shocks[0])
