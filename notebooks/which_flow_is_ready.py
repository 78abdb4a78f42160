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
# # Which flow is ready?
#
# A firm buys through ninety flows, and its board wants just-in-time. A flow is what one seller delivers to one buyer.
# Just-in-time asks for five things of it at once: even demand, a sure supplier, a short and frequent process, true
# data, and a seller whose failure can be survived.
#
# Consultants have scored every flow on every lever, from 0 to 1. Two of them lie on your desk: A is splendid, but for
# one thing. B is nowhere splendid, and nowhere bad. You may convert one.

# %% tags=["picture"] jupyter={"source_hidden": true}
import matplotlib.pyplot as plt

fig, axis = plt.subplots(figsize=(9, 2.6), layout="constrained")
levers = ["demand", "supplier", "process", "data", "exposure"]
for move, name, values in ((-0.18, "A", [0.95, 0.9, 0.85, 0.9, 0.3]), (0.18, "B", [0.85, 0.82, 0.8, 0.78, 0.76])):
    axis.bar([place + move for place in range(5)], values, 0.34, label=name)
axis.set(ylabel="score", xticks=range(5), ylim=(0, 1.15))
axis.set_xticklabels(levers)
axis.legend(ncols=2)
plt.show()

# %% [markdown]
# ## A number first
#
# Which of the two would you convert? And below: of seven flows of a car maker, how many save money if each alone goes
# from five days of stock to half a day, outages included?

# %% tags=["prediction"]
prediction_flow = None  # "A" or "B"
prediction_saving = None  # of seven flows, those that save money

# %% [markdown]
# ## Run

# %%
import numpy as np
import pandas as pd

from jitagents.readiness.rules import LEVERS, MODES, Average, ElectreTri, Weakest

scores = pd.DataFrame(
    [[0.95, 0.90, 0.85, 0.90, 0.30], [0.85, 0.82, 0.80, 0.78, 0.76]], index=["A", "B"], columns=LEVERS
)
scores

# %% [markdown]
# Three rules answer. The mean lets a good lever make up for a bad
# one; the weakest lever lets nothing make up; ELECTRE TRI asks for a majority without a veto.

# %%
rules = {"mean": Average(), "weakest lever": Weakest(), "ELECTRE TRI": ElectreTri()}
pd.DataFrame(
    {name: [MODES[one] for one in rule.modes(scores.to_numpy())] for name, rule in rules.items()}, index=["A", "B"]
)

# %% [markdown]
# You said:

# %%
print(f"convert {prediction_flow}; by the mean of the scores {scores.mean(axis=1).idxmax()} is the better one")

# %% [markdown]
# All three put B at least as high as A, and only the mean calls A ready. Nobody has shown that any of them is right.
#
# ## A car maker
#
# Where there is no history, the tables of the network say something: lead times, their spread, the use of capacity,
# and what a plant loses when the flow stops. Time to survive is simulated. Seven of its ninety flows:

# %%
import jitagents
from jitagents.readiness.assessment import assess, flows_of
from jitagents.readiness.stated import stated_values
from jitagents.readiness.survival import simulated_exposure

# %%
chosen = [
    ("powertrain_eu", "plant_suv"), ("seats_suv", "plant_suv"), ("body_ecu_eu", "plant_suv"),
    ("castings_eu", "powertrain_eu"), ("cable_asia", "harness_mexico"), ("chip_fab", "boards_eu"),
    ("trim_eu", "cockpit_eu"),
]  # fmt: skip
study = jitagents.load("single", overrides=["+experiment=readiness", "replications=3", "workers=1"])
flows = flows_of(study.network).set_index(["seller", "buyer"]).loc[chosen].reset_index()
exposure = simulated_exposure(study, flows)
table = assess(flows, {"exposure": exposure}, ElectreTri(), stated_values(study, flows))
table[["seller", "buyer", "mode", *LEVERS, "weakest"]].round(2)

# %% [markdown]
# Data are unknown everywhere, and count as 0.4: no flow can be ready before somebody has counted. Note the three flows
# that you would convert first.
#
# ## Tried by simulation
#
# Each flow alone goes from five days of stock to half a day. In calm that frees money. Once in ten years each, its
# seller is out for a month, its lane is closed for ten days, and final demand surges.

# %%
from jitagents.readiness.advice import advised
from jitagents.readiness.verification import verify

found = verify(study, chosen)
money = advised(table, ElectreTri(), found)
print(f"flows that save money: {prediction_saving} of 7 predicted, {(money['loss'] < 0).sum()} simulated")
money[["seller", "buyer", "mode", "freed", "loss", "loss_low", "loss_high", "bearable", "advice"]].round(1)

# %% [markdown]
# ## The surprise
#
# The marks and the money do not agree.

# %%
from jitagents.plots.readiness import heat_map

heat_map(money, LEVERS)

# %% [markdown]
# ## Why
#
# A loss below 0 is a saving. The cable by sea, which is judged the worst, saves; so do the chips, behind which
# everything waits, since boards, control units and plants hold days of their own; so does the powertrain, which is
# dear. Castings and trim from next door, which are judged well, lose: they are the only source of a plant, and cheap,
# so that little is freed. `bearable` says how many times as frequent crises could be before the saving is gone.
#
# Does the rule predict, then? Over all ninety flows and three crises, twenty replications each (five minutes,
# `jitagents readiness +experiment=readiness exposure=simulated verify=20`), it does not: the rank correlation is .03,
# between -.19 and .26. The lever of exposure alone does better, .32; that of the supplier alone points the wrong way,
# -.42, because long ways are second sources here. A rule is a list of questions, and no substitute for the answer.
#
# ## A real case, and its limits
#
# SupplyGraph (Wasi et al. 2024) has the daily sales orders of 41 products of a maker of consumer goods in Bangladesh,
# over 221 days. Say where the file lies; it is not part of this package.

# %% tags=["parameters"]
ORDERS = "sales_order_units.csv"

# %%
from pathlib import Path

from IPython.display import display as put


def readiness_of_products(path):
    """Classes of products by their demand alone."""
    wide = pd.read_csv(path, parse_dates=["Date"]).rename(columns={"Date": "date"})
    demand = wide.melt("date", var_name="seller", value_name="units").assign(buyer="market")
    demand["date"] = (demand["date"] - pd.Timestamp(0)).dt.days.astype(float)
    products = list(dict.fromkeys(demand["seller"]))
    flows = pd.DataFrame({"seller": products, "buyer": "market", "site": "market", "item": products, "price": 1.0})
    return assess(flows.assign(days=np.nan), {"demand": demand}, ElectreTri())


# %%
if Path(ORDERS).exists():
    products = readiness_of_products(ORDERS)
    put(products.groupby(["mode", "pattern"]).size().unstack(fill_value=0))
    put(products[["item", "mode", "demand", "xyz", "abc", "pattern", "value"]].head(8).round(2))
else:
    print("SupplyGraph is not here: https://github.com/CIOL-SUST/SupplyGraph")

# %% [markdown]
# The classes are of weeks, not of days: what is lumpy by day may be smooth by week. The file has no dates of promise
# and receipt, no counts, no prices: four of five levers are unknown, each counts as 0.4, and so nothing gets beyond a
# hybrid, however even its demand is. That is the honest answer to a question with one fifth of its data. ABC
# is by units here, which without prices means little.
#
# What to measure first? The lever that moves most flows: in this file any other one than demand.
#
# ## Real deliveries: are suppliers reliable?
#
# Orders for medicines that the Supply Chain Management System shipped for US aid, 2006 to 2015 (USAID, *SCMS Delivery
# History*, open data). Each line names its vendor, and the days on which it was ordered, was to be delivered, and was.
# Lines from the regional warehouses have no order to a vendor, and are left out. Say where the file lies.

# %% tags=["parameters"]
DELIVERIES = "scms_delivery_history.csv"

# %%
# "2010-09-14" is the ninth of October 2014: a spreadsheet took the month for a year.
TURNED, BACK = r"^20(\d\d)-(\d\d)-(\d\d)$", r"\1/\2/\3"
DATES = {
    "ordered": ("PO Sent to Vendor Date", "%m/%d/%y"),
    "promised": ("Scheduled Delivery Date", "%d-%b-%y"),
    "received": ("Delivered to Client Date", "%d-%b-%y"),
}


# %%
def deliveries_of(path):
    """Lines from vendors, dates as days since 1970."""
    lines = pd.read_csv(path, encoding="utf-8-sig").query("`Fulfill Via` == 'Direct Drop'")
    table = pd.DataFrame({"seller": lines["Vendor"], "buyer": "clients", "defects": np.nan})
    for name, (at, form) in DATES.items():
        told = pd.to_datetime(lines[at].str.replace(TURNED, BACK, regex=True), format=form, errors="coerce")
        table[name] = (told - pd.Timestamp(0)).dt.days.astype(float)
    table["ordered_units"] = table["received_units"] = lines["Line Item Quantity"].astype(float)
    return table.query("ordered <= received")


# %%
from jitagents.readiness.coverage import blunt, coverage, without_data


def suppliers(table, least=30):
    """The supplier lever of the vendors with enough lines, by the proposed cut points and by others."""
    history = {"deliveries": table[table.groupby("seller")["seller"].transform("size") >= least]}
    names = sorted(set(history["deliveries"]["seller"]))
    flows = pd.DataFrame({"seller": names, "buyer": "clients", "site": "clients", "item": "medicine", "price": 1.0})
    flows, own = flows.assign(days=np.nan), ElectreTri(ends={"lead_time": [80, 160], "lead_time_cv": [0.3, 1.0]})
    scores = [assess(flows, history, rule).set_index("seller")["supplier"] for rule in (ElectreTri(), own)]
    return coverage(flows, history, ElectreTri()), pd.DataFrame(dict(zip(["as proposed", "own"], scores, strict=True)))


# %%
if Path(DELIVERIES).exists():
    seen, levers = suppliers(deliveries_of(DELIVERIES))
    put(seen.query("measured > 0")[["indicator", "good", "bad", "at_0", "at_1", "lower", "median", "upper"]].round(2))
    print(f"{len(levers)} vendors; no data for {', '.join(without_data(seen))}", *blunt(seen), sep="\n")
    put(levers.sort_values("own", ascending=False).round(2))
else:
    print("The SCMS delivery history is not here: https://data.usaid.gov")

# %% [markdown]
# Of the 20 vendors with thirty lines or more (4,356 in all), 17 are on time in 95 of 100 or better; but their medicines
# take some hundred days, give or take a half. The proposed cut points (30 days, a half) are those of a car plant: by
# the lead time all 20 score 0, and so does each lever of a supplier. A lever that is the same for all tells nothing.
# Cut points of this trade (80 to 160 days) tell vendors apart, and not whether any is ready: over a hundred days none
# is. An indicator without data is left out, and said to be.
#
# Limits. Nearly nine lines in ten came on the very day that was "scheduled": the schedule seems to have followed the
# goods, which flatters them. Only what was delivered is on record, so that neither "in full" nor defects are known. Of
# 4,920 lines, 328 have no day of order, and 1,712 had one that a spreadsheet had turned round (as written, some were
# ordered in 2001, before there was a programme; turned back, none comes before its order). A vendor is no flow: each
# sends many medicines to many countries.
#
# ## Exercise
#
# How bad may the exposure of flow A become, or how good must it be, for each rule to call it ready? And if all its
# other levers were perfect?

# %% tags=["solution"]
steps = np.linspace(0, 1, 101)
for name, others in {"as it is": scores.loc["A"], "perfect": scores.loc["A"] * 0 + 1}.items():
    trial = np.array([[*others[:4], exposure] for exposure in steps])
    ready = {label: np.array(rule.modes(trial)) for label, rule in rules.items()}
    best = {label: modes.max() for label, modes in ready.items()}
    needed = {label: steps[modes == best[label]].min() for label, modes in ready.items()}
    print(f"A {name}: {', '.join(f'{label} {least:.2f} for {MODES[best[label]]}' for label, least in needed.items())}")

# %% [markdown] tags=["solution"]
# With perfect others, the mean hardly asks for any exposure at all: a plant that stops when one seller stops would be
# "ready". The weakest lever asks for the same, whatever the others are. ELECTRE TRI lies between them.

# %% [markdown]
# ## What this is not
#
# The cut points are proposals, and the scores of consultants are opinions. Each flow is converted alone; all together
# they meet in the same plants. What a conversion teaches a firm about its own process is in no lever.
#
# **Readings.** Roy & Bouyssou 1993 and Mousseau & Slowinski 1998 on ELECTRE TRI; Wasi et al. 2024, *SupplyGraph*.
