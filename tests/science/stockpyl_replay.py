"""Replays trees in stockpyl (Snyder 2023, an independent simulator); trees come in and days go out as JSON.

It runs in an environment of its own, the dependency group `stockpyl`, since stockpyl needs a numpy older than ours.
"""

import json
import sys
import warnings
from typing import Any

from stockpyl.demand_source import DemandSource
from stockpyl.policy import Policy
from stockpyl.sim import simulation
from stockpyl.supply_chain_network import SupplyChainNetwork
from stockpyl.supply_chain_node import SupplyChainNode


def build(tree: dict[str, Any]) -> SupplyChainNetwork:
    """The network of a tree: base stock at every node, unlimited supply of those without predecessors."""
    network = SupplyChainNetwork()
    for node in tree["nodes"]:
        series = {"demand_source": DemandSource(type="D", demand_list=node["demand"])} if node["demand"] else {}
        made = SupplyChainNode(
            index=node["index"], network=network, shipment_lead_time=node["lead_time"],
            order_lead_time=node["order_delay"], local_holding_cost=1,
            inventory_policy=Policy(type="BS", base_stock_level=node["level"]),
            supply_type=None if node["predecessors"] else "U", **series,
        )  # fmt: skip
        network.add_node(made)
    network.add_edges_from_list([(seller, node["index"]) for node in tree["nodes"] for seller in node["predecessors"]])
    return network


def replay(tree: dict[str, Any]) -> dict[str, Any]:
    """What each node has at the end of each period: on hand, backorders, orders to and units from its predecessors."""
    network, periods = build(tree), tree["periods"]
    simulation(network, periods, progress_bar=False)
    found = {}
    for node in network.nodes:
        days = node.state_vars[:periods]
        sellers = node.predecessors(include_external=True)
        found[node.index] = {
            "stock": [max(0.0, day.get_inventory_level()) for day in days],
            "owed": [max(0.0, -day.get_inventory_level()) for day in days],
            "order": [[day.get_order_quantity(predecessor=seller) for seller in sellers] for day in days],
            "waiting": [
                [day.get_raw_material_inventory(seller.product_indices[0]) for seller in sellers if seller is not None]
                for day in days
            ],
        }
    return found


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump([replay(tree) for tree in json.load(sys.stdin)], sys.stdout)
