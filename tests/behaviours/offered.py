"""Offers of three lanes, for rules of sourcing."""

from typing import Any

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.sourcing import Offers
from jitagents.flow import Groups

type Floats = npt.NDArray[np.float64]


def offers(owed: list[float], closed: list[float] | None = None, day: int = 1, **known: Any) -> Offers:
    """Three lanes of one buyer, in the order of their ranks, with a mean flow of 10 units a day."""

    def column(numbers: Any) -> Floats:
        return np.ones((3, 1)) * np.reshape(np.asarray(numbers, dtype=float), (-1, 1))

    columns = {
        "share": [0.5, 0.3, 0.2], "price": [3, 2, 1], "lead_time": [3, 5, 9], "rate": 10, "under_way": 0, "arrived": 0,
        "placed": 0, "order": 10, "position": 0,
    }  # fmt: skip
    shut = None if closed is None else column(closed)
    made: dict[str, Any] = {name: column(numbers) for name, numbers in (columns | known).items()}
    return Offers(**made, buyers=Groups(np.zeros(3, dtype=np.int64), 1), owed=column(owed), closed=shut, day=day)
