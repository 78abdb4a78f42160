"""Definitions: the name and the words by which tables, figures and the report show what is recorded."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace

from jitagents.accounting.cost_part import NAME
from jitagents.errors import InputError
from jitagents.parameters import Parameters

UNITS = "units"


def by_value(name: str) -> str:
    """The name of what tells a series in units by value."""
    return f"{name}_value"


@dataclass(frozen=True)
class Definition:
    """The words for a measure or a daily series.

    Attributes:
        unit: of the number.
        label: words in tables and on axes.
        formula: for agents, tiers and the network; of a measure, over the measured days.
        source: author and year.
        paired: True if it compares a crisis with its calm twin.
        zero_in_calm: True if it is then 0 for the calm twin itself.
    """

    unit: str
    label: str
    formula: str
    source: str
    paired: bool = False
    zero_in_calm: bool = False

    @property
    def in_units(self) -> bool:
        """Whether it counts units, which can be added up for one item only."""
        return self.unit.split("/")[0] == UNITS

    @property
    def by_value(self) -> "Definition":
        """The words for what tells it by value where there are several items."""
        return replace(self, unit=self.unit.replace(UNITS, "money"), formula=f"price of a unit x {self.formula}")


@dataclass(frozen=True)
class Defined(Parameters, ABC):
    """A quantity that is recorded, with its name and its words.

    Attributes:
        name: in configurations and tables; empty: that of its class in lower case with underscores.
        unit, label, formula, source: as in its `Definition`.
    """

    name: str = field(default="", kw_only=True, metadata={"unit": "", "meaning": "in tables; empty: that of its class"})

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.name:
            object.__setattr__(self, "name", self.usual_name())
        if not NAME.fullmatch(self.name):
            raise InputError(f"name = {self.name!r}: must be lower-case letters, digits and underscores, as mean_order")

    @property
    @abstractmethod
    def unit(self) -> str: ...

    @property
    @abstractmethod
    def label(self) -> str: ...

    @property
    @abstractmethod
    def formula(self) -> str: ...

    @property
    @abstractmethod
    def source(self) -> str: ...

    def usual_name(self) -> str:
        """The name that it has if no other is given."""
        return snake_case(type(self).__name__)

    @property
    def definition(self) -> Definition:
        """The words for it."""
        return Definition(self.unit, self.label, self.formula, self.source)


def snake_case(name: str) -> str:
    """The name of a class in lower case with underscores."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
