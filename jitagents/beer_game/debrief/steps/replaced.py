"""The same boards with one seat replaced: the cost of its orders, seat by seat."""

from typing import Any

import numpy as np
import pandas as pd

from jitagents.beer_game.debrief.drawn import picture
from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.published import TEAM
from jitagents.beer_game.debrief.step import Step
from jitagents.beer_game.robots import robot
from jitagents.beer_game.setup import SEATS
from jitagents.behaviours.ordering import Ordering
from jitagents.plots.style import COLOURS, GREY, HATCHES, PALE, Numbers, Picture
from jitagents.translation import Translation

RULES = ("base_stock", "own_rule", "pass_through")
"""That take a seat; `own_rule`: the player's own, without his deviations from it."""
WORDS = {"base_stock": "base stock", "own_rule": "the player's own rule", "pass_through": "passing on"}


def step(played: Played, say: Translation) -> Step:
    """Costs of the boards replayed with another player in one seat.

    All others go on as they were: each by his own rule, with his deviation of the week. The frame has a row for each
    seat that is replaced, rule and board: costs of the seats and the team, dollars, and `saved` of the team.
    """
    frame = table(played)
    mean = frame.groupby(["replaced", "with"], sort=False)["saved"].mean()
    best = int(mean.to_numpy().argmax())
    seat, rule = SEATS[best // len(RULES)], RULES[best % len(RULES)]
    words = say(
        "With {rule} in the seat of the {seat} alone a team would have saved {saved:,.0f} of {cost:,.0f} dollars.",
        rule=say(WORDS[rule]), seat=say(seat), saved=mean.max(), cost=played.costs()[TEAM].mean(),
    )  # fmt: skip
    own = float(frame.loc[frame["with"] == "own_rule", "saved"].mean())
    met = (
        "A player who had kept to his own rule would have saved his team {change:,.0f} in the mean."
        if own >= 0
        else "A player who had kept to his own rule would have cost his team {change:,.0f} more in the mean."
    )
    told = f"{words} {say(met, change=abs(own))}"
    return Step("one_seat_replaced", say("One seat replaced"), told, frame, lambda: _draw(mean, words, say))


def table(played: Played) -> pd.DataFrame:
    """Costs of all boards with each seat replaced by each rule."""
    before, rows = played.costs(), []
    for seat in SEATS:
        for name in RULES:
            costs = played.costs(played.replayed({seat: _rule(played, seat, name)}))
            rows.append(costs.assign(saved=before[TEAM] - costs[TEAM], replaced=seat, **{"with": name}))
    frame = pd.concat(rows).reset_index()
    return frame[["replaced", "with", "board", *SEATS, TEAM, "saved"]]


def _rule(played: Played, seat: str, name: str) -> Ordering:
    return played.player(seat, deviating=False) if name == "own_rule" else robot(name, played.setup)


def _draw(mean: pd.Series, title: str, say: Translation) -> Picture:
    caption = say(
        "Dollars that a team would have saved, mean over the boards, if one seat had ordered by another rule and all "
        "others as they do in what they see. Below 0 it would have paid more. Base stock knows the new demand."
    )
    with picture(caption, title, 8.5, 3.8) as figure:
        axis = figure.subplots()
        places, width = np.arange(len(SEATS)), 0.8 / len(RULES)
        for number, rule in enumerate(RULES):
            values = mean.xs(rule, level="with").reindex(SEATS)
            at = places + (number - 1) * width
            look: dict[str, Any] = {"color": COLOURS[number], "hatch": HATCHES[number], "edgecolor": "white"}
            axis.bar(at, values, width * 0.92, label=say(WORDS[rule]), **look)
        axis.axhline(0, color=GREY, linewidth=0.8)
        axis.set_xticks(places, [say(seat) for seat in SEATS])
        axis.set_xlabel(say("seat that is replaced"))
        axis.set_ylabel(say("saved by the team (dollars)"))
        axis.yaxis.set_major_formatter(Numbers())
        axis.grid(axis="y", color=PALE)
        axis.set_axisbelow(True)
        axis.legend()
    return figure
