"""Questions on flow, stock and pull."""

import math

import numpy as np
from scipy.stats import norm

from jitagents.teaching.quiz import engine
from jitagents.teaching.quiz.question import Numbers, Template


class HoursInLine(Template):
    """Hours that a unit spends in a balanced line with a constant number of units."""

    week, unit, why, whole = 1, "hours", "max(T0, w / r), Little 1961; Hopp & Spearman 2011, ch. 7", True

    def draw(self, chance: np.random.Generator) -> dict[str, float]:
        stations = int(chance.integers(3, 7))
        return {
            "stations": stations,
            "hours": int(chance.integers(2, 6)),
            "cards": stations + int(chance.integers(-2, 9)),
        }

    def text(self, n: Numbers) -> str:
        return (
            f"A line has {n['stations']} stations of {n['hours']} hours each, which never vary. A unit enters when a "
            f"finished one leaves; {n['cards']} are in the line. How many hours does a unit spend in it?"
        )

    def answer(self, n: Numbers) -> float:
        return float(n["hours"] * max(n["stations"], n["cards"]))

    def simulated(self, n: Numbers) -> float:
        return n["cards"] / engine.line_throughput(int(n["stations"]), int(n["cards"])) * n["hours"]


class CycleStock(Template):
    """Change of the cycle stock with the cost of a set-up."""

    week, unit, why = 2, "%", "Q = sqrt(2 K d / h): stock falls by 1 - sqrt(K' / K) (Harris 1913)"

    def draw(self, chance: np.random.Generator) -> dict[str, float]:
        return {"before": 50 * int(chance.integers(4, 20)), "share": int(chance.integers(2, 9)) / 10}

    def text(self, n: Numbers) -> str:
        after = n["before"] * n["share"]
        return (
            f"Lots are of the economic size. A set-up cost {n['before']:.0f}; now it costs {after:.0f}. By how many "
            "per cent does the mean cycle stock fall?"
        )

    def answer(self, n: Numbers) -> float:
        return 100 * (1 - math.sqrt(n["share"]))


class BaseStockLevel(Template):
    """Base-stock level for a share of days without a shortage."""

    week, unit, why = 3, "units", "S = d L + z s sqrt(L) (Snyder & Shen 2019, sec. 4.3)"
    tolerance = 0.003

    def draw(self, chance: np.random.Generator) -> dict[str, float]:
        demand = 10 * int(chance.integers(5, 21))
        return {
            "demand": demand, "sd": demand * int(chance.integers(1, 4)) / 10, "lead_time": int(chance.integers(1, 8)),
            "service": float(chance.choice([0.9, 0.95, 0.98, 0.99])),
        }  # fmt: skip

    def text(self, n: Numbers) -> str:
        return (
            f"Demand is normal, {n['demand']} units a day with a standard deviation of {n['sd']:g}, and waits if there "
            f"is nothing. Every evening you order up to S; what is ordered is there in {n['lead_time']} days, in the "
            f"morning. Which S leaves {100 * n['service']:.0f} % of days without a shortage?"
        )

    def answer(self, n: Numbers) -> float:
        days = n["lead_time"]
        return float(n["demand"] * days + norm.ppf(n["service"]) * n["sd"] * math.sqrt(days))


class VarianceRatio(Template):
    """Amplification of the variance of orders by an order-up-to policy with a moving average."""

    week, unit, why = 5, "times", "1 + 2 L / p + 2 L^2 / p^2 (Chen, Drezner, Ryan & Simchi-Levi 2000)"

    def draw(self, chance: np.random.Generator) -> dict[str, float]:
        return {"lead_time": int(chance.integers(1, 8)), "days": int(chance.integers(5, 31))}

    def text(self, n: Numbers) -> str:
        return (
            f"A shop forecasts independent demand by the mean of the last {n['days']} days. Every evening it orders up "
            f"to {n['lead_time']} days of the forecast, since what is ordered is there in {n['lead_time']} days, in "
            "the morning. How many times the variance of demand is the variance of its orders, if it may send goods "
            "back?"
        )

    def answer(self, n: Numbers) -> float:
        ratio = n["lead_time"] / n["days"]
        return 1 + 2 * ratio + 2 * ratio**2


class StarvedLoop(Template):
    """Throughput of a kanban loop with too few cards."""

    week, unit, why = 6, "units a day", "min(d, cards x container / L) (Little 1961)"

    def draw(self, chance: np.random.Generator) -> dict[str, float]:
        container, lead_time = int(chance.integers(2, 9)), int(chance.integers(2, 7))
        cards = int(chance.integers(3, 12))
        return {
            "container": container, "lead_time": lead_time, "cards": cards,
            "demand": cards * container + 5 * int(chance.integers(1, 10)),
        }  # fmt: skip

    def text(self, n: Numbers) -> str:
        return (
            f"A line could use {n['demand']} units a day. {n['cards']} cards circulate, each for a box of "
            f"{n['container']}; a box is there {n['lead_time']} days after its card was freed. How many units a day "
            "does the line get?"
        )

    def answer(self, n: Numbers) -> float:
        return n["cards"] * n["container"] / n["lead_time"]

    def simulated(self, n: Numbers) -> float:
        return engine.loop_throughput(n["cards"], n["container"], int(n["lead_time"]), n["demand"])


FLOW: tuple[Template, ...] = (HoursInLine(), CycleStock(), BaseStockLevel(), VarianceRatio(), StarvedLoop())
"""Templates of weeks 1 to 6."""
