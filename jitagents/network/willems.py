"""Real multi-echelon supply chains: the workbook of Willems 2008 as networks."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csc_array, eye_array
from scipy.sparse.linalg import splu

from jitagents.column import Flags
from jitagents.network.arguments import Limit, check_arguments
from jitagents.network.description import Network
from jitagents.network.tiers import longest_path
from jitagents.network.workbook import SOURCE, read_chain
from jitagents.parameters import network_builder

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

LIMITS = {
    "quantity": Limit(0),
    "hand_over": Limit(1, whole=True),
    "capacity_slack": Limit(0, optional=True),
    "capacity_sds": Limit(0),
    "stock_days": Limit(0, optional=True),
}
ROLES = {"source": "supplier", "plant": "plant", "distributor": "supplier", "buyer": "buyer"}
"""Kind of agent for each role that a stage can have."""


@network_builder
def willems(
    *,
    workbook: str | Path,
    chain: int | str = 1,
    quantity: float = 1.0,
    hand_over: int = 1,
    capacity_slack: float | None = 1.25,
    capacity_sds: float = 1.0,
    stock_days: float | None = None,
    whole: bool = False,
) -> Network:
    """One of the 38 real supply chains of Willems 2008 (M&SOM 10(1):19-23).

    A stage that nobody supplies is a source, with its stage time as replenishment lead time. One that manufactures, or
    has several inbound arcs, is a plant: each inbound arc is an input, except that arcs with the same item are routes
    of one input; the lane takes `hand_over` days, the production the rest of the stage time. Another stage is a
    distributor, or a buyer where the chain ends, and its stage time, at least a day, is the lead time of its inbound
    lane. Where a stage that is no such buyer has demand, the buyer `NAME (customers)` is put behind it. The value of an
    item is the cost added on all the way to it.

    Free attributes of the agents: `role` (source, plant, distributor, buyer), `stage_class` (as in the workbook;
    Customer for buyers that were added), `service_level`, `max_service_time`, `x`, `y`.

    Args:
        workbook: path of the workbook.
        chain: 1 to 38.
        quantity: units of each input in a unit of product; the workbook has no bills of materials.
        hand_over: days on lanes into plants and to buyers that were added, from 1 up.
        capacity_slack: capacity of a source or plant / its flow on a busy day; None: no limit.
        capacity_sds: a busy day's flow is the mean and this many standard deviations of independent daily demands.
        stock_days: stock on hand on day 0 in days of mean flow, inputs included; None: the ordering rule chooses.
        whole: units are whole; the workbook's mean demands are not.

    Raises:
        InputError: no workbook, no such chain, or faults in it.
    """
    given = {"quantity": quantity, "hand_over": hand_over, "capacity_slack": capacity_slack}
    check_arguments("willems", given | {"capacity_sds": capacity_sds, "stock_days": stock_days}, LIMITS)
    stages, arcs = read_chain(workbook, chain)
    longest_path(len(stages), arcs["seller"].to_numpy(), arcs["buyer"].to_numpy(), stages["name"].tolist())
    stages["role"] = _roles(stages, arcs)
    maker = _makers(stages, arcs)
    stages["item"] = stages["name"].to_numpy()[maker]
    arcs = _bill(stages, arcs, maker, quantity)
    stages["value"], stages["flow"], spread = _balance(stages, arcs)
    stages["capacity"] = _capacity(stages, stages["flow"] + capacity_sds * spread, capacity_slack, whole)
    agents, lanes = _agents(stages, hand_over), _lanes(stages, arcs, hand_over)
    agents, lanes = _with_customers(agents, lanes, stages, hand_over)
    if stock_days is not None:
        agents, lanes = _with_stock(agents, lanes, stock_days, whole)
    return Network.of(
        agents.drop(columns="flow"),
        lanes,
        name=f"willems {int(chain):02d}",
        whole=whole,
        source=f"{SOURCE}, chain {chain}",
    )


def _roles(stages: pd.DataFrame, arcs: pd.DataFrame) -> npt.NDArray[np.str_]:
    inbound = np.bincount(arcs["buyer"], minlength=len(stages))
    outbound = np.bincount(arcs["seller"], minlength=len(stages))
    converts = (stages["stage_class"] == "Manuf") | (inbound > 1)
    ends = stages["demand"].notna() & (outbound == 0)
    return np.select([inbound == 0, converts, ends], ["source", "plant", "buyer"], "distributor")


def _makers(stages: pd.DataFrame, arcs: pd.DataFrame) -> Ints:
    """The stage that makes what each stage handles: up the chain of movers."""
    moves = stages["role"].isin(["distributor", "buyer"]).to_numpy()
    supplier = np.arange(len(stages))
    supplier[arcs["buyer"]] = arcs["seller"]
    maker = np.where(moves, supplier, np.arange(len(stages)))
    while moves[maker].any():
        maker = maker[maker]
    return np.asarray(maker, dtype=np.int64)


def _bill(stages: pd.DataFrame, arcs: pd.DataFrame, maker: Ints, quantity: float) -> pd.DataFrame:
    """Arcs with the quantity of their input, and the part of it, `flow`, that goes this way if it has several."""
    per_unit = np.where((stages["role"] == "plant").to_numpy()[arcs["buyer"]], quantity, 1.0)
    item = pd.Series(maker[arcs["seller"]])
    routes = item.groupby([arcs["buyer"], item]).transform("size")
    return arcs.assign(quantity=per_unit, flow=per_unit / routes)


def _balance(stages: pd.DataFrame, arcs: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
    """Value of an item, mean units a day, and their standard deviation if daily demands are independent."""
    count = len(stages)
    input_of = csc_array((arcs["flow"], (arcs["buyer"], arcs["seller"])), shape=(count, count))
    solver = splu(csc_array(eye_array(count) - input_of))
    value = solver.solve(stages["cost"].to_numpy(dtype=float))
    flow = solver.solve(stages["demand"].fillna(0.0).to_numpy(), trans="T")
    noisy = np.flatnonzero(stages["demand_sd"] > 0)
    each = np.zeros((count, len(noisy)))
    each[noisy, np.arange(len(noisy))] = stages["demand_sd"].to_numpy()[noisy]
    spread = np.sqrt((solver.solve(each, trans="T") ** 2).sum(axis=1))
    return value, flow, spread


def _capacity(stages: pd.DataFrame, busy: "pd.Series[float]", slack: float | None, whole: bool) -> Floats:
    """Of sources and plants; a stage that has no flow has no limit."""
    limited = stages["role"].isin(["source", "plant"]) & (busy > 0) & (slack is not None)
    most = np.where(limited, busy * (slack or 0.0), np.inf)
    return np.ceil(most) if whole else most


def _agents(stages: pd.DataFrame, hand_over: int) -> pd.DataFrame:
    role = stages["role"]
    kept = [
        "name",
        "item",
        "role",
        "stage_class",
        "value",
        "capacity",
        "flow",
        "service_level",
        "max_service_time",
        "x",
        "y",
    ]
    buyer = role == "buyer"
    agents = stages[kept].assign(
        kind=role.map(ROLES), demand=stages["demand"].where(buyer), demand_sd=stages["demand_sd"].where(buyer)
    )
    source, plant = (role == "source").to_numpy(), (role == "plant").to_numpy()
    times = _times(stages, np.where(plant, hand_over, 0), 0, where=source | plant, else_days=np.nan)
    return agents.join(times)


def _lanes(stages: pd.DataFrame, arcs: pd.DataFrame, hand_over: int) -> pd.DataFrame:
    name = stages["name"].to_numpy()
    moves = (stages["role"] != "plant").to_numpy()
    times = _times(stages, np.zeros(len(stages)), 1, where=moves, else_days=hand_over)
    lanes = pd.DataFrame({"seller": name[arcs["seller"]], "buyer": name[arcs["buyer"]], "quantity": arcs["quantity"]})
    return lanes.join(times.iloc[arcs["buyer"]].reset_index(drop=True))


def _times(stages: pd.DataFrame, less: Floats | Ints, least: int, *, where: Flags, else_days: float) -> pd.DataFrame:
    """Stage times, less some days and no less than `least`, as the columns of a lead time; fixed days elsewhere."""
    days = np.where(where, np.maximum(stages["time"] - less, least), else_days)
    has_law = stages["law"].str.len() > 0
    spreads = where & ~has_law & (stages["time"] > less)
    texts = [
        _law(law, shift, least) if has_own else ""
        for law, shift, has_own in zip(stages["law"], less, where & has_law, strict=True)
    ]
    sd = stages["time_sd"].fillna(0.0).where(spreads, 0.0)
    return pd.DataFrame({"lead_time": days, "lead_time_sd": sd, "lead_times": pd.Series(texts, dtype="str")})


def _law(law: list[tuple[float, float]], less: float, least: int) -> str:
    total = sum(probability for _, probability in law)
    days: dict[int, float] = defaultdict(float)
    for day, probability in law:
        days[max(least, int(np.floor(day - less + 0.5)))] += probability / total
    return " ".join(f"{day}:{probability:.9g}" for day, probability in sorted(days.items()))


def _with_customers(
    agents: pd.DataFrame, lanes: pd.DataFrame, stages: pd.DataFrame, hand_over: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add a buyer behind each stage that has demand and is not a buyer itself."""
    facing = stages[stages["demand"].notna() & (stages["role"] != "buyer")]
    name = facing["name"] + " (customers)"
    kept = ["item", "value", "demand", "demand_sd", "service_level", "max_service_time", "x", "y"]
    customers = facing[kept].assign(
        name=name, kind="buyer", role="buyer", stage_class="Customer", flow=facing["demand"], capacity=np.inf
    )
    added = pd.DataFrame({"seller": facing["name"], "buyer": name, "quantity": 1.0, "lead_time": float(hand_over)})
    return pd.concat([agents, customers], ignore_index=True), pd.concat([lanes, added], ignore_index=True)


def _with_stock(
    agents: pd.DataFrame, lanes: pd.DataFrame, days: float, whole: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    stock = agents["flow"] * days
    flow = pd.Series(stock.to_numpy(), index=agents["name"])
    plants = agents.loc[agents["kind"] == "plant", "name"]
    inputs = (flow[lanes["buyer"]].to_numpy() * lanes["quantity"]).where(lanes["buyer"].isin(plants))
    return (
        agents.assign(stock=np.ceil(stock) if whole else stock),
        lanes.assign(stock=np.ceil(inputs) if whole else inputs),
    )
