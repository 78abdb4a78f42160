"""Who sells to whom, read from the network's tables by name, and what has to balance every day."""

from typing import Any

import numpy as np

from jitagents.model import SupplyModel

type State = dict[str, np.ndarray]


def state(model: SupplyModel) -> State:
    """A copy of every column of the model, by `table.column`, and what is in processes and on order slips."""
    tables = {
        "points": model.points, "making": model.making, "buying": model.buying, "lanes": model.lanes,
        "carriers": model.loading,
    }  # fmt: skip
    kept = {f"{place}.{name}": table[name].copy() for place, table in tables.items() for name in table}
    day, delayed = model.clock.day, model.orders.delayed
    kept["making.in_process"] = model.works.process.pipe.under_way(day) + kept["making.waiting"]
    for name in ("scrapped", "flawed", "reworked", "rework", "overtime"):
        kept.setdefault(f"making.{name}", np.zeros_like(kept["making.started"]))
    for name in ("spoiled", "missing", "returned", "shrunk", "misplaced"):
        kept.setdefault(f"points.{name}", np.zeros_like(kept["points.stock"]))
    kept["making.good"] = kept["making.started"] + kept["making.reworked"]
    kept["making.good"] -= kept["making.scrapped"] + kept["making.flawed"]
    kept["lanes.slips"] = np.zeros_like(kept["lanes.owed"])
    kept.setdefault("lanes.cancelled", np.zeros_like(kept["lanes.owed"]))
    kept.setdefault("lanes.claimed", np.zeros_like(kept["lanes.owed"]))
    kept.setdefault("points.withdrawn", np.zeros_like(kept["points.stock"]))
    if delayed:
        kept["lanes.slips"][model.orders.late] = model.orders.orders_in_transit.under_way(day)
    return kept


class Change:
    """How much each column changed, worked out when it is asked for."""

    def __init__(self, before: State, now: State) -> None:
        self._before, self._now = before, now

    def __getitem__(self, name: str) -> np.ndarray:
        return self._now[name] - self._before[name]


class WorldLedger:
    """The incidence of a network as plain matrices, and the balances of a day.

    Attributes:
        to: 1 where a lane ends at a row `(rows, lanes)`.
        of: 1 where a lane starts at a row `(rows, lanes)`.
        made: 1 where a maker is a row `(rows, makers)`.
        needs: units of an input for a unit of a maker `(rows, makers)`.
        goes_without: True if production may go on without some inputs.
        told_at_once: lanes whose seller learns of a cancellation on its day, not the day after `(lanes,)`.
    """

    def __init__(self, model: SupplyModel) -> None:
        self.model, self.whole = model, model.whole
        others = [exemption.production for exemption in model.stages.exemptions]
        rules = [rule for rule in (model.stages.production, *others) if rule is not None]
        self.goes_without = any(layer.goes_without for rule in rules for layer in rule.layers())
        names = model.layout.names.tolist()
        agents = model.network.agents.set_index("name")
        lanes = model.network.lanes.iloc[model.layout.lane_order]
        layout = model.layout
        wave = np.concatenate([np.full(one.rows.stop - one.rows.start, at) for at, one in enumerate(layout.waves)])
        row = np.concatenate([np.arange(one.rows.start, one.rows.stop) for one in layout.waves])
        wave = wave[np.argsort(row)]
        self.told_at_once = wave[layout.lane_seller] > wave[layout.lane_buyer]
        makers = [names[row] for row in model.layout.maker_rows]
        self.to, self.of = np.zeros((2, len(names), len(lanes)))
        self.made, self.needs = np.zeros((2, len(names), len(makers)))
        for maker, name in enumerate(makers):
            self.made[names.index(name), maker] = 1
        for lane, (seller, buyer, quantity) in enumerate(
            zip(lanes["seller"], lanes["buyer"], lanes["quantity"], strict=True)
        ):
            plant = agents["kind"][buyer] == "plant"
            end = names.index(f"{buyer}/{agents['item'][seller]}" if plant else buyer)
            self.to[end, lane] = self.of[names.index(seller), lane] = 1
            if plant:
                self.needs[end, makers.index(buyer)] = quantity
        self.sells = self.of.any(axis=1)
        self.buys = self.to.any(axis=1)
        self.input = self.needs.any(axis=1)
        self.buyer = ~self.sells & ~self.input
        self.maker = self.made.any(axis=1)

    def same(self, left: Any, right: Any, what: str) -> None:
        """Equal to the last unit, or to 1e-9 of what there is where units are continuous."""
        if self.whole:
            assert np.array_equal(left, right), f"{what}: {left} is not {right}"
        else:
            scale = max(1.0, np.abs(left).max(initial=0.0), np.abs(right).max(initial=0.0))
            assert np.abs(left - right).max(initial=0.0) <= 1e-9 * scale, f"{what}: {left} is not {right}"

    def at_buyers(self, now: State, name: str) -> np.ndarray:
        """A column of the buyers, at all rows."""
        column = np.zeros_like(now["points.stock"])
        column[self.buyer] = now[f"buying.{name}"]
        return column

    def check_day(self, before: State, now: State) -> None:
        """What changed over a day is what came in and went out."""
        self.check_stocks(before, now)
        self.check_promises(before, now)
        self.check_standing(now)

    def check_stocks(self, before: State, now: State) -> None:
        """Goods: on hand, in process, under way."""
        change = Change(before, now)
        entered = now["making.good"] - change["making.in_process"]
        came = self.to @ now["lanes.arrived"] + self.made @ entered
        went = now["points.output"] + now["points.spoiled"] - now["points.missing"] + now["points.returned"]
        went += now["points.shrunk"] + change["points.misplaced"]
        self.same(change["points.stock"], came - went, "stock on hand")
        self.check_inputs(before, now)
        again = now["making.flawed"] - now["making.reworked"]
        self.same(change["making.rework"], again, "what waits to be reworked")
        shipped = now["points.output"][self.sells]
        self.same((self.of @ now["lanes.allocated"])[self.sells], shipped, "what sellers ship leaves on their lanes")
        moved = self.to @ (now["lanes.allocated"] - now["lanes.arrived"]) - now["points.missing"]
        self.same(self.to @ change["lanes.under_way"], moved, "goods under way")

    def check_inputs(self, before: State, now: State) -> None:
        """Inputs: what is needed is used; where production may go on without, as much as is there."""
        need, there = self.needs @ now["making.started"], before["points.stock"] + self.to @ now["lanes.arrived"]
        there -= now["points.returned"] + now["points.shrunk"] + Change(before, now)["points.misplaced"]
        if self.goes_without:
            need = np.minimum(need, there - now["points.spoiled"] + now["points.missing"])
        self.same(now["points.output"][self.input], need[self.input], "inputs used")

    def check_promises(self, before: State, now: State) -> None:
        """Orders: owed, on slips, open in production."""
        change = Change(before, now)
        wanted, lost = self.at_buyers(now, "wanted"), self.at_buyers(now, "lost")
        asked = np.where(self.buyer[:, None], wanted - lost, self.of @ now["lanes.ordered"])
        again = before["making.scrapped"]
        asked[self.input] = (self.needs @ (self.made.T @ now["points.order"] + again))[self.input]
        told = self.of @ np.where(self.told_at_once[:, None], now["lanes.cancelled"], before["lanes.cancelled"])
        deducted = told - change["points.withdrawn"]
        self.same(now["points.demand"], asked - deducted, "demand is what was ordered today, less lost sales")
        cancelled = self.of @ now["lanes.cancelled"]
        done = now["making.started"] - now["making.scrapped"] + again
        met = np.where(self.input[:, None], self.needs @ done, now["points.output"])
        self.same(change["points.owed"], asked - met - cancelled, "owed by a row")
        kept = now["lanes.ordered"] - now["lanes.allocated"] - now["lanes.cancelled"]
        self.same(change["lanes.owed"], kept, "owed on a lane")
        bought = now["points.order"] * (self.buys & ~self.maker)[:, None]
        if "points.mistaken" not in now and self.model.orders.dropped is None:
            replaced = now["points.returned"] - self.to @ change["lanes.claimed"]
            reach = self.to @ (change["lanes.slips"] + now["lanes.ordered"])
            self.same(reach, bought + replaced, "orders, and claims of bad units, reach the lanes")
        made = self.made.T @ now["points.order"]
        settled = now["making.started"] - now["making.scrapped"]
        self.same(change["making.open_orders"], made - settled, "open production orders")

    def check_standing(self, now: State) -> None:
        """What holds at the end of any day."""
        self.same((self.of @ now["lanes.owed"])[self.sells], now["points.owed"][self.sells], "owed: rows and lanes")
        self.same(
            (self.needs @ now["making.open_orders"])[self.input], now["points.owed"][self.input], "owed by inputs"
        )
        coming = self.to @ (now["lanes.slips"] + now["lanes.owed"] + now["lanes.under_way"] + now["lanes.claimed"])
        coming += self.made @ (now["making.open_orders"] + now["making.in_process"] + now["making.rework"])
        self.same(now["points.on_order"], coming, "on order")
        least = 0.0 if self.whole else -1e-9
        for name, column in now.items():
            if name in SIGNED:
                continue
            assert (column >= least).all(), f"{name} is negative: {column}"
            if self.whole and name not in SHARES:
                assert (np.isinf(column) | (column % 1 == 0)).all(), f"{name} is not whole: {column}"
        docked = now.get("lanes.dock", 0) + now.get("lanes.held", 0)
        assert (docked <= now["lanes.under_way"] + 1e-9).all(), "what waits is part of what is under way"
        assert (now["carriers.loaded"] <= now["carriers.room"]).all(), "carriers load what they have room for"


SHARES = (
    "carriers.room", "making.capacity", "making.setup", "making.kits", "points.shippable", "points.demand",
    "points.bad", "points.bad_shrunk", "lanes.bad", "lanes.bad_received", "buying.bad_sold", "lanes.agreed",
    "lanes.score", "lanes.trust",
)  # fmt: skip
"""Columns that limit units or tell of means, and need not be whole themselves."""

SIGNED = ("points.mistaken", "points.astray", "points.misrecorded", "points.adjusted", "making.good")
"""Columns that may be negative: errors of records, and good units on a day on which work in process is lost."""
