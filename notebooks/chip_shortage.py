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
# # A chip shortage, four ways
#
# A car maker buys control units from several companies. All of them need chips, and the chips come from one fab. A chip
# costs next to nothing. One night the fab stops, for fifteen days.
#
# Four factories like this one live in four ways: pure just-in-time, kanban, safety stock everywhere, and just-in-time
# with ten days of chips at those who buy them (hybrid). Each world below is simulated twice on the same random numbers:
# once calm, once with the outage. The difference is what the outage takes.
#
# It is a stress case: nobody holds stock but what the method asks for, and customers do not wait. In the main study,
# dealers hold weeks.

# %% tags=["picture"] jupyter={"source_hidden": true}
import jitagents

overrides = ["+experiment=stress", "replications=10", "days=120", "workers=1"]
study = jitagents.load("single", overrides=overrides)
study.plot.network()

# %% [markdown]
# ## A number first
#
# The fab is down for fifteen days. On which day after its stop is the first car missing at the markets, and how many
# days of sales are lost in all, under pure just-in-time?

# %% tags=["prediction"]
prediction_first = None  # days from the stop of the fab to the first lost sale
prediction_lost = None  # days of sales that are lost

# %% [markdown]
# ## Run

# %%
results = study.run(progress=False)
results.plot.daily()

# %%
found = results.summary(["first_loss", "days_lost"], ["network"]).set_index(["metric", "variant"])["crisis"]
print(f"first loss after {prediction_first} days predicted, {found['first_loss', 'jit']:.0f} simulated")
print(f"{prediction_lost} days lost predicted, {found['days_lost', 'jit']:.1f} simulated")

# %% [markdown]
# ## The surprise
#
# Not when the fab stops: what is under way still arrives. The markets run dry weeks later, when the fab is nearly back
# or works again. And nobody's stock of anything else is of any use.

# %%
results.compare("jit", "hybrid", metric="days_lost", scopes=["network"])

# %% [markdown]
# ## Why
#
# The colour of an agent is the day on which its output first falls short of its calm twin's. The loss runs down from
# the fab to the markets, and then up again: agents that could deliver have nobody to deliver to.

# %%
results.plot.network("jit")

# %% [markdown]
# What would it have cost? Safety stock everywhere doubles the stock and still does not last. Ten days of chips, at the
# few agents that buy them, add a few per cent, and only because it was the chips that failed.

# %%
results.plot.tradeoff()

# %% [markdown]
# ## A rule of your own
#
# An ordering rule takes ten lines. It runs for all buyers and all worlds at once, in the same crisis as the others.

# %%
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.ordering import Ordering


@dataclass(frozen=True)
class Nervous(Ordering):
    """Nervous: orders up to eight days of the demand of the last day."""

    def opening(self, plan):
        return 8 * plan.rate

    def __call__(self, seen, memory):
        return np.maximum(8 * seen.demand - seen.position, 0)


# %%
alone = jitagents.load("single", overrides=[*overrides, "variants={jit: [ordering=jit]}", "replications=4"])
alone.with_rule(Nervous()).run(progress=False).summary(["days_lost", "stock_value"], ["network"])

# %% [markdown]
# ## Exercise
#
# How many days of chips are enough for the outage of fifteen days? Write down your number, then sweep it: a level is a
# set of worlds of the same model (`levels={ordering.days: [...]}`, with `variants={}` and `ordering=hybrid`).

# %% tags=["solution"]
levels = "levels={ordering.days: [0, 5, 10, 15, 20]}"
one = jitagents.load("single", overrides=[*overrides, "variants={}", "ordering=hybrid", "replications=4", levels])
lost = one.run(progress=False).summary(["days_lost"], ["network"]).set_index("ordering.days")["crisis"]
print(lost.round(2).to_string())
assert lost.is_monotonic_decreasing

# %% [markdown] tags=["solution"]
# Each day of chips saves about a day of sales until the buffer is as long as the outage less what is under way at the
# buyers' own covers: max(0, outage - buffer), the line on which all of this rests. A day more is stock that waits for
# a longer outage.

# %% [markdown]
# ## What this is not
#
# The fab comes back at once, and loses no work: a real one needs weeks (`crisis=fab_fire`). No supplier has a second
# source for the chip, nobody rations, nobody panics, and no car is built without its radio. Half a day of stock
# everywhere is a stress test and not a car maker. The [experiment](../experiments/stress/README.md) has more
# replications, and intervals.
#
# **Readings.** Sheffi 2005, *The Resilient Enterprise*; Simchi-Levi et al. 2015, *Interfaces* 45(5).
