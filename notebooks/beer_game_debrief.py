# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # The beer game, debriefed
#
# Eleven teams have played for 36 weeks. A retailer, a wholesaler, a distributor and a factory stand in line; each sees
# the order slip of the one before it, orders from the one behind it, and waits two weeks for the mail and two for the
# lorry. A case in stock costs half a dollar a week, a case owed a dollar. Nobody may talk.
#
# All but the retailers swear that customers went mad. Your task is to tell the class what happened.
#
# The class is simulated: 44 players who order as people did in 1989 (Sterman), each with a temper of his own. Your own
# class fits in as well: the export of `jitagents beer-game` is the file that `read_records("class.csv")` reads.

# %% tags=["picture"] jupyter={"source_hidden": true}
from jitagents.beer_game.debrief import Debrief, simulated_class

records, truth = simulated_class(boards=11, seed=0)  # or: records = jitagents.beer_game.read_records("class.csv")
debrief = Debrief(records)
debrief.step("orders").figure

# %% [markdown]
# ## A number first
#
# The mean team paid some thousands of dollars. Now one of the four, in every team, is sent home, and a clerk takes his
# seat who orders up to a fixed position and does nothing else. The other three stay as they are. In the best of the
# four seats, what percentage of the team's cost is saved? And how many of the cases that they have on order, of a
# hundred, do players keep in mind when they order?

# %% tags=["prediction"]
prediction_saved = None  # per cent of the team's cost, by a clerk in the best seat
prediction_seen = None  # cases of a hundred on order

# %% [markdown]
# ## Run
#
# First, what each of them could know of the customers.

# %%
debrief.step("believed_demand").figure

# %% [markdown]
# The customers took one step, from 4 to 8, and never moved again. Whoever sits further up saw a boom and a slump, and
# both were made by his own side of the table.

# %%
debrief.step("net_stock").figure

# %%
debrief.step("costs").figure

# %% [markdown]
# Base stock in hindsight has the four positions that would have cost least with these customers: it is the most that
# skill could do. Players who order what was ordered from them, without a thought, are just-in-time at its purest: that
# beats people, and it is far from good, since somebody has to pay for the weeks in which eight are asked and four come.
#
# ## The surprise
#
# The clerk takes one seat after the other. All others go on as they did: by their own rules, with the same whims in
# the same weeks, but in what they see now.

# %%
debrief.step("one_seat_replaced").figure

# %%
frame = debrief.step("one_seat_replaced").frame
clerk = frame[frame["with"] == "base_stock"].groupby("replaced", sort=False)["saved"].mean()
paid = debrief.played.costs()["team"].mean()
print(f"{clerk.idxmax()}: {clerk.max() / paid:.0%} of {paid:,.0f} dollars; you: {prediction_saved} %")
assert clerk.max() > paid / 2
assert clerk["factory"] < paid / 10

# %% [markdown]
# One calm seat near the customers is worth more than half of the whole cost, and nobody in the other seats has become
# any wiser. A clerk in the factory saves next to nothing: the swing is there before it reaches him. (The orange bars:
# a player who had kept to his own rule, without the whims. It was not the whims.)
#
# ## Why
#
# An order is explained well by four numbers: the weight of the last slip (θ), the share of the gap that is ordered (α),
# the share of the cases on order that is kept in mind (β), and the stock that is wanted (S′). They are estimated from
# what each player saw and ordered.

# %%
debrief.step("players").figure

# %%
players = debrief.step("players").frame
print(f"kept in mind: {players['beta'].median():.0%} of the cases on order; you: {prediction_seen} of a hundred")
print(f"explained by the rule: {players['r2'].mean():.0%} of the variance of orders")
columns = ["board", "seat", "theta", "alpha", "alpha_error", "beta", "beta_error", "target", "beta_note"]
players[columns].head(8).round(2)

# %% [markdown]
# Who forgets what he has ordered orders it again, every week, until it all comes at once. The players are simulated,
# so the truth is known: do the estimates find it? (With a class of your own, skip this cell.)

# %%
both = players.merge(truth, on=["board", "seat"], suffixes=("", "_true"))
z = ((both["beta"] - both["beta_true"]) / both["beta_error"]).abs().dropna()
print(f"beta of {len(z)} players: {(z < 2).mean():.0%} within two standard errors, all within {z.max():.1f}")

# %% [markdown]
# The structure does the rest: four weeks of delay, and slips in place of customers. The same people in another chain:

# %%
debrief.step("another_structure").figure

# %% [markdown]
# ## Exercise
#
# 1. Cure the players one parameter at a time: θ = 0, α = 1, β = 1, or S′ = 28 (20 at the factory), the values of the
#    best player of 1989. Which of them alone makes it worse? Which two together do most of the work?
# 2. What did the retailer of the worst team cost the other three?

# %% tags=["solution"]
from dataclasses import replace

import numpy as np
import pandas as pd

from jitagents.beer_game import SEATS

played, best = debrief.played, dict.fromkeys(SEATS[:3], 28.0) | {"factory": 20.0}


# %% tags=["solution"]
def cured(**values):
    """Mean cost of a team whose players all have these values of some parameters."""
    rules = {}
    for seat in SEATS:
        rule = played.player(seat)
        wanted = {name: best[seat] if name == "target" else value for name, value in values.items()}
        rules[seat] = replace(rule, **{name: np.full_like(rule.beta, value) for name, value in wanted.items()})
    return played.costs(played.replayed(rules))["team"].mean()


# %% tags=["solution"]
costs = {"as played": cured(), "theta = 0": cured(theta=0.0), "alpha = 1": cured(alpha=1.0)}
costs |= {"beta = 1": cured(beta=1.0), "S' = 28": cured(target=28.0)}
costs |= {"beta = 1, S' = 28": cured(beta=1.0, target=28.0)}
costs |= {"all four": cured(theta=0.0, alpha=1.0, beta=1.0, target=28.0)}
assert costs["beta = 1, S' = 28"] < costs["as played"] / 2 < costs["as played"] < costs["alpha = 1"]
pd.Series(costs, name="dollars a team").round().astype(int)

# %% [markdown] tags=["solution"]
# Ordering the whole gap at once (α = 1) is a disaster as long as the supply line is forgotten; the same α is best once
# it is seen. A supply line that is seen needs a larger S′, because S′ has to hold it: the two belong together.

# %% tags=["solution"]
worst = played.costs()["team"].idxmax()
before = played.costs().loc[worst]
retailer = frame[(frame["replaced"] == "retailer") & (frame["with"] == "base_stock") & (frame["board"] == worst)]
(before[list(SEATS[1:])] - retailer.iloc[0][list(SEATS[1:])]).rename(f"dollars, board {worst}")

# %% [markdown]
# ## What this is not
#
# These are no people. The spread of the players' parameters and the size of their whims are assumed; only the means
# are those of 44 people. The clerk knows that customers will want eight; nobody at the table did. Replayed players keep
# their rules whatever happens to them, and people learn.
