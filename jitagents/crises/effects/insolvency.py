"""Effects of insolvency: a firm is wound up, put under administration, or rescued, and its debts are settled."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.column import Array
from jitagents.crises.effects.base import Effect, EffectHandler, Onset, named
from jitagents.crises.effects.sites import Supply, SupplyHandler
from jitagents.crises.effects.wording import Wording
from jitagents.crises.engine.active import ActiveDisruption
from jitagents.crises.engine.today import Today
from jitagents.parameters import Number, param
from jitagents.state import SimulationState

LIQUIDATION, ADMINISTRATION, RESCUE = 1.0, 2.0, 3.0
"""Numbers of the column `petition` of stock points, by which the ledger of firms knows what to settle."""


class Petition(EffectHandler):
    """Tells the ledger of firms, on the first day, whose debts are settled, and what share of them creditors lose."""

    columns: ClassVar[tuple[str, ...]] = ("points.petition", "points.loss")
    changing = ("_fresh",)
    number: ClassVar[float]

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._fresh = Onset(lambda severity: severity > 0.0)

    def revert(self) -> None:
        self.state.points["petition"][self.disruption.agents.rows] = 0.0

    def apply(self, severity: Array, day: int) -> None:
        fresh, rows = self._fresh.of(severity), self.disruption.agents.rows
        if fresh.any():
            petition, loss = self.state.points["petition"], self.state.points["loss"]
            petition[rows] = np.where(fresh, self.number, petition[rows])
            loss[rows] = np.where(fresh, np.asarray(getattr(self.effect, "loss_given_default", 0.0)), loss[rows])


class LiquidationPetition(Petition):
    """The petition of a firm that is wound up."""

    number = LIQUIDATION


class AdministrationPetition(Petition):
    """The petition of a firm that goes on under administration."""

    number = ADMINISTRATION


class RescueHandler(Petition):
    """The debts of a firm that is rescued."""

    number = RESCUE


class LiquidationHandler(SupplyHandler):
    """Closes a firm: it makes, ships, orders and receives nothing; customers order elsewhere what they can."""

    columns: ClassVar[tuple[str, ...]] = (*Petition.columns, "points.wound_up", "lanes.cancelled")
    changing: ClassVar[tuple[str, ...]] = (*SupplyHandler.changing, "_petition")

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        layout = state.layout
        self._petition = LiquidationPetition(disruption, state, today)
        self._sold = disruption.dependents_of(layout.lane_seller)
        self._bought = disruption.dependents_of(layout.owner[layout.lane_buyer])

    def revert(self) -> None:
        super().revert()
        self._petition.revert()
        self.state.points["wound_up"][self.disruption.agents.rows] = 0.0

    def apply(self, severity: Array, day: int) -> None:
        super().apply(severity, day)
        self._petition.apply(severity, day)
        gone, today = (severity >= 1.0).astype(float), self.today
        if not gone.any():
            return
        self.state.points["wound_up"][self.disruption.agents.rows] = gone
        for change in ("switched_share", "cancelling", "void"):
            today.raise_to(change, self._sold.rows, self._sold.at(gone))
        bought = self._bought.at(gone)
        today.raise_to("void", self._bought.rows, bought)
        today.limit_to("lane_limit", self._bought.rows, np.where(bought > 0.0, 0.0, np.inf))


class AdministrationHandler(SupplyHandler):
    """A firm goes on with part of its supply, perhaps at higher prices."""

    columns: ClassVar[tuple[str, ...]] = Petition.columns
    changing: ClassVar[tuple[str, ...]] = (*SupplyHandler.changing, "_petition")

    def __init__(self, disruption: ActiveDisruption, state: SimulationState, today: Today) -> None:
        super().__init__(disruption, state, today)
        self._petition = AdministrationPetition(disruption, state, today)
        self._sold = disruption.dependents_of(state.layout.lane_seller)

    @property
    def changes_prices(self) -> bool:  # type: ignore[override]  # only some do
        return bool(np.any(self.effect.price))

    def revert(self) -> None:
        super().revert()
        self._petition.revert()

    def apply(self, severity: Array, day: int) -> None:
        super().apply(severity, day)
        self._petition.apply(severity, day)
        if self.changes_prices:
            dearer = self._sold.at((severity > 0.0).astype(float)) * np.asarray(self.effect.price)
            self.today.of("price_factor")[self._sold.rows] *= 1.0 + dearer


_LOSS = "of what it owes that its creditors lose"


@named
@dataclass(frozen=True)
class Liquidation(Supply):
    """A firm is wound up: it ships, makes and buys nothing more, and its orders, on both sides, are void.

    Where money is followed, creditors lose a share of what it owes and are paid the rest at once; it pays nothing more.
    All of that at a severity of 1; below it, a part of its supply goes on, as in `Supply`.
    """

    handler: ClassVar[type[EffectHandler]] = LiquidationHandler
    catches_up: ClassVar[bool] = False
    words: ClassVar[Wording] = Wording("is", "are", "insolvent, supplying {share} less", "wound up, supplying nothing")
    loss_given_default: Number = param(0.65, "share", _LOSS, low=0, high=1)


@named
@dataclass(frozen=True)
class Administration(Supply):
    """A firm goes on under administration with part of its supply.

    Where money is followed, creditors lose a share of what it owes, and are paid the rest when it is due.
    """

    handler: ClassVar[type[EffectHandler]] = AdministrationHandler
    catches_up: ClassVar[bool] = False
    words: ClassVar[Wording] = Wording(
        "is", "are", "under administration, supplying {share} less", "under administration, supplying nothing"
    )
    loss_given_default: Number = param(0.65, "share", _LOSS, low=0, high=1)
    price: Number = param(0.0, "share", "by which its prices rise", low=0)


@named
@dataclass(frozen=True)
class Rescue(Effect):
    """Customers of a firm that cannot pay settle its debt at the bank, if money is followed; it goes on.

    Land Rover did so for UPF-Thompson, the only source of its chassis (BBC, 18 February 2002).
    """

    handler: ClassVar[type[EffectHandler]] = RescueHandler
    words: ClassVar[Wording] = Wording("is", "are", "rescued by {their} customers")
