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
# # A pandemic in two waves
#
# March 2020. Customers stay away from the dealers, works close for six weeks, ships and aircraft are scarce. By summer
# people buy again. In November a second wave comes, smaller; works stay open, and ships are late.
#
# A car maker with 42 agents in four tiers lives through it, with dealers who hold 45 days of cars and a fab that holds
# 20 days of dies, as real ones do. Everything comes at once: demand, supply and transport. The news speak of shortages.
# But is anybody missing a car, and what would the closed works have done if customers had *not* stayed away?
#
# The course is put together from figures of 2020 and 2021 (ACEA, IATA, Sea-Intelligence). It is one story, not a law.

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt
import numpy as np

day = np.arange(0, 480)
first, second = np.array([60, 120, 195]), np.array([300, 390, 420])
fig, axis = plt.subplots(figsize=(9, 2.4), layout="constrained")
axis.fill_between(day, np.interp(day, [59, *first], [0, 66, 66, 0]), alpha=0.5, label="customers who stay away")
axis.fill_between(day, np.interp(day, [299, *second], [0, 18, 18, 0]), alpha=0.5, color="C0")
axis.plot([67, 67, 109, 169], [0, 100, 100, 0], color="C1", label="works that are closed")
axis.plot([300, 300, 390, 420], [0, 10, 10, 0], color="C1")
axis.set(xlabel="day (60: 1 March 2020, 300: 1 November)", ylabel="% missing", xlim=(0, 480))
axis.legend()
plt.show()

# %% [markdown]
# ## A number first
#
# The works are shut for 42 days and need two months to come back. Dealers hold 45 days of cars. What percentage of the
# cars that customers ask for in this year is not there? And if the works close, but customers come as usual?

# %% tags=["prediction"]
prediction_both = None  # % of the cars asked for that are not there, in the pandemic as it was
prediction_works = None  # %, if works close and customers come as usual

# %% [markdown]
# ## Run
#
# The whole crisis, and the first closure of works by itself, for a year.

# %%
import jitagents

others = ("works_again", "customers", "customers_again", "transport", "transport_again")
alone = ", ".join(["ordering=jit", *(f"~crisis.{part}" for part in others)])
variants = f"variants={{everything: [ordering=jit], works_alone: [{alone}]}}"
small = ["replications=3", "days=365", "workers=1"]
results = jitagents.load("single", overrides=["+experiment=pandemic_wave", variants, *small]).run(progress=False)

# %%
table = results.summary(["days_lost", "fill_rate", "first_loss"], ["network"])
table = table.pivot(index="variant", columns="metric", values="crisis")
table["not there (%)"] = 100 * (1 - table["fill_rate"])
both, works = table.loc[["everything", "works_alone"], "not there (%)"]
print(f"everything: {prediction_both} % predicted, {both:.2f} % simulated")
print(f"works alone: {prediction_works} % predicted, {works:.2f} % simulated")

# %% [markdown]
# ## The surprise
#
# In the pandemic nobody who wants a car goes without one. Sales fall, since nobody comes; what is asked for is there.
# The same closure with customers who come as usual leaves dealers without cars. Two crises at once do less harm to
# service than one of them alone.

# %%
assert both < 0.01 < 1 < works
table[["days_lost", "not there (%)", "first_loss"]].round(2)

# %%
results.plot.daily()

# %% [markdown]
# ## Why
#
# Stock lasts as long as demand lets it. Forty-five days of cars at the usual pace are a hundred and thirty at a third
# of it. `days_lost` counts sales against the calm twin and does not ask why they are missing; the fill rate asks
# whether what was wanted was there. Whoever reads a curve of sales in a pandemic sees the first and thinks of the
# second.
#
# Behind the dealers it looks different. Each row is an agent, markets above, sources below; the darker, the more of its
# usual output is missing. Works stand still, then make more than usual to fill the dealers up: blue. That second swing
# is the ripple that goes up the chain, and it is when chips become scarce.

# %%
results.plot.heat()

# %% [markdown]
# ## Exercise
#
# If only the works in Asia close (`crisis.works.target={region: Asia}`), 4 of 36, how much of the harm of a closure
# everywhere is left? Guess a share, then run it for works alone.

# %% tags=["solution"]
asia = f"variants={{asia: [{alone}, 'crisis.works.target={{region: Asia}}']}}"
there = jitagents.load("single", overrides=["+experiment=pandemic_wave", asia, *small]).run(progress=False)
lost = there.summary(["days_lost"], ["network"])["crisis"].iloc[0]
everywhere = table.loc["works_alone", "days_lost"]
print(f"{lost:.1f} days of sales, {lost / everywhere:.0%} of the {everywhere:.1f} days of a closure everywhere")
assert lost / everywhere > 4 / 36

# %% [markdown] tags=["solution"]
# Far more than a ninth. A chain is as open as its least open link: all cars need something from Asia, and what is made
# elsewhere waits for it. A closure of a few works with nobody to take their place is nearly a closure of all.

# %% [markdown]
# ## What this is not
#
# Nobody else takes the chips while the car makers are away, as the makers of laptops did in 2020; so the shortage of
# 2021 does not follow from this wave. Works close as if by order, all on one day. Three replications are for a lesson:
# the [experiment](../experiments/pandemic_wave/README.md) has thirty, and compares with what was reported.
#
# **Readings.** ACEA 2020, 2021; Inoue & Todo 2020, *PLOS ONE* 15(9); Ivanov 2020, *Transportation Research Part E* 136.
