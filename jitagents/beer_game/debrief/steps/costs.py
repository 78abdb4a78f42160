"""Costs of the seats beside those of 1989."""

import numpy as np
import pandas as pd

from jitagents.beer_game.debrief.drawn import picture
from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.published import COSTS, TEAM, WEEKS
from jitagents.beer_game.debrief.step import Step
from jitagents.beer_game.setup import Setup
from jitagents.plots.style import COLOURS, HATCHES, PALE, Numbers, Picture
from jitagents.translation import Translation

CLASS = "this class"


def step(played: Played, say: Translation) -> Step:
    """Costs of seats and team: of each board, their mean, and where the game is that of 1989 its numbers.

    The frame has a row a board, then the mean (`this class`) and the published ones; a column a seat, and the team's.
    """
    boards = played.costs()
    mean = boards.mean().to_frame(CLASS).T
    comparable = played.setup == Setup() and played.length == WEEKS
    frame = pd.concat([boards, mean, COSTS.T] if comparable else [boards, mean]).rename_axis("board").reset_index()
    team, best = float(mean[TEAM].iloc[0]), float(boards[TEAM].min())
    words = say("A team cost {team:,.0f} dollars in the mean, the best one {best:,.0f}.", team=team, best=best)
    told = words
    if comparable:
        told += " " + say(
            "Passing orders on, without a thought, costs {through:,.0f}; the best parameters of people's rule cost "
            "{benchmark:,.0f}.",
            through=COSTS.at[TEAM, "pass-through"], benchmark=COSTS.at[TEAM, "benchmark of 1989"],
        )  # fmt: skip
    return Step("costs", say("Costs"), told, frame, lambda: _draw(frame, len(boards), words, say))


def _draw(frame: pd.DataFrame, boards: int, title: str, say: Translation) -> Picture:
    caption = say("Bars: dollars of the whole game. Dots: the boards of this class.")
    rows = frame.iloc[boards:].set_index("board")
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
                every = frame.iloc[:boards, 1:].to_numpy(dtype=float)
                axis.plot(np.tile(at, (boards, 1)).T, every.T, "o", color="black", markersize=2.5, alpha=0.6)
        axis.set_xticks(places, [say(str(seat)) for seat in rows.columns])
        axis.set_ylabel(say("dollars"))
        axis.yaxis.set_major_formatter(Numbers())
        axis.grid(axis="y", color=PALE)
        axis.set_axisbelow(True)
        axis.legend()
    return figure
