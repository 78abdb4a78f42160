"""Quality: the way of bad units that escape their maker, until they show at a customer and go back."""

import numpy as np

from jitagents.behaviours.inspection import Inspection
from jitagents.choice import Choice
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.crises.engine.today import Today
from jitagents.flow import rounded
from jitagents.simulation.astray import Astray
from jitagents.simulation.bad_kits import ratio, spoiled_kits, start_fewer
from jitagents.simulation.batches import Batches
from jitagents.simulation.goods import Goods
from jitagents.simulation.inspections import Inspections
from jitagents.simulation.production import ProductionSystem
from jitagents.simulation.returns import Returns
from jitagents.state import SimulationState


class Quality(Stateful):
    """Bad units of a model in which some can escape their maker, or in which customers inspect what they receive.

    Stock is well mixed: whatever leaves a stock point has the share of bad units that is on hand. On lanes and in
    processes, what was sent first arrives first. Bad units that are sorted out, that are found in a kit, or that final
    customers hand back, go back to their seller, who owes them again from the next day on and replaces them free of
    charge; they are scrap.

    Columns written here, units: of makers `escaped` (bad, started today, not found) and `stopped` (kits not started for
    bad parts); of stock points `bad` (on hand); of lanes `bad` (under way) and `bad_received` (today); of buyers
    `handed_back` and `bad_sold` (today).

    Args:
        state: of the model, as it is before day 1.
        rules: of inspection, by stock point.
        goods, works: of the model.
        today: changes that disruptions make today.
    """

    changing = ("_goods", "_work", "_mixed", "_made", "_inspections", "returns", "astray")

    def __init__(
        self, state: SimulationState, rules: Choice[Inspection], goods: Goods, works: ProductionSystem, today: Today
    ) -> None:
        layout, self._state, self._works, self._today = state.layout, state, works, today
        self._points, self._lanes, self._making, self._buying = state.points, state.lanes, state.making, state.buying
        self._buyers, self._sellers = goods.buyers, layout.lane_seller
        self._day_columns = [state.making.add(name) for name in ("escaped", "stopped")]
        state.points.add("bad")
        for name in ("bad", "bad_received"):
            state.lanes.add(name)
        for name in ("handed_back", "bad_sold"):
            state.buying.add(name)
        self._inspections, self.returns = Inspections(state, rules), Returns(state, goods.buyers)
        in_process = works.process.pipe.under_way(state.clock.day)
        self._goods = Batches(state.lanes["under_way"], goods.transit.pipe.length)
        self._work = Batches(in_process, works.process.pipe.length)
        self._mixed, self._made = np.zeros_like(state.lanes["owed"]), np.zeros_like(in_process)
        self.astray = Astray(state) if "shrunk" in state.points else None

    # ------------------------------------------------------------ the day

    def receive(self, received: Array) -> None:
        """Follow what has come in this morning, inspect it, and send back what is found.

        Args:
            received: units, already in stock `(rows, worlds)`.
        """
        lanes, stock = self._lanes, self._points["stock"]
        for column in self._day_columns:
            column.fill(0.0)
        self.returns.begin_day()
        if self._today.lost is not None:
            self._goods.drop(np.where(self._today.lost > 0.0, np.inf, 0.0))
        if self._works.ruined is not None:
            self._work.drop(self._works.ruined)
        lanes["bad_received"] = self._goods.take(lanes["arrived"])
        before = stock - received
        inspected, others = self._inspections.inspect(received)
        met = lanes["bad_received"] * self._at_lanes(ratio(inspected, received))
        mass = self._mixed * self._at_lanes(before) + lanes["bad_received"] - met
        found = mass * self._at_lanes(ratio(others, stock - inspected))
        mass -= found
        stock -= self.returns.send_back(met + found, self.returns.spare(stock, mass))
        self._mixed = ratio(mass, self._at_lanes(stock))
        makers = self._works.rows
        made = self._made * before[makers] + self._work.take(self._making["finished"])
        self._made = ratio(made, stock[makers])

    def shrink(self) -> None:
        """Follow what disappears or is misplaced this morning."""
        if self.astray is not None:
            self.astray.take(self._mixed, self._made, self._row_shares())

    def find(self) -> None:
        """Follow what a count has found of what was misplaced."""
        if self.astray is not None:
            stock = self._points["stock"]
            self._mixed, self._made = self.astray.put_back(self._mixed, self._made, stock)

    def sell(self) -> None:
        """Find the bad units that final customers will get and hand back today."""
        points, buyers = self._points, self._state.layout.market_rows
        output = np.zeros_like(points["stock"])
        wanted = points["owed"][buyers] + self._buying["wanted"]
        output[buyers] = np.maximum(np.minimum(wanted, points["stock"][buyers]), 0.0)
        met = self._mixed * self._at_lanes(output)
        handed_back = self.returns.send_back(met, output)[buyers]
        self._inspections.note(handed_back, buyers)
        self._buying["handed_back"] = handed_back
        self._buying["bad_sold"] = self._buyers.sum(met)[buyers]

    def use(self) -> None:
        """Look at the parts of the kits that are to be started; send back the bad ones; start what is left."""
        bill, making, points = self._works.bill, self._making, self._points
        inputs, wanted = bill.inputs, self._making["started"].copy()
        if not len(bill.quantity) or not (self._mixed.any() or self.returns.met.any()):
            return
        stock, bad, stops = points["stock"][inputs], self._row_shares()[inputs], self._inspections.stops()
        good = np.where(stops, stock, stock * (1.0 - bad))
        kits = np.full_like(wanted, np.inf)
        bill.plants.least(bill.allowed(good, self._state.clock.day), kits)
        touched = bill.plants.sum(bad) > 0.0  # where all is good, rounding shall change nothing
        kits = np.where(touched, np.minimum(wanted, kits), wanted)
        used = bill.used(kits)
        drawn = np.minimum(np.divide(used, 1.0 - bad, out=stock.copy(), where=bad < 1.0), stock)
        looked, left = np.zeros((2, *points["stock"].shape))
        looked[inputs] = np.where(stops, used, drawn)
        left[inputs] = stock - looked[inputs]
        mass = self._mixed * self._at_lanes(left)
        unused = np.zeros_like(left)
        unused[inputs] = stock - used
        most = self.returns.spare(unused, mass)
        most[inputs] = np.where(stops, used, most[inputs])
        found = self.returns.send_back(self._mixed * self._at_lanes(looked), most)
        points["stock"] -= found
        self._inspections.note(found)
        spoiled = spoiled_kits(bill, kits, used, np.where(stops, found[inputs], 0.0))
        making["stopped"] = wanted - kits + spoiled
        start_fewer(making, kits - spoiled, wanted, self._state.whole, self._state.clock.day)
        left[inputs] = points["stock"][inputs] - bill.used(making["started"])
        at_inputs = np.zeros_like(left, dtype=bool)
        at_inputs[inputs] = True
        np.copyto(self._mixed, ratio(mass, self._at_lanes(left)), where=self._at_lanes(at_inputs))

    def make(self) -> None:
        """Follow what has entered the process today, and what was made at once."""
        works, escaped, flaw = self._works, self._making["escaped"], self._today.flaw
        np.minimum(escaped, works.entered, out=escaped)
        if flaw is not None:
            escaped += rounded((works.entered - escaped) * flaw, self._state.whole, self._state.clock.day)
        self._work.send(works.entered, escaped)
        ready, stock = np.zeros_like(escaped), self._points["stock"][works.rows]
        ready[works.instant] = works.ready
        made = self._made * (stock - ready) + self._work.take(ready)
        self._made = ratio(made, stock)

    def ship(self) -> None:
        """Follow what is shipped today; note what is bad at the end of the day."""
        allocated, shares = self._lanes["allocated"], self._row_shares()
        self._goods.send(allocated, allocated * shares[self._sellers])
        self._lanes["bad"] = self._goods.bad
        self._points["bad"] = shares * self._points["stock"]

    @property
    def in_process(self) -> Array:
        """Bad units in process `(makers, worlds)`."""
        return self._work.bad

    # ------------------------------------------------------------ parts of it

    def _row_shares(self) -> Array:
        """Return the share of stock that is bad at each stock point `(rows, worlds)`."""
        shares = self._buyers.sum(self._mixed)
        shares[self._works.rows] += self._made
        return np.minimum(shares, 1.0)

    def _at_lanes(self, rows: Array) -> Array:
        return rows[self._state.layout.lane_buyer]


def quality_of(
    state: SimulationState, rules: Choice[Inspection], goods: Goods, works: ProductionSystem, today: Today
) -> Quality | None:
    """Open the columns of quality; None if no bad unit ever escapes and nothing is inspected.

    Args:
        state: of the model; production rules and disruptions that let bad units escape have opened `escaped`.
        rules: of inspection, by stock point.
        goods, works: of the model.
        today: changes that disruptions make today.
    """
    if "escaped" not in state.making and not any(rule.inspects for rule in rules.followed()):
        return None
    return Quality(state, rules, goods, works, today)
