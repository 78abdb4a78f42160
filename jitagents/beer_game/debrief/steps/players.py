"""The rule of each player, on the scatter of 1989."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from jitagents.beer_game.debrief.drawn import SEAT_COLOURS, picture
from jitagents.beer_game.debrief.estimate import PARAMETERS
from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.published import R2, RULE
from jitagents.beer_game.debrief.step import Step
from jitagents.beer_game.record import PERSON
from jitagents.beer_game.setup import SEATS
from jitagents.plots.style import INK, MARKERS, PALE, Picture
from jitagents.translation import Translation

SYMBOLS = {"theta": "θ", "alpha": "α", "beta": "β", "target": "S′"}


def step(played: Played, say: Translation) -> Step:
    """Estimates of each player's theta, alpha, beta and S', with standard errors.

    The frame has a row a player: board, seat, player, by, the estimates (NaN where they are not identified), their
    standard errors `…_error`, the remarks `…_note`, `r2`, and `deviation`, the size of what the rule does not explain.
    """
    frame = table(played)
    beta = frame["beta"].dropna()
    mean = float(frame["r2"].mean())
    words = say(
        "The rule explains {r2:.0f} % of the variance of a player's orders in the mean ({published:.0f} % in 1989).",
        r2=100 * mean, published=100 * R2,
    )  # fmt: skip
    told = words
    if len(beta):
        told += " " + say(
            "Half of the players take less than {beta:.0f} % of what they have on order into account "
            "({published:.0f} % in the mean of 1989).",
            beta=100 * beta.median(), published=100 * RULE["beta"],
        )  # fmt: skip
    return Step("players", say("The rule of each player"), told, frame, lambda: _draw(frame, words, say))


def table(played: Played) -> pd.DataFrame:
    """Estimates of all players, a row each."""
    rows = []
    named = played.records[played.records["player"] != ""].drop_duplicates(["board", "seat"], keep="last")
    names = named.set_index(["board", "seat"])["player"].to_dict()
    for (seat, board), found in sorted(played.estimates.items(), key=lambda one: one[0][::-1]):
        row: dict[str, Any] = {"board": played.boards[board], "seat": SEATS[seat]}
        row["player"] = names.get((row["board"], row["seat"]), "")
        row["by"] = PERSON if played.people[:, seat, board].any() else "rule"
        notes = found.notes
        for name, value, error in zip(PARAMETERS, found.values, found.errors, strict=True):
            row[name], row[f"{name}_error"] = (np.nan, np.nan) if name in notes else (value, error)
            row[f"{name}_note"] = notes.get(name, "")
        rows.append(row | {"r2": found.r2, "deviation": found.sd})
    return pd.DataFrame(rows)


def _draw(frame: pd.DataFrame, title: str, say: Translation) -> Picture:
    caption = say(
        "A mark a player, with a standard error to each side; at the edge and open: the estimate lies on the limit. "
        "Players whose orders do not tell are left out. Cross: means of 44 people in 1989."
    )
    with picture(caption, title, 9.0, 4.2) as figure:
        for axis, (across, up) in zip(figure.subplots(1, 2), (("beta", "alpha"), ("theta", "target")), strict=True):
            for place, seat in enumerate(SEATS):
                for _, row in frame[frame["seat"] == seat].iterrows():
                    _mark(axis, row, across, up, SEAT_COLOURS[seat], MARKERS[place])
                axis.plot([], [], MARKERS[place], color=SEAT_COLOURS[seat], label=say(seat))
            axis.plot(RULE[across], RULE[up], "X", color=INK, markersize=11, label=say("mean of 1989"), zorder=5)
            axis.set(xlabel=_label(across, say), ylabel=_label(up, say))
            axis.set_ylim(bottom=-0.02 if up == "alpha" else None)
            axis.set_xlim(-0.04, 1.04)
            axis.grid(color=PALE)
        axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


def _mark(axis: Axes, row: pd.Series, across: str, up: str, colour: str, marker: str) -> None:
    """Draw a player, unless his orders do not tell one of the two."""
    places = [_place(row, name) for name in (across, up)]
    if np.isnan(places).any():
        return
    inside = not row[f"{across}_note"] and not row[f"{up}_note"]
    bars: dict[str, Any] = {
        f"{one}err": row[f"{name}_error"]
        for one, name in zip("xy", (across, up), strict=True)
        if not row[f"{name}_note"]
    }
    axis.errorbar(
        places[0], places[1], **bars, fmt=marker, color=colour, markersize=5,
        markerfacecolor=colour if inside else "white", elinewidth=0.6, alpha=0.85,
    )  # fmt: skip


def _place(row: pd.Series, name: str) -> float:
    """The estimate, or the limit that it lies on; NaN if it is not identified."""
    note = str(row[f"{name}_note"])
    return float(note.removeprefix("at ")) if note.startswith("at ") else float(row[name])


def _label(name: str, say: Translation) -> str:
    words = {
        "theta": say("weight of the last slip"),
        "alpha": say("share of the gap that is ordered"),
        "beta": say("share of the supply line that is seen"),
        "target": say("wanted stock and supply line, cases"),
    }
    return f"{SYMBOLS[name]}, {words[name]}"
