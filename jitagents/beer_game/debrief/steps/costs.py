"""Costs of the seats beside those of 1989."""

import numpy as np
import pandas as pd

from jitagents.beer_game.debrief.drawn import picture
from jitagents.beer_game.debrief.hindsight import best_base_stock
from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.published import COSTS, TEAM, WEEKS
from jitagents.beer_game.debrief.step import Step
from jitagents.beer_game.setup import Setup
from jitagents.plots.style import COLOURS, HATCHES, PALE, Numbers, Picture
from jitagents.translation import Translation

CLASS, HINDSIGHT = "this class", "base stock in hindsight"


def step(played: Played, say: Translation) -> Step:
    """Costs of seats and team: of each board, their mean, base stock in hindsight, and 1989 where the game is that one.

    The frame has a row a board, then the mean (`this class`) and the others; a column a seat, the team's, and `times`,
    the cost of the team over that of base stock in hindsight: the skill that it lacked.
    """
    boards = played.costs()
    _, best = best_base_stock(played.setup, played.length)
    others = pd.DataFrame([[*best, sum(best)]], columns=list(boards), index=[HINDSIGHT])
    comparable = played.setup == Setup() and played.length == WEEKS
    if comparable:
        others = pd.concat([others, COSTS.T])
    frame = pd.concat([boards, boards.mean().to_frame(CLASS).T, others]).rename_axis("board")
    frame["times"] = frame[TEAM] / sum(best) if sum(best) else np.nan
    words = say(
        "A team cost {team:,.0f} dollars in the mean; base stock, at the levels that proved best, {best:,.0f}.",
        team=boards[TEAM].mean(), best=sum(best),
    )  # fmt: skip
    told = f"{words} " + say("The best team cost {least:,.0f}.", least=boards[TEAM].min())
    if comparable:
        through = say("Passing orders on, without a thought, costs {cost:,.0f}.", cost=COSTS.at[TEAM, "pass-through"])
        told = f"{told} {through}"
    return Step("costs", say("Costs"), told, frame.reset_index(), lambda: _draw(frame, len(boards), words, say))


def _draw(frame: pd.DataFrame, boards: int, title: str, say: Translation) -> Picture:
    caption = say("Bars: dollars of the whole game. Dots: the boards of this class.")
    shown = frame.drop(columns="times")
    rows = shown.iloc[boards:]
    with picture(caption, title, 8.5, 4.0) as figure:
        axis = figure.subplots()
        places, width = np.arange(len(rows.columns)), 0.8 / len(rows)
        for number, (name, costs) in enumerate(rows.iterrows()):
            at = places + (number - (len(rows) - 1) / 2) * width
            axis.bar(
                at,
                costs,
                width * 0.92,
                color=COLOURS[number],
                hatch=HATCHES[number],
                label=say(str(name)),
                edgecolor="white",
            )
            if number == 0:
                every = shown.iloc[:boards].to_numpy(dtype=float)
                axis.plot(np.tile(at, (boards, 1)).T, every.T, "o", color="black", markersize=2.5, alpha=0.6)
        axis.set_xticks(places, [say(str(seat)) for seat in rows.columns])
        axis.set_ylabel(say("dollars"))
        axis.yaxis.set_major_formatter(Numbers())
        axis.grid(axis="y", color=PALE)
        axis.set_axisbelow(True)
        axis.legend()
    return figure
