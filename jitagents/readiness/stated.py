"""Values of indicators that a network itself states, for flows without a history: assumed, not measured."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.scenario.setup import make_model
from jitagents.study import Study
from jitagents.worlds import Worlds

type Numbers = npt.NDArray[np.float64]

LANE = ["seller", "buyer"]
WEEK = 7
WEAKEST = {
    "weekly_cv": "max", "lead_time_cv": "max", "lead_time": "max", "lot": "max", "utilisation": "max",
    "latency": "max", "stop_value": "max", "sources": "min",
}  # fmt: skip
"""Which lane of a flow counts where there are several, each of another mode."""


def stated_values(study: Study, flows: pd.DataFrame) -> dict[str, Numbers]:
    """Return the values `(flows,)` of those indicators that the first variant's network states; NaN where it does not.

    A delay of orders or a deviation of 0 is the value of an empty cell, and counts as not stated.

    Args:
        study: whose network and laws of demand are taken.
        flows: with columns seller and buyer.
    """
    config = {**next(iter(study.configs.values())), "crisis": {}, "levels": {}}
    model = make_model(config, Worlds((0,), entropy=config["seed"]))
    layout, planned = model.layout, model.planned
    lanes = study.network.lanes.iloc[layout.lane_order].reset_index(drop=True)
    rate, plan, seller, buyer = planned.lane_rate[:, 0], planned.plan, layout.lane_seller, layout.lane_buyer
    capacity = layout.agent_column("capacity")
    at_plant = np.isin(buyer, np.arange(layout.rows)[layout.input_rows])
    making = np.full(layout.rows, np.nan)
    plants = layout.plant_of_input
    making[layout.input_rows] = (plan.rate[plants] * plan.value[plants])[:, 0]
    days = planned.times.mean + lanes["order_delay"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = {
            "weekly_cv": _positive((plan.demand_sd / plan.rate)[buyer, 0] / np.sqrt(WEEK)),
            "lead_time": days,
            "lead_time_cv": _positive(planned.times.sd / days),
            "lot": lanes["load"].to_numpy(float) / rate,
            "latency": _positive(lanes["order_delay"].to_numpy(float)),
            "utilisation": np.where(np.isfinite(capacity), plan.rate[:, 0] / capacity, np.nan)[seller],
            "stop_value": np.where(
                at_plant,
                lanes["binding"].to_numpy(float) * making[buyer] / (rate * layout.lane_column("price")),
                np.nan,
            ),
        }
    found["sources"] = _sources(study, lanes)
    table = pd.DataFrame({**lanes[LANE], **found}).replace([np.inf, -np.inf], np.nan)
    laid = table.groupby(LANE).agg(WEAKEST).reindex(pd.MultiIndex.from_frame(flows[LANE]))
    return {name: laid[name].to_numpy(float) for name in found}


def _sources(study: Study, lanes: pd.DataFrame) -> Numbers:
    """The effective number of sources of what each lane brings `(lanes,)`: beyond the first, less what they share."""
    base = study.supply_base.flows.set_index(["buyer", "item"])
    number = 1.0 + (base["effective_sources"] - 1.0) * (1.0 - base["overlap"].fillna(0.0))
    items = lanes["seller"].map(study.network.agents.set_index("name")["item"])
    return number.reindex(pd.MultiIndex.from_arrays([lanes["buyer"], items])).to_numpy(float)


def _positive(values: Numbers) -> Numbers:
    """The values above 0, NaN for the others."""
    return np.where(values > 0, values, np.nan)
