"""The frontier: stock money against expected loss, along the path on which the loss falls fastest."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jitagents.results.buffer_path import BufferPath


@dataclass(frozen=True)
class Knee:
    """The point at which a curve turns from steep to flat.

    Attributes:
        money: stock added there.
        lost: the loss there.
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


def bought(route: BufferPath, most: float) -> pd.DataFrame:
    """Days of cover that money buys along a path: a row for each amount where a step ends, a column an item.

    Args:
        route: the path.
        most: money that is spent; behind the last step it buys the same proportions.
    """
    table = pd.DataFrame([{step.label: step.days} for step in route.steps]).fillna(0.0).cumsum()
    table.index = pd.Index([step.money for step in route.steps], name="money")
    table = pd.concat([pd.DataFrame(0.0, index=pd.Index([0.0], name="money"), columns=table.columns), table])
    last = table.index[-1]
    if most > last:
        table.loc[most] = table.loc[last] * (most / last)
    ends = np.append(table.index[table.index < most], most)
    return pd.DataFrame(
        {name: np.interp(ends, table.index, table[name]) for name in table}, index=pd.Index(ends, name="money")
    )
