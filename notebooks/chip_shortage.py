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
# A car maker buys control units from several companies. All of them need chips, and the chips come from one fab. What
# happens at the markets when the fab is down for 15 days, and what would have helped?
#
# Each world below is simulated twice on the same random numbers: once calm, once with the outage. It is a stress case:
# nobody holds stock but what the method asks for, and customers do not wait. In the main study, dealers hold weeks.

# %%
import jitagents

study = jitagents.load("single", overrides=["+experiment=stress", "replications=30", "days=200"])
results = study.run(progress=False)
results.table()

# %% [markdown]
# ## When is output lost?
#
# Not when the fab stops: what is under way still arrives. The markets run dry two weeks later, and by then the fab is
# nearly back.

# %%
results.plot.daily()

# %% [markdown]
# ## Where is output lost?
#
# The colour of an agent is the day on which its output first falls short of its calm twin's. The loss runs down from
# the fab to the markets, and then up again: agents that could deliver have nobody to deliver to.

# %%
results.plot.network("jit")

# %% [markdown]
# ## What would it have cost?
#
# Safety stock everywhere doubles the stock and still does not last. Ten days of chips, at the few agents that buy them,
# add a few per cent.

# %%
results.plot.tradeoff()

# %%
results.compare("jit", "hybrid", metric="days_lost")

# %% [markdown]
# ## How many days of chips?
#
# A sweep costs little: every level is a set of worlds of the same model.

# %%
sweep = jitagents.load(
    "single",
    overrides=[
        "+experiment=stress",
        "variants={}",
        "ordering=hybrid",
        "replications=20",
        "days=150",
        "levels={ordering.days: [0, 5, 10, 15]}",
    ],
).run(progress=False)
lost = sweep.summary(metrics=["days_lost"], scopes=["network"])
lost[["ordering.days", "crisis", "crisis_low", "crisis_high"]]

# %% [markdown]
# ## Your turn
#
# Write an ordering rule in ten lines. It runs for all buyers and all worlds at once.

# %%
import numpy as np

from jitagents.agents import Buyer


class Nervous(Buyer):
    """Orders up to a level that follows the demand of the last day."""

    def decide(self):
        self.order = np.maximum(8 * self.seen.demand - self.seen.position, 0)


# %%
from jitagents import SupplyModel
from jitagents.network import serial

model = SupplyModel(serial(stages=4, demand=10), worlds=500, rng=1, classes={"buyer": Nervous})
model.run_for(100)
print(
    f"stock at the shop: {model.buyers.get('stock').mean():.1f}, orders vary by {model.buyers.get('order').std():.1f}"
)
