"""Gross value added: the value of an agent's unit above that of its inputs."""

import numpy as np

from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.layout import Layout
from jitagents.planning import Planned


def gross_value_added(layout: Layout, planned: Planned) -> Array:
    """Gross value added by a unit of each agent's output, money `(agents, 1)`.

    A plant adds its unit value less the sum of quantity x unit value of its inputs; a buyer or distributor its unit
    value less the mean unit value at its suppliers, by their planned shares; a source all of its unit value (United
    Nations 2009, System of National Accounts 2008, 6.8: output less intermediate consumption).
    """
    value, agents = planned.plan.value, layout.agent_rows
    bought = planned.lanes.buyers.sum(planned.share * value[layout.lane_seller], np.empty_like(value))
    inputs = layout.input_quantity[:, None] * value[layout.input_rows]
    used = Groups(layout.plant_of_input, agents.stop).sum(inputs, np.empty((agents.stop, 1)))
    return value[agents] - bought[agents] - used
