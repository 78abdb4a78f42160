"""Causes by bad units that escaped their makers: goods sent back, orders to replace them, and lines that stop."""

from jitagents.crises.effects import ESCAPING
from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.investigation import Investigation, Scale, Window


def sent_back(investigation: Investigation, row: int, window: Window, scale: Scale) -> list[Cause]:
    """Causes of less stock at a stock point: bad units that it sent back, or that its final customers handed back."""
    causes, relations = [], investigation.relations
    for lane in relations.lanes_into(row):
        units, seller = -investigation.shortfall("lanes.returned", lane, window), relations.seller(lane)
        batches = investigation.disruptions(ESCAPING, relations.makers_behind(seller), window.end)
        causes.append(investigation.cause("bad", seller, window.end, units, scale, batches))
    return causes


def replacements(investigation: Investigation, lane: int, window: Window) -> float:
    """Shortfall of orders on a lane that replace bad units: of those sent back, less those not yet ordered again."""
    returned, claimed = (investigation.shortfall(f"lanes.{name}", lane, window) for name in ("returned", "claimed"))
    return returned - claimed


def line_stopped(investigation: Investigation, row: int, units: float, window: Window, scale: Scale) -> Cause:
    """Fewer starts of a plant because of bad parts."""
    relations = investigation.relations
    makers = [maker for point in relations.inputs_of(row) for maker in relations.makers_behind(point)]
    return investigation.cause(
        "line", row, window.end, units, scale, investigation.disruptions(ESCAPING, makers, window.end)
    )
