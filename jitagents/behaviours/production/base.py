"""What production rules see and answer, and how one wraps another."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from jitagents.behaviours.base import Behaviour, Clock, Memory
from jitagents.column import Array


@dataclass(frozen=True)
class ProductionView:
    """What lies before some makers today, read-only, units `(rows, worlds)` if nothing else is said.

    Open orders are worked first in, first out; units of one item are alike, so that their number says it all.

    Attributes:
        open_orders: ordered from production and not yet started.
        capacity: most that today's state of the site allows; infinite if there is no limit.
        kits: units for which there are inputs (infinite for a source).
        nominal: capacity of an undisturbed day `(rows, 1)`.
        clock: today.
        whole: units are whole.
        held: made and not yet used by the customers: in process, in stock, under way to them, in their stock; None
            unless some rule looks downstream.
        rework: found bad and waiting to go through again; None unless some rule reworks.
        chance: numbers drawn today, evenly between 0 and 1, by the name of the stream.
    """

    open_orders: Array
    capacity: Array
    kits: Array
    nominal: Array
    clock: Clock
    whole: bool
    held: Array | None = None
    rework: Array | None = None
    chance: Mapping[str, Array] = field(default_factory=dict)

    @property
    def day(self) -> int:
        """Today; the first day is 1."""
        return self.clock.day


@dataclass(frozen=True)
class Work:
    """What a rule decides for a day.

    Attributes:
        started: units of open orders that are started with new inputs `(rows, worlds)`.
        load: capacity that today's work takes, units; setups and what goes through again included.
        counts: what else is to be written into the makers' columns, by name; see `Production.counts`.
    """

    started: Array
    load: Array
    counts: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Supply:
    """What the stock of each input is good for, rows are the inputs of all plants.

    Attributes:
        kits: units that the stock is enough for `(rows, worlds)`.
        binding: 1 for an input that production cannot do without, 0 for one that it can `(rows, 1)`.
        usual: mean flow of the plant, units a day `(rows, 1)` or `(rows, worlds)`.
        whole: units are whole.
        day: today.
    """

    kits: Array
    binding: Array
    usual: Array
    whole: bool
    day: int


class Production(Behaviour):
    """A production rule. What it declares here it is given, and nothing else is worked out.

    Attributes:
        looks_downstream: True if it looks at `bench.held`; makers then work from downstream to upstream.
        goes_without: True if it lets production go on without some inputs.
    """

    looks_downstream: ClassVar[bool] = False
    goes_without: ClassVar[bool] = False

    @abstractmethod
    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        """Today's work: at most the open orders and the kits are started."""

    def counts(self) -> tuple[str, ...]:
        """Columns of the makers that it fills each day.

        `overtime`: units beyond today's capacity. `scrapped`: units started today that turned out bad; their orders
        stay open. `flawed`: units found bad today that will go through again; `reworked`: units that did so today.
        """
        return ()

    def draws(self) -> tuple[str, ...]:
        """Names of the streams that it has drawn each day, a number a maker and world: `bench.chance`."""
        return ()

    def kits(self, supply: Supply) -> Array:
        """Units that each input allows `(rows, worlds)`; the scarcest input of a plant decides."""
        return supply.kits

    def layers(self) -> "list[Production]":
        """The rule and those that it wraps, the outermost first."""
        inner = [layer for part in self.parts().values() if isinstance(part, Production) for layer in part.layers()]
        return [self, *inner]
