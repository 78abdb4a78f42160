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
# # A rule in ten lines
#
# Beer goes from a factory over a distributor and a wholesaler to a retailer, whose customers ask for eight cases a
# week, a few more or a few less. An order takes two weeks to arrive, and so do the goods. A case in stock costs half
# a dollar a week, a case that is owed a whole one.
#
# Your grandfather ran such a shop by eye: *keep thirty cases on the shelf; when there are fewer, order what is
# missing.* He never had trouble. You have inherited the shop, and your cousins the other three. All of you use his
# rule.

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt

fig, axis = plt.subplots(figsize=(9, 1.7), layout="constrained")
for place, name in enumerate(["factory", "distributor", "wholesaler", "retailer"]):
    axis.text(3 * place, 0, name, ha="center", va="center", bbox={"boxstyle": "round", "fc": "#cfe3f3"})
    axis.annotate("", (3 * place + 2.2, -0.25), (3 * place + 0.8, -0.25), arrowprops={"arrowstyle": "->"})
    axis.annotate("", (3 * place + 0.8, 0.25), (3 * place + 2.2, 0.25), arrowprops={"arrowstyle": "->", "ls": "--"})
axis.text(12, 0, "customers", ha="center", va="center")
axis.text(7.5, 0.4, "orders: 2 weeks", ha="center", fontsize=9)
axis.text(7.5, -0.5, "goods: 2 weeks", ha="center", fontsize=9)
axis.set(xlim=(-1.2, 13), ylim=(-0.7, 0.7))
axis.axis("off")
plt.show()


# %% [markdown]
# ## A number first
#
# A rule is a function. It is asked once a week for each of the four, and told what that one sees: `seen.stock`,
# `seen.owed`, `seen.on_order`, `seen.demand`, and the sum `seen.position` = stock + on order - owed. It returns the
# cases to order.


# %%
def shelf(seen, level=30):
    if seen.stock < level:
        return level - seen.stock
    return 0


# %% [markdown]
# People who play this chain badly cost it some 40 dollars a week (`sterman`), a player who
# has read a book some 18 (`base_stock`). And grandfather's rule?

# %% tags=["prediction"]
prediction = None  # dollars a week

# %% [markdown]
# ## Run
#
# The rule stands beside the two others, in forty years with the same customers for all three.

# %%
import jitagents

study = jitagents.load("beer_game", ["demand=poisson", "demand.mean=8", "replications=40", "days=52", "workers=1"])
results = study.with_rule(shelf).run(progress=False)
columns = ["variant", "calm", "calm_low", "calm_high"]
costs = results.summary(["cost"], ["network"])[columns].round(1)
costs if prediction is None else costs.assign(prediction=prediction)

# %% [markdown]
# ## The surprise
#
# The rule is a variant of the study like the others: it met the same customers, and comes with the same tables,
# figures and report. And it is a disaster. See what the retailer's rule does to the factory:

# %%
results.plot.daily("order", "tier:3")

# %% [markdown]
# ## Why
#
# The shelf is short today, so you order. Next week it is still short, because the goods are on their way, and you
# order the same again; four times, until they come. Then all of it comes. Sterman (1989) found the same in people:
# the *supply line* is forgotten. The cure is one word, `position` in place of `stock`. It counts what is on its way.


# %%
def order_up_to(seen, level=40):
    if seen.position < level:
        return level - seen.position
    return 0


better = study.with_rule(order_up_to).run(progress=False)
better.summary(["cost"], ["network"])[columns].round(1)

# %% [markdown]
# ### A memory, and speed
#
# A rule that remembers takes a second argument, a `dict` of its own for each of the four; or it is a class with a
# method `decide(self, seen)`. A loop over all in all worlds is slow; the study says by how much, if it is much. In
# *vector form*, the same rule decides for all at once: `np.where` in place of `if`, columns in place of numbers. The
# numbers are the same, to the last bit.

# %%
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours import Number, Ordering, param


@dataclass(frozen=True)
class OrderUpTo(Ordering):
    level: Number = param(40.0, "cases", "position that orders are placed up to", low=0)

    def opening(self, plan):
        return np.full(plan.rate.shape, 28.0)  # the position before week 1: 12 in stock, 8 ordered, 8 on the lorry

    def __call__(self, seen, memory):
        return np.where(seen.position < self.level, self.level - seen.position, 0.0)


both = study.with_rule(order_up_to, "scalar").with_rule(OrderUpTo, "vector")
print(*both.notices, sep="\n")
both.run(progress=False).summary(["cost"], ["network"])[columns].round(1)

# %% [markdown]
# ## Exercise
#
# Which `level` is best, one for all four? Predict it from the formula for a base stock: demand over the lead time
# and a review, 8 x 5, and some safety. Then search. How does the best one compare with `base_stock`, in the same
# worlds? Last, hand in a rule of your own: a file `YOURNAME.py` with a function `decide`. `jitagents contest
# DIRECTORY` lets all files of a directory play against each other, with intervals and paired differences.

# %% tags=["solution"]
mine = study
rules = {f"level_{level}": level for level in (33, 36, 39)}
for name, level in rules.items():
    mine = mine.with_rule(order_up_to, name, level=level)
found = mine.run(progress=False)
best = found.summary(["cost"], ["network"]).set_index("variant").loc[list(rules), "calm"].idxmin()
found.compare(best, "base_stock", "cost", ["network"])[["calm", "calm_low", "calm_high"]].assign(best=best).round(2)

# %% [markdown]
# ## What this is not
#
# Demand here is stationary and its mean known; nobody has to guess whether a rise will last. All four use one rule
# and trust it; people do not. And the best level of this year is the best of *these* forty years: try it on another
# `seed` before you believe it.
