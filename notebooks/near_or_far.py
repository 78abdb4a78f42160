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
# # Near or far?
#
# You buy 100 units a day. A source overseas asks 80; goods take 45 days by sea, give or take 8. One in the next
# valley asks 92 and takes 5 days. The invoice says far. Does the rest of the bill say so too?
#
# Each row is what one kind of cost takes in a year (Ellram 1995): the price, freight and duty; the capital in goods
# under way, and in stock; what is short; bad quality; orders; and the people who look after a source.
#
# **Write a number down first.** The near source is 15 % dearer on the invoice. How much dearer is it in all?

# %%
import pandas as pd

from jitagents.ownership import Buyer, Outage, Source, break_even, total_cost

shop = Buyer(demand=100, demand_sd=30, review=7, safety_factor=2, under_way=0.12, shortage=40, stopped=20_000)
far = Source(80, 45, 8, freight=5, duty=0.04, quality=1.2, order=150, administration=45_000)
near = Source(92, 5, 1, freight=1.5, quality=0.5, order=60, administration=20_000)
bill = pd.DataFrame({"far": total_cost(far, shop), "near": total_cost(near, shop)})
bill.loc["total"] = bill.sum()
bill.round()

# %% [markdown]
# 1.6 %. Most of the twelve that it asks more is lost on the way.
#
# ## Then a strait is closed
#
# A day without goods stops your line and takes 20,000. Stock covers the first days of a closure of 30. How many
# closures a year make the near source the cheaper one?

# %%
break_even(far, near, shop, days=30)

# %%
sum(total_cost(far, shop, [Outage(0.25, 30)]).values()) - sum(total_cost(near, shop).values())

# %% [markdown]
# One in five years; with one in four, the far source costs 12,000 a year more than the near one. But that is a
# formula, which takes goods to arrive in the order in which they were ordered, and knows nothing of the week's order
# that lies on the shelf. Simulated, by lane:

# %%
import jitagents

overrides = ["+experiment=near_or_far", "levels={crisis.closure.duration: [30]}", "replications=60"]
results = jitagents.load("single", overrides=overrides).run(progress=False)
table = results.tco(safety_factor=2).set_index(["variant", "row"])
table.loc[["far", "near"], ["simulated", "simulated_low", "simulated_high", "closed_form"]].round()

# %%
results.plot.ownership(safety_factor=2, stopped=20_000)

# %%
results.break_even("far", "near", stopped=20_000)

# %% [markdown]
# ## The surprise
#
# What does an outage of the far *source* take, not of the lane? Forty-five days of goods are under way, and all of
# them arrive. **Guess: nothing, less, as much?**

# %%
results.summary(["days_lost"], ["network"])[["variant", "crisis", "crisis_low", "crisis_high"]].round(1)

# %% [markdown]
# Less, but not nothing (`far_out`). The goods under way arrive, and behind them comes a gap as long as the outage. A
# pipeline puts a loss off and does not lessen it; only stock does. And the near source (`near_out`), which needs
# little stock, loses most when it is down.
#
# ## Exercise
#
# Ships that overtake one another are never all late at once, so that the far source is hardly ever short. What is
# left of the difference to the formula if they cannot overtake? Think of `transport.overtaking=false`, and of the
# break-even.
#
# <details><summary>Solution</summary>
#
# `jitagents.load("single", overrides=[*overrides, "transport.overtaking=false"])`: shortage from far rises to some
# 18,000 a year, and the break-even falls to 0.20, that of the formula.
#
# </details>
#
# ## What this is not
#
# All figures are assumed. The near source has no closures here, the price stays as it is, and customers who found
# nothing come back as before.
