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
# # Pilot, measure, extend
#
# A board wants just-in-time by Christmas: the firm, its supplier, the supplier's supplier and the source of them all
# are to live with half a day of stock in place of ten. "On the first of the month, everybody, at once", says the chief
# executive. "Then we are done with it."
#
# At the end of the chain sits a small firm that nobody has asked. It sells what it always sold, ten units a day, until
# the first of the month. How does one get there without losing it? And how would the board know that it has gained?

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt

fig, axis = plt.subplots(figsize=(9, 2.0), layout="constrained")
for stage in range(4):
    axis.bar(stage - 0.2, 10, 0.3, color="#cfe3f3", edgecolor="k", label=None if stage else "ten days of stock")
    axis.bar(stage + 0.2, 0.5, 0.3, color="#d55e00", edgecolor="k", label=None if stage else "half a day")
axis.set(xticks=range(4), ylabel="days of cover")
axis.set_xticklabels(["stage 1, the firm", "stage 2", "stage 3", "stage 4, nobody asked"])
axis.legend(loc="upper right", ncols=2)
axis.set_ylim(0, 14)
plt.show()

# %% [markdown]
# ## A number first
#
# On day 20 all four give up 9.5 of their ten days of cover. Customers buy ten units a day as ever. For how many days
# does stage 4 get no order at all?

# %% tags=["prediction"]
prediction = None  # days on which stage 4 orders nothing

# %% [markdown]
# ## Run

# %%
import numpy as np
import pandas as pd
import seaborn as sns

import jitagents
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import Jit
from jitagents.model import SupplyModel
from jitagents.network import listed, serial
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.regimes import When

# %%
sns.set_theme(style="whitegrid", palette="colorblind")
STAGES = [f"stage_{stage}" for stage in range(1, 5)]
chain = serial(stages=4, lead_time=2, demand=10, whole=False)


# %%
def orders(glide, starts=(20, 20, 20, 20), days=160):
    """Orders of each stage, units a day."""
    moves = [When(start=start, glide=glide) for start in starts]
    with_names = zip(STAGES, moves, strict=True)
    waves = [Exemption({"name": name}, ordering=Jit(cover=0.5), when=when) for name, when in with_names]
    model, history = SupplyModel(chain, demand=Constant(), ordering=Jit(cover=10), exemptions=waves), []
    for _ in range(days):
        model.step()
        history.append(model.points["order"][:, 0].copy())
    return pd.DataFrame(history, columns=model.layout.names, index=pd.RangeIndex(1, days + 1, name="day"))[STAGES]


# %%
ways = {"all on one day": orders(0), "all in 60 days": orders(60)}
ways["one stage every 30 days"] = orders(0, (20, 50, 80, 110))
_, panels = plt.subplots(1, 3, figsize=(13, 3.4), sharey=True)
for panel, (name, table) in zip(panels, ways.items(), strict=True):
    sns.lineplot(table, ax=panel, drawstyle="steps-post", dashes=False, legend=panel is panels[0])
    for line, width in zip(panel.lines, (7, 5, 3, 1), strict=False):  # lines that lie on one another are all seen
        line.set_linewidth(width)
    panel.set(title=name, ylabel="orders (units/day)")
plt.tight_layout()
plt.show()

# %%
empty = pd.DataFrame({name: (table < 1e-9).sum() for name, table in ways.items()})
print(f"days without an order at stage 4: {prediction} predicted, {empty.loc['stage_4', 'all on one day']} simulated")
empty.rename_axis("days without any order")

# %% [markdown]
# ## The surprise
#
# The supplier at the end is without revenue for more than five weeks, for a decision in which it had no say, and with
# customers who bought every day.
#
# ## Why
#
# Stage k orders nothing for k times 9.5 days: it lives from its own stock, and from what those below it do not order.
# In a glide of 60 days, each stage orders a little less than the one below it. One stage at a time, each hole is as
# short as the first, but there are more of them.

# %%
assert empty.loc["stage_4", "all on one day"] == int(4 * 9.5)
assert (empty["all in 60 days"] == 0).all()

# %% [markdown]
# ## Never, a big bang, waves, gates
#
# The car maker's network. Outages of the foundry begin on one of several days; a gate judges each wave over four
# weeks.

# %%
study = jitagents.load("single", overrides=["+experiment=rollout", "replications=4"])
results = study.run(progress=False)
results.plot.levels()

# %%
gates = results.summary(["waves_failed", "extension_day", "stock_value"], ["network"])
gates.pivot_table(index=["metric", "variant"], columns="crisis.outage.start", values=["calm", "crisis"]).round(1)

# %% [markdown]
# Waves protect while they have not arrived, and cost the stock that is there for longer. The gate never fails in
# calm; an outage that falls into its window makes it take back a wave that had nothing to do with it.

# %% [markdown]
# ## What a firm can know
#
# Six shops convert one after another. The simulator knows the truth: the same worlds, in which nobody converts. The
# firm has one history; it compares, within each period, those that have converted with those that have not.

# %%
from jitagents.stepped_wedge import stepped_wedge

SHOPS, PERIOD, PERIODS = 6, 28, 9
names = [f"shop_{number}" for number in range(1, SHOPS + 1)]
agents = [{"name": name, "kind": "buyer", "item": "part", "demand": 20} for name in names]
agents.append({"name": "source", "kind": "supplier", "item": "part"})
lanes = [{"seller": "source", "buyer": name, "lead_time": 3} for name in names]
shops = listed(name="six shops", agents=agents, lanes=lanes)
first = [PERIOD * (2 + number) + 1 for number in range(SHOPS)]
converted = np.array([[float(period >= 2 + number) for period in range(PERIODS)] for number in range(SHOPS)])

# %% [markdown]
# With a spill-over, all shops give up that many days of cover when the first one converts.


# %%
def waves(spill):
    """The shops convert one after another; all of them give up `spill` days of cover with the first one."""
    learnt = Exemption({"kind": "buyer"}, ordering=Jit(cover=10 - spill), when=When(start=first[0]))
    days = zip(names, first, strict=True)
    own = [Exemption({"name": name}, ordering=Jit(cover=2), when=When(start=start)) for name, start in days]
    return [learnt, *own] if spill else own


# %%
def stock(exemptions):
    """Mean stock of each shop in each period."""
    rules = {"demand": Poisson(), "ordering": Jit(cover=10), "exemptions": exemptions}
    model, found = SupplyModel(shops, rng=3, warmup=30, **rules), np.zeros((SHOPS, PERIODS))
    model.run_for(30)
    for day in range(PERIOD * PERIODS):
        model.step()
        found[:, day // PERIOD] += [model.by_name[name].stock[0] / PERIOD for name in names]
    return found


# %%
rows, before = [], stock(())
for spill in (0.0, 2.0, 4.0):
    after = stock(waves(spill))
    truth = (after - before)[converted == 1].mean()
    effect = stepped_wedge(after, converted)
    margin = 1.96 * effect.standard_error
    rows.append({"spill-over, days": spill, "truth": truth, "estimate": effect.theta, "±": margin})
pd.DataFrame(rows).round(1)

# %% [markdown]
# Without spill-over the firm's estimate is near the truth; it is a little too small, since a shop that converts takes
# days to use up its stock. Where those who have not converted yet learn from the first one and lower their stock too,
# they are no fair comparison: the estimate misses what has spread to them.
#
# ## Exercise
#
# How long must the glide be so that stage 4 never orders less than half of the usual? Use what you know of the stages:
# in a glide of G days, stage k orders 1 - k x 9.5 / G of the usual.

# %% tags=["solution"]
glides = range(60, 100, 2)
lowest = pd.Series({glide: orders(glide, days=140)["stage_4"].min() for glide in glides})
enough = lowest.index[lowest >= 5 - 1e-9][0]
print(f"{enough} days by simulation, {4 * 9.5 / 0.5:.0f} by the formula")
assert abs(enough - 4 * 9.5 / 0.5) <= 2

# %% [markdown] tags=["solution"]
# 4 x 9.5 / G = 1/2, so that G = 76 days: eleven weeks for a programme that could be "done" in a day. For a supplier k
# tiers up who can live with a share s of its orders, it takes k x d / (1 - s) days.

# %% [markdown]
# ## What this is not
#
# Suppliers here bear any hole; real ones have wages to pay (`finance=ledger`). Nobody learns, and nobody gives up. The
# estimate of a firm assumes that the shops would have gone on alike.
#
# **Readings.** Hussey & Hughes 2007, *Contemporary Clinical Trials* 28(2); Udenio, Fransoo & Peels 2015,
# *International Journal of Physical Distribution & Logistics Management* 45(9/10); Liker 2004, *The Toyota Way*.
