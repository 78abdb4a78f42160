"""The protocol of production rules: their view, their decision, and rules around other rules."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from jitagents.behaviours.base import Behaviour, Clock, Memory
from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.parameters import Number


@dataclass(frozen=True)
class ProductionView:
    """The view of some makers on a day, read-only; units `(rows, worlds)` unless stated otherwise.

    Open orders are worked first in, first out; as units of an item are alike, their number suffices.

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
        asked: asked of the makers today; None unless some rule reads demand.
        final: what would be asked of them if all customers behind passed on final demand, by the planned shares and by
            the bills of materials; None unless some rule reads demand.
        chance: numbers drawn today, evenly between 0 and 1, by the name of the stream.
        setups, bad_units: factors on set-ups and on the share of bad units; above 1 where makers still learn.
    """

    open_orders: Array
    capacity: Array
    kits: Array
    nominal: Array
    clock: Clock
    whole: bool
    held: Array | None = None
    rework: Array | None = None
    asked: Array | None = None
    final: Array | None = None
    chance: Mapping[str, Array] = field(default_factory=dict)
    setups: Number = 1.0
    bad_units: Number = 1.0

    @property
    def day(self) -> int:
        """Today; the first day is 1."""
        return self.clock.day


@dataclass(frozen=True)
class Work:
    """The decision of a rule for a day.

    Attributes:
        started: units of open orders that are started with new inputs `(rows, worlds)`.
        load: capacity that today's work takes, units; setups and what goes through again included.
        counts: further values for the makers' columns, by name; see `Production.counts`.
    """

    started: Array
    load: Array
    counts: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class LineView:
    """The makers that share lines, on a day; rows are sorted by line and by name.

    Attributes:
        work: what their open orders, as far as there are inputs, and rework would take of the line, days
            `(rows, worlds)`.
        load: planned share of the line's time, mean flow / capacity `(rows, 1)` or `(rows, worlds)`.
        lines: the rows grouped by line.
        worked: days that the line has been at work before today, shifts as parts of a day `(rows, 1)`.
        open: part of today on which it is at work, 1 without a calendar `(rows, 1)`.
        setups: factor on set-ups; above 1 where makers still learn.
    """

    work: Array
    load: Array
    lines: Groups
    worked: Array
    open: Array
    setups: Number = 1.0


@dataclass(frozen=True)
class Turns:
    """The division of the time of lines on a day; days and numbers, each `(rows, 1)` or `(rows, worlds)`.

    Attributes:
        run: in which each maker makes its item; with the set-ups of a line at most the part of the day on which it is
            at work.
        setup: of set-ups, each put down to the item that follows.
        changeovers: set-ups that begin today.
    """

    run: Array
    setup: Array
    changeovers: Array


@dataclass(frozen=True)
class Supply:
    """Units that the stock of each input allows; rows are the inputs of all plants.

    Attributes:
        kits: units that the stock suffices for `(rows, worlds)`.
        binding: 1 for an input that production needs, 0 for one that it can do without `(rows, 1)`.
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
    """A production rule. Only what it declares here is worked out for it.

    Attributes:
        looks_downstream: True if it reads `view.held`; makers then work from downstream to upstream.
        reads_demand: True if it reads `view.asked` or `view.final`.
        goes_without: True if it lets production go on without some inputs.
        divides: True if it divides the time of lines that several makers share.
    """

    looks_downstream: ClassVar[bool] = False
    reads_demand: ClassVar[bool] = False
    goes_without: ClassVar[bool] = False
    divides: ClassVar[bool] = False

    @abstractmethod
    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        """Today's work: at most the open orders and the kits are started."""

    def counts(self) -> tuple[str, ...]:
        """Columns of the makers that it fills each day.

        `overtime`: units beyond today's capacity. `scrapped`: units started today that turned out bad; their orders
        stay open. `flawed`: units found bad today that will go through again; `reworked`: units that did so today.
        `escaped`: bad units started today that are not found; they go on as good ones.
        """
        return ()

    def draws(self) -> tuple[str, ...]:
        """Names of the random streams it needs, one number a day, maker and world: `view.chance`."""
        return ()

    def suited(self, lines: Groups) -> Self:
        """The same rule for these lines, before day 1; asked where it divides."""
        return self

    def turns(self, view: LineView, memory: Memory) -> Turns:
        """The turn of each maker on its line today; asked where it divides."""
        raise NotImplementedError(f"{type(self).__name__} divides lines and does not say how")

    def kits(self, supply: Supply) -> Array:
        """Units that each input allows `(rows, worlds)`; the scarcest input of a plant decides."""
        return supply.kits

    def layers(self) -> "list[Production]":
        """The rule and those that it wraps, the outermost first."""
        inner = [layer for part in self.parts().values() if isinstance(part, Production) for layer in part.layers()]
        return [self, *inner]
