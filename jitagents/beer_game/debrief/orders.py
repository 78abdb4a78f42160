"""Orders of a player, all that he saw before them, and the rule of anchoring and adjustment over both."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import signal

from jitagents.column import Array


@dataclass(frozen=True)
class Orders:
    """Orders of a player and all that he saw before each of them: arrays `(weeks,)`, in cases.

    Attributes:
        net_stock: stock less backlog.
        supply_line: ordered and not yet received.
        slip: orders that came in.
        order: his orders.
        used: whether the order of the week is explained; the slips of all weeks are seen.
        start: order that he expects before the first week.
    """

    net_stock: Array
    supply_line: Array
    slip: Array
    order: Array
    used: npt.NDArray[np.bool_]
    start: float

    def expected(self, theta: float) -> Array:
        """The order that he expects, smoothed."""
        return signal.lfilter([theta], [1.0, theta - 1.0], self.slip, zi=[(1.0 - theta) * self.start])[0]

    def indicated(self, values: Array) -> Array:
        """Orders by the rule, before they are cut at 0."""
        theta, alpha, beta, target = values
        return self.expected(theta) + alpha * (target - self.net_stock - beta * self.supply_line)

    def sloped(self, values: Array) -> tuple[Array, Array]:
        """Orders by the rule `(weeks,)`, and their derivatives with respect to the parameters `(4, weeks)`."""
        theta, alpha, beta, target = values
        expected = self.expected(theta)
        news = self.slip - np.concatenate([[self.start], expected[:-1]])
        gap = target - self.net_stock - beta * self.supply_line
        by_theta = signal.lfilter([1.0], [1.0, theta - 1.0], news)
        by_rest = (gap, -alpha * self.supply_line, np.full(len(gap), alpha))
        return expected + alpha * gap, np.stack([by_theta, *by_rest])
