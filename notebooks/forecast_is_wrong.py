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
# # The forecast is wrong
#
# A shop sells spare parts from four drawers. Belts go out every day, about as many each time. Bearings too, but now a
# few and now many. Pumps are asked for one day in five; gearboxes too, and one never knows how many. Each drawer sells
# ten a day in the mean, and what is ordered in the evening comes four days later.
#
# The old storekeeper writes *ten a day* into his book, whatever happens. The new planner follows the market: what was
# sold today is what he expects for tomorrow. The software that was bought last year offers the mean of the last twenty
# days, and a method for parts that are seldom asked for (Croston's). All of them add safety stock for their own errors,
# at z = 1.64, which is in every textbook: it protects 95 times in 100.

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(4)
drawers = {"belts": (1, 0.3), "bearings": (1, 1.0), "pumps": (5, 0.3), "gearboxes": (5, 1.0)}
fig, axes = plt.subplots(1, 4, figsize=(9, 1.9), layout="constrained")
for axis, (name, (interval, cv)) in zip(axes, drawers.items(), strict=True):
    sizes = rng.gamma(1 / cv**2, 10 * interval * cv**2, 60)
    axis.bar(range(60), sizes * (rng.random(60) * interval < 1), width=1, color="#0173b2")
    axis.axhline(10, color="#de8f05")
    axis.set(title=name, xlabel="day", ylim=(0, None))
axes[0].set_ylabel("sold in a day")
plt.show()

# %% [markdown]
# ## A number first
#
# Take the belts, and the demand of the four days until a delivery. The storekeeper's *ten a day* is wrong by some units
# in the mean. How many times as large is the error of the planner, who follows the market? And of the gearboxes, at
# z = 1.64 and with the storekeeper's forecast: how many deliveries of 100 come before anything is short?

# %% tags=["prediction"]
prediction_error = None  # times the error of the storekeeper
prediction_service = None  # deliveries of 100 before which nothing is short

# %% [markdown]
# ## Run
#
# Drawers are levels, which run side by side; forecasts are variants. The storekeeper is a smoothing that gives today no
# weight. All meet the same demand.

# %%
import pandas as pd

import jitagents

drawers = {"belts": (1, 0.3), "bearings": (1, 1.0), "pumps": (5, 0.3), "gearboxes": (5, 1.0)}  # interval, variation
always = {"where": {"name": "outside"}, "ordering": {"_target_": "jitagents.behaviours.ordering.Jit", "cover": 0}}
shop = {
    "network": "serial", "network.stages": 1, "network.lead_time": 4, "network.demand": 10, "network.whole": False,
    "serving": "backorder", "crisis": "none", "+exemptions.source": always,
    "ordering": "safety_stock", "ordering.z": 1.64, "ordering.errors": "interval",
    "measures": ["mase", "cycle_service_level", "stock_units", "bullwhip"], "scopes": ["network", "agents"],
    "daily": [], "replications": 20, "days": 364, "warmup": 100, "workers": 1,
}  # fmt: skip

# %%
forecasts = {
    "storekeeper": ["forecasting=exponential_smoothing", "forecasting.alpha=0"],
    "planner": ["forecasting=naive"],
    "mean of 20 days": ["forecasting=moving_average", "forecasting.window=20"],
    "Croston": ["forecasting=croston"],
}


# %%
def measured(demand, variants, levels=None):
    """Measures of the shop by variant and level."""
    results = jitagents.load("single", shop | demand | {"variants": variants}, levels=levels).run(progress=False)
    table = results.summary().query("scope == 'agent:stage_1'")
    by = ["variant", *(levels[0] if levels else ())]
    return table.pivot(index=by, columns="metric", values="calm").loc[list(variants)]


# %%
levels = [{"demand.interval": interval, "demand.size_cv": cv} for interval, cv in drawers.values()]
table = measured({"demand": "intermittent"}, forecasts, levels)
named = {place: name for name, place in drawers.items()}
table.index = [(variant, named[float(interval), float(cv)]) for variant, interval, cv in table.index]
table.index = pd.MultiIndex.from_tuples(table.index, names=["forecast", "drawer"])
error = table["mase"].unstack()[[*drawers]]
(error / error.loc["storekeeper"]).round(2)

# %%
times = error.loc["planner", "belts"] / error.loc["storekeeper", "belts"]
service = 100 * table.loc[("storekeeper", "gearboxes"), "cycle_service_level"]
print(f"error of the planner: {prediction_error} times predicted, {times:.2f} times simulated")
print(f"gearboxes: {prediction_service} deliveries of 100 predicted, {service:.0f} simulated")

# %% [markdown]
# ## The surprise
#
# Who follows the market is twice as wrong as who never looks at it. He pays with stock, and his supplier with orders
# that jump. The software comes near the storekeeper, and does not beat him. And 95 of 100 is true of the belts alone:
# of the gearboxes it is some 84.

# %%
import seaborn as sns

sns.set_theme(style="whitegrid", palette="colorblind")
figure, axes = plt.subplots(1, 3, figsize=(10, 3.2), layout="constrained")
for axis, name in zip(axes, ["stock_units", "bullwhip", "cycle_service_level"], strict=True):
    bars = table[name].unstack(0)[[*forecasts]].loc[[*drawers]]
    bars.plot.bar(ax=axis, xlabel="", legend=name == "bullwhip", rot=20)
axes[0].set(yscale="log", ylabel="stock, units (log)")
axes[1].set_ylabel("variance, orders over demand")
axes[2].axhline(0.95, color="k", linewidth=0.8)
axes[2].set(ylim=(0.7, 1), ylabel="deliveries without shortage")
plt.show()

# %% [markdown]
# ## Why
#
# Demand of $T$ days has the variance $T \sigma^2$: nobody can forecast that away. A mean of the last $N$ days has an
# error of its own, of variance $\sigma^2 / N$, and it is the same error on all $T$ days, so that it counts $T^2$ times:
#
# $$\text{error} = \sigma \sqrt{T} \, \sqrt{1 + T / N}$$
#
# For the storekeeper $N = \infty$. For the planner $N = 1$ and $T = 4$: $\sqrt 5$ = 2.24 times. For twenty days 1.10
# times. Smoothing with weight $\alpha$ is worth $N = 2 / \alpha - 1$ days. The other side of it are orders: their
# variance is $1 + 2 T / N + 2 T^2 / N^2$ times that of demand (Chen et al. 2000), 41 times for a planner who could also
# send goods back.
#
# `mase` is the mean absolute error over that of *the next four days are as the last four* ($N = T$), so that normal
# demand gives it the value $\sqrt{(1 + T / N) / 2}$.

# %%
windows = [1, 2, 4, 8, 20, 50]
means = {str(days): ["forecasting=moving_average", f"forecasting.window={days}"] for days in windows}
normal = measured({"demand": "normal", "network.demand_sd": 2}, means)
normal["mase, exact"] = [np.sqrt((1 + 4 / days) / 2) for days in windows]
normal["bullwhip, exact"] = [1 + 8 / days + 32 / days**2 for days in windows]
long = normal.loc[["8", "20", "50"]]  # nothing would have to be sent back
assert np.allclose(normal["mase"], normal["mase, exact"], rtol=0.04)
assert np.allclose(long["bullwhip"], long["bullwhip, exact"], rtol=0.04)
normal[["mase", "mase, exact", "bullwhip", "bullwhip, exact"]].round(2)

# %% [markdown]
# The 84 of 100 have nothing to do with the forecast. Safety stock of $z$ standard deviations protects 95 times in 100
# if demand over the lead time is *normal*. Four days of gearboxes are mostly nothing, and now and then a lot: a long
# tail to the right, in which $z$ = 1.64 lies too far left. So first know your drawers. The usual classes look at the
# mean time between two demands, and at the squared variation of their sizes (Syntetos, Boylan & Croston 2005). Here
# are three years of each drawer; can you tell the classes from the histories alone?

# %%
from jitagents.readiness.classes import pattern

rng = np.random.default_rng(1)
for name, (interval, cv) in drawers.items():
    sizes = rng.gamma(1 / cv**2, 10 * interval * cv**2, (3, 365))
    years = sizes * (rng.random((3, 365)) * interval < 1)
    print(f"{name:10}", *(str(pattern(year)) for year in years))

# %% [markdown]
# ## Exercise
#
# 1. A consultant judges forecasts by the mean absolute error of a day, as many do. For the pumps (fifty at a time, on
#    one day in five) he compares *ten a day* with *never any*. Which one wins, and by how much?
# 2. Which $z$ do the gearboxes need so that 95 deliveries of 100 come before anything is short?

# %% tags=["solution"]
pumps = 50 * (rng.random(100_000) < 1 / 5)
print(f"ten a day: wrong by {np.abs(pumps - 10).mean():.1f}; never any: wrong by {np.abs(pumps).mean():.1f}")
print(f"by theory: 2 m (1 - p) = {2 * 10 * 0.8:.0f}, and m = 10")
gearboxes = {"demand": "intermittent", "demand.interval": 5, "demand.size_cv": 1.0}
factors = [1.64, 2.0, 2.5, 3.0, 3.5]
at = [{"ordering.z": z} for z in factors]
protected = measured(gearboxes, {"storekeeper": forecasts["storekeeper"]}, at)["cycle_service_level"].to_numpy()
print(f"95 of 100: z = {np.interp(0.95, protected, factors):.1f}, and not 1.64")
assert protected[0] < 0.9 < 0.95 < protected[-1]

# %% [markdown] tags=["solution"]
# *Never any* wins by far: the mean absolute error is smallest at the median, and the median of a day is nothing. It
# would be the best forecast of an empty shop. Judge a forecast of parts that are seldom asked for by its squared
# error, by its bias, or best by what it is for: the stock and the service that it leads to. And for the same reason,
# take the safety stock of such parts from their distribution, not from a table of the normal one.

# %% [markdown]
# ## What this is not
#
# Demand here is the same for ever, and the storekeeper knows its mean: that is the whole secret of his success. Let it
# double in March, and he is the last to notice. A forecast that follows has a price, $\sqrt{1 + T / N}$; how much of it
# to pay depends on how often the market really changes. There is no season and no trend, no promotion, and no customer
# who could be asked what he plans. And $T$ counts as much as $N$: whoever delivers sooner needs less of a forecast.
#
# **Readings.** Brown 1959, *Statistical Forecasting for Inventory Control*; Croston 1972, *Operational Research
# Quarterly* 23(3); Syntetos, Boylan & Croston 2005, *JORS* 56(5); Hyndman & Koehler 2006, *International Journal of
# Forecasting* 22(4); Chen, Drezner, Ryan & Simchi-Levi 2000, *Management Science* 46(3).
