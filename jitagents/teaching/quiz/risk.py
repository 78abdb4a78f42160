"""Questions on data, sources, outages and the way to just-in-time."""

import math

import numpy as np

from jitagents.supply_base import cost_of_sources
from jitagents.teaching.quiz import engine
from jitagents.teaching.quiz.question import Numbers, Template


class FreezingRecord(Template):
    """Day from which an unseen leak leaves nothing to sell."""

    week, unit, why, whole = 7, "day", "worked out day by day: the record freezes (Kang & Gershwin 2005)", True

    def draw(self, chance: np.random.Generator) -> dict[str, float]:
        return {"every": int(chance.integers(3, 8)), "reorder": 5 * int(chance.integers(3, 6)), "batch": 30}

    def text(self, n: Numbers) -> str:
        return (
            f"A shop sells 5 units a day and opens with 50. In the evening, when its books show {n['reorder']} or "
            f"less, with what is on order, it orders {n['batch']}, which are there two days later, before it opens. In "
            f"the morning of every day that {n['every']} divides, one unit disappears, and nobody enters it. On which "
            "day is a customer first missing something?"
        )

    def answer(self, n: Numbers) -> float:
        shelf = books = 50.0
        coming: dict[int, float] = {}
        for day in range(1, 2000):
            came = coming.pop(day, 0.0)
            shelf, books = shelf + came - (day % n["every"] == 0), books + came
            if (sold := min(5.0, max(shelf, 0.0))) < 5:
                return float(day)
            shelf, books = shelf - sold, books - sold
            if books + sum(coming.values()) <= n["reorder"]:
                coming[day + 2] = n["batch"]
        return math.inf

    def simulated(self, n: Numbers) -> float:
        return engine.first_short_day(int(n["every"]), n["reorder"], n["batch"])


class BestSources(Template):
    """Number of sources with the least expected cost."""

    week, unit, why, whole = 8, "sources", "least C n + L (p* + (1 - p*) p^n) (Berger, Gerstenfeld & Zeng 2004)", True

    def draw(self, chance: np.random.Generator) -> dict[str, float]:
        return {
            "outage": int(chance.integers(2, 31)) / 100, "common": int(chance.integers(1, 11)) / 1000,
            "loss": int(chance.integers(1, 21)) * 1e6, "administration": 5000 * int(chance.integers(1, 13)),
        }  # fmt: skip

    def text(self, n: Numbers) -> str:
        return (
            f"In a year a source fails with a probability of {100 * n['outage']:.0f} %, for itself, and an event that "
            f"strikes all comes with {100 * n['common']:.1f} %. If none delivers you lose {n['loss']:,.0f}; each "
            f"source costs {n['administration']:,.0f} a year. How many sources are best?"
        )

    def answer(self, n: Numbers) -> float:
        return float(min(range(1, 31), key=lambda number: cost_of_sources(number, **n)))


class DaysLost(Template):
    """Days of sales that an outage takes from a shop with stock."""

    week, unit, why, whole = 10, "days", "max(0, outage - stock) (Simchi-Levi et al. 2015)", True

    def draw(self, chance: np.random.Generator) -> dict[str, float]:
        return {
            "outage": int(chance.integers(5, 31)), "cover": int(chance.integers(0, 13)),
            "lead_time": int(chance.integers(1, 11)),
        }  # fmt: skip

    def text(self, n: Numbers) -> str:
        return (
            f"A shop sells the same every day and holds {n['cover']} days of stock; goods are {n['lead_time']} days "
            f"under way, and those that were sent arrive. Its only supplier sends nothing for {n['outage']} days. How "
            "many days of sales are lost?"
        )

    def answer(self, n: Numbers) -> float:
        return max(0.0, n["outage"] - n["cover"])

    def simulated(self, n: Numbers) -> float:
        return engine.outage(n["cover"], int(n["lead_time"]), int(n["outage"]))[0]


class FirstMissing(DaysLost):
    """Days from the beginning of an outage until the first sale is lost."""

    why = "what is under way and in stock lasts L + cover days: time to survive (Simchi-Levi et al. 2015)"

    def draw(self, chance: np.random.Generator) -> dict[str, float]:
        numbers = super().draw(chance)
        return numbers | {"outage": numbers["cover"] + int(chance.integers(5, 20))}

    def text(self, n: Numbers) -> str:
        asked = "On how many days from the first one of the outage on can it still sell all that is asked for?"
        return super().text(n).replace("How many days of sales are lost?", asked)

    def answer(self, n: Numbers) -> float:
        return n["lead_time"] + n["cover"]

    def simulated(self, n: Numbers) -> float:
        return engine.outage(n["cover"], int(n["lead_time"]), int(n["outage"]))[1]


class OrderHole(Template):
    """Days without an order at a stage of a chain that gives up cover on one day."""

    week, unit, why, whole = 12, "days", "floor(k x days given up), at stage k", True

    def draw(self, chance: np.random.Generator) -> dict[str, float]:
        given = int(chance.integers(4, 19)) / 2
        return {"stage": int(chance.integers(2, 5)), "before": given + 0.5, "after": 0.5}

    def text(self, n: Numbers) -> str:
        return (
            f"Four stages sell the same every day to each other and hold {n['before']:g} days of stock each. On one "
            f"day all of them go down to {n['after']:g}. On how many days does stage {n['stage']}, counted from the "
            "customer, order nothing at all?"
        )

    def answer(self, n: Numbers) -> float:
        return float(math.floor(n["stage"] * (n["before"] - n["after"])))

    def simulated(self, n: Numbers) -> float:
        return engine.empty_days(int(n["stage"]), n["before"], n["after"])


RISK: tuple[Template, ...] = (FreezingRecord(), BestSources(), DaysLost(), FirstMissing(), OrderHole())
"""Templates of weeks 7 to 12."""
