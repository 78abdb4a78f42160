"""Amplification: the growth of swings from seat to seat, beside 1989."""

import numpy as np
import pandas as pd

from jitagents.beer_game.debrief.drawn import picture
from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.published import AMPLIFICATION, WEEKS
from jitagents.beer_game.debrief.step import Step
from jitagents.beer_game.setup import SEATS, Setup
from jitagents.plots.style import COLOURS, HATCHES, PALE, Picture
from jitagents.translation import Translation


def step(played: Played, say: Translation) -> Step:
    """Peak and variance of orders, week of the peak, least and greatest net stock: means over the boards.

    The frame has a row a seat and source (`this class`, `1989` where the game is that one), and the variance of the
    customers' orders as a row of its own. Variances are those of the whole game (divided by its weeks).
    """
    order, net = played.weeks.order, played.weeks.net_stock
    table = pd.DataFrame(
        {
            "peak order": order.max(axis=0).mean(axis=1),
            "variance of orders": order.var(axis=0).mean(axis=1),
            "week of the peak": 1 + order.argmax(axis=0).mean(axis=1),
            "least net stock": net.min(axis=0).mean(axis=1),
            "greatest net stock": net.max(axis=0).mean(axis=1),
        },
        index=list(SEATS),
    )
    customers = pd.DataFrame(
        {"peak order": played.customers.max(), "variance of orders": played.customers.var()}, index=["customers"]
    )
    tables = {"this class": pd.concat([customers, table])}
    if played.setup == Setup() and played.length == WEEKS:
        tables["1989"] = AMPLIFICATION
    frame = pd.concat(tables, names=["source", "seat"]).reset_index()
    spread, true = table["variance of orders"], float(played.customers.var())
    words = say(
        "The variance of orders rises from {true:.1f} at the customers to {last:,.0f} at the factory.",
        true=true, last=spread.iloc[-1],
    )  # fmt: skip
    return Step("amplification", say("Amplification"), words, frame, lambda: _draw(tables, words, say))


def _draw(tables: dict[str, pd.DataFrame], title: str, say: Translation) -> Picture:
    caption = say("Means over the boards: the largest order of a seat, and the variance of its orders over the weeks.")
    with picture(caption, title, 8.5, 3.6) as figure:
        axes = figure.subplots(1, 2)
        for axis, name, unit in zip(
            axes, ("peak order", "variance of orders"), ("cases a week", "cases²"), strict=True
        ):
            places, width = np.arange(len(SEATS) + 1), 0.8 / len(tables)
            for number, (source, table) in enumerate(tables.items()):
                at = places + (number - (len(tables) - 1) / 2) * width
                values = table[name].reindex(["customers", *SEATS])
                axis.bar(
                    at,
                    values,
                    width * 0.92,
                    color=COLOURS[number],
                    hatch=HATCHES[number],
                    edgecolor="white",
                    label=say(source),
                )
            axis.set_xticks(places, [say(one) for one in ("customers", *SEATS)], rotation=20)
            axis.set_title(say(name))
            axis.set_ylabel(say(unit))
            axis.grid(axis="y", color=PALE)
            axis.set_axisbelow(True)
        axes[0].legend()
    return figure
