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
# # The price of a set-up
#
# A press stamps brackets, and other things in between. A customer takes 40 brackets a day. To change the tool costs
# 200 euros: two hours of the press and of its setter. A bracket in stock costs ten cents a day. So brackets are pressed
# in batches, 400 at a time, enough for ten days; somebody worked that out long ago.
#
# A consultant films the change of the tool and finds that half of the work can be done while the press still runs
# (SMED). From now on it costs 100 euros. The owner is delighted: half the set-up, half the stock, he says, and half of
# what both cost. The foreman says that a batch is a batch. Both are wrong.

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt
import numpy as np

days = np.arange(41)
fig, axis = plt.subplots(figsize=(9, 2.3), layout="constrained")
axis.fill_between(days, 400 - 40 * (days % 10), step="post", color="#cfe3f3", edgecolor="#0173b2")
axis.scatter(days[::10], np.full(5, -35), marker="^", color="#de8f05", clip_on=False)
axis.text(20.5, 330, "200 euros a change, 10 cents a bracket and day", fontsize=9)
axis.set(xlabel="day (triangle: the tool is changed)", ylabel="brackets in stock", ylim=(-60, 440), xlim=(0, 40))
plt.show()

# %% [markdown]
# ## A number first
#
# Set-ups at half the price: how many per cent smaller is the batch that now costs least? And if you make batches
# *twice* as large as the best ones: how many per cent more do set-ups and stock then cost?

# %% tags=["prediction"]
prediction_batch = None  # % that the best batch is smaller
prediction_cost = None  # % more, for batches of twice the best size

# %% [markdown]
# ## Run
#
# One stock point, which a press fills overnight: when nothing is left in the evening, a batch is ordered, and it is
# there in the morning. Every batch and every price of a set-up is a world of its own, for 840 days.

# %%
import jitagents

press = {"where": {"name": "outside"}, "ordering": {"_target_": "jitagents.behaviours.ordering.Jit", "cover": 0}}
shop = {
    "network": "serial", "network.stages": 1, "network.lead_time": 1, "network.demand": 40, "network.holding_cost": 0.1,
    "serving": "backorder", "crisis": "none", "+exemptions.press": press, "costs.order": 200,
    "measures": ["cost", "stock_units"], "scopes": ["network", "agents"], "daily": [],
    "replications": 1, "days": 840, "warmup": 840, "workers": 1,
}  # fmt: skip

# %% [markdown]
# Batches of so many days that they come out even in 840, each at three prices of a change.

# %%
lots = [40 * days for days in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 15, 20, 24, 28, 30)]
rules = {"demand": "constant", "ordering": "reorder_point", "ordering.reorder": 0}
levels = {"costs.order": [200, 100, 50], "ordering.batch": lots}
results = jitagents.load("single", shop | rules, levels=levels).run(progress=False)


# %%
def brackets(results, by):
    """Euros a day for set-ups and stock, and brackets in stock in the evening."""
    table = results.summary().query("scope == 'agent:stage_1'")
    return table.pivot(index=by, columns="metric", values="calm")


table = brackets(results, ["costs.order", "ordering.batch"])
best = table["cost"].groupby(level=0).idxmin().map(lambda at: at[1])
least = table["cost"].groupby(level=0).min()
best.to_frame("best batch").assign(cost=least.round(2)).sort_index(ascending=False)

# %%
smaller = 100 * (1 - best[100] / best[200])
twice = 100 * (table.loc[(200, 800), "cost"] / table.loc[(200, 400), "cost"] - 1)
print(f"smaller batch: {prediction_batch} % predicted, {smaller:.0f} % simulated")
print(f"batches of twice the best size: {prediction_cost} % more predicted, {twice:.0f} % simulated")

# %% [markdown]
# ## The surprise
#
# Half the set-up takes away not half of the batch, but three tenths. To halve it, the set-up has to fall to a quarter.
# And a batch that is wrong by a factor of two hardly matters: the curves are bowls with a wide, flat bottom.

# %%
import seaborn as sns

sns.set_theme(style="whitegrid", palette="colorblind")
figure, axis = plt.subplots(figsize=(8, 3.6), layout="constrained")
for (setup, marker), colour in zip({200: "o", 100: "s", 50: "^"}.items(), sns.color_palette(), strict=False):
    axis.plot(table.loc[setup, "cost"], marker=marker, color=colour, markersize=4, label=f"a change costs {setup}")
    axis.plot(best[setup], least[setup], marker=marker, color=colour, markersize=12)
axis.set(xlabel="batch (brackets)", ylabel="set-ups and stock, euros a day", ylim=(0, 80))
axis.legend()
plt.show()

# %% [markdown]
# ## Why
#
# A batch of $Q$ is pressed $d / Q$ times a day and pays $K$ each time. In the evenings it leaves between $Q - d$ and
# nothing, $(Q - d) / 2$ in the mean. So a day costs $K d / Q + h (Q - d) / 2$: the first part falls with $Q$, the
# second rises, and they are equal at
#
# $$Q^* = \sqrt{2 K d / h}$$
#
# the **economic order quantity** (Harris 1913). Under the root, half of $K$ is $1 / \sqrt 2$ = 71 % of $Q^*$. Apart
# from $h d / 2$, which no batch changes, a batch $q$ times as large as the best costs $(q + 1 / q) / 2$ times what it
# must: a quarter more for $q$ = 2, and for $q$ = 1/2.

# %%
setup, lot = (table.index.get_level_values(name).astype(float) for name in table.index.names)
formula = setup * 40 / lot + 0.1 * (lot - 40) / 2
print(f"largest difference from the formula: {np.abs(table['cost'] - formula).max():.1e} euros a day")
assert np.allclose(table["cost"], formula)
assert np.allclose(table["stock_units"], (lot - 40) / 2)
for change in (200, 100, 50):
    print(f"a change costs {change}: {best[change]:.0f} simulated, {np.sqrt(2 * change * 40 / 0.1):.0f} by the root")

# %% [markdown]
# Who is right about the money? With the old batch, the new set-up saves ten euros of 38 a day at once: the foreman need
# not do anything. Batches of 280 save another two. But they take sixty brackets out of the stock of 180, and a
# defect is found after seven days and not after ten: that is why the people who changed tools in minutes did it.

# %%
from ipywidgets import interact


@interact(change=(5, 400, 5), days=(1, 30))
def slide(change=100, days=10):
    """The bowl for any price of a change, and batches of some days of sales."""
    lot, root = 40 * days, np.sqrt(2 * change * 40 / 0.1)
    cost, stock = change * 40 / lot + 0.1 * (lot - 40) / 2, (lot - 40) / 2
    print(f"batches of {lot}: {cost:.1f} euros a day, {stock:.0f} in stock; the best would be {root:.0f}")


# %% [markdown]
# ## Exercise
#
# 1. At which price of a change is it best to press every day what is sold on that day, as pure just-in-time wants it?
# 2. A change costs 50 by now. The customer tells beforehand what he takes on each day of a fortnight, still 40 in the
#    mean, but in lumps (`needs`). The planner has four ways to make lots of it (`ordering.lot_sizing`):
#    `lot_for_lot`, `fixed` lots of 200, the needs of a `period` of five days, and `wagner_whitin`. Predict the order
#    of their costs. Is the last one really the best that there is?

# %%
needs = [0, 30, 0, 80, 60, 0, 10, 90, 40, 0, 0, 50, 100, 100]

# %% tags=["solution"]
plan = {"demand": "seasonal", "demand.profile": needs, "demand.amplitude": 0, "demand.cv": 0, "forecasting": "perfect"}
mrp = {"ordering": "mrp", "ordering.setup": 50, "ordering.holding": 0.1, "ordering.lot": 200, "ordering.review": 5}
ways = ["lot_for_lot", "fixed", "period", "wagner_whitin"]
variants = {"variants": {way: [f"ordering.lot_sizing={way}"] for way in ways}}
ways = brackets(
    jitagents.load("single", shop | plan | mrp | {"costs.order": 50} | variants).run(progress=False), "variant"
)
ways.round(2).sort_values("cost")

# %% tags=["solution"]
from itertools import product


def cost(days):
    """Euros a day, if each batch lasts until the next of some days of the fortnight."""
    ahead = [min((day - one) % 14 for one in days) for day in range(14)]
    return (50 * len(days) + 0.1 * np.dot(ahead, needs)) / 14


every = [np.flatnonzero(chosen) for chosen in product((0, 1), repeat=14) if any(chosen)]
cheapest = min(every, key=cost)
print(f"of {len(every)} plans, the cheapest makes {len(cheapest)} batches: {cost(cheapest):.2f} euros a day")
print(f"a batch a day is as good as one of two days at K = h d = {0.1 * 40:.0f} euros a change")
assert np.isclose(ways.loc["wagner_whitin", "cost"], cost(cheapest))

# %% [markdown] tags=["solution"]
# Batches of one day are as good as batches of two when $K d / 40 = K d / 80 + h d / 2$, at $K = h d$ = 4 euros, fifty
# times less than the old change; below that, just-in-time is not a creed but the cheapest lot.
#
# Lots that look at the plan cost a quarter less than the economic quantity, with two fifths of its stock, because they
# come just before the large needs and never before a day without any. Wagner and Whitin's are the best of all 16,383
# plans of a fortnight. But they trust the plan: when the customer changes it, so do all lots behind it.

# %% [markdown]
# ## What this is not
#
# A set-up costs money here, and no time: where the press is nearly full, set-ups take capacity, and there is a
# smallest batch that it can afford (`production=product_wheel`). Demand is constant or known; with an uncertain one,
# a larger batch also means fewer occasions for a shortage ([which service do you mean?](which_service.ipynb)). And is
# 200 euros what a change costs, or what the accounts say it does? A setter who is paid anyway costs nothing more, and
# a press that waits nothing at all, unless it is the bottleneck.
#
# **Readings.** Harris 1913, *Factory, The Magazine of Management* 10(2); Wagner & Whitin 1958, *Management Science*
# 5(1); Shingo 1985, *A Revolution in Manufacturing: The SMED System*; Silver, Pyke & Thomas 2017, ch. 4 and 5.
