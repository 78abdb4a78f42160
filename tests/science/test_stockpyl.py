"""Random trees, day by day, against stockpyl (Snyder 2023): an independent implementation of base stock in networks."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jitagents.behaviours.allocation import Priority
from jitagents.behaviours.demand import Buyers, Demand
from jitagents.behaviours.ordering import BaseStock
from jitagents.behaviours.serving import Backorder
from jitagents.model import SupplyModel
from jitagents.network import Network
from jitagents.random_streams import Carried
from tests.science.conftest import recorded, row

ROOT = Path(__file__).resolve().parents[2]
UV = os.environ.get("UV") or shutil.which("uv")
TREES, PERIODS, NODES = 12, 50, 9

type Node = dict[str, Any]


@dataclass(frozen=True)
class Drawn(Demand):
    """Demand that was drawn before, buyer by buyer in the order of their names `(days, buyers)`."""

    units: Any = field(default=None)

    def moments(self, buyers: Buyers) -> tuple[np.ndarray, np.ndarray]:
        return self.units.mean(axis=0), self.units.std(axis=0)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> np.ndarray:
        return self.units[np.arange(first - 1, first - 1 + days) % len(self.units)]


def tree(seed: int) -> list[Node]:
    """A tree of stages: each joins those before it as a supplier or as a customer; the last ones sell to customers.

    Lead times are those into a stage; a stage with several suppliers assembles, one with several customers distributes.
    """
    rng = np.random.default_rng(seed)
    suppliers: dict[int, list[int]] = {0: []}
    for new in range(1, NODES):
        other = int(rng.integers(new))
        suppliers[new] = [other] if rng.random() < 0.5 else []
        if not suppliers[new]:
            suppliers[other].append(new)
    for last in sorted(set(suppliers) - {one for many in suppliers.values() for one in many}):
        if len(suppliers[last]) != 1:
            suppliers[len(suppliers)] = [last]  # customers come to a stage of their own behind an assembly
    selling = {one for many in suppliers.values() for one in many}
    return [
        {
            "index": index,
            "predecessors": sorted(many),
            "lead_time": int(rng.integers(1, 4)),
            "order_delay": int(rng.integers(0, 3)) if many else 0,
            "level": float(np.round(rng.uniform(0, 60), 3)),
            "demand": None if index in selling else np.round(rng.gamma(2.0, 5.0, PERIODS), 3).tolist(),
        }
        for index, many in suppliers.items()
    ]


def name(index: int) -> str:
    """Names in the order of the numbers."""
    return f"n{index:02d}"


def items(nodes: list[Node]) -> list[str]:
    """What each stage sells: an assembly or a source its own item, others what they buy."""

    def item(index: int) -> str:
        sellers = nodes[index]["predecessors"]
        return item(sellers[0]) if len(sellers) == 1 else f"item {index}"

    return [item(node["index"]) for node in nodes]


def network(nodes: list[Node]) -> Network:
    """The same tree for us; customers of a stage are served in the order of their numbers, as there."""
    agents = pd.DataFrame({"name": [name(node["index"]) for node in nodes], "item": items(nodes)})
    suppliers = np.array([len(node["predecessors"]) for node in nodes])
    sold = np.array([node["demand"] is not None for node in nodes])
    agents["kind"] = np.select([sold, suppliers > 1], ["buyer", "plant"], "supplier")
    agents["lead_time"] = np.select(
        [suppliers > 1, suppliers == 1], [0.0, np.nan], [node["lead_time"] for node in nodes]
    )
    agents["demand"] = [np.mean(node["demand"]) if node["demand"] else np.nan for node in nodes]
    lanes = [
        {"seller": name(seller), "buyer": name(node["index"]), "priority": node["index"] + 1}
        | {key: node[key] for key in ("lead_time", "order_delay")}
        for node in nodes
        for seller in node["predecessors"]
    ]
    return Network.of(agents, pd.DataFrame(lanes), name="tree", whole=False)


def levels(nodes: list[Node]) -> dict[str, float]:
    """Base stock of each stage; an assembly buys just what it is to make."""
    sold = items(nodes)
    plants = [node for node in nodes if len(node["predecessors"]) > 1]
    inputs = {f"{name(plant['index'])}/{sold[seller]}": 0.0 for plant in plants for seller in plant["predecessors"]}
    return {name(node["index"]): node["level"] for node in nodes} | inputs


def ours(nodes: list[Node]) -> dict[str, np.ndarray]:
    """Stock, owed and orders of each stage and of the inputs of assemblies `(days, rows)`, day by day."""
    units = np.array([node["demand"] for node in nodes if node["demand"]]).T
    model = SupplyModel(
        network(nodes), start="empty", demand=Drawn(units), ordering=BaseStock(level=levels(nodes)),
        serving=Backorder(), allocation=Priority(),
    )  # fmt: skip
    kept = recorded(model, PERIODS, "stock", "owed", "order")
    rows = {point: row(model, point) for point in levels(nodes)}
    return {f"{point} {what}": column[:, at, 0] for what, column in kept.items() for point, at in rows.items()}


def theirs(nodes: list[Node], found: dict[str, Any]) -> dict[str, np.ndarray]:
    """The same of stockpyl; units that wait for the other inputs of an assembly are the stock of an input."""
    days: dict[str, Any] = {}
    for node in nodes:
        stage, told = name(node["index"]), found[str(node["index"])]
        days |= {f"{stage} stock": told["stock"], f"{stage} owed": told["owed"]}
        days[f"{stage} order"] = [orders[0] for orders in told["order"]]
        if len(node["predecessors"]) > 1:
            sold = items(nodes)
            for place, seller in enumerate(node["predecessors"]):
                days[f"{stage}/{sold[seller]} stock"] = [waiting[place] for waiting in told["waiting"]]
                days[f"{stage}/{sold[seller]} order"] = [orders[place] for orders in told["order"]]
    return {what: np.array(column) for what, column in days.items()}


def replayed(trees: list[list[Node]], home: Path) -> list[dict[str, Any]]:
    """What stockpyl makes of some trees, in an environment of its own."""
    if UV is None:
        pytest.skip("stockpyl needs an environment of its own, and uv is not there to make it")
    if sys.version_info >= (3, 13):
        pytest.skip("stockpyl needs numpy 1.26, which is not built for this Python")
    own = {"UV_PROJECT_ENVIRONMENT": str(home), "UV_COMPILE_BYTECODE": "0", "PYTHONPATH": ""}
    command = [UV, "run", "--quiet", "--project", str(ROOT), "--only-group", "stockpyl", "--python", sys.executable]
    script = Path(__file__).with_name("stockpyl_replay.py")
    told = json.dumps([{"periods": PERIODS, "nodes": nodes} for nodes in trees])
    done = subprocess.run(
        [*command, "python", str(script)], input=told, env=os.environ | own, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    if "Traceback" not in done.stderr and done.returncode:
        pytest.skip(f"stockpyl cannot be had: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_every_day_of_random_trees_is_that_of_stockpyl(pytestconfig: pytest.Config) -> None:
    trees = [tree(seed) for seed in range(TREES)]
    home = pytestconfig.cache.mkdir("stockpyl")  # made once, in a few seconds
    for seed, (nodes, found) in enumerate(zip(trees, replayed(trees, home), strict=True)):
        here, there = ours(nodes), theirs(nodes, found)
        assert len(there) >= 3 * NODES
        for what, days in there.items():
            np.testing.assert_allclose(here[what], days, rtol=0, atol=1e-9, err_msg=f"tree {seed}: {what}")


def test_the_trees_assemble_distribute_and_run_short() -> None:
    """So that the comparison above has something to compare."""
    nodes = [node for seed in range(TREES) for node in tree(seed)]
    buyers = [(seed, seller) for seed in range(TREES) for node in tree(seed) for seller in node["predecessors"]]
    assert sum(len(node["predecessors"]) > 1 for node in nodes) > TREES / 2
    assert sum(buyers.count(one) > 1 for one in set(buyers)) > TREES / 2
    assert sum(days.max() > 0 for what, days in ours(tree(0)).items() if what.endswith("owed")) > 2
