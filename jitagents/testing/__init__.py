"""Contracts of behaviours, measures, cost parts and figures of your own: `check_behaviour(MyRule)` in a test."""

from dataclasses import fields
from typing import Any

from jitagents.behaviours.allocation import Allocation
from jitagents.behaviours.base import Behaviour
from jitagents.behaviours.demand import Demand
from jitagents.behaviours.forecasting import Forecasting
from jitagents.behaviours.information import Information
from jitagents.behaviours.inspection import Inspection
from jitagents.behaviours.ordering import Ordering
from jitagents.behaviours.production import Production
from jitagents.behaviours.serving import Serving
from jitagents.behaviours.sourcing import Sourcing
from jitagents.behaviours.transport import Transport
from jitagents.errors import nearest
from jitagents.testing.accounting import check_cost_part, check_measure
from jitagents.testing.customers import DemandHarness, ServingHarness
from jitagents.testing.decisions import ForecastingHarness, InformationHarness, OrderingHarness
from jitagents.testing.figures import check_figure
from jitagents.testing.harness import Harness
from jitagents.testing.inspection import InspectionHarness
from jitagents.testing.lanes import AllocationHarness, SourcingHarness
from jitagents.testing.production import ProductionHarness
from jitagents.testing.transport import TransportHarness

__all__ = ["HARNESSES", "check_behaviour", "check_cost_part", "check_figure", "check_measure", "harness_of", "numbers"]

HARNESSES: dict[type[Behaviour], type[Harness]] = {
    Demand: DemandHarness,
    Information: InformationHarness,
    Forecasting: ForecastingHarness,
    Ordering: OrderingHarness,
    Sourcing: SourcingHarness,
    Production: ProductionHarness,
    Allocation: AllocationHarness,
    Transport: TransportHarness,
    Inspection: InspectionHarness,
    Serving: ServingHarness,
}
"""The checks of the behaviours of each stage."""


def check_behaviour(behaviour: Behaviour | type[Behaviour]) -> None:
    """Check that a behaviour keeps the contract of its stage.

    Args:
        behaviour: of any stage; or its class, if all its parameters have defaults.

    Raises:
        AssertionError: the first thing that does not hold, in one sentence.
    """
    made = behaviour if isinstance(behaviour, Behaviour) else _made(behaviour)
    harness = harness_of(made)
    for name in harness.checks():
        harness.check(name)
    for name in numbers(type(made)):
        if isinstance(getattr(made, name), int | float):
            harness.check_sweep(name)


def harness_of(behaviour: Behaviour) -> Harness:
    """The checks of a behaviour.

    Raises:
        AssertionError: it belongs to no stage.
    """
    for base, harness in HARNESSES.items():
        if isinstance(behaviour, base):
            return harness(behaviour)
    stages = [base.__name__ for base in HARNESSES]
    raise AssertionError(f"{type(behaviour).__name__} derives from no stage's base class; {nearest('', stages)}")


def numbers(cls: type[Behaviour]) -> list[str]:
    """The parameters that may differ by world: those annotated as `Number`."""
    return [item.name for item in fields(cls) if "Number" in str(item.type)]


def _made(cls: Any) -> Behaviour:
    if not (isinstance(cls, type) and issubclass(cls, Behaviour)):
        raise AssertionError(f"{cls!r} is no behaviour: it must derive from a stage's base class")
    try:
        return cls()
    except TypeError as error:
        raise AssertionError(f"{cls.__name__} cannot be made without arguments; give an instance ({error})") from error
