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
# Every behaviour of every stage of the day, with its formula, parameters and source. The text comes from the
# classes, and every picture is a run of the simulator: a small model in which demand rises from 10 to 15 units a day on
# day 21 (a step), or to 30 for two days (a pulse). The input of the behaviour is grey.

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
# Final demand. Three replications of a buyer with mean 10 and standard deviation 4, where the law has one.

# %%
show("demand")

# %% [markdown]
# ## Information
#
# The records that an agent decides on. The rule in the pictures is base stock.

# %%
show("information")

# %% [markdown]
# ## Forecasting
#
# The demand that is expected.

# %%
show("forecasting")

# %% [markdown]
# ## Ordering
#
# The quantity to buy or to make. The stage in the pictures waits two days for what it orders.

# %%
show("ordering")

# %% [markdown]
# ## Sourcing
#
# The division of an order over suppliers. The pictures have a far supplier and a near one that is dearer; the lane of
# the far one is closed on days 40 to 46.

# %%
show("sourcing")

# %% [markdown]
# ## Production
#
# The quantity that a maker starts. The plant in the pictures can start 12 units a day.

# %%
show("production")

# %% [markdown]
# ## Allocation
#
# The division of scarce stock over customers. Three customers, of 5, 10 and 15 units a day, of a maker of 36.

# %%
show("allocation")

# %% [markdown]
# ## Transport
#
# The lead time of shipments. The lane in the pictures takes one, three or five days.

# %%
show("transport")

# %% [markdown]
# ## Inspection
#
# Inspection of goods that are received. On seven days a quarter of the parts of the plant in the pictures is bad.

# %%
show("inspection")

# %% [markdown]
# ## Serving
#
# Unmet final demand: it waits or is lost. The supplier in the pictures can send 12 units a day.

# %%
show("serving")
