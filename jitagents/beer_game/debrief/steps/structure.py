"""Another structure, the same players: point of sale, shorter delays, batches, and a rule for all."""

from dataclasses import replace

import numpy as np
import pandas as pd

from jitagents.beer_game.debrief.drawn import picture
from jitagents.beer_game.debrief.informed import Informed
from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.published import TEAM
from jitagents.beer_game.debrief.step import Step
from jitagents.beer_game.play import Weeks
from jitagents.beer_game.robots import robot
from jitagents.beer_game.setup import SEATS
from jitagents.behaviours.ordering.wrappers import LotMultiples
from jitagents.plots.style import COLOURS, PALE, Numbers, Picture
from jitagents.translation import Translation

DOZEN = 12.0
"""Cases of a large batch."""
AS_PLAYED = "as played"
WORDS = {
    AS_PLAYED: "as played",
    "sales_shared": "customers' orders shown to all",
    "delays_halved": "delays halved",
    "both": "both",
    "by_the_dozen": "orders by the dozen",
    "base_stock": "base stock in all seats",
}


def step(played: Played, say: Translation) -> Step:
    """Costs and bullwhip of the same players in another structure.

    Players keep their rules and their deviations of each week; a wanted stock that was fit for long delays stays. The
    smallest batch of the board is a case, so that batches are shown by larger ones. The frame has a row for each
    structure and board: costs of seats and team, dollars, and `bullwhip`, the variance of the factory's orders over
    that of the customers' (NaN if they do not vary).
    """
    frame = table(played)
    mean = frame.groupby("structure", sort=False)[[TEAM, "bullwhip"]].mean()
    words = say(
        "The same players would have cost {halved:,.0f} dollars with delays halved, in place of {cost:,.0f}.",
        halved=mean.at["delays_halved", TEAM], cost=mean.at[AS_PLAYED, TEAM],
    )  # fmt: skip
    told = f"{words} " + say(
        "With the customers' orders shown to all they would have cost {shared:,.0f}, with orders by the dozen "
        "{dozen:,.0f}.",
        shared=mean.at["sales_shared", TEAM], dozen=mean.at["by_the_dozen", TEAM],
    )  # fmt: skip
    return Step("another_structure", say("Another structure"), told, frame, lambda: _draw(mean, words, say))


def table(played: Played) -> pd.DataFrame:
    """Costs and bullwhip of all boards in each structure."""
    return pd.concat(
        [_row(played, weeks).assign(structure=name) for name, weeks in _structures(played).items()]
    ).reset_index()[["structure", "board", *SEATS, TEAM, "bullwhip"]]


def _structures(played: Played) -> dict[str, Weeks]:
    players = {seat: played.player(seat) for seat in SEATS}
    informed = {seat: Informed(rule) for seat, rule in players.items()}
    halved = replace(played.setup, delays="halved")
    return {
        AS_PLAYED: played.weeks,
        "sales_shared": played.replayed(informed),
        "delays_halved": played.replayed(setup=halved),
        "both": played.replayed(informed, halved),
        "by_the_dozen": played.replayed({seat: LotMultiples(rule, lot=DOZEN) for seat, rule in players.items()}),
        "base_stock": played.replayed({seat: robot("base_stock", played.setup) for seat in SEATS}),
    }


def _row(played: Played, weeks: Weeks) -> pd.DataFrame:
    customers = played.customers.var()
    return played.costs(weeks).assign(bullwhip=weeks.order[:, -1].var(axis=0) / customers if customers else np.nan)


def _draw(mean: pd.DataFrame, title: str, say: Translation) -> Picture:
    caption = say(
        "Means over the boards. Players keep their rules; only what they see, wait for or may order changes. "
        "Bullwhip: variance of the factory's orders over that of the customers'."
    )
    with picture(caption, title, 9.0, 3.8) as figure:
        for number, (axis, name, label) in enumerate(
            zip(
                figure.subplots(1, 2, sharey=True),
                (TEAM, "bullwhip"),
                (say("cost of a team (dollars)"), say("bullwhip (ratio of variances)")),
                strict=True,
            )
        ):
            axis.barh([say(WORDS[str(one)]) for one in mean.index], mean[name], color=COLOURS[number])
            axis.set_xlabel(label)
            axis.xaxis.set_major_formatter(Numbers())
            axis.grid(axis="x", color=PALE)
            axis.set_axisbelow(True)
        axis.invert_yaxis()
    return figure
