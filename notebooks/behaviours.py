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
# # The behaviours
#
# Every behaviour of every stage of the day: what it does, by which formula, with which parameters, after whom. All of
# it is read off the classes, and every picture is a run of the simulator: a small model in which demand rises from 10
# to 15 units a day on day 21 (a step), or to 30 for two days (a pulse). Grey is what the behaviour answers to.

# %%
from IPython.display import Markdown
from IPython.display import display as put

from jitagents.reference import described, entries, picture


def show(stage):
    for entry in entries(stage):
        put(Markdown(described(entry)))
        if (figure := picture(entry)) is not None:
            put(figure)


# %% [markdown]
# ## Demand
#
# What customers want. Three replications of a buyer with mean 10 and standard deviation 4, where the law has one.

# %%
show("demand")

# %% [markdown]
# ## Information
#
# What an agent's records show. The rule in the pictures is base stock.

# %%
show("information")

# %% [markdown]
# ## Forecasting
#
# What demand is expected.

# %%
show("forecasting")

# %% [markdown]
# ## Ordering
#
# How much to buy or to make. The stage in the pictures waits two days for what it orders.

# %%
show("ordering")

# %% [markdown]
# ## Sourcing
#
# From whom. In the pictures a far supplier and a near one that is dearer; the lane of the far one is closed on days 40
# to 46.

# %%
show("sourcing")

# %% [markdown]
# ## Production
#
# What a maker starts. The plant in the pictures can start 12 units a day.

# %%
show("production")

# %% [markdown]
# ## Allocation
#
# Who gets scarce stock. Three customers, of 5, 10 and 15 units a day, of a maker of 36.

# %%
show("allocation")

# %% [markdown]
# ## Transport
#
# When goods arrive. The lane in the pictures takes one, three or five days.

# %%
show("transport")

# %% [markdown]
# ## Serving
#
# What becomes of final customers who find no stock. The supplier in the pictures can send 12 units a day.

# %%
show("serving")
