"""Networks: their description, checks, builders and readers."""

from jitagents.network.description import Network
from jitagents.network.graph import from_graph, to_graph
from jitagents.network.lane_names import lane_modes, lane_names
from jitagents.network.layered import layered
from jitagents.network.lead_time_laws import Law
from jitagents.network.lead_times import LeadTimes, read_lead_times
from jitagents.network.listed import listed
from jitagents.network.one_warehouse import one_warehouse
from jitagents.network.selection import select, select_agents, select_lanes
from jitagents.network.serial import serial
from jitagents.network.tables import tables, write_tables
from jitagents.network.tiers import longest_path, tiers
from jitagents.network.willems import willems

for _made in (layered, listed, one_warehouse, serial, tables, willems):
    _made.__module__ = (
        __name__  # a module of the same name hides behind each: by this name it is found, as by hydra-zen
    )

__all__ = [
    "Law",
    "LeadTimes",
    "Network",
    "from_graph",
    "lane_modes",
    "lane_names",
    "layered",
    "listed",
    "longest_path",
    "one_warehouse",
    "read_lead_times",
    "select",
    "select_agents",
    "select_lanes",
    "serial",
    "tables",
    "tiers",
    "to_graph",
    "willems",
    "write_tables",
]
