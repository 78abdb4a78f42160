"""Supply base: the concentration of purchases and what sources have in common, without a simulation.

The structure of a network tells where a single failure can strike: how many sources a flow has and how evenly it is
divided, whether they buy from the same agents in turn, and who lives from whom.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from jitagents.column import Array
from jitagents.leontief import settle
from jitagents.network.columns import CANDIDATE

type Groups = npt.NDArray[np.int64]

FINAL = "final demand"
"""Name of the customers outside the network."""
NEEDED = 1e-9
"""Units in a unit of a source above which an upstream agent counts as needed."""


@dataclass(frozen=True)
class SupplyBase:
    """The structure of the purchases of a network.

    Attributes:
        flows: a row for each buyer and item, sorted by spend:
            `spend` (money a day), `sources`, `hhi` (Herfindahl-Hirschman index, the sum of the squared shares),
            `effective_sources` (1 / hhi), `largest_share`, `region_hhi` (the same over the regions of sources),
            `overlap` (share of the value that sources buy upstream which runs through the same agents, whichever of
            them delivers; NaN for a single source, and where sources buy nothing in the network) and `shared` (the
            agent through which most of it runs). Of the panel behind them: `approved` (sellers that deliver nothing and
            may at once), `candidates` (sellers to be qualified first), `switching_time` (days until another source than
            the largest may deliver: 0 if one is in use or approved, else the shortest qualification; NaN without any),
            `panel_overlap` and `panel_shared` (as above, of all sellers, each with the same part of the flow).
        firms: a row for each firm, sorted by name: `spend`, `single_sourced` (share of spend in flows of one source),
            `suppliers`, `supplier_hhi` (over the firms that it buys from), `revenue` (money a day), `customers`,
            `largest_customer` and `dependence` (share of revenue from it). Trade within a firm is left out. Customers
            outside the network are many: they count as revenue and not as a customer to depend on.
    """

    flows: pd.DataFrame
    firms: pd.DataFrame


def supply_base(agents: pd.DataFrame, lanes: pd.DataFrame) -> SupplyBase:
    """Measure the structure of a network's purchases.

    Args:
        agents: `name`, `item`, `region`, `firm`, `value` (price of a unit), `rate` (units a day), `kind`.
        lanes: `seller`, `buyer`, `item`, `rate` (units a day), `price` (of a unit; NaN: the seller's value), and where
            there are sellers that deliver nothing `state` (active, approved or candidate), `qualification` (days) and
            `per_unit` (units that a unit of the buyer takes of the lane).

    Source:
        HHI: Herfindahl 1950, Hirschman 1945; effective number: Adelman 1969; sources that share a source, the diamond:
        Simchi-Levi, Schmidt & Wei 2014; dependence both ways: Casciaro & Piskorski 2005.
    """
    lanes = lanes.reset_index(drop=True)
    value = agents.set_index("name")["value"]
    spend = lanes["rate"] * lanes["price"].fillna(lanes["seller"].map(value))
    lanes = lanes.assign(
        spend=spend.astype(float),
        region=lanes["seller"].map(agents.set_index("name")["region"]),
        selling=lanes["seller"].map(agents.set_index("name")["firm"]),
        buying=lanes["buyer"].map(agents.set_index("name")["firm"]),
    )
    return SupplyBase(_flows(agents, lanes), _firms(agents, lanes[lanes["rate"] > 0].reset_index(drop=True)))


def hhi(shares: Array) -> float:
    """Herfindahl-Hirschman index of amounts: the sum of their squared shares; NaN if they sum to 0."""
    total = float(shares.sum())
    return float(np.square(shares / total).sum()) if total else float("nan")


def cost_of_sources(sources: int, *, outage: float, common: float, loss: float, administration: float) -> float:
    """Expected cost of a number of sources that may all be down together, money a period.

    Formula:
        administration x n + loss x (common + (1 - common) x outage^n)

    Args:
        sources: their number n.
        outage: probability that a source is down, independent of the others.
        common: probability of an event that brings all of them down.
        loss: when none delivers, money.
        administration: of a source, money a period.

    Source:
        Berger, Gerstenfeld & Zeng 2004, Omega 32(1), eq. 2.
    """
    return administration * sources + loss * (common + (1 - common) * outage**sources)


def _flows(agents: pd.DataFrame, lanes: pd.DataFrame) -> pd.DataFrame:
    upstream = _Upstream(agents, lanes)
    rows = []
    for (buyer, item), panel in lanes.groupby(["buyer", "item"], sort=False):
        own = panel[panel["rate"] > 0]
        if own.empty:
            continue
        by_seller = own.groupby("seller", sort=False)["spend"].sum()
        units = own.groupby("seller", sort=False)["rate"].sum()
        concentration = hhi(by_seller.to_numpy())
        overlap, shared = upstream.overlap(units)
        panel_overlap, panel_shared = upstream.overlap(pd.Series(1.0, index=pd.unique(panel["seller"])))
        approved, candidates, switching_time = _others(panel, list(units.index))
        rows.append(
            {
                "buyer": buyer, "item": item, "spend": by_seller.sum(), "sources": len(by_seller),
                "hhi": concentration, "effective_sources": 1 / concentration,
                "largest_share": by_seller.max() / by_seller.sum(),
                "region_hhi": hhi(own.groupby("region")["spend"].sum().to_numpy()),
                "overlap": overlap, "shared": shared, "approved": approved, "candidates": candidates,
                "switching_time": switching_time, "panel_overlap": panel_overlap, "panel_shared": panel_shared,
            }
        )  # fmt: skip
    columns = ["buyer", "item", "spend", "sources", "hhi", "effective_sources", "largest_share", "region_hhi",
               "overlap", "shared", "approved", "candidates", "switching_time", "panel_overlap",
               "panel_shared"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).sort_values("spend", ascending=False, kind="stable", ignore_index=True)


def _others(panel: pd.DataFrame, sources: list[str]) -> tuple[int, int, float]:
    """Numbers of approved sellers and of candidates that deliver nothing, and the days until a second may deliver.

    Args:
        panel: lanes of a flow.
        sources: names of the sellers that deliver.
    """
    idle = panel[~panel["seller"].isin(sources)]
    if idle.empty:
        return 0, 0, 0.0 if len(sources) > 1 else float("nan")
    days = idle["qualification"].where(idle["state"] == CANDIDATE, 0.0)
    candidates = int((idle.assign(days=idle["state"] == CANDIDATE).groupby("seller")["days"].all()).sum())
    return idle["seller"].nunique() - candidates, candidates, 0.0 if len(sources) > 1 else float(days.min())


def _firms(agents: pd.DataFrame, lanes: pd.DataFrame) -> pd.DataFrame:
    trade = lanes[lanes["selling"] != lanes["buying"]]
    sources = lanes.groupby(["buyer", "item"])["seller"].transform("nunique")
    final = agents[agents["kind"] == "buyer"].assign(spend=lambda own: own["rate"] * own["value"])
    rows = []
    for firm in sorted(set(agents["firm"])):
        bought, sold = trade[trade["buying"] == firm], trade[trade["selling"] == firm]
        by_supplier, by_customer = (
            own.groupby(other)["spend"].sum() for own, other in ((bought, "selling"), (sold, "buying"))
        )
        outside = float(final.loc[final["firm"] == firm, "spend"].sum())
        spend, revenue = float(bought["spend"].sum()), float(sold["spend"].sum()) + outside
        single = float(bought.loc[sources[bought.index] == 1, "spend"].sum())
        rows.append(
            {
                "firm": firm, "spend": spend, "single_sourced": single / spend if spend else np.nan,
                "suppliers": len(by_supplier), "supplier_hhi": hhi(by_supplier.to_numpy()),
                "revenue": revenue, "customers": len(by_customer),
                "largest_customer": by_customer.idxmax() if len(by_customer) else FINAL if outside else "",
                "dependence": by_customer.max() / revenue if len(by_customer) else 0.0 if outside else np.nan,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


class _Upstream:
    """The needs of agents, and those of their suppliers in turn, all the way upstream."""

    def __init__(self, agents: pd.DataFrame, lanes: pd.DataFrame) -> None:
        self._names = agents["name"].to_numpy(dtype=object)
        self._number = {name: number for number, name in enumerate(self._names)}
        self._items, self._item = np.unique(agents["item"].to_numpy(dtype=str), return_inverse=True)
        self._value = agents["value"].to_numpy(dtype=float)
        seller, buyer = (lanes[end].map(self._number).to_numpy() for end in ("seller", "buyer"))
        rate = agents["rate"].to_numpy(dtype=float)[buyer]
        stated = lanes["per_unit"].to_numpy(dtype=float) if "per_unit" in lanes else np.zeros(len(lanes))
        per_unit = np.divide(lanes["rate"].to_numpy(dtype=float), rate, out=stated.copy(), where=rate > 0)
        self._handed_on = sparse.csr_array((per_unit, (seller, buyer)), shape=(len(agents), len(agents)))

    def overlap(self, units: "pd.Series[float]") -> tuple[float, str]:
        """Share of what sources buy upstream that runs through the same agents, and the one with most of it.

        Args:
            units: that each source delivers, by name.
        """
        if len(units) < 2:
            return float("nan"), ""
        sources = [self._number[name] for name in units.index]
        direct = np.zeros((len(self._names), len(sources)))
        direct[sources, range(len(sources))] = 1.0
        needed = settle(self._handed_on, direct) - direct  # (agents, sources): units in a unit of each source
        worth = (needed @ (units.to_numpy(dtype=float) / units.sum())) * self._value
        if not (needed > NEEDED).any():
            return float("nan"), ""
        of_item = np.zeros((len(self._items), len(sources)))
        np.add.at(of_item, self._item, needed)
        total = of_item[self._item]
        share = np.divide(needed, total, out=np.zeros_like(needed), where=total > NEEDED)
        value_of_item = np.bincount(self._item, worth, len(self._items))
        through = share.min(axis=1) * value_of_item[self._item]
        return float(through.sum() / value_of_item.sum()), str(self._names[through.argmax()]) if through.any() else ""
