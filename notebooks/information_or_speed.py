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
# # Information or speed
#
# A warehouse supplies four shops. Two units a day are sold in each, a few more or less; goods take four days to the
# warehouse and four more to a shop. A shop orders eight at a time, enough for four days. A unit in stock costs one
# euro a day, one that a customer waits for costs twenty. All have found the reorder points that suit them best.
#
# Three salesmen come on one day. The first sells a system by which the warehouse sees every sale and all stock in the
# shops, and decides for them what they need. The second, a forwarder, drives in half the time. The third sells
# smaller boxes: four at a time. Each asks for the same fee. The director likes the first one best: partners, she has
# read, replace stock by information.

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt

fig, axis = plt.subplots(figsize=(9, 2.6), layout="constrained")
box = {"boxstyle": "round", "fc": "#cfe3f3"}
axis.text(0, 0, "outside", ha="center", va="center")
axis.text(4, 0, "warehouse", ha="center", va="center", bbox=box)
axis.annotate("", (3.2, 0), (0.5, 0), arrowprops={"arrowstyle": "->"})
axis.text(1.8, 0.1, "4 days", ha="center")
for place in (-1.5, -0.5, 0.5, 1.5):
    axis.text(8.5, place, "shop: 2 a day", ha="center", va="center", bbox=box)
    axis.annotate("", (7.6, place), (4.8, place / 5), arrowprops={"arrowstyle": "->"})
axis.text(5.9, 1.15, "4 days, boxes of 8", ha="center")
axis.annotate("", (4, -0.35), (7.6, -1.75), arrowprops={"arrowstyle": "->", "ls": "--", "color": "#de8f05",
                                                      "connectionstyle": "arc3,rad=-0.25"})  # fmt: skip
axis.text(4.9, -2.0, "sales and stock: worth what?", ha="right", color="#b46f00")
axis.set(xlim=(-0.7, 9.6), ylim=(-2.3, 2))
axis.axis("off")
plt.show()

# %% [markdown]
# ## A number first
#
# Stock and waiting together cost some 36 euros a day now. How many per cent of it does the information save, and how
# many do half the lead times save? Everybody may choose new reorder points.

# %% tags=["prediction"]
prediction_information = None  # % saved
prediction_speed = None  # % saved

# %% [markdown]
# ## Run
#
# Each offer is a variant. Reorder points of the shops and of the warehouse are levels, so that each offer is judged by
# those that are best for it.

# %%
import numpy as np

import jitagents

rule = {"_target_": "jitagents.behaviours.ordering.ReorderPoint", "batch": 16, "reorder": 0}
chain = {
    "network": "one_warehouse", "network.holding_cost": 1, "network.warehouse_holding": 1, "network.backorder_cost": 20,
    "serving": "backorder", "crisis": "none", "costs.pipeline": 0, "ordering": "reorder_point", "ordering.batch": 8,
    "+exemptions.warehouse": {"where": {"name": "warehouse"}, "ordering": rule},
    "measures": ["cost", "bullwhip"], "scopes": ["network", "tiers"], "daily": [],
    "replications": 10, "days": 364, "warmup": 100, "workers": 1,
}  # fmt: skip

# %%
speed = ["network.lead_time=2", "network.supply_time=2"]
boxes = ["ordering.batch=4", "exemptions.warehouse.ordering.batch=8"]
offers = {"as today": [], "information": ["relation.decides=seller"], "speed": speed, "small boxes": boxes}


# %%
def tried(offers, shop, warehouse):
    """Measures of offers at all pairs of reorder points."""
    levels = {"ordering.reorder": shop, "exemptions.warehouse.ordering.reorder": warehouse}
    results = jitagents.load("single", chain | {"variants": offers}, levels=levels).run(progress=False)
    return results.summary().pivot(index=["variant", *levels], columns=["metric", "scope"], values="calm")


def at_best(table):
    """Euros a day of each offer at its best reorder points: in all, of the shops, of the warehouse."""
    best = table["cost", "network"].groupby(level=0, sort=False).idxmin()
    found = table.loc[best, "cost"].droplevel([1, 2])
    return found[["network", "tier:0", "tier:1"]].set_axis(["in all", "shops", "warehouse"], axis=1)


# %%
table = tried(offers, [5, 7, 9, 11, 13, 15], [-8, 0, 8, 16, 24])
costs = at_best(table).loc[[*offers]]
costs.assign(saved=100 * (1 - costs["in all"] / costs.loc["as today", "in all"])).round(1)

# %%
saved = 100 * (1 - costs["in all"] / costs.loc["as today", "in all"])
print(f"information: {prediction_information} % predicted, {saved['information']:.0f} % simulated")
print(f"speed: {prediction_speed} % predicted, {saved['speed']:.0f} % simulated")

# %% [markdown]
# ## The surprise
#
# Half the lead times are worth more than three times as much as all the information, and even smaller boxes are worth
# more than twice as much. And see who gains: the forwarder makes the shops much cheaper, and the warehouse dearer.

# %%
import seaborn as sns

sns.set_theme(style="whitegrid", palette="colorblind")
figure, axis = plt.subplots(figsize=(8, 2.6), layout="constrained")
costs[["shops", "warehouse"]].iloc[::-1].plot.barh(ax=axis, stacked=True, ylabel="")
axis.set(xlabel="stock and waiting, euros a day", xlim=(0, 46))
plt.show()

# %% [markdown]
# ## Why
#
# What could information do at most? It tells the warehouse earlier what to order. The best that could come of it is a
# warehouse that has everything, always, for nothing. Then a shop is alone with its own lead time $L$, its box $Q$ and
# its reorder point $r$: after its order, its position is anything from $r + 1$ to $r + Q$, equally often, and
# $L$ days later it has this, less Poisson demand of mean $2 L$ (Hadley & Whitin 1963). With $y$ for the position:
#
# $$C(r) = \frac{1}{Q} \sum_{y = r + 1}^{r + Q} \left( E[y - D]^+ + 20 \, E[D - y]^+ \right)$$
#
# This can be worked out, and tried: with a warehouse that holds so much that nothing is ever missing.

# %%
from scipy.stats import poisson


def shop(r, days=4, box=8):
    """Euros a day of a shop whose supplier always delivers."""
    y, demand = np.arange(r + 1, r + box + 1)[:, None], np.arange(100)
    cost = np.maximum(y - demand, 0) + 20 * np.maximum(demand - y, 0)
    return (cost @ poisson.pmf(demand, 2 * days)).mean()


full = tried({"as today": []}, [9, 11, 13], [120])["cost", "tier:0"].to_numpy()
exact = np.array([4 * shop(r) for r in (9, 11, 13)])
print("full warehouse, simulated", full.round(1), "exact", exact.round(1))
assert np.allclose(full, exact, rtol=0.08)

# %%
today = costs.loc["as today", "in all"]
least = {"information": (4, 8), "speed": (2, 8), "small boxes": (4, 4)}
for name, (days, box) in least.items():
    bound = 4 * min(shop(r, days, box) for r in range(20))
    print(f"{name}: saves {saved[name]:.0f} %; at most, with a warehouse for nothing, {1 - bound / today:.0%}")
    assert costs.loc[name, "in all"] > 0.97 * bound

# %% [markdown]
# No information can save more than the first line allows: what a shop holds, it holds against the demand of its *own*
# lead time and for its *own* box, and no news shortens the one or breaks up the other. Information makes the warehouse
# unnecessary; speed and small boxes make the shops cheap. That is why partners who only exchange data are disappointed,
# and those who send a lorry every day are not.

# %% [markdown]
# ## Exercise
#
# 1. The forwarder is hired. What must the shops pay the warehouse so that both gain the same?
# 2. Is information worth more, or less, once the lorries are fast? Predict; then try both together.

# %% tags=["solution"]
gain = costs.loc["as today"] - costs.loc["speed"]
each = gain["in all"] / 2
print(f"the shops gain {gain['shops']:.1f}, the warehouse {gain['warehouse']:.1f} euros a day")
print(f"half of {gain['in all']:.1f} is {each:.1f}: the shops pay {each - gain['warehouse']:.1f} euros a day")
both = at_best(tried({"both": [*offers["information"], *speed]}, [5, 7, 9], [-8, 0, 8, 16]))
more = costs.loc["speed", "in all"] - both.loc["both", "in all"]
print(f"information on top of speed: {more:.1f} euros a day; alone: {today - costs.loc['information', 'in all']:.1f}")
assert gain["shops"] > each > gain["warehouse"]

# %% [markdown] tags=["solution"]
# The even split is Nash's: neither can do without the other. Without it the warehouse would refuse an offer that
# saves the chain a sixth. So a term of a contract has two numbers, what it is worth and whom it helps, and they
# seldom fall to the same party.
#
# Information was worth little, and becomes worth less: it is about what happens during the lead time, and there is
# hardly any left.

# %% [markdown]
# ## What this is not
#
# Demand is steady and its mean is known: news has nothing to tell but which shop is next. Where a mean shifts, or in an
# outage, sharing is worth more ([experiments: partnership](../experiments/partnership/README.md)); and where orders are
# forecasts of forecasts it calms them very much, at little gain in money. Trucks, data and boxes cost nothing here:
# what each fee may be is for you to say. And two parties who both follow the best rule are rare.
#
# **Readings.** Cachon & Fisher 2000, *Management Science* 46(8), with larger savings of the same order; Lee, So & Tang
# 2000, *Management Science* 46(5); Hadley & Whitin 1963, ch. 4; Nash 1950, *Econometrica* 18(2).
