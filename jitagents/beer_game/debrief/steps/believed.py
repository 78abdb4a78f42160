"""Believed demand: all that the seats could know of the customers, against the customers."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from jitagents.beer_game.debrief.drawn import SEAT_COLOURS, picture
from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.step import Step
from jitagents.beer_game.setup import SEATS
from jitagents.errors import InputError
from jitagents.plots.style import INK, LINES, PALE, Picture
from jitagents.translation import Translation


def step(played: Played, say: Translation, believed: pd.DataFrame | None = None) -> Step:
    """The customers' orders that players believe in, or, where none were asked, the slips that they saw.

    Args:
        played: the boards.
        say: the language.
        believed: seat, week, units: cases that a player believes customers ordered; players of a seat are averaged.
    """
    customers = pd.DataFrame({"seat": "customers", "week": range(1, played.length + 1), "units": played.customers})
    seen = _asked(believed) if believed is not None else _slips(played)
    frame = pd.concat([customers, seen], ignore_index=True)
    top = seen.iloc[int(seen["units"].to_numpy().argmax())]
    low, high = played.customers.min(), played.customers.max()
    told = (
        "Customers ordered {low:g} to {high:g} cases a week. The {seat} believed in up to {most:.0f}, in week {week}."
        if believed is not None
        else "Customers ordered {low:g} to {high:g} cases a week. The {seat} was asked for {most:.0f} in week {week}."
    )
    words = say(told, low=low, high=high, seat=say(top["seat"]), most=top["units"], week=top["week"])
    return Step("believed_demand", say("Believed demand"), words, frame, lambda: _draw(frame, words, say))


def _asked(believed: pd.DataFrame) -> pd.DataFrame:
    if missing := [name for name in ("seat", "week", "units") if name not in believed]:
        raise InputError(f"believed demand: there is no column {missing[0]!r}")
    if unknown := set(believed["seat"]) - set(SEATS):
        raise InputError(f"believed demand: there is no seat {min(map(str, unknown))!r}; there are {', '.join(SEATS)}")
    return believed.groupby(["seat", "week"], sort=False)["units"].mean().reset_index()


def _slips(played: Played) -> pd.DataFrame:
    """Mean slips of the seats that do not see the customers."""
    slips = played.weeks.slip.mean(axis=2)[:, 1:]
    return pd.DataFrame(
        {
            "seat": np.repeat(SEATS[1:], played.length),
            "week": np.tile(np.arange(1, played.length + 1), len(SEATS) - 1),
            "units": slips.T.ravel(),
        }
    )


def _draw(frame: pd.DataFrame, title: str, say: Translation) -> Picture:
    caption = say(
        "The customers' orders, and the mean of those that each seat believed in or, if none were asked, saw."
    )
    with picture(caption, title, 7.5, 3.8) as figure:
        axis = figure.subplots()
        for place, (seat, line) in enumerate(frame[frame["seat"] != "customers"].groupby("seat", sort=False)):
            look: dict[str, Any] = {"color": SEAT_COLOURS[str(seat)], "linestyle": LINES[place % len(LINES)]}
            axis.step(line["week"], line["units"], where="mid", label=say(str(seat)), **look)
        true = frame[frame["seat"] == "customers"]
        axis.step(true["week"], true["units"], where="mid", color=INK, linewidth=2.5, label=say("customers"))
        axis.set(xlabel=say("week"), ylabel=say("cases a week"))
        axis.set_ylim(bottom=0)
        axis.grid(axis="y", color=PALE)
        axis.xaxis.set_major_locator(MaxNLocator(integer=True))
        axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure
