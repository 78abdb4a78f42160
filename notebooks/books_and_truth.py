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
# # The books and the truth
#
# A shop sells 5 units a day. When its books show 20 or less, with what is on order, it orders 30, which come two days
# later. It opens with 50 on the shelf. On every fourth day one unit disappears: stolen, broken, put in the wrong place.
# Nobody enters it. That is 5 % of what is sold, and the shelf is full.
#
# **Write two numbers down.** On which day does the first customer leave without the goods? How much of the demand of a
# year does the shop meet?

# %%
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

import jitagents
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.information import Books, Counts, Losses
from jitagents.behaviours.ordering import ReorderPoint
from jitagents.behaviours.serving import LostSale
from jitagents.model import SupplyModel
from jitagents.network import listed

sns.set_theme(style="whitegrid", palette="colorblind")

shop = listed(
    name="shop",
    whole=False,
    agents=[
        {"name": "source", "kind": "supplier", "item": "good", "lead_time": 0},
        {"name": "shop", "kind": "buyer", "item": "good", "demand": 5, "stock": 50},
    ],
    lanes=[{"seller": "source", "buyer": "shop", "lead_time": 2}],
)


def year(counts: Counts) -> pd.DataFrame:
    """Record and stock of the shop at the end of each day, and what it sells."""
    books = Books(losses=Losses(units=1, every=4), counts=counts)
    rule = ReorderPoint(reorder=20, batch=30)
    model = SupplyModel(shop, demand=Constant(), serving=LostSale(), ordering=rule, information=books, start="empty")
    history = []
    for _ in range(365):
        model.step()
        stock, wrong = (model.points[name][0, 0] for name in ("stock", "misrecorded"))
        history.append({"the books": stock + wrong, "the shelf": stock, "sold": model.buying["filled"][0, 0]})
    return pd.DataFrame(history, index=pd.RangeIndex(1, 366, name="day"))


never = year(Counts())
figure, axis = plt.subplots(figsize=(9, 3.4), layout="constrained")
sns.lineplot(never.loc[:120, ["the books", "the shelf"]], drawstyle="steps-post", ax=axis)
axis.set_ylabel("stock (units)")
plt.show()

# %%
short = never[never["sold"] < 5]
pd.Series(
    {
        "first short day": short.index[0],
        "first day without a sale": never[never["sold"] == 0].index[0],
        "last day with a sale": never[never["sold"] > 0].index[-1],
        "share of demand met": never["sold"].sum() / (5 * 365),
    }
)

# %% [markdown]
# The first customer leaves on day 67, and from day 88 on nobody gets anything: 23 % of the year's demand is met. The
# lines part by a unit every fourth day. Once they are more than the reorder point apart, the books show more than 20
# while the shelf is empty. Nothing is sold, so nothing is entered, so the record stays where it is and orders nothing,
# for ever. Kang & Gershwin (2005) call it the freeze. Three quarters of the year are lost to a leak of 5 %.
#
# Somebody counts:

# %%
rows = {}
for days in (180, 90, 60):
    sold = year(Counts(a=days, b=days, c=days))["sold"]
    rows[f"every {days} days"] = {"demand met": sold.sum() / (5 * 365), "short days": (sold < 5).sum()}
pd.DataFrame(rows).T.round(3)

# %% [markdown]
# Six counts a year, and no customer is missing anything: the gap must be closed before it is as wide as what the
# reorder point has to spare.
#
# ## Pull has no reorder point
#
# A just-in-time line orders what its books say was consumed. What disappears was not consumed, is not ordered again,
# and is missing from the loop from then on. Four stages, random demand, two days from each to the next, half a day of
# cover; a share of every receipt disappears.
#
# **Guess** before you look: 2 % disappear, nobody counts. How much of the demand of a year is met?

# %%
study = jitagents.load("single", overrides=["+experiment=counts", "replications=12"])
results = study.run(progress=False)
results.plot.levels(["fill_rate"])

# %%


def by_leak(measure: str) -> pd.DataFrame:
    """A measure by the time between counts, and by the share that disappears."""
    table = results.summary([measure], ["network"])
    leak = table["level"].str.split("=").str[1].astype(float)
    return table.assign(leak=leak).pivot(index="variant", columns="leak", values="calm").loc[list(results.variants)]


by_leak("fill_rate").round(3)

# %% [markdown]
# ## The surprise
#
# Twelve per cent. A leak that an accountant would call small stops a just-in-time line, and it is cured by the
# cheapest of all means: somebody who looks. Nothing of it shows in the records: every order was entered, sent and
# filled.
#
# What decides is the cover. In a week, 2 % of the receipts of seven days disappear, a seventh of a day's demand, and
# there is half a day of cover; in a month it is a little more than that, in a quarter nearly two days.
#
# And how wrong are the records of the line that works? Look at the share of days on which they are right:

# %%
by_leak("record_accuracy").round(2)

# %% [markdown]
# Right on a third of the days at 2 %, with weekly counts, and nearly nothing is lost: it is not the share of records
# that are right which counts, but how far the wrong ones are off.
#
# ## What good data are worth
#
# The same worlds, in which the goods disappear as before and the books know of it: the truth twin. The difference is
# what wrong records take, in days of output of the year.

# %%
overrides = [
    "+experiment=counts",
    "replications=12",
    "levels={information.losses.receipts: [0.02]}",
    "measures=[output]",
]
twins = jitagents.load("single", overrides=overrides).with_perfect_books().run(progress=False)
worth = twins.value_of_data()
worth.loc[worth["metric"] == "days_lost_to_data", ["variant", "unit", "calm", "calm_low", "calm_high"]].round(1)

# %% [markdown]
# ## Exercise
#
# At a leak of 2 %, how often must one count so that wrong records take less than 1 % of the year's output: with half a
# day of cover, with one day, two and three? Change `ordering.cover`.
#
# <details><summary>Solution</summary>
#
# `jitagents.load("single", overrides=[*overrides, "ordering.cover=2"])`, and so on. Half a day: every week (two days
# of 364; every month takes 17). One day: every month (one or two days). Two days: every month still; a quarter takes
# three or four days, just the 1 %. Three days: every quarter. A day of stock buys a month without a count.
#
# </details>
#
# ## What this is not
#
# A count costs nothing here and is always right (`information.counts.error`). Losses are the same share everywhere;
# in shops a few items have most of them. And who finds an empty shelf often looks at once: `information.counts.notice`
# is the probability, a day, that somebody does.
#
# **Readings.** Kang & Gershwin 2005, *IIE Transactions* 37(9); DeHoratius & Raman 2008, *Management Science* 54(4);
# Fleisch & Tellkamp 2005, *International Journal of Production Economics* 95(3).
