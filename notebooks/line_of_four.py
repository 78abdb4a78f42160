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
# # A line of four
#
# A workshop makes giant pennies. Four machines stand in line: one punches the blank, one stamps the head and the tail,
# one puts on the rim, one takes off the burrs. Each needs two hours for a penny, every time. Customers take all that
# there is.
#
# The foreman fears nothing more than a machine that waits, so there are always pennies between the machines. The
# floor is full, orders are late, and the owner asks you how many pennies there should be. A penny may enter only when
# a finished one leaves: the number in the line is a number that you choose (CONWIP).
#
# The example is the Penny Fab of Hopp & Spearman (*Factory Physics*, ch. 7).

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt

fig, axis = plt.subplots(figsize=(9, 1.6), layout="constrained")
for place, name in enumerate(["punch", "stamp", "rim", "deburr"]):
    axis.text(3 * place, 0, f"{name}\n2 hours", ha="center", va="center", bbox={"boxstyle": "round", "fc": "#cfe3f3"})
    axis.annotate("", (3 * place + 2.3, 0), (3 * place + 0.7, 0), arrowprops={"arrowstyle": "->"})
    axis.scatter([3 * place - 1.2 - 0.2 * coin for coin in range(3)], [0.25] * 3, s=90, color="#de8f05", edgecolor="k")
axis.text(12, 0, "customers", ha="center", va="center")
axis.set(xlim=(-2.2, 13), ylim=(-0.6, 0.6))
axis.axis("off")
plt.show()

# %% [markdown]
# ## A number first
#
# With four pennies in the line, one leaves every two hours, eight hours after it entered. Now the foreman puts in four
# more. How many hours does a penny now spend in the line, and how many pennies leave an hour?

# %% tags=["prediction"]
prediction_hours = None  # in the line, with eight pennies in it
prediction_output = None  # pennies an hour

# %% [markdown]
# ## Run
#
# The line, with the name of each machine, what it makes, and from whom it gets it. A simulated day is two hours.

# %%
import numpy as np
import pandas as pd

from jitagents.network import listed

machines = ["punch", "stamp", "rim", "deburr"]
agents = [{"name": "customers", "kind": "buyer", "item": "deburr", "demand": 2, "stock": 0}]
for name in machines:
    kind = "supplier" if name == "punch" else "plant"
    agents.append({"name": name, "kind": kind, "item": name, "capacity": 1, "stock": 0, "lead_time": 0})
lanes = [{"seller": one, "buyer": two} for one, two in zip(machines, [*machines[1:], "customers"], strict=True)]
fab = listed(name="penny fab", agents=agents, lanes=lanes)

# %% [markdown]
# The first machine releases a penny when there are fewer than `cards` in the line; all others pass on what they get.
# Every number of cards is a world of its own, and all of them run at once.

# %%
from jitagents import SupplyModel
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Conwip, PassOn
from jitagents.behaviours.production import Unreliable
from jitagents.behaviours.serving import Backorder
from jitagents.simulation.exemptions import Exemption


def line(cards, up=1.0):
    """The line before its first day; each machine works on a share `up` of all steps."""
    cards = np.atleast_2d(cards)
    head = Exemption({"name": "punch"}, ordering=Conwip(cards=cards))
    rules = {"demand": Constant(), "serving": Backorder(), "ordering": PassOn(), "production": Unreliable(up=up)}
    return SupplyModel(fab, worlds=cards.shape[1], rng=1, start="empty", exemptions=[head], **rules)


# %%
def watched(model, steps=200):
    """Pennies released and pennies finished, step by step, in each world."""
    released, finished = [], []
    for _ in range(steps):
        model.step()
        released.append(model.by_name["punch"].order.copy())
        finished.append(model.by_name["customers"].output.copy())
    return np.array(released), np.array(finished)


# %% [markdown]
# A stopwatch on every penny: the tenth that leaves is the tenth that was released. Little's law is not used.


# %%
def hours_in_line(released, finished):
    """Mean time of a penny in the line, in each world."""
    steps = np.arange(len(released))
    hours = []
    for enters, leaves in zip(released.T.astype(int), finished.T.astype(int), strict=True):
        out = np.repeat(steps, leaves)
        hours.append(2 * np.mean((out - np.repeat(steps, enters)[: len(out)])[len(out) // 2 :]))
    return np.array(hours)


# %%
cards = np.arange(1, 13)
released, finished = watched(line(cards))
curve = pd.DataFrame({"pennies an hour": finished[100:].mean(axis=0) / 2}, index=pd.Index(cards, name="in the line"))
curve["hours in the line"] = hours_in_line(released, finished)
curve["product"] = curve["pennies an hour"] * curve["hours in the line"]
curve.T

# %%
hours, output = curve.loc[8, "hours in the line"], curve.loc[8, "pennies an hour"]
print(f"hours in the line: {prediction_hours} predicted, {hours:.0f} simulated")
print(f"pennies an hour: {prediction_output} predicted, {output:.2f} simulated")

# %% [markdown]
# ## The surprise
#
# Eight pennies: not one more leaves, and each takes twice as long. Everything beyond four only waits.

# %%
import seaborn as sns

sns.set_theme(style="whitegrid", palette="colorblind")


def drawn(curve):
    """Throughput and cycle time over work in process."""
    _, (left, right) = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
    curve["pennies an hour"].plot(ax=left, marker="o", ylabel="pennies an hour", ylim=(0, 0.55))
    curve["hours in the line"].plot(ax=right, marker="o", color="C1", ylabel="hours in the line", ylim=(0, None))
    plt.show()


drawn(curve)

# %% [markdown]
# ## Why
#
# Look at the row `product`: pennies an hour times hours in the line is the number in the line, in every world. That is
# **Little's law**, $w = r \times T$; it holds for every system in the long run, however irregular it is.
#
# A line has two limits. It is never faster than its bottleneck, $r_b$ = 1/2 a penny an hour, and a penny never takes
# less than the work itself, $T_0$ = 8 hours. The number at which both are reached is the **critical work in process**,
# $w_0 = r_b T_0$ = 4. With fewer, machines wait for pennies; with more, pennies wait for machines.

# %%
best = np.minimum(cards / 8, 1 / 2)
assert np.allclose(curve["product"], cards)
assert np.allclose(curve["pennies an hour"], best)
assert np.allclose(curve["hours in the line"], np.maximum(8, 2 * cards))

# %% [markdown]
# Then why does anybody hold more than four? Because no machine works two hours every time. Let each of them be down for
# a part of the steps, and move the sliders. The shaded area is the law of the line without variability.

# %%
from ipywidgets import interact


@interact(up=(0.5, 1.0, 0.05), most=(4, 24, 4))
def slide(up=0.8, most=12):
    """Output over the number of pennies, if machines are up for a share of the steps."""
    few = np.arange(1, most + 1)
    finished = watched(line(few, up), steps=300)[1]
    _, axis = plt.subplots(figsize=(6, 3), layout="constrained")
    axis.fill_between(few, np.minimum(few / 8, 1 / 2) * up, alpha=0.2)
    axis.plot(few, finished[60:].mean(axis=0) / 2, marker="o")
    axis.set(xlabel="in the line", ylabel="pennies an hour", ylim=(0, 0.55))
    plt.show()


# %% [markdown]
# ## Exercise
#
# Machines are up for 80 % of the steps, so that no line of them makes more than 0.4 an hour. How many pennies does it
# take for 90 % of that? Write down what $w_0$ says before you try. What does the last 10 % cost, in hours?

# %% tags=["solution"]
many = np.repeat(np.arange(1, 25), 20)  # twenty worlds for each number
released, finished = watched(line(many, up=0.8), steps=600)
table = pd.DataFrame({"in the line": many, "output": finished[200:].mean(axis=0) / 2})
table["hours"] = table["in the line"] / table["output"]  # Little's law
table = table.groupby("in the line").mean()
enough = table.index[table["output"] >= 0.9 * 0.4][0]
print(f"90 % of the throughput: {enough} pennies, {table.loc[enough, 'hours']:.0f} hours")
print(f"{table.loc[24, 'output'] / 0.4:.0%} of it: 24 pennies, {table.loc[24, 'hours']:.0f} hours")
assert enough > 4

# %% [markdown] tags=["solution"]
# $w_0 = r_b T_0$ = 0.4 x 10 hours is four again, and four are far from enough: it is a limit, which only a line without
# variability reaches. What stands above it is the price of variability, and it rises steeply near the end. So there are
# two ways to a fast line: fewer pennies, or steadier machines. Buffers only hide which one you did not choose.

# %% [markdown]
# ## What this is not
#
# All machines are equally fast, nothing is scrapped, there is one product and no set-up. Customers take everything: a
# line that sells to irregular customers needs stock at its end, which is another question
# ([which service do you mean?](which_service.ipynb)). And the cards are given by a head that sees the whole line.
#
# **Readings.** Little 1961, *Operations Research* 9(3); Spearman, Woodruff & Hopp 1990, *International Journal of
# Production Research* 28(5); Hopp & Spearman 2011, *Factory Physics*, ch. 7.
