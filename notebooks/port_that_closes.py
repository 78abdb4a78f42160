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
# # A port that closes
#
# Autumn 2002: a lock-out closes 29 ports on the American west coast for ten days. Some two hundred ships lie at anchor.
# When the gates open, everybody unloads, and the ports are full for weeks.
#
# You run a chain whose goods come by sea. Nothing has burned, nobody is ill, all goods are where they should be: on
# ships, off your coast. Your buyers ask whether they should order more while the gates are shut. Your planner says that
# ten days of closure are ten days of shortage. Your dispatcher says that the closure is nothing, the queue is the
# crisis.

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt
import numpy as np

day = np.arange(90)
due = 100 * day
landed = np.where(day < 20, due, np.minimum(np.maximum(2000, 2000 + 120 * (day - 30)), due))
fig, axis = plt.subplots(figsize=(9, 2.8), layout="constrained")
axis.plot(due, color="#0173b2", linestyle="--", label="due at the port")
axis.plot(landed, color="#d55e00", label="unloaded, a fifth faster than usual after ten days")
axis.fill_between(day, landed, due, alpha=0.2, color="#d55e00")
axis.annotate("at anchor", (34, 2900), (45, 1200), arrowprops={"arrowstyle": "->"})
axis.set(xlabel="day", ylabel="units, cumulative")
axis.legend()
plt.show()

# %% [markdown]
# ## A number first
#
# A shop holds five days of stock above what is at sea. The port is closed for ten days, and then unloads a fifth more
# than the usual flow. How many days of sales does the shop lose? How many days after the closing is its shelf as full
# as before?

# %% tags=["prediction"]
prediction_lost = None  # days of sales lost
prediction_shelf = None  # days from the closing until the shelf is as full as before

# %% [markdown]
# ## Run
#
# The shop and a works abroad, with 30 days at sea. Demand is constant, so that every number can be checked by hand.

# %%
import jitagents

chain = ["network=serial", "network.stages=2", "network.lead_time=[30, 0]", "network.demand=100", "network.whole=false"]
rules = ["demand=constant", "serving=lost_sale", "ordering=jit", "ordering.cover=5", "crisis=port_closure"]
size = ["network.gateway={buyer: stage_1}", "days=200", "replications=1", "warmup=0", "workers=1"]


def closed(*more):
    """The closure of the port, beside its calm twin."""
    given = [*chain, *rules, *size, "daily=[output,stock_units]", *more]
    return jitagents.load("single", overrides=given).run(progress=False)


def days_lost(results):
    """Days of sales that are lost, at each level."""
    table = results.summary(["days_lost"], ["network"])
    return table.set_index("level")["crisis"].round(6)


# %%
results = closed()
shelf = results.daily().query("metric == 'stock_units' and scope == 'tier:0'").set_index("day")
bare = shelf.index[shelf["crisis"] < shelf["calm"] - 1e-6]
lost = days_lost(results).iloc[0]
print(f"days of sales lost: {prediction_lost} predicted, {lost:.0f} simulated")
print(f"the shelf is full again after: {prediction_shelf} days predicted, {bare.max() - 60 + 1} simulated")
shelf.loc[50:120, ["calm", "crisis"]].plot(figsize=(8, 3), ylabel="stock of the shop (units)")
plt.show()

# %% [markdown]
# ## The surprise
#
# The queue, weeks of ships at anchor, costs not a single sale. Try other speeds of unloading:

# %%
speeds = closed("levels={crisis.closure.what.rate: [1.05, 1.2, 2]}")
assert days_lost(speeds).nunique() == 1
days_lost(speeds)

# %% [markdown]
# And yet the dispatcher is not wrong. Somebody strikes a second time, some days after the port has opened:

# %%
port = "{_target_: jitagents.crises.Lane, goods: gate, position: 0.9, rate: 1.2}"
lane = "target: ${network.gateway}"
again = f"+crisis.again={{_target_: jitagents.crises.Shock, {lane}, what: {port}, start: 75, duration: 10}}"
second = days_lost(closed(again, "levels={crisis.again.start: [75, 80, 85, 90, 100, 120]}")) - lost
second.rename("days lost by the second closure")

# %% [markdown]
# ## Why
#
# The first closure takes max(0, 10 - 5) days: its length less the stock, the same line as for a fire. From the opening
# on, a fifth more than is sold comes in, so nothing more is lost. But only that fifth fills the shelf: 500 units by 20
# a day. Until then the shop stands where a shop without stock stands, and a second closure meets it there: it takes
# its ten days, less what has come back. The queue is not the loss. It is the time in which you are unprotected.

# %%
assert lost == 10 - 5
assert second.iloc[0] > second.iloc[-1] == lost
assert second.is_monotonic_decreasing

# %% [markdown]
# ## Exercise
#
# Unions and employers announce a lock-out some days ahead. With `ordering=prebuild` the shop then orders the days of
# the warning on top, at once. How many days ahead must it know? Guess, then sweep the warning.

# %% tags=["solution"]
build = ["ordering=prebuild", "ordering@ordering.rule=jit", "~ordering.cover", "ordering.rule.cover=5"]
warned = closed(*build, "+crisis.closure.warning=0", "levels={crisis.closure.warning: [0, 10, 20, 25, 30, 40]}")
print(days_lost(warned).to_string())
assert days_lost(warned).iloc[2] == lost
assert days_lost(warned).iloc[-1] == 0

# %% [markdown] tags=["solution"]
# About as long as the goods are at sea: what is ordered later joins the queue. With 30 days at sea and a union that
# gives ten days of notice, the only protection is stock that was there before, or a way that does not lead through
# this port. Information is worth something only if it comes before the lead time.

# %% [markdown]
# ## What this is not
#
# No ship is sent to another port or round a continent, nothing spoils, nobody pays for the days at anchor, and there is
# one importer: with many, all order more at once, and the queue is longer than the closure explains. Customers who find
# nothing do not come back for it; where they wait, the queue delays all of them.
#
# **Readings.** Transport Topics 2002, on the lock-out; Gerencser, Weinberg & Vincent 2003, *Port Security War Game*;
# Lewis, Erera & White 2006, *Transportation Research Record*, on ports that close.
