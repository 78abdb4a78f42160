"""Metrics of a summary: name, unit, formula, source. They are computed in `ledger` and `resilience`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Metric:
    """One number per world and scope.

    Attributes:
        unit: what it is counted in.
        label: the words of tables and axes.
        formula: how it is computed over the measured days.
        paired: True if it compares a crisis with its calm twin, and so has no calm value of its own.
    """

    unit: str
    label: str
    formula: str
    paired: bool = False


METRICS: dict[str, Metric] = {
    "fill_rate": Metric(
        "share",
        "fill rate",
        "units filled on the day of demand / units demanded (type 2 service; Silver, Pyke & Thomas 2017)",
    ),
    "stock_units": Metric("units", "stock", "mean stock on hand at the end of the day, inputs included"),
    "stock_value": Metric(
        "money", "stock value", "mean over days of the sum of unit value x stock on hand, inputs included"
    ),
    "cost": Metric("money/day", "cost a day", "mean daily cost: holding, pipeline, backorder, lost sale, ordering"),
    "output": Metric(
        "units",
        "output",
        "units served to final demand (network, tier 0, buyers) or shipped (other agents and tiers)",
    ),
    "bullwhip": Metric(
        "ratio",
        "bullwhip",
        "agent: variance of its orders / variance of its demand (Chen et al. 2000); tier: squared coefficient of "
        "variation of the tier's orders / that of final demand (Fransoo & Wouters 2000); network: its last tier's",
    ),
    "output_lost": Metric(
        "units", "output lost", "output of the calm twin - output of the crisis, over the horizon", paired=True
    ),
    "days_lost": Metric("days", "days of output lost", "output lost / mean daily output of the calm twin", paired=True),
    "time_to_survive": Metric(
        "days",
        "time to survive",
        "days from the start of the crisis to the first day of loss; the rest of the horizon if none "
        "(Simchi-Levi et al. 2015)",
        paired=True,
    ),
    "time_to_recover": Metric(
        "days",
        "time to recover",
        "days from the start of the crisis to the end of the last day of loss that closes a week of loss; 0 if none",
        paired=True,
    ),
    "tiers_hit": Metric("tiers", "tiers hit", "tiers with a day of loss in at least one agent", paired=True),
}
