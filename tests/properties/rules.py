"""Behaviours of every stage, some of them in each other."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from jitagents.behaviours import (
    allocation,
    demand,
    forecasting,
    information,
    inspection,
    ordering,
    production,
    serving,
    sourcing,
    transport,
)
from jitagents.behaviours.criticality import Criticality
from jitagents.calendars import Calendars
from jitagents.finance import Finance, FirmLedger, Lateness

DELIVERIES = str(Path(__file__).with_name("deliveries.csv"))

MAKING = (
    production.UpToCapacity(),
    production.Batches(batch=4.0, campaign=2, setup=0.5),
    production.Unreliable(up=0.7),
    production.Unreliable(up=0.7, mttr=3.0),
    production.Blocking(buffer=9.0),
    production.Overtime(threshold=0.5),
    production.PartlyBinding(),
    production.Yield(rate=0.8),
    production.Yield(rate=0.7, bad="rework"),
    production.Yield(
        random=False, rate=0.75, rule=production.Overtime(threshold=0.5, rule=production.Batches(batch=3.0, setup=0.3))
    ),
    production.Unreliable(rule=production.Blocking(rule=production.Yield(rule=production.PartlyBinding()))),
    production.Overtime(threshold=0.5, rule=production.Yield(rate=0.6, bad="rework")),
    production.PlannedCapacity(notice=2, reserve=0.3),
    production.PlannedCapacity(signal="forecast", notice=0, rule=production.Batches(batch=3.0)),
    production.Yield(rate=0.8, escape=0.4),
    production.Unreliable(up=0.8, rule=production.Yield(rate=0.7, escape=0.5, bad="rework", random=False)),
)
"""Production rules, each by itself and some in each other."""

WRONG = information.Posting(miss=0.1, miskey=0.2, swap=0.1)
BOOKS = (
    information.Books(),
    information.Books(
        receipt=WRONG, issue=replace(WRONG, late="0:0.5 1:0.2 4:0.3"),
        losses=information.Losses(receipts=0.1, stock=0.05, misplaced=0.1),
        counts=information.Counts(a=5.0, b=7.0, error=0.1, notice=0.5),
    ),
    information.Books(
        receipt=information.Posting(late=2, miss=0.2), issue=information.Posting(late=1, miskey=0.5, swap=0.2),
        losses=information.Losses(units=1.0, every=3), order_lines=information.OrderLines(dropped=0.1, confirmed=0.5),
        run=3,
    ),
    information.Books(
        master_data=information.MasterData(
            lead_time_wrong=0.5, bill_wrong=0.5, lot_wrong=0.5, safety_wrong=0.5, audit=6
        ),
        counts=information.Counts(c=6.0, b=2.0), losses=information.Losses(scrap=0.5), run=2,
        order_lines=information.OrderLines(dropped=0.1, review=3),
    ),
)  # fmt: skip
"""Books with errors of each kind."""

CALENDARS = (
    Calendars(week=(1, 1, 1, 1, 1, 0, 0)),
    Calendars(week=(0, 1, 2, 1, 0.5, 0, 0), demand="none", lead_time_in="working_days", start="thursday"),
    Calendars(
        start="2024-01-01", week=(1, 1, 1, 1, 1, 0.3, 0), weeks={"north": (0, 0, 0, 1, 1, 1, 1)}, demand="every_day",
        closed={"north": ["2024-01-09..2024-01-14"], "standard": ["01-06", "01-10..01-12"]},
    ),
)  # fmt: skip
"""Calendars with days of rest."""


LEDGERS = (
    FirmLedger(),
    FirmLedger(terms=5.0, invoiced="receipt", pays="as_able", cash=1.0, line=2.0, lateness=Lateness(mean=3.0)),
    FirmLedger(terms=0.0, customer_terms=4.0, outside_terms=0.0, invoiced="use", fixed_wages=0.4, fixed_cost=0.1),
    FirmLedger(terms=9.0, outside_terms=3.0, discount=0.02, duty=0.05, deposit=0.01, interest=0.2, cash=0.0),
    FirmLedger(terms=4.0, tax=0.3, margin=0.3, invoiced="use", pays="as_able", lateness=Lateness(mean=3.0), cash=2.0),
    FirmLedger(terms=3.0, price_mismatch=0.3, mismatch_days=4.0),
)
"""Ledgers of firms."""


def behaviours(whole: bool) -> dict[str, list[Any]]:
    """The behaviours of each stage, for whole units or continuous ones."""
    discrete = [
        demand.Poisson(), demand.NegativeBinomial(), demand.Step(2, 9, 6), demand.Normal(clip=True, whole=True),
        demand.Intermittent(), demand.Lumpy(), demand.Correlated(demand.Poisson(), 0.6),
    ]  # fmt: skip
    smooth = [
        demand.Constant(), demand.Gamma(), demand.Normal(clip=True), demand.AutoRegressive(clip=True),
        demand.Seasonal(period=9), demand.Correlated(demand.Gamma(), 0.6),
    ]  # fmt: skip
    return {
        "demand": discrete if whole else smooth,
        "ordering": [
            ordering.Jit(), ordering.Jit(cover=0.0), ordering.Kanban(), ordering.Kanban(container=3.0, cards=2.0),
            ordering.BaseStock(), ordering.BaseStock(level=12.0), ordering.SafetyStock(),
            ordering.SafetyStock(review=3), ordering.Push(), ordering.Hybrid(days=4.0),
            ordering.Hybrid(criticality=Criticality(lead_time=2.0)), ordering.Kanban(card_delay=2), ordering.TwoBin(),
            ordering.MinMax(), ordering.ReorderPoint(batches="one"), ordering.ReorderPoint(reorder=6.0, batch=4.0),
            ordering.PeriodicReview(review=3), ordering.PeriodicReview(start=2), ordering.EchelonBaseStock(),
            ordering.EchelonBaseStock(level=40.0), ordering.FractionalOrderUpTo(),
            ordering.FractionalOrderUpTo(stock_time=2.0, pipeline_time=5.0, expected="demand"),
            ordering.AnchorAndAdjust(), ordering.AnchorAndAdjust(target=17.0), ordering.Ddmrp(),
            ordering.Ddmrp(spike_horizon=4), ordering.SafetyStock(errors="interval"), ordering.Push(smoothing=3.0),
            ordering.Mrp(horizon=9, frozen=3, every=4), ordering.Kanban(z=1.0), ordering.Conwip(),
            ordering.Conwip(cards=25.0), ordering.PassOn(), ordering.Mrp(horizon=8),
            ordering.WipCap(ordering.Kanban(), cards=60.0),
            ordering.Mrp(horizon=7, filter_days=2, filter_share=0.2),
            ordering.Mrp(horizon=7, every=2, accepted=0.4),
            ordering.Mrp(horizon=5, lot_sizing="fixed", lot=4.0), ordering.Mrp(horizon=6, lot_sizing="wagner_whitin"),
            ordering.LotMultiples(ordering.Jit(), lot=4.0), ordering.MinimumOrder(ordering.Kanban(), quantity=5.0),
            ordering.OrderLimits(ordering.Push(), least=1.0, most=9.0), ordering.QuantityFlexibility(ordering.Jit()),
            ordering.QuantityFlexibility(ordering.Kanban(), ahead=2, up=0.5, down=None),
            ordering.WholeUnits(ordering.Mrp(horizon=4)),
            ordering.Panic(ordering.Jit()), ordering.Panic(cancel=False),
            ordering.LotMultiples(ordering.Panic(ordering.EchelonBaseStock()), lot=3.0),
            ordering.Panic(ordering.MinimumOrder(ordering.Jit(cover=0.0), quantity=6.0), inflation=1.0),
            ordering.Kanban(extra_cards=0.4, lost_cards=0.05, audit=7), ordering.SignalKanban(),
            ordering.SignalKanban(lead_time="reach", cycle=2.0), ordering.Levelled(),
            ordering.Levelled(review=3, frozen=0, band=None),
            ordering.Levelled(review=1, band=0.3), ordering.Levelled(shared=True),
            ordering.Prebuild(ordering.Jit()), ordering.Prebuild(ordering.LotMultiples(lot=3.0), share=0.7, over=2.0),
        ],
        "forecasting": [
            forecasting.Naive(), forecasting.MovingAverage(window=3), forecasting.ExponentialSmoothing(),
            forecasting.AutoRegressive(), forecasting.HoltWinters(period=4), forecasting.Croston(),
            forecasting.AutoRegressiveMovingAverage(),
            forecasting.Perfect(), forecasting.Planned(horizon=5), forecasting.Inaccurate(base=forecasting.Perfect()),
        ],
        "information": [
            information.Exact(), information.Exact(), information.Delayed(2), information.SharedDemand(), *BOOKS,
        ],
        "sourcing": [
            sourcing.Primary(), sourcing.Split(), sourcing.Backup(), sourcing.Backup(patience=0.5),
            sourcing.Backup(activation=2.0, recovery=1.0), sourcing.Backup(lag=0.0, ramp=0.0, cancel=False),
            sourcing.Backup(lag=0.0, ramp=2.0, capacity=0.8), sourcing.CheapestInTime(within=3.0), sourcing.DualIndex(),
            sourcing.CheapestInTime(within=3.0, quoting=3),
            sourcing.DualIndex(level=8.0), sourcing.TailoredBaseSurge(), sourcing.Scored(pace=0.5),
            sourcing.Scored(ages=3, least=0.0, most=1.0, review=5, quality=0.5),
            sourcing.Backup(shares="planned", capacity=1.2),
            sourcing.Panel(review=4.0, sources=1.0, lag=0.0, overdue=1.0, poor_reviews=1.0, knockout=0.9),
        ],
        "production": [production.UpToCapacity(), *MAKING],
        "allocation": [
            allocation.Proportional(), allocation.Priority(), allocation.OldestFirst(),
            allocation.OldestFirst(horizon=3), allocation.TodaysOrders(), allocation.Uniform(), allocation.Linear(),
            allocation.LargestRemainder(),
        ],
        "transport": [
            transport.AsStated(), transport.AsStated(), transport.Planned(), transport.AsStated(overtaking=False),
            transport.Gamma(), transport.Lognormal(cv=0.6, overtaking=False), transport.Empirical(file=DELIVERIES),
            transport.MilkRuns(every=3), transport.MilkRuns(transport.Gamma(), every=4, spread=False),
            transport.TruckLoads(), transport.TruckLoads(fill=0.6, longest=4), transport.Expediting(patience=0.5),
            transport.Expediting(transport.TruckLoads(transport.MilkRuns(every=2), longest=3), factor=0.3),
            *([transport.AsStated(per="unit"), transport.MilkRuns(transport.Lognormal(per="unit"))] if whole else []),
        ],
        "inspection": [
            inspection.OnUse(), inspection.OnUse(stop=False), inspection.Incoming(share=0.6),
            inspection.Containment(share=0.2, capacity=1.5, days=3.0, stop=False),
        ],
        "serving": [
            serving.Backorder(), serving.LostSale(), serving.PartlyLost(waiting=0.3), serving.Goodwill(leaving=0.5),
        ],
        "calendar": [Calendars(), *CALENDARS],
        "finance": [Finance(), *LEDGERS],
    }  # fmt: skip
