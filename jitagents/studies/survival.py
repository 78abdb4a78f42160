"""Time to survive: the longest outage of each agent that final demand does not feel, beside its time to recover."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jitagents.errors import Faults, InputError, nearest
from jitagents.network import Network, select_agents, tiers
from jitagents.parameters import LONGEST
from jitagents.results import Results
from jitagents.studies.study import Study

TRIED = 8
"""Durations of each agent that are tried at once, as levels of one study."""
NAME, DURATION = "crisis.outage.target.name", "crisis.outage.duration"
MEASURED = ["sales_lost", "first_loss", "last_loss"]


def time_to_survive(
    study: Study,
    agents: Sequence[str] | Mapping[str, Any] | None = None,
    *,
    ttr: float = 30.0,
    longest: int | None = None,
    share: float = 0.0,
    start: int = 1,
    progress: bool = False,
) -> pd.DataFrame:
    """Find the longest outage of each agent that final demand does not feel, and what one as long as its TTR costs.

    The duration is searched by bisection, eight at a time; durations and agents run as levels of one study, in calm and
    in crisis on the same random numbers. In an outage an agent starts, finishes and ships nothing. Final demand feels
    it if the network has a day of loss that closes a week of loss, by more than the study's `tolerance`.

    Args:
        study: whose variants are examined; another crisis stands in the place of its own.
        agents: names, or a selector of agents; None: all but buyers.
        ttr: time to recover of the agents for which the network states none (column `ttr`), days.
        longest: longest outage that is tried, days; None: half of the days from the start on.
        share: of the replications in which a loss is accepted.
        start: measured day on which the outages begin.
        progress: show a progress bar for each round.

    Returns:
        A row per variant and agent, those first that put most at risk: variant, name, kind, tier; `tts`, days;
        `tts_open`, True if the longest outage was survived, so that `tts` is a lower bound; `ttr`, days; `exposed`,
        True if tts < ttr; `sales_lost`, mean over replications of an outage as long as the TTR, money;
        `value_at_risk`, the same for each day beyond the TTS, money a day, 0 for agents that are not exposed.

    Raises:
        InputError: agents that there are not, or are buyers; days or a share out of their limits.

    Source:
        Simchi-Levi, Schmidt & Wei 2014, Harvard Business Review 92(1-2); Simchi-Levi et al. 2015, Interfaces 45(5),
        who find the TTS of each node by a linear programme of a network without randomness.
    """
    search = _Search(study, start, share, progress)
    names = _names(study.network, agents)
    most = search.last // 2 if longest is None else longest
    recovery = _recovery(study.network, names, ttr)
    _check(search, most, share, recovery)
    parts = [search.table(variant, recovery, most).assign(variant=variant) for variant in study.configs]
    kinds = study.network.agents[["name", "kind"]].assign(tier=tiers(study.network))
    table = pd.concat(parts, ignore_index=True).merge(kinds, on="name")
    columns = ["variant", "name", "kind", "tier", "tts", "tts_open", "ttr", "exposed", "sales_lost", "value_at_risk"]
    return table.sort_values(["value_at_risk", "tts", "name"], ascending=[False, True, True], ignore_index=True)[
        columns
    ]


@dataclass(frozen=True)
class _Search:
    """The outages of a study.

    Attributes:
        study: with other crises.
        start: measured day on which the outages begin.
        share: of the replications in which a loss is accepted.
        progress: show a progress bar.
    """

    study: Study
    start: int
    share: float
    progress: bool

    @property
    def last(self) -> int:
        """Days from the start to the end of the horizon."""
        return int(self.study.config["days"]) - self.start + 1

    def table(self, variant: str, recovery: Mapping[str, int], most: int) -> pd.DataFrame:
        """The row of each agent under a variant."""
        survived = self.survived(variant, list(recovery), most)
        lost = self.run(variant, [(name, days) for name, days in recovery.items()]).summary(["sales_lost"])
        money = lost.set_index(NAME)["crisis"]
        table = pd.DataFrame({"name": list(recovery), "tts": [survived[name] for name in recovery]})
        table["tts_open"], table["ttr"] = table["tts"] == most, list(recovery.values())
        table["exposed"], table["sales_lost"] = table["tts"] < table["ttr"], money[table["name"]].to_numpy()
        beyond = np.maximum(table["ttr"] - table["tts"], 1)
        return table.assign(value_at_risk=np.where(table["exposed"], table["sales_lost"] / beyond, 0.0))

    def survived(self, variant: str, names: Sequence[str], most: int) -> dict[str, int]:
        """The longest outage of each agent that is not felt, at most `most` days."""
        low, high = dict.fromkeys(names, 0), dict.fromkeys(names, most + 1)
        while asked := [(name, days) for name in names for days in _between(low[name], high[name])]:
            shares = self.run(variant, asked).first_loss(["network"]).set_index([NAME, DURATION])["share"]
            for name in names:
                felt = [days for one, days in asked if one == name and shares[one, days] > self.share]
                high[name] = min([high[name], *felt])
                low[name] = max([low[name], *(days for one, days in asked if one == name and days < high[name])])
        return low

    def run(self, variant: str, outages: Sequence[tuple[str, int]]) -> Results:
        """The results of a variant with an outage at each level."""
        first, days = outages[0]
        shock = {"_target_": "jitagents.crises.Shock", "target": {"name": first}, "what": "supply", "severity": 1.0}
        levels = [{NAME: name, DURATION: days} for name, days in outages]
        changes = {
            "crisis": {"outage": {**shock, "start": self.start, "duration": days}}, "levels": levels,
            "measures": MEASURED, "scopes": ["network"], "daily": [], "loss_map": False, "objective": None,
            "labels": {}, "reported": {}, "figures": {}, "view": None,
        }  # fmt: skip
        config = {**self.study.configs[variant], **changes}
        return self.study.changed(config, {variant: config}).run(progress=self.progress)


def _between(low: int, high: int) -> list[int]:
    """Durations between two, evenly spread; none if there is no whole day between them."""
    return [int(days) for days in np.unique(np.linspace(low, high, TRIED + 2).astype(int)) if low < days < high]


def _names(network: Network, agents: Sequence[str] | Mapping[str, Any] | None) -> list[str]:
    """The agents that are examined."""
    known = network.agents["name"][network.agents["kind"] != "buyer"].tolist()
    if agents is None:
        return known
    if isinstance(agents, Mapping):
        asked = network.agents["name"][select_agents(network, agents, "agents")].tolist()
    else:
        asked = [agents] if isinstance(agents, str) else list(agents)
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise InputError(*(f"agents: {name!r} is no agent that supplies; {nearest(name, known)}" for name in unknown))
    if not asked:
        raise InputError("agents: names nobody; give names, a selector, or None for all but buyers")
    return list(dict.fromkeys(asked))


def _recovery(network: Network, names: Sequence[str], ttr: float) -> dict[str, int]:
    """Days to recover of each agent: as the network states, or the default; part of a day counts as a day."""
    if not 0 < ttr <= LONGEST:
        raise InputError(f"ttr = {ttr!r}: must be more than 0 and at most {LONGEST:,} days")
    stated = network.agents.set_index("name")["ttr"]
    return {name: int(np.ceil(ttr if np.isnan(stated[name]) else stated[name])) for name in names}


def _check(search: _Search, most: int, share: float, recovery: Mapping[str, int]) -> None:
    """Check that the outages fit into the study.

    Raises:
        InputError: they do not; all that does not fit.
    """
    faults, days = Faults(), search.study.config["days"]
    if not 1 <= search.start <= days:
        faults.add(f"start = {search.start!r}: must be a measured day, from 1 to {days}")
    elif not 1 <= most <= search.last:
        faults.add(f"longest = {most!r}: must be from 1 to {search.last} days, those from day {search.start} on")
    if not 0 <= share < 1:
        faults.add(f"share = {share!r}: must be at least 0 and less than 1")
    late = {name: days for name, days in recovery.items() if days > search.last}
    for name, length in late.items():
        faults.add(
            f"ttr = {length} days of {name!r}: the study has {search.last} from day {search.start} on; raise `days`"
        )
    faults.tell()
