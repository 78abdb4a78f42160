"""Charts of gates: a CUSUM, and a sequential test, of the service that a wave misses."""

from dataclasses import dataclass

import numpy as np

from jitagents import cusum, sprt
from jitagents.column import Array
from jitagents.parameters import Number, Parameters, param


@dataclass(frozen=True)
class Cusum(Parameters):
    """A chart of the service that a wave misses day by day, which finds a small lasting loss before a window ends.

    What is missed is taken in standard deviations from its mean in the window before the wave; what exceeds the
    allowance is summed up, and a sum beyond the limit fails the wave on that day. `jitagents.cusum` tells how long it
    takes until a false alarm.

    Source:
        Page 1954, Biometrika 41; Montgomery 2013, Introduction to Statistical Quality Control, ch. 9.
    """

    allowance: Number = param(0.5, "standard deviations", "half of the shift that matters", low=0)
    limit: Number = param(5.0, "standard deviations", "that the sum may reach", low=0)
    least_sd: Number = param(0.02, "share", "standard deviation that counts at least (assumed)", low=1e-9)

    def after(self, total: Array, deviation: Array) -> Array:
        """The sum after a day, whose deviation is in standard deviations."""
        return cusum.cumulated(total, deviation, self.allowance)

    @property
    def limits(self) -> tuple[Number, Number]:
        """The sums below which a wave passes, and above which it fails."""
        return -np.inf, self.limit


@dataclass(frozen=True)
class Sprt(Parameters):
    """A sequential test of the service that a wave misses: it passes or fails the wave as soon as enough is known.

    What is missed is taken in standard deviations from its mean in the window before the wave. A window at whose end
    nothing is decided is held. `jitagents.sprt` tells how long the test takes, and what a fixed window can see.

    Source:
        Wald 1945, Annals of Mathematical Statistics 16(2).
    """

    shift: Number = param(1.0, "standard deviations", "that matters, of the mean", low=1e-6)
    false_alarm: Number = param(0.05, "", "chance of failing a wave that misses no more", low=1e-9, high=0.5)
    miss: Number = param(0.1, "", "chance of passing one with that shift", low=1e-9, high=0.49)
    least_sd: Number = param(0.02, "share", "standard deviation that counts at least (assumed)", low=1e-9)

    def after(self, total: Array, deviation: Array) -> Array:
        """The sum after a day, whose deviation is in standard deviations."""
        return sprt.cumulated(total, deviation, self.shift)

    @property
    def limits(self) -> tuple[Number, Number]:
        """The sums below which a wave passes, and above which it fails."""
        return sprt.limits(self.false_alarm, self.miss)
