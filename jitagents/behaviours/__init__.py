"""Behaviours: a module for each stage of the day, and here all that a rule of one's own needs.

    from jitagents.behaviours import Array, Memory, Number, Ordering, Plan, Seen, param

Each name is imported when it is first used, so that a program loads only the stages that it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jitagents.behaviours.allocation import Allocation, Claims
    from jitagents.behaviours.base import Behaviour, Memory
    from jitagents.behaviours.demand import Buyers, Demand, Draw, Marginal
    from jitagents.behaviours.forecasting import Forecasting
    from jitagents.behaviours.information import Information
    from jitagents.behaviours.inspection import Inspection, Receipts
    from jitagents.behaviours.ordering import Ordering, Periodic, Wrapper
    from jitagents.behaviours.placement import Placement
    from jitagents.behaviours.plan import Plan
    from jitagents.behaviours.production import Production, ProductionView, Work
    from jitagents.behaviours.seen import Clock, Seen
    from jitagents.behaviours.serving import Serving
    from jitagents.behaviours.sourcing import Lanes, Offers, Sourcing
    from jitagents.behaviours.transport import Dock, Transport
    from jitagents.column import Array
    from jitagents.parameters import Number, param

_MODULES = {
    "behaviours.allocation": ("Allocation", "Claims"),
    "behaviours.base": ("Behaviour", "Memory"),
    "behaviours.demand": ("Buyers", "Demand", "Draw", "Marginal"),
    "behaviours.forecasting": ("Forecasting",),
    "behaviours.information": ("Information",),
    "behaviours.inspection": ("Inspection", "Receipts"),
    "behaviours.ordering": ("Ordering", "Periodic", "Wrapper"),
    "behaviours.placement": ("Placement",),
    "behaviours.plan": ("Plan",),
    "behaviours.production": ("Production", "ProductionView", "Work"),
    "behaviours.seen": ("Clock", "Seen"),
    "behaviours.serving": ("Serving",),
    "behaviours.sourcing": ("Lanes", "Offers", "Sourcing"),
    "behaviours.transport": ("Dock", "Transport"),
    "column": ("Array",),
    "parameters": ("Number", "param"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "Allocation",
    "Array",
    "Behaviour",
    "Buyers",
    "Claims",
    "Clock",
    "Demand",
    "Dock",
    "Draw",
    "Forecasting",
    "Information",
    "Inspection",
    "Lanes",
    "Marginal",
    "Memory",
    "Number",
    "Offers",
    "Ordering",
    "Periodic",
    "Placement",
    "Plan",
    "Production",
    "ProductionView",
    "Receipts",
    "Seen",
    "Serving",
    "Sourcing",
    "Transport",
    "Work",
    "Wrapper",
    "param",
]


def __getattr__(name: str) -> Any:
    """Import a name when it is first used."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"jitagents.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
