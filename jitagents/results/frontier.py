"""The frontier: stock money against expected loss, along the path on which the loss falls fastest."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jitagents.results.route import Route


@dataclass(frozen=True)
class Knee:
    """Where a curve turns from steep to flat.

    Attributes:
        money: stock added there.
        lost: units lost there.
    """

    money: float
    lost: float


def knee(curve: pd.DataFrame) -> Knee | None:
    """The point of a falling curve that lies furthest below the chord between its ends; None if none lies below.

    Both axes are first scaled to the range of the curve (Satopaa, Albrecht, Irwin & Raghavan 2011, kneedle).

    Args:
        curve: money and lost, by rising money.
    """
    money, lost = curve["money"].to_numpy(), curve["lost"].to_numpy()
    if not (money[-1] > money[0] and lost[-1] < lost[0]):
        return None
    below = 1.0 - (money - money[0]) / (money[-1] - money[0]) - (lost - lost[-1]) / (lost[0] - lost[-1])
    at = int(below.argmax())
    if not 0 < at < len(money) - 1:
        return None
    return Knee(float(money[at]), float(lost[at]))


def stops(curve: pd.DataFrame, route: Route) -> pd.DataFrame:
    """The ends of the steps of a path on the curve that was measured: label, days, money, lost (units)."""
    table = pd.DataFrame(
        [(step.label, step.days, step.money) for step in route.steps], columns=["label", "days", "money"]
    )
    reached = table[table["money"] <= curve["money"].iloc[-1] * (1 + 1e-9)]
    return reached.assign(lost=np.interp(reached["money"], curve["money"], curve["lost"]))
