"""Posting: entry of the transactions of one kind into an information system."""

from dataclasses import dataclass

import numpy as np

from jitagents.errors import InputError
from jitagents.network import Law
from jitagents.network.lead_time_laws import read_law
from jitagents.parameters import Number, Parameters, param

LATE = "Posting.late ="
"""Words before a law that cannot be read."""


@dataclass(frozen=True)
class Posting(Parameters):
    """Entry of the transactions of one kind: one a stock point and day, with all its units."""

    miss: Number = param(0.0, "", "probability that a transaction is never entered", low=0, high=1)
    miskey: Number = param(0.0, "", "probability that its quantity is entered wrongly", low=0, high=1)
    spread: Number = param(0.3, "", "of a wrong quantity: standard deviation of its logarithm", low=0)
    swap: Number = param(0.0, "", "probability that it is entered at another item of the same place", low=0, high=1)
    late: int | str = param(
        0, "days", "from the transaction to its entry; or their law, days:probability, e.g. '0:0.6 1:0.3 7:0.1'", low=0
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.late, str):
            read_law(self.late, 0, LATE)
        wrong = np.max(np.add(self.miss, self.miskey) + np.asarray(self.swap))
        if wrong > 1.0 + 1e-9:
            raise InputError(f"Posting.miss + Posting.miskey + Posting.swap = {wrong:g}: must be at most 1")

    @property
    def delay(self) -> int | Law:
        """Days from a transaction to its entry, or their law."""
        if not isinstance(self.late, str):
            return self.late
        law = read_law(self.late, 0, LATE)
        return law if len(law.days) > 1 else int(law.days[0])

    @property
    def longest(self) -> int:
        """Most days from a transaction to its entry."""
        return self.delay if isinstance(self.delay, int) else int(self.delay.days[-1])
