"""On random networks: the measures are what their formulas say, worked out again from the days that were recorded."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from jitagents.stock_points import PLANT
from tests.accounting.conftest import Floats
from tests.accounting.recorded import PROMISE, Record, followed, scope_of
from tests.properties.case import DAYS, Case
from tests.properties.cases import cases


@settings(max_examples=15)
@given(cases())
def test_agents(case: Case) -> None:
    ledger, record = followed(case)
    found = ledger.metrics()
    for row in range(ledger.layout.agent_rows.stop):
        for world in range(2):
            for name, value in of_agent(record, row, world).items():
                told = found[name][scope_of(ledger, row), world]
                assert told == pytest.approx(value, rel=1e-7, abs=1e-9, nan_ok=True), (name, row)


def of_agent(record: Record, row: int, world: int) -> dict[str, float]:
    """The measures of an agent as a reader of the formulas would work them out."""
    stock, owed, output, demand, order = (
        record[f"points.{name}"][:, row, world] for name in ("stock", "owed", "output", "demand", "order")
    )
    asked = record["buying.wanted"][:, row, world] if row < record.model.layout.market_rows.stop else demand
    on_order = np.append(record.evening_before("points.on_order")[row, world], record["points.on_order"][:, row, world])
    received = on_order[:-1] + order - on_order[1:] + order_error_share(record, row, world)
    layout = record.model.layout
    own = np.append(row, np.flatnonzero((layout.agent == layout.agent[row]) & (np.arange(layout.rows) > row)))
    value = record.model.planned.plan.value[:, 0]
    making = of_making(record, row, world, received)
    parts = layout.input_quantity[own[1:] - layout.input_rows.start] @ value[own[1:]]
    half_made = value[row] - max(value[row] - parts, 0.0) / 2 if len(own) > 1 else value[row]
    worth = (record["points.stock"][:, own, world] * value[own]).sum() + DAYS * making["work_in_process"] * half_made
    under_way = record["lanes.under_way"][:, layout.lane_seller == row, world]
    return {
        "ready_rate": float((stock > owed + 1e-9).mean()),
        "orders_placed": of_orders(record, row, world),
        "order_age": quotient(owed.sum(), output.sum()),
        "order_lead_time": quotient(on_order[1:].sum(), received.sum()),
        "net_stock": (stock - owed).mean(),
        "days_of_cover": quotient(worth, (output * value[row]).sum()),
        "stock_turns": quotient(365 * (output * value[row]).sum(), worth),
        "pipeline": under_way.sum(axis=1).mean(),
        "cash_tied_up": worth / DAYS + under_way.sum(axis=1).mean() * value[row],
        "throughput": output.mean(),
        "output": output.sum(),
        "output_value": output.sum() * value[row],
        "cycle_service_level": of_cycles(record, row, world, received),
        "net_stock_amplification": quotient(variance(stock - owed), variance(asked)),
        "bullwhip": quotient(variance(order), variance(asked)),
    } | making | of_lines(record, row, world)  # fmt: skip


def of_orders(record: Record, row: int, world: int) -> float:
    """Orders a day over the lanes of an agent, those of a plant's inputs too."""
    layout = record.model.layout
    lanes = layout.owner[layout.lane_buyer] == row
    name = "lanes.placed" if "lanes.placed" in record.days[0] else "lanes.ordered"
    return float((record[name][:, lanes, world] > 0).sum() / DAYS) if lanes.any() else np.nan


def order_error_share(record: Record, row: int, world: int) -> Floats:
    """Units that were on order each day above what was ordered, less what was lost under way or cancelled.

    Bad units that go back are on order once more.
    """
    columns = record.days[0]
    change = np.zeros(DAYS)
    if "lanes.cancelled" in columns:
        change -= record["lanes.cancelled"][:, record.model.layout.lane_buyer == row, world].sum(axis=1)
    if "points.dropped" in columns:
        change -= record["points.dropped"][:, row, world]
    if "points.returned" in columns:
        change += record["points.returned"][:, row, world]
    if "points.missing" in columns:
        change -= record["points.missing"][:, row, world]
    if "points.mistaken" in columns:
        before = record.evening_before("points.mistaken")[row, world]
        change -= np.diff(record["points.mistaken"][:, row, world], prepend=before)
        change -= record["points.astray"][:, row, world]
    return change


def quotient(over: float, under: float) -> float:
    return float(over / under) if under else np.nan


def variance(series: Floats) -> float:
    """0 if nothing changes, whatever the rounding."""
    return 0.0 if np.ptp(series) < 1e-9 else float(series.var())


def of_cycles(record: Record, row: int, world: int, received: Floats) -> float:
    unmet = record["points.owed"][:, row, world] > 1e-9
    if row < record.model.layout.market_rows.stop:
        unmet |= record["buying.lost"][:, row, world] > 1e-9
    receipts = np.flatnonzero(received > 1e-9)
    cycles = [bool(unmet[first:last].any()) for first, last in pairwise(receipts)]
    return 1 - quotient(sum(cycles), len(cycles))


def of_making(record: Record, row: int, world: int, received: Floats) -> dict[str, float]:
    layout = record.model.layout
    if row not in layout.maker_rows:
        nothing = (
            "work_in_process", "line_stop_days", "stop_equivalents", "longest_line_stop", "changeovers",
            "changeover_days",
        )  # fmt: skip
        return {"cycle_time": np.nan} | dict.fromkeys(nothing, 0.0)
    maker = layout.maker_rows.tolist().index(row)
    waiting, started = (record[f"making.{name}"][:, maker, world] for name in ("open_orders", "started"))
    inside = record["points.on_order"][:, row, world] - waiting
    works = record["making.normal"][:, maker, 0] > 0
    stopped = ((waiting > 1e-9) & (started == 0) & (layout.role[row] == PLANT))[works]
    longest = max(len(run) for run in "".join(map(str, stopped.astype(int))).split("0"))
    return {
        "work_in_process": inside.mean(),
        "cycle_time": quotient(inside.sum(), received.sum()),
        "line_stop_days": float(stopped.sum()),
        "longest_line_stop": float(longest),
        "changeovers": 0.0,
        "changeover_days": 0.0,
        "stop_equivalents": of_work_left(record, maker, world) if layout.role[row] == PLANT else 0.0,
    }


def of_work_left(record: Record, maker: int, world: int) -> float:
    """What is not started of what could be, day by day."""
    left, started = (record[f"making.{name}"][:, maker, world] for name in ("open_orders", "started"))
    again = record["making.scrapped"][:, maker, world] if "making.scrapped" in record.days[0] else 0.0
    could = np.minimum(left + started - again, record["making.normal"][:, maker, 0])
    return float(sum(max(1 - did / able, 0.0) for did, able in zip(started, could, strict=True) if able > 1e-9))


def of_lines(record: Record, row: int, world: int) -> dict[str, float]:
    """A line is complete when no more is owed than was ordered later; what is cancelled is of the newest lines."""
    layout, due, good = record.model.layout, 0, 0
    buyer = row < layout.market_rows.stop
    rows = [row] if buyer else np.flatnonzero(layout.lane_seller == row).tolist()
    cancels = not buyer and "lanes.cancelled" in record.days[0]
    for one in rows:
        asked = record["buying.wanted" if buyer else "lanes.ordered"][:, one, world]
        kept = record["points.demand" if buyer else "lanes.ordered"][:, one, world].copy()
        owed = record["points.owed" if buyer else "lanes.owed"][:, one, world]
        cancelled = record["lanes.cancelled"][:, one, world] if cancels else np.zeros(DAYS)
        for today in range(DAYS):
            for day in range(today - 1, -1, -1):
                taken = min(kept[day], cancelled[today])
                kept[day] -= taken
                cancelled[today] -= taken
            line = today - PROMISE
            if line >= 0 and asked[line] > 0:
                due += 1
                complete = owed[today] <= kept[line + 1 : today + 1].sum() + 1e-9
                good += bool(complete and kept[line] >= asked[line] - 1e-9)
    return {"shipped_on_time": quotient(good, due)} | ({} if buyer else of_docks(record, rows, world))


def of_docks(record: Record, lanes: Sequence[int], world: int) -> dict[str, float]:
    """A line is received when what has arrived reaches what had been ordered by its day; of lanes that lose nothing."""
    promised, due, good = record.model.planned.times.planned, 0, 0
    for one in lanes:
        asked, arrived = (record[f"lanes.{name}"][:, one, world] for name in ("ordered", "arrived"))
        outstanding = ("lanes.owed", "lanes.under_way")
        before = sum(float(record.evening_before(name)[one, world]) for name in outstanding)
        left = sum(float(record[name][-1, one, world]) for name in outstanding)
        if abs(before + asked.sum() - arrived.sum() - left) > 1e-6:
            return {}
        wait = PROMISE + int(promised[one])
        for day in np.flatnonzero(asked[: max(DAYS - wait, 0)] > 0):
            due += 1
            good += bool(arrived[: day + wait + 1].sum() >= before + asked[: day + 1].sum() - 1e-6)
    return {"otif": quotient(good, due)}
