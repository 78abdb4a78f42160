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
# The owner looks at his screen every evening. The screen is never wrong about what it was told.

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt
import numpy as np

day = np.arange(60)
books = 50 - 5 * (day % 6)
fig, axis = plt.subplots(figsize=(9, 2.4), layout="constrained")
axis.step(day, books, where="post", label="the books", color="#0173b2")
axis.step(day, books - day // 4, where="post", label="the shelf?", color="#de8f05", linestyle="--")
axis.set(xlabel="day", ylabel="stock (units)", ylim=(0, 60))
axis.legend(loc="lower left")
plt.show()

# %% [markdown]
# ## A number first
#
# On which day does the first customer leave without the goods? How much of the demand of a year does the shop meet, in
# per cent?

# %% tags=["prediction"]
prediction_day = None  # first day on which a customer is missing something
prediction_met = None  # % of the demand of a year that is met

# %% [markdown]
# ## Run

# %%
import pandas as pd
import seaborn as sns

import jitagents
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.information import Books, Counts, Losses
from jitagents.behaviours.ordering import ReorderPoint
from jitagents.behaviours.serving import LostSale
from jitagents.model import SupplyModel
from jitagents.network import listed

# %%
sns.set_theme(style="whitegrid", palette="colorblind")
source = {"name": "source", "kind": "supplier", "item": "good", "lead_time": 0}
buyer = {"name": "shop", "kind": "buyer", "item": "good", "demand": 5, "stock": 50}
lane = {"seller": "source", "buyer": "shop", "lead_time": 2}
shop = listed(name="shop", whole=False, agents=[source, buyer], lanes=[lane])


def opened(counts):
    """The shop before its first day, with so many days between counts."""
    books = Books(losses=Losses(units=1, every=4), counts=counts)
    rules = {"ordering": ReorderPoint(reorder=20, batch=30), "serving": LostSale(), "demand": Constant()}
    return SupplyModel(shop, information=books, start="empty", **rules)


# %%
def year(counts):
    """Record and stock of the shop at the end of each day, and what it sells."""
    model, history = opened(counts), []
    for _ in range(365):
        model.step()
        stock, wrong = (model.points[name][0, 0] for name in ("stock", "misrecorded"))
        history.append({"the books": stock + wrong, "the shelf": stock, "sold": model.buying["filled"][0, 0]})
    return pd.DataFrame(history, index=pd.RangeIndex(1, 366, name="day"))


# %%
never = year(Counts())
figure, axis = plt.subplots(figsize=(9, 3.4), layout="constrained")
sns.lineplot(never.loc[:120, ["the books", "the shelf"]], drawstyle="steps-post", ax=axis)
axis.set_ylabel("stock (units)")
plt.show()

# %%
short, met = never.index[never["sold"] < 5][0], never["sold"].sum() / (5 * 365)
last = never.index[never["sold"] > 0][-1]
print(f"first short day: {prediction_day} predicted, {short} simulated; the last sale is on day {last}")
print(f"demand met: {prediction_met} % predicted, {met:.0%} simulated")
assert (short, last) == (67, 87)

# %% [markdown]
# ## The surprise
#
# The first customer leaves on day 67, and from day 88 on nobody gets anything, for ever.
#
# ## Why
#
# The lines part by a unit every fourth day. Once they are more than the reorder point apart, the books show more than
# 20 while the shelf is empty. Nothing is sold, so nothing is entered, so the record stays where it is and orders
# nothing. Kang & Gershwin (2005) call it the freeze. Three quarters of the year are lost to a leak of 5 %.
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
# Guess before you look: 2 % disappear, nobody counts. How much of the demand of a year is met?

# %%
study = jitagents.load("single", overrides=["+experiment=counts", "replications=6"])
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
# ## How little is enough
#
# About an eighth. A leak that an accountant would call small stops a just-in-time line, and it is cured by the
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
    "replications=6",
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
# day of cover, with one day, with two? Change `ordering.cover`.

# %% tags=["solution"]
found = {}
for cover in (0.5, 1, 2):
    given = [*overrides, f"ordering.cover={cover}", "replications=3"]
    worth = jitagents.load("single", overrides=given).with_perfect_books().run(progress=False).value_of_data()
    worth = worth[worth["metric"] == "days_lost_to_data"]
    found[f"cover {cover}"] = worth.set_index("variant")["calm"] / 364
print(pd.DataFrame(found).map("{:.1%}".format).to_string())

# %% [markdown] tags=["solution"]
# Half a day of cover: every week. One day or two: every month. A day of stock buys weeks without a count, and a count
# costs less than a day of stock.

# %% [markdown]
# ## What this is not
#
# A count costs nothing here and is always right (`information.counts.error`). Losses are the same share everywhere;
# in shops a few items have most of them. And who finds an empty shelf often looks at once: `information.counts.notice`
# is the probability, a day, that somebody does.
#
# **Readings.** Kang & Gershwin 2005, *IIE Transactions* 37(9); DeHoratius & Raman 2008, *Management Science* 54(4);
# Fleisch & Tellkamp 2005, *International Journal of Production Economics* 95(3).
