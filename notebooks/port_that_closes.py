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
axis.text(33, 2450, "at anchor")
axis.set(xlabel="day", ylabel="units, cumulative")
axis.legend()
plt.show()

# %% [markdown]
# ## A number first
#
# The port is closed for ten days and then unloads a fifth more than the usual flow. For how many days, from its closing
# on, do goods wait? And how many days of sales does a shop lose that holds five days of stock?

# %% tags=["prediction"]
prediction_queue = None  # days from the closing until nothing waits at anchor
prediction_lost = None  # days of sales lost

# %% [markdown]
# ## Run
#
# A shop, its importer and a works abroad, with 30 days at sea. Demand is constant, so that every number can be checked.

# %%

import jitagents

chain = ["network=serial", "network.stages=2", "network.lead_time=[30, 0]", "network.demand=100", "network.whole=false"]
rules = ["demand=constant", "serving=lost_sale", "ordering=jit", "ordering.cover=5", "crisis=port_closure"]
gate = ["network.gateway={buyer: stage_1}", "days=200", "replications=1", "warmup=0", "workers=1"]


def closed(*more):
    """The closure of the port, in its crisis and in its calm twin."""
    return jitagents.load("single", overrides=[*chain, *rules, *gate, *more]).run(progress=False)


results = closed()
results.plot.daily()
