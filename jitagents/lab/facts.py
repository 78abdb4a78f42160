"""Facts of a firm: its stock, its lead times, from whom it buys, and who depends on it."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from jitagents.lab.experiment import Experiment
from jitagents.lab.run import CALM, CRISIS, Run
from jitagents.translation import Translation

FEW = 6
"""Names that are listed; the others are counted."""


class Facts:
    """Facts of the firms of an experiment.

    Args:
        experiment: whose network they stand in.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._agents, self._lanes = experiment.network.agents, experiment.network.lanes
        self._names = [str(name) for name in experiment.agents["name"]]
        self._tier = experiment.agents["tier"].to_numpy()

    def of(self, name: str, run: Run, say: Translation, *, crisis: bool = True) -> Iterator[tuple[str, str]]:
        """Facts of a firm as pairs of words: an English sentence of the catalogue, and its value.

        Args:
            name: of the firm.
            run: that tells its stock and its losses.
            say: the language of the values.
            crisis: whether facts of the crisis are told, and not only those of the calm twin.
        """
        row, lanes = self._names.index(name), self._lanes
        agent = self._agents.set_index("name").loc[name]
        bought, sold = lanes[lanes["buyer"] == name], lanes[lanes["seller"] == name]
        yield "makes", str(agent["item"])
        yield "own stock, days", say.number(f"{max(float(run.stock[CALM, :, row].mean()), 0.0):.1f}")
        if not np.isnan(run.parts[CALM, 0, row]):
            calm, least = run.parts[CALM, :, row].mean(), max(float(run.parts[CRISIS, :, row].min()), 0.0)
            said = say(
                "{days}, in the crisis {least}", days=say.number(f"{calm:.1f}"), least=say.number(f"{least:.1f}")
            )
            yield "scarcest part, days of stock", said if crisis else say.number(f"{calm:.1f}")
        if not np.isnan(agent["lead_time"]):
            yield "own lead time, days", say.number(f"{agent['lead_time']:g}")
        if len(bought):
            yield "buys from (days on the way)", _list(bought, "seller", say)
        item = bought["seller"].map(self._agents.set_index("name")["item"])
        alone = bought.groupby(item)["seller"].nunique()
        if (alone == 1).any():
            yield "no second source for", ", ".join(map(str, alone.index[alone == 1]))
        if len(sold):
            yield "sells to (days on the way)", _list(sold, "buyer", say)
            reached = self._downstream(row)
            markets = [self._names[one] for one in np.flatnonzero(reached & (self._tier == 0))]
            yield "depend on it", say("{firms} firms, {markets} of {all} markets", firms=int(reached.sum()),
                                      markets=len(markets), all=int((self._tier == 0).sum()))  # fmt: skip
        first = run.first_loss[row]
        if crisis:
            yield (
                "first loss",
                say("none") if np.isnan(first) else say("after {days} days", days=say.number(f"{first:.1f}")),
            )

    def _downstream(self, row: int) -> np.ndarray:
        """Which firms get goods of a firm, directly or in a part `(agents,)`."""
        place = {name: number for number, name in enumerate(self._names)}
        seller, buyer = (self._lanes[end].map(place).to_numpy(dtype=int) for end in ("seller", "buyer"))
        reached = np.zeros(len(self._names), dtype=bool)
        new = np.zeros_like(reached)
        new[row] = True
        while (new & ~reached).any():
            reached |= new
            new[buyer[reached[seller]]] = True
        reached[row] = False
        return reached


def _list(lanes: pd.DataFrame, end: str, say: Translation) -> str:
    """The firms at an end of lanes, each with its lead time."""
    said = [f"{name} ({say.number(f'{days:g}')})" for name, days in zip(lanes[end], lanes["lead_time"], strict=True)]
    more = [say("{count} more", count=len(said) - FEW)] if len(said) > FEW else []
    return ", ".join([*said[:FEW], *more])
