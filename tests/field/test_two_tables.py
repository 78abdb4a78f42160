"""A network of cars and their parts in two tables, as its author put it up: what such files bring."""

from pathlib import Path

import pytest

from jitagents.behaviours.demand import Constant
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, tables
from jitagents.study import load

COLUMNS = {
    "ID": "name", "Type": "kind", "Part": "item", "CapacityR": "capacity", "Source ID": "seller", "Target ID": "buyer",
    "Usage": "quantity", "LT": "lead_time", "SDT_LT": "lead_time_sd",
}  # fmt: skip
NODES = """ID,Type,Part,CapacityR,Backup,demand
Final Node,buyer,car,,0,410
Assembly,plant,car,,1,
T11,plant,engine,,1,
T26,plant,steel,,0,
T33,supplier,ore,,0,
"""
EDGES = """Source ID,Target ID,Usage,LT,SDT_LT,Mode
Assembly,Final Node,1,1,0,truck
T11,Assembly,3,5,2,truck
T26,T11,2,48,12,boat
T33,T26,4,1,0,rail
"""


def read(folder: Path, nodes: str = NODES, edges: str = EDGES) -> Network:
    (folder / "nodes.csv").write_text(nodes)
    (folder / "edges.csv").write_text(edges)
    return tables(agents=folder / "nodes.csv", lanes=folder / "edges.csv", columns=COLUMNS)


def test_parts_are_exploded_and_the_long_lane_is_full(tmp_path: Path) -> None:
    """410 cars: 3 engines each, 2 of steel an engine, 4 of ore a steel; 48 days of steel at sea."""
    network = read(tmp_path, edges=EDGES.replace("48,12", "48,0"))
    model = SupplyModel(network, demand=Constant())
    names = model.layout.names.tolist()
    rates = {name: model.planned.plan.rate[names.index(name), 0] for name in ("Assembly", "T11", "T26", "T33")}
    assert rates == {"Assembly": 410, "T11": 1_230, "T26": 2_460, "T33": 9_840}
    model.run_for(3)
    at_sea = model.lanes["under_way"][model.layout.lane_seller == names.index("T26")]
    assert at_sea.tolist() == [[2_460 * 48]]


@pytest.mark.parametrize(
    ("nodes", "edges", "told"),
    [
        (NODES, EDGES.replace("4,1,0,rail", "4,0,0,rail"), r"T33 -> T26: lead_time = 0; allowed: 1 days or more"),
        (NODES.replace("T11,plant,engine", "T11,supplier,engine"), EDGES, r"T26 -> T11: sells 'steel' .* 'engine'"),
        (NODES, EDGES.replace("T11,Assembly", "T 11,Assembly"), r"unknown seller 'T 11'; did you mean 'T11'\?"),
        (
            NODES.replace("Final Node,buyer", "Final Node,assembler"),
            EDGES,
            r"Final Node: unknown kind 'assembler'; allowed: buyer, plant, supplier",
        ),
    ],
)
def test_what_such_files_bring_is_told_with_its_row(tmp_path: Path, nodes: str, edges: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read(tmp_path, nodes, edges)


def test_a_spread_above_the_mean_is_a_law_like_any_other(tmp_path: Path) -> None:
    """167 days around 48: what is drawn below the least is moved up, and the law keeps its mean as well as it can."""
    network = read(tmp_path, edges=EDGES.replace("48,12", "48,167"))
    assert network.lanes.loc[network.lanes["seller"] == "T26", "lead_time_sd"].tolist() == [167]


def test_spaces_and_case_of_headings_do_not_matter(tmp_path: Path) -> None:
    network = read(tmp_path, edges=EDGES.replace("Usage", "usage "))
    assert network.lanes["quantity"].tolist() == [1, 3, 2, 4]


def test_a_capacity_of_0_where_none_was_kept_is_told_before_the_first_day(tmp_path: Path) -> None:
    network = read(tmp_path, nodes=NODES.replace("engine,,", "engine,0,"))
    (told,) = load("single", ["crisis=none"], network=network).notices
    assert told.startswith("T11: capacity 0 is below its mean flow of 1,230 units a day")
    assert not load("single", ["crisis=none"], network=read(tmp_path)).notices
