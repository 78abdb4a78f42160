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
# A firm and its suppliers want to live with half a day of stock in place of ten. How does one get there? This
# notebook shows what a change of method does to those upstream, what waves and gates are worth, and how a firm can
# know that it has gained.

# %%
import matplotlib.pyplot as plt
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
from jitagents.stepped_wedge import stepped_wedge

sns.set_theme(style="whitegrid", palette="colorblind")

# %% [markdown]
# ## The order hole
#
# Four stages sell ten units a day to each other. On day 20 all of them give up 9.5 of their ten days of cover.


# %%
def orders(glide: float, starts: tuple[int, ...] = (20, 20, 20, 20), days: int = 160) -> pd.DataFrame:
    """Orders of each stage, units a day."""
    waves = [
        Exemption({"name": f"stage_{stage}"}, ordering=Jit(cover=0.5), when=When(start=start, glide=glide))
        for stage, start in enumerate(starts, start=1)
    ]
    chain = serial(stages=4, lead_time=2, demand=10, whole=False)
    model = SupplyModel(chain, demand=Constant(), ordering=Jit(cover=10), exemptions=waves)
    history = []
    for _ in range(days):
        model.step()
        history.append(model.points["order"][:, 0].copy())
    table = pd.DataFrame(history, columns=model.layout.names, index=pd.RangeIndex(1, days + 1, name="day"))
    return table[[f"stage_{stage}" for stage in range(1, 5)]]


ways = {
    "all on one day": orders(0),
    "all in 60 days": orders(60),
    "one stage every 30 days": orders(0, (20, 50, 80, 110)),
}
fig, panels = plt.subplots(1, 3, figsize=(13, 3.4), sharey=True)
for panel, (name, table) in zip(panels, ways.items(), strict=True):
    sns.lineplot(table, ax=panel, drawstyle="steps-post", dashes=False, legend=panel is panels[0])
    panel.set(title=name, ylabel="orders (units/day)")
plt.tight_layout()

# %%
pd.DataFrame({name: (table < 1e-9).sum() for name, table in ways.items()}).rename_axis("days without any order")

# %% [markdown]
# Stage k orders nothing for k times 9.5 days: it lives from its own stock, and from what those below it do not order.
# The supplier at the end is without revenue for more than five weeks, for a decision in which it had no say. In a
# glide of 60 days, each stage orders a little less than the one below it. One stage at a time, each hole is as short
# as the first, but there are more of them.
#
# **Exercise.** How long must the glide be so that stage four never orders less than half of the usual?

# %% [markdown]
# ## Never, a big bang, waves, gates
#
# The car maker's network. Outages of the foundry begin on one of several days; a gate judges each wave over four
# weeks.

# %%
study = jitagents.load("single", overrides=["+experiment=rollout", "replications=6"])
results = study.run(progress=False)
results.plot.levels()

# %%
gates = results.summary(["waves_failed", "extension_day", "stock_value"], ["network"])
gates.pivot_table(index=["metric", "variant"], columns="crisis.outage.start", values=["calm", "crisis"]).round(1)

# %% [markdown]
# Waves protect while they have not arrived, and cost the stock that is there for longer. The gate never fails in
# calm; an outage that falls into its window makes it take back a wave that had nothing to do with it.
#
# **Exercise.** Loosen the gate (`rollout.gate.stops_fail`) until the outage no longer ends the programme. What else
# does it let through?

# %% [markdown]
# ## What a firm can know
#
# Six shops convert one after another. The simulator knows the truth: the same worlds, in which nobody converts. The
# firm has one history; it compares, within each period, those that have converted with those that have not.

# %%
SHOPS, PERIOD, PERIODS = 6, 28, 9
names = [f"shop_{number}" for number in range(1, SHOPS + 1)]
shops = listed(
    name="six shops",
    agents=[{"name": name, "kind": "buyer", "item": "part", "demand": 20} for name in names]
    + [{"name": "source", "kind": "supplier", "item": "part"}],
    lanes=[{"seller": "source", "buyer": name, "lead_time": 3} for name in names],
)


def stock(converting: bool, spill: float = 0.0) -> np.ndarray:
    """Mean stock of each shop in each period; with `spill` days of cover that all give up with the first one."""
    first = [PERIOD * (2 + number) + 1 for number in range(SHOPS)]
    waves = [Exemption({"kind": "buyer"}, ordering=Jit(cover=10 - spill), when=When(start=first[0]))] if spill else []
    waves += [
        Exemption({"name": name}, ordering=Jit(cover=2), when=When(start=start))
        for name, start in zip(names, first, strict=True)
    ]
    model = SupplyModel(
        shops,
        worlds=1,
        rng=3,
        warmup=30,
        demand=Poisson(),
        ordering=Jit(cover=10),
        exemptions=waves if converting else (),
    )
    model.run_for(30)
    found = np.zeros((SHOPS, PERIODS))
    for period in range(PERIODS):
        for _ in range(PERIOD):
            model.step()
            found[:, period] += [model.by_name[name].stock[0] / PERIOD for name in names]
    return found


converted = np.array([[float(period >= 2 + number) for period in range(PERIODS)] for number in range(SHOPS)])
rows = []
for spill in (0.0, 2.0, 4.0):
    after, before = stock(True, spill), stock(False)
    truth = (after - before)[converted == 1].mean()
    effect = stepped_wedge(after, converted)
    rows.append(
        {"spill-over, days": spill, "truth": truth, "estimate": effect.theta, "±": 1.96 * effect.standard_error}
    )
pd.DataFrame(rows).round(1)

# %% [markdown]
# Without spill-over the firm's estimate is near the truth; it is a little too small, since a shop that converts takes
# days to use up its stock. Where those who have not converted yet learn from the first one and lower their stock too,
# they are no fair comparison: the estimate misses what has spread to them.
#
# **Exercise.** Leave out the period in which each shop converts. How much of the gap closes?
#
# **Readings.** Hussey & Hughes 2007, *Contemporary Clinical Trials* 28(2); Udenio, Fransoo & Peels 2015,
# *International Journal of Physical Distribution & Logistics Management* 45(9/10); Liker 2004, *The Toyota Way*.
