"""Strikes: what the disruptions of a crisis do today, written into the columns and limits that the day reads."""

from jitagents.crises.engine.active import SimulationState
from jitagents.crises.engine.engine import DisruptionEngine
from jitagents.crises.engine.record_faults import RecordFaults
from jitagents.crises.engine.today import Today

__all__ = ["RecordFaults", "SimulationState", "DisruptionEngine", "Today"]
