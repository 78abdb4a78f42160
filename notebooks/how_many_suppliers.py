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
# # How many suppliers?
#
# You buy a component from one supplier. He is cheap, near, and you know his foreman by name. Last month the plant two
# streets away burned, and now your board wants to hear a number: two suppliers, three, five?
#
# Each one costs money: visits, audits, tools, contracts, smaller lots. Each one makes it less likely that all of them
# fail together. Berger, Gerstenfeld & Zeng (2004) put both into one line, and the line has a minimum.
#
# Then somebody asks from whom your suppliers buy.

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt

fig, panels = plt.subplots(1, 2, figsize=(9, 2.6), layout="constrained")
for panel, fabs, name in zip(panels, ((2.4, 1, -0.4), (1,)), ("each has its own source", "a diamond"), strict=True):
    for number, height in enumerate((2.4, 1, -0.4)):
        panel.plot([0, 1, 2], [fabs[number % len(fabs)], height, 1], color="grey", zorder=0)
        panel.scatter(1, height, s=500, marker="s", color="#cfe3f3", edgecolor="k")
    panel.scatter([0] * len(fabs), fabs, s=500, color="#de8f05", edgecolor="k")
    panel.scatter(2, 1, s=700, marker="^", color="#029e73", edgecolor="k")
    panel.set(title=name, xlim=(-0.4, 2.4), ylim=(-1.2, 3.2), xticks=range(3), yticks=[])
    panel.set_xticklabels(["fabs", "suppliers", "you"])
plt.show()

# %% [markdown]
# ## A number first
#
# In a year, each supplier fails with a probability of 4 %, for itself, and an event that strikes all of them comes
# with .5 %. If all fail you lose 10 million. A supplier costs 10,000 a year. How many do you want?

# %% tags=["prediction"]
prediction = None  # suppliers

# %% [markdown]
# ## Run
#
# Expected cost of a year with $n$ suppliers: $EC(n) = C n + L \, (p^* + (1 - p^*) \, p^n)$.

# %%
import pandas as pd

from jitagents.supply_base import cost_of_sources

numbers = pd.RangeIndex(1, 7, name="suppliers")


def cost(outage=0.04, common=0.005, administration=10_000):
    """Expected cost of a year, by the number of suppliers."""
    case = {"outage": outage, "common": common, "loss": 10e6, "administration": administration}
    return pd.Series([cost_of_sources(number, **case) for number in numbers], numbers, name="cost of a year")


best = cost().idxmin()
print(f"{prediction} suppliers predicted, {best} by the formula")
cost().round()

# %%
from ipywidgets import interact


@interact(outage=(0.01, 0.3, 0.01), common=(0.0, 0.02, 0.001), administration=(1000, 100_000, 1000))
def slide(outage=0.04, common=0.005, administration=10_000):
    """The cost over the number of suppliers; below the line nobody gets, however many there are."""
    axis = cost(outage, common, administration).plot.bar(figsize=(6, 3), color="#0173b2", ylabel="cost of a year")
    axis.axhline(common * 10e6, color="#de8f05", label="the event that strikes all")
    axis.legend()
    plt.show()


# %% [markdown]
# Both ends hurt: the curve is a U. And it has a floor, $p^* L$, which no number of suppliers lowers. The formula says
# nothing of where $p^*$ comes from. A simulation does: one to four suppliers of a shop, each of which needs a part.
# Either each buys it from a fab of his own, or all of them buy it from the same one. Everybody, suppliers and fabs,
# fails once in two years, and is then down for a month.

# %%
import jitagents

overrides = ["+experiment=panel", "replications=10", "crisis.recurrent_outages.mtbf=730", "workers=1"]
results = jitagents.load("single", overrides=overrides).run(progress=False)
found = (
    results.summary(["days_lost", "cost"], ["network"])
    .set_index(["metric", "variant", "sourcing.sources"])
    .sort_index()
)
lost = found.loc["days_lost", "crisis"].unstack("variant")
lost.round(1)

# %%
import seaborn as sns

sns.set_theme(style="whitegrid", palette="colorblind")
_, (left, right) = plt.subplots(1, 2, figsize=(10, 3.2), layout="constrained")
lost.plot(ax=left, marker="o", ylabel="days of sales lost in five years", xlabel="suppliers", ylim=(0, None))
found.loc["cost", "crisis"].unstack("variant").plot(ax=right, marker="o", ylabel="cost of the network a day")
right.set_xlabel("suppliers")
plt.show()

# %% [markdown]
# ## The surprise
#
# With fabs of their own, the second supplier takes nearly all of the loss away. With a common fab it takes about half,
# and the third and fourth take hardly anything: they cost what they cost, and fail together.

# %%
saved = lost.iloc[0] - lost
share = (saved / lost.iloc[0]).round(2)
assert share.loc[2, "own"] > 0.8
assert share.loc[4, "common"] < 0.7
share.iloc[1:].rename_axis("share of the loss that is gone, with so many suppliers")

# %% [markdown]
# ## Why
#
# The fab is the $p^*$ of the formula: an event that strikes all of them, however many they are. It does not show on any
# invoice, since you buy nothing there. It shows in the structure, before anything is simulated: `study.supply_base`
# tells the `overlap` of each flow, the share of what its sources buy that runs through the same agents.

# %% [markdown]
# ## Exercise
#
# Berger's case again, with a supplier who costs 40,000 a year, and fails with 20 %. How many are best? And if a common
# fab raises $p^*$ to 2 %: how many then, and what is a second *fab* worth in a year that brings it down to .5 %?

# %% tags=["solution"]
dear = cost(outage=0.2, administration=40_000)
diamond = cost(outage=0.2, common=0.02, administration=40_000)
print(f"{dear.idxmin()} suppliers; with the common fab {diamond.idxmin()}, at a cost of {diamond.min():,.0f}")
print(f"a second fab is worth {diamond.min() - dear.min():,.0f} a year, a fourth supplier {dear[3] - dear[4]:,.0f}")
assert dear.idxmin() == diamond.idxmin()
assert diamond.min() - dear.min() > abs(dear[3] - dear[4])

# %% [markdown] tags=["solution"]
# The best number does not move: $p^*$ is nearly the same at every $n$. It is the wrong lever. Ask your suppliers for
# the names of theirs, and pay for a second source one tier further up, where there is one for all.

# %% [markdown]
# ## What this is not
#
# All figures are assumed. The formula asks whether *all* fail, and takes a loss that does not depend on how long; real
# suppliers help out in part. Smaller shares cost volume (`costs.volume`), and more competition may save it: neither is
# in the formula, the first is in the simulation, where the shop pays it to its suppliers. Ten replications are
# for a lesson; the [experiment](../experiments/panel/README.md) has four hundred, and intervals.
#
# **Readings.** Berger, Gerstenfeld & Zeng 2004, *Omega* 32(1); Ruiz-Torres & Mahmoodi 2007, *International Journal of
# Production Economics* 105(1); Simchi-Levi, Schmidt & Wei 2014, *Harvard Business Review* 92, on diamonds.
