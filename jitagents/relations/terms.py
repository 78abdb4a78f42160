"""Terms of a relation: ten of them, each of which can be switched on by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from jitagents.errors import Faults, InputError
from jitagents.parameters import Number, Parameters, param

OWNERSHIP = (None, "shipment", "receipt", "use")
"""Moments at which goods may pass to the buyer."""


@dataclass(frozen=True)
class Relation(Parameters):
    """A relation between sellers and buyers: with its defaults an anonymous transaction.

    Attributes:
        lanes: selector of lanes; {}: all.

    Source:
        Dyer & Ouchi 1993, Sloan Management Review 35(1); Liker & Choi 2004, Harvard Business Review 82(12) (what
        partners do); the terms by their authors, in the docs of what acts on them.
    """

    lanes: Mapping[str, Any] = field(
        default_factory=dict, metadata={"meaning": "selector of its lanes; empty: all", "replace": True}
    )
    shared_demand: Number = param(
        0.0, "", "weight of final demand, against orders, in the demand that sellers see", low=0, high=1
    )
    trust_pace: Number = param(
        0.0,
        "1/day",
        "at which the trust that the buyer shares by follows kept promises; 0: it shares all",
        low=0,
        high=1,
    )
    decides: str = param("buyer", "", "who decides on replenishment", choices=("buyer", "seller"))
    least: Number | None = param(
        None, "days", "stock of the buyer at which a seller that decides fills it up; None: by its own rule", low=0
    )
    most: Number | None = param(None, "days", "stock up to which it does so", low=0)
    outside: Number = param(
        0.0,
        "1/day",
        "paid by the seller for a unit of stock below `least` or above `most`, share of price",
        low=0,
    )
    reserved: Number = param(0.0, "", "units a day that the buyer gets first, share of the mean flow", low=0)
    allocation_class: int | None = param(
        None, "", "class of the buyer where stock is scarce, 1 first; None: that of the lane's `priority`", low=1
    )

    reservation_fee: Number = param(
        0.0, "", "paid by the buyer for a unit reserved, used or not, share of its price", low=0
    )
    ownership: str | None = param(
        None, "", "when goods become the buyer's, who then holds and owes them; None: as lanes say", choices=OWNERSHIP
    )
    payment: float | None = param(
        None, "days", "from the invoice to payment; None: as the lane or finance says", low=0, high=730
    )
    warning_lag: Number | None = param(
        None, "days", "from an outage of the seller until the buyer is told; None: it finds out itself", low=0
    )
    passing_lag: Number | None = param(
        None, "days", "from hearing of an outage farther up until the seller tells of it; None: never", low=0
    )
    recovery_help: Number = param(
        1.0, "", "factor on the seller's time to recover, where enough customers help", low=0, high=1
    )
    helpers: int = param(1, "", "customers with such a relation that it takes", low=1)
    penalty: Number = param(
        0.0, "1/day", "paid by the seller for a unit that it owes beyond the promise, share of price", low=0
    )
    penalty_days: int | None = param(None, "days", "of lateness, for which it is paid at most; None: all", low=1)
    bonus: Number = param(0.0, "", "paid by the buyer for a unit that is shipped on time, share of price", low=0)
    price: Number = param(0.0, "", "change of the price, a share of it", low=-1)
    administration: Number = param(0.0, "money/year", "cost of the relation, at the buyer", low=0)

    plan_days: int = param(0, "days", "ahead, of the buyer's plan that binds its orders; 0: it shares none", low=0)
    up: Number | None = param(None, "", "most that orders exceed the plan, share of it; None: without limit", low=0)
    down: Number | None = param(
        None, "", "most that they fall short of it, share of it; None: without limit", low=0, high=1
    )
    bands: Mapping[int, Sequence[float]] = param(
        MappingProxyType({}), "", "bands around plans of longer before, {days ahead: [up, down]}", replace=True
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if np.any(self.trust_pace) and not np.any(self.shared_demand):
            raise InputError("Relation.trust_pace: needs shared_demand, which the buyer shares as far as it trusts")
        if (self.least is None) != (self.most is None):
            raise InputError("Relation.least: and most must both be numbers of days, or both null")
        if not self.plan_days and (self.up is not None or self.down is not None):
            raise InputError(
                f"Relation.plan_days = {self.plan_days}: up and down are a band around a plan; must be at least 1 day"
            )
        if self.plan_days and self.decides == "seller":
            raise InputError("Relation.plan_days: binds a buyer that decides; must be 0 with decides: seller")
        self._check_bands()
        if self.most is None or self.least is None:
            if np.any(self.outside):
                raise InputError("Relation.outside: needs least and most, the limits of the stock that is kept")
            return
        if self.decides != "seller":
            raise InputError("Relation.most: needs decides: seller; a buyer that decides has its own ordering rule")
        if (np.asarray(self.least) > self.most).any():
            raise InputError(f"Relation.least = {self.least}: must not be more than most = {self.most}")

    def _check_bands(self) -> None:
        """Check the bands around plans of longer before.

        Raises:
            InputError: one is no pair of shares, or its plan is not made longer before than `plan_days`.
        """
        faults, bands = Faults(), dict[Any, Any](self.bands)
        for days, band in bands.items():
            place = f"Relation.bands.{days}"
            if not self.plan_days or not isinstance(days, int) or days <= self.plan_days:
                faults.add(f"{place}: must be whole days beyond plan_days = {self.plan_days}, which must be stated")
            if not _is_band(band):
                faults.add(f"{place} = {band!r}: must be [up, down], shares of the plan, down at most 1")
        faults.tell()


def _is_band(band: Any) -> bool:
    """Whether a band is a share up and a share down."""
    if not isinstance(band, Sequence) or isinstance(band, str) or len(band) != 2:
        return False
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in band)
    return numbers and 0.0 <= band[0] < np.inf and 0.0 <= band[1] <= 1.0
