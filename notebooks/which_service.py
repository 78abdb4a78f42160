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
# # Which service do you mean?
#
# A supermarket has signed with you: 98 % service, or you pay. You sell it 100 units a day, give or take 30, from a
# store that you fill once a week: what you order on Monday evening comes two days later. You order up to a level S.
#
# Your planner sets S so that 98 weeks of 100 end without a shortage. Your rival sets his so that 98 units of 100 are on
# the shelf when they are asked for. The supermarket counts order lines that are delivered in full. All three say
# "98 % service", and each of them is right. It will turn out that one of you has bought a lot of stock for nothing, or
# that another pays a lot of penalties.

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt
import numpy as np

week = np.array([7, 6.1, 5, 4.2, 3.1, 2.3, 1.2])
stock = np.concatenate([week, week - 0.9, week + 0.4, week - 2.2, week])
fig, axis = plt.subplots(figsize=(9, 2.6), layout="constrained")
axis.step(range(35), stock, where="post", color="#0173b2")
axis.fill_between(range(35), np.minimum(stock, 0), step="post", color="#de8f05")
axis.axhline(0, color="k", linewidth=0.8)
axis.text(22.2, -2.6, "1 week of 5, 1 day of 35, 1 unit of 100: which is the service?", ha="right")
axis.set(xticks=range(0, 36, 7), xlabel="day", ylabel="net stock", ylim=(-3.4, 8), yticks=[0])
plt.show()

# %% [markdown]
# ## A number first
#
# How many units of safety stock, above the 800 that are expected to be sold until the next delivery, does your planner
# need for 98 % of weeks? And your rival for 98 % of units?

# %% tags=["prediction"]
prediction_weeks = None  # units of safety stock, for 98 % of weeks without a shortage
prediction_units = None  # units of safety stock, for 98 % of units from the shelf

# %% [markdown]
# ## Run
#
# The store under eleven levels S at once, and four measures of the same days.

# %%
import jitagents

levels = list(range(760, 1001, 20))
services = ["cycle_service_level", "ready_rate", "otif", "fill_rate"]
source = (
    "+exemptions.source={where: {name: outside}, ordering: {_target_: jitagents.behaviours.ordering.Jit, cover: 0}}"
)
shop = ["network=serial", "network.stages=1", "network.lead_time=2", "network.demand=100", "network.demand_sd=30"]
rules = ["demand=normal", "serving=backorder", "ordering=periodic_review", "ordering.review=7", "crisis=none"]
size = ["replications=20", "days=728", "warmup=28", "workers=1", f"levels={{ordering.level: {levels}}}"]
measures = [f"measures={[*services, 'net_stock']}".replace("'", ""), "daily=[]", "scopes=[network]"]
results = jitagents.load("single", overrides=[*shop, source, *rules, *size, *measures]).run(progress=False)

# %%
table = results.summary().pivot(index="ordering.level", columns="metric", values="calm")
table.index = (table.index.astype(float) - 800).rename("safety stock")
table = table[[*services, "net_stock"]].set_axis(["weeks", "days", "lines", "units", "stock"], axis=1)
table.round(3)

# %%
safety = {name: np.interp(0.98, table[name], table.index) for name in ("weeks", "days", "lines", "units")}
print(f"98 % of weeks: {prediction_weeks} predicted, {safety['weeks']:.0f} units simulated")
print(f"98 % of units: {prediction_units} predicted, {safety['units']:.0f} units simulated")

# %% [markdown]
# ## The surprise
#
# The same number, 98 %, and several times the safety stock. The curves of weeks and of units are far apart; lines and
# days, which hardly differ here, lie between them.

# %%
import seaborn as sns

sns.set_theme(style="whitegrid", palette="colorblind")
figure, axis = plt.subplots(figsize=(8, 3.6), layout="constrained")
sns.lineplot(table[["units", "lines", "days", "weeks"]], ax=axis, markers=True)
axis.axhline(0.98, color="k", linewidth=0.8)
axis.set(xlabel="safety stock (units)", ylabel="service")
plt.show()

# %% [markdown]
# ## Why
#
# From an order until the next delivery pass eight days, whose demand is normal with mean 800 and standard deviation
# $\sigma = 30 \sqrt 8$. Three questions to one distribution, with $z = (S - 800) / \sigma$:
#
# - **Type 1**, cycle service: is there *any* shortage before the next delivery? $\Phi(z)$
# - **Type 2**, fill rate: *how much* is short? $1 - \sigma G(z) / 700$, where $G(z) = \varphi(z) - z (1 - \Phi(z))$ is
#   the mean shortage in standard deviations, and 700 is what is sold between two deliveries.
# - **Ready rate**, and lines: on *how many days* is there something left, or was all of a day's line there?
#
# A week with a shortage is short of little, and only at its end. The rarer the deliveries, the fewer are the occasions
# for a shortage, and the larger is the fill rate at the same $z$.

# %%
from scipy.stats import norm

sigma = 30 * np.sqrt(8)
z = table.index.to_numpy() / sigma
loss = norm.pdf(z) - z * norm.sf(z)
formula = {"weeks": norm.cdf(z), "units": 1 - sigma * loss / 700}
for name, values in formula.items():
    print(f"{name}: largest difference from the formula {np.abs(table[name] - values).max():.3f}")
    assert np.abs(table[name] - values).max() < 0.025

# %%
from ipywidgets import interact


@interact(review=(1, 28), z=(0.0, 3.0, 0.1))
def slide(review=7, z=1.0):
    """The same z under other times between deliveries."""
    sigma, sold = 30 * np.sqrt(review + 1), 100 * review
    units = 1 - sigma * (norm.pdf(z) - z * norm.sf(z)) / sold
    print(f"safety stock {z * sigma:.0f} units: {norm.cdf(z):.1%} of cycles, {units:.2%} of units")


# %% [markdown]
# ## Exercise
#
# 1. Work out S for a fill rate of 98 % by the formula, and for 98 % of cycles. What is the mean stock under each?
# 2. Your planner proposes deliveries every day, at the same $z$ = 2.05. Which service gets better, which gets worse?

# %% tags=["solution"]
from scipy.optimize import brentq


def short(z, sigma=sigma):
    """Units short before the next delivery, in the mean."""
    return sigma * (norm.pdf(z) - z * norm.sf(z))


exact = {"units": sigma * brentq(lambda z: short(z) - 0.02 * 700, -3, 3), "weeks": sigma * norm.ppf(0.98)}
for name, units in exact.items():
    stock = np.interp(units, table.index, table["stock"])
    print(f"98 % of {name}: S = {800 + units:.0f}, {safety[name]:.0f} simulated, mean stock {stock:.0f}")
    assert abs(units - safety[name]) < 16
print(f"daily, z = 2.05: {1 - short(2.05, 30 * np.sqrt(2)) / 100:.2%} of units, {norm.cdf(2.05):.0%} of days")

# %% [markdown] tags=["solution"]
# Daily deliveries at the same $z$ need half of the safety stock, and the service by cycles stays what it was, though
# there are now seven cycles in a week, each of which may fail. The fill rate falls: a cycle that fails is short of
# little, but little is sold in it. So write into the contract what is counted, over which time, and of which lines.

# %% [markdown]
# ## What this is not
#
# Demand is normal and independent from day to day, and its mean is known: with a forecast, its error takes the place of
# the 30. Customers wait; where they leave, cycles begin from zero and the fill rate is higher. Deliveries are always on
# time. And a service of 98 % is an average: in one month of four, say, it is not reached even if S is right.
#
# **Readings.** Silver, Pyke & Thomas 2017, sec. 6.5; Snyder & Shen 2019, sec. 4.3; Thomas 2005, *Manufacturing &
# Service Operations Management* 7(1), on service that is judged over a finite time.
