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
# # A second source, or a buffer?
#
# A shop buys from a cheap supplier who is down on one day in twenty. There are two ways to live with it. Hold stock,
# which costs money on every day and is there at once. Or have a second supplier, three days farther away and 3 %
# dearer, who never fails, costs nothing while you do not need him, and takes some days to start.
#
# "Down on one day in twenty" can mean a day every three weeks, or a month every year and a half. The supplier's
# statistics of availability are the same: 95 %. Does it matter for you?

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt

fig, axis = plt.subplots(figsize=(9, 1.9), layout="constrained")
short = [(20 * number + 7, 1) for number in range(30)]
axis.broken_barh([(0, 600)], (1.1, 0.7), color="#cfe3f3")
axis.broken_barh(short, (1.1, 0.7), color="#d55e00")
axis.broken_barh([(0, 600)], (0, 0.7), color="#cfe3f3")
axis.broken_barh([(290, 30)], (0, 0.7), color="#d55e00")
axis.set(xlabel="day", yticks=[0.35, 1.45], xlim=(0, 600))
axis.set_yticklabels(["one long outage", "many short ones"])
axis.set_title("twice the same availability, 95 %")
plt.show()

# %% [markdown]
# ## A number first
#
# The backup learns of an outage after three days and takes ten more to its full rate. From which mean length of outages
# on, in days, is it cheaper than ten days of stock?

# %% tags=["prediction"]
prediction = None  # days: mean length of an outage from which the second source is cheaper

# %% [markdown]
# ## Run
#
# Five lengths of outages with the same availability, in 1,500 days, and three ways to live with them: two days of stock
# (accept it), ten days of stock, a backup with five.

# %%
import jitagents

ways = {"accept": ("primary", 2), "buffer": ("primary", 10), "backup": ("backup", 5)}
stated = ", ".join(f"{name}: [sourcing={rule}, ordering.cover={days}]" for name, (rule, days) in ways.items())
lengths = "levels={crisis.recurrent_outages.mttr: [3, 5, 10, 20, 40]}"
given = ["+experiment=single_vs_dual_source", f"variants={{{stated}}}", lengths, "replications=8", "workers=1"]
results = jitagents.load("single", overrides=given).run(progress=False)

# %%
table = results.summary(["cost", "days_lost"], ["network"]).rename(columns={"crisis.recurrent_outages.mttr": "length"})
table = table.set_index(["metric", "length", "variant"])["crisis"].unstack("variant")[list(ways)]
cost, lost = table.loc["cost"], table.loc["days_lost"]
lost.round(1)

# %%
cost.index, gap = cost.index.astype(float), cost["backup"] - cost["buffer"]
turn = gap.index[gap.to_numpy() < 0][0]
print(f"the backup is cheaper from a length of: {prediction} days predicted, {turn:.0f} simulated")

# %% [markdown]
# ## The surprise
#
# The same availability, and another answer: hold stock against short outages, have a second source against long ones.
# To accept it is never the best.

# %%
import seaborn as sns

sns.set_theme(style="whitegrid", palette="colorblind")
axis = sns.lineplot(cost, markers=True)
axis.set(xscale="log", xlabel="mean length of an outage (days)", ylabel="cost a day in the crisis")
axis.set_xticks(cost.index, [f"{days:.0f}" for days in cost.index])
axis.minorticks_off()
plt.show()

# %%
best = cost.idxmin(axis=1)
assert best.iloc[0] == "buffer"
assert best.iloc[-1] == "backup"
assert (best != "accept").all()
best.rename("cheapest")

# %% [markdown]
# ## Why
#
# Stock covers the *beginning* of an outage: max(0, length - stock) is what is left. The backup covers its *end*: what
# it loses is the time to start, however long the outage then lasts. So a buffer is good against many short outages and
# helpless against a long one, a second source the other way round. Availability, the product of both, says nothing. Ask
# a supplier for two numbers: how often, and how long.
#
# Tomlin (2006) proves it for a supplier that cannot do more than it is asked: with outages that are rarer and longer at
# the same availability, sourcing gains on stock.
#
# One outage alone shows the two shapes without any chance:

# %%
once = ["+experiment=single_vs_dual_source_once", f"variants={{{stated}}}", "replications=4", "workers=1"]
single = jitagents.load("single", overrides=once).run(progress=False).summary(["days_lost"], ["network"])
single["outage (days)"] = single["crisis.outage.duration"].astype(float)
axis = sns.lineplot(single, x="outage (days)", y="crisis", hue="variant", style="variant", markers=True)
axis.set_ylabel("days of sales lost")
plt.show()

# %% [markdown]
# ## Exercise
#
# A supplier who is awake would help: let the backup know at once and start at full rate (`sourcing.lag=0`,
# `sourcing.ramp=0`). At which lengths does it now beat ten days of stock? What is a day of earlier warning worth?

# %% tags=["solution"]
buffer = "buffer: [sourcing=primary, ordering.cover=10]"
awake = f"variants={{{buffer}, awake: [sourcing=backup, ordering.cover=5, sourcing.lag=0, sourcing.ramp=0]}}"
quick = jitagents.load("single", overrides=[given[0], awake, *given[2:]]).run(progress=False)
faster = quick.summary(["cost"], ["network"])
faster = faster.set_index(["crisis.recurrent_outages.mttr", "variant"])["crisis"].unstack("variant")
print(faster.assign(cheaper=faster.idxmin(axis=1)).round(0).to_string())
assert (faster["awake"] < faster["buffer"]).all()
assert faster["awake"].iloc[-1] < cost["backup"].iloc[-1]

# %% [markdown] tags=["solution"]
# At all of them. What makes a second source weak is not its price but the days before it delivers: to know
# earlier, and to keep it warm with a small share of the orders, is worth more than a percent of the price.

# %% [markdown]
# ## What this is not
#
# The backup has room for everything and costs nothing while it waits; who wants capacity kept free has to pay for it.
# It never fails, and not together with the first one ([how many suppliers?](how_many_suppliers.ipynb)). A lost sale
# costs twice its value. The [experiment](../experiments/single_vs_dual_source/README.md) has seven variants, a hundred
# replications, and intervals.
#
# **Readings.** Tomlin 2006, *Management Science* 52(5); Tomlin & Wang 2011, in *Handbook of Integrated Risk
# Management in Global Supply Chains*.
