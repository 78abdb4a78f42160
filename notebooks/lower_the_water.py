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
# # Lower the water
#
# A car plant builds a hundred cars a day. Seats come from next door, in boxes of ten. On each box hangs a card; when a
# box is opened, its card goes back and orders the next one, which is there two days later. No card, no seat: the number
# of cards is all the stock that there can ever be.
#
# Taiichi Ohno compared stock with water, and what goes wrong with rocks beneath it. A ship that floats on much water
# sees no rock. So he took a card away, waited for the line to stop, had the rock removed, and took away the next one.
# This is how deep the water must be for each kind of rock, and which rock to remove first.

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt
import numpy as np

place = np.linspace(0, 10, 400)
rocks = sum(high * np.exp(-((place - at) ** 2) / 0.3) for at, high in ((2, 1.5), (5, 2.6), (8, 0.8)))
fig, axis = plt.subplots(figsize=(9, 2.6), layout="constrained")
axis.fill_between(place, 3.2, color="#cfe3f3")
axis.fill_between(place, rocks, color="#8a6d4b")
for at, high, name in ((2, 1.6, "late\ndeliveries"), (5, 2.7, "irregular\ndemand"), (8, 0.9, "machines\ndown")):
    axis.annotate(name, (at, high), (at + 0.9, high - 0.1), ha="center")
axis.text(0.1, 2.9, "water: cards")
axis.set(xlim=(0, 10), ylim=(0, 3.6))
axis.axis("off")
plt.show()

# %% [markdown]
# ## A number first
#
# If a hundred seats are used on every day and every box takes two days, twenty cards are enough: 100 x 2 / 10. Now the
# number of cars varies from day to day, with a standard deviation of 30. How many cards does the line need so that
# 99 % of its cars are built?

# %% tags=["prediction"]
prediction = None  # cards, where demand has a standard deviation of 30 a day

# %% [markdown]
# ## Run
#
# One loop, in which each number of cards is a set of worlds. Three things can go wrong: demand has a `spread` (share of
# its mean), a box is `late` (standard deviation in days), and the machine is `up` on a share of the days only. It could
# make two hundred a day.

# %%
import pandas as pd

from jitagents import SupplyModel
from jitagents.behaviours.demand import Gamma
from jitagents.behaviours.ordering import Jit, Kanban
from jitagents.behaviours.production import Unreliable
from jitagents.behaviours.serving import LostSale
from jitagents.network import listed
from jitagents.simulation.exemptions import Exemption


def seats(spread, late):
    """The plant's line and the maker of its seats."""
    line = {"name": "line", "kind": "buyer", "item": "seat", "demand": 100, "demand_sd": 100 * spread}
    maker = {"name": "maker", "kind": "supplier", "item": "seat", "lead_time": 0, "capacity": 200}
    lane = {"seller": "maker", "buyer": "line", "lead_time": 2, "lead_time_sd": late}
    return listed(name="seats", agents=[line, maker], lanes=[lane], whole=False)


# %%
def loop(cards, spread, late, up):
    """The loop after thirty days; the maker has no stock and makes to order."""
    rules = {"demand": Gamma(), "serving": LostSale(), "production": Unreliable(up=up)}
    rules |= {"ordering": Kanban(container=10, cards=cards[None, :])}
    to_order = [Exemption({"name": "maker"}, ordering=Jit(cover=0))]
    model = SupplyModel(seats(spread, late), worlds=len(cards), rng=1, warmup=30, exemptions=to_order, **rules)
    model.run_for(30)
    return model


# %%
def by_cards(spread=0.0, late=0.0, up=1.0, numbers=range(16, 61), days=250):
    """Share of the cars that are built, and mean stock at the line, by the number of cards; 10 worlds for each."""
    cards = np.repeat(np.array(numbers), 10)
    model, built, wanted, stock = loop(cards, spread, late, up), 0, 0, 0
    for _ in range(days):
        model.step()
        built, wanted = built + model.buying["filled"][0], wanted + model.buying["wanted"][0]
        stock = stock + model.by_name["line"].stock / days
    return pd.DataFrame({"cards": cards, "built": built / wanted, "stock": stock}).groupby("cards").mean()


# %%
def least(curve, share=0.99):
    """The least number of cards with which this share of the cars is built."""
    return curve.index[curve["built"] >= share - 1e-9][0]


curves = {spread: by_cards(spread) for spread in (0.0, 0.1, 0.3, 0.5)}
needed = pd.Series({spread: least(curve) for spread, curve in curves.items()}, name="cards").rename_axis("spread")
print(f"cards at a spread of .3: {prediction} predicted, {needed[0.3]} simulated")
needed

# %% [markdown]
# ## The surprise
#
# A little spread costs little, and each further bit of it costs more than the last. Without any, twenty cards are
# enough and no seat ever waits at the line: full output, and no stock.

# %%
import seaborn as sns

sns.set_theme(style="whitegrid", palette="colorblind")
_, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
for spread, curve in curves.items():
    curve["built"].plot(ax=left, label=f"spread {spread}", ylabel="share of cars built")
    curve["stock"].plot(ax=right, ylabel="stock at the line (seats)")
left.axhline(0.99, color="k", linewidth=0.8)
left.legend()
plt.show()

# %% [markdown]
# ## Why
#
# Below twenty cards the line is starved: at most `cards` x 10 seats come in two days, whatever the demand. That is
# [Little's law](line_of_four.ipynb). Above it, a card more is stock and nothing else. What has to be covered is the
# demand of the days in which a card is on its way, so far as it is above the mean. Its tail grows faster than its
# standard deviation, and 99 % asks for the tail.
#
# The usual formula, flow x (lead time + 1 day) x (1 + safety) / box, knows nothing of it: with 15 % of safety it gives
# 35 cards, whatever the rocks are.

# %%
assert np.allclose(curves[0.0]["built"], np.minimum(curves[0.0].index * 10 / 200, 1))
assert needed[0.0] == 20
assert needed[0.5] - needed[0.3] > needed[0.3] - needed[0.1] > 2 * (needed[0.1] - needed[0.0])

# %% [markdown]
# Where are the rocks in your plant? Move them.

# %%
from ipywidgets import interact


@interact(spread=(0.0, 0.6, 0.1), late=(0.0, 1.0, 0.25), up=(0.7, 1.0, 0.05))
def slide(spread=0.3, late=0.5, up=0.9):
    """Output over cards."""
    curve = by_cards(spread, late, up, numbers=range(16, 61, 2), days=150)
    axis = curve["built"].plot(figsize=(6, 3), ylabel="share of cars built", ylim=(0.5, 1.01))
    axis.axhline(0.99, color="k", linewidth=0.8)
    plt.show()


# %% [markdown]
# ## Exercise
#
# A plant has all three rocks: a spread of .3, deliveries that are late or early by half a day, and a machine that is
# down on one day in ten. There is money to remove one. Which one sets the most cards free? And how many cards does the
# plant need if all three stay?

# %% tags=["solution"]
rocks = {"spread": 0.3, "late": 0.5, "up": 0.9}
gone = {"": {}, "irregular demand": {"spread": 0.0}, "late deliveries": {"late": 0.0}, "stops": {"up": 1.0}}
cards = {name: least(by_cards(**rocks | change, numbers=range(20, 81), days=400)) for name, change in gone.items()}
print(f"all three rocks: {cards.pop('')} cards; the least number without one of them:")
print(pd.Series(cards).sort_values().to_string())
assert min(cards.values()) > 20

# %% [markdown] tags=["solution"]
# Variances add up, standard deviations do not: with all three rocks, the removal of one saves less than it would cost
# to have it alone. And the order depends on the numbers. A delivery that is half a day late is fifty seats, more than
# the spread of a day's demand; a stop is a whole day without seats, but only one in ten, and the machine catches up.

# %% [markdown]
# ## What this is not
#
# Cards are never lost, the sender sees one at once, and nobody orders by telephone. A car that is not built is lost
# here; where it is built on Saturday, fewer cards are enough, and overtime pays for them. Ohno's point is not in any
# formula either: a line that stops makes people look for the cause. The simulator can only say what it is worth.
#
# **Readings.** Ohno 1988, *Toyota Production System*; Monden 1983; Hopp & Spearman 2011, ch. 4 and 10.
