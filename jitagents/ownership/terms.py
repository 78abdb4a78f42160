"""Terms of a total cost of ownership: a source, its buyer, and the outages that are expected."""

from dataclasses import dataclass

import numpy as np

from jitagents.parameters import Parameters, param

YEAR = 365.0
"""Days of a year."""


@dataclass(frozen=True)
class Source(Parameters):
    """A source of one item, as its buyer sees it."""

    price: float = param(unit="money/unit", meaning="on the invoice", low=0)
    lead_time: float = param(unit="days", meaning="from order to receipt", low=0)
    lead_time_sd: float = param(0.0, "days", "standard deviation of the lead time", low=0)
    freight: float = param(0.0, "money/unit", "transport", low=0)
    duty: float = param(0.0, "share of the price", "at the border", low=0)
    quality: float = param(0.0, "money/unit", "expected cost of bad quality", low=0)
    order: float = param(0.0, "money", "cost of placing an order", low=0)
    administration: float = param(0.0, "money/year", "audits, travel and people who look after it", low=0)
    qualification: float = param(0.0, "money", "tools and approval, spent once", low=0)
    life: float = param(1.0, "years", "over which they are written off", low=1 / YEAR)
    part: float = param(1.0, "", "of the flow that it delivers, a share", low=1e-9, high=1)
    elasticity: float = param(0.0, "", "of its price to the volume; .07 is 5 % more for half of a flow", low=0)
    bonus: float = param(0.0, "money/unit", "for a unit shipped on time, as all are", low=0)
    reserved: float = param(0.0, "units/day", "that it keeps for the buyer", low=0)
    reservation_fee: float = param(0.0, "money/unit", "for a unit reserved, used or not", low=0)
    hedging: float = param(0.0, "share of the price", "cost of cover against its currency, or of the risk", low=0)

    @property
    def landed(self) -> float:
        """Landed price, money a unit: with duty and freight."""
        return self.price * (1.0 + self.duty) + self.freight


@dataclass(frozen=True)
class Buyer(Parameters):
    """A buyer that reviews its stock from time to time and orders up to a level."""

    demand: float = param(unit="units/day", meaning="mean demand", low=1e-9)
    demand_sd: float = param(0.0, "units/day", "standard deviation of a day's demand", low=0)
    review: float = param(1.0, "days", "between orders", low=1e-9)
    safety_factor: float = param(0.0, "", "safety stock in standard deviations of the demand over the interval", low=0)
    holding: float = param(0.25, "1/year", "capital, room and loss of value of stock, share of its landed price", low=0)
    under_way: float = param(0.1, "1/year", "the same of goods under way", low=0)
    shortage: float = param(0.0, "money/unit", "cost of a unit that is short at the end of a cycle", low=0)
    stopped: float = param(0.0, "money/day", "loss on a day without goods", low=0)
    changes: float = param(0.0, "1/year", "engineering changes of the item, mean number", low=0)
    written_off: float = param(1.0, "", "of stock and goods under way at a change, share of their landed price", low=0)


@dataclass(frozen=True)
class Outage(Parameters):
    """A source, or the lane from it, that fails from time to time."""

    a_year: float = param(unit="1/year", meaning="mean number of outages", low=0)
    days: float = param(unit="days", meaning="mean length", low=0)
    law: str = param("fixed", "", "of the length", choices=("fixed", "exponential"))

    def beyond(self, cover: float) -> float:
        """Mean days of an outage beyond what stock covers, E[(T - cover)+].

        Args:
            cover: days that stock lasts, at least 0.
        """
        if self.law == "fixed":
            return max(self.days - cover, 0.0)
        return self.days * float(np.exp(-cover / self.days)) if self.days else 0.0
