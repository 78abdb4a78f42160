"""Learning: the maturity of those whom a wave reaches, and what they are worse at until it is there."""

from dataclasses import dataclass

import numpy as np

from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.parameters import Number, Parameters, first_wrong, param


@dataclass(frozen=True)
class Learning(Parameters):
    """A learning curve of the new method: maturity, from 0, where nothing of it is known, to 1.

    It rises from the first day of a wave on, and stops where the wave is taken back. What is learnt before helps those
    who come later: by a share of what the wave with the highest maturity has learnt, they begin higher.

    Each factor counts in full at maturity 0, and at maturity 1 everything is as the rules state it. Makers need longer
    for a set-up and make more bad units (production rules that have them), what moves is entered wrongly more often
    (`information=books`), and goods are longer on their way to those whom the wave reaches, in whole days, for which
    nobody plans. Where several waves reach somebody, the largest factor counts.

    Formula:
        maturity = end - (end - first) 2^(-t / half_life), t days after the first day of the wave
        first = start + spill_over x (highest maturity of the waves that have begun before - start), if that is above
            0, else start
        factor today = 1 + (factor - 1) (1 - maturity)
        lead time = floor(planned x factor today + 1/2)

    Source:
        Levy 1965, Management Science 11(6), and Zangwill & Kantor 1998, Management Science 44(7) (the curve); Darr,
        Argote & Epple 1995, Management Science 41(11) (what is learnt at one place helps at the next).
    """

    half_life: Number = param(60.0, "days", "in which the gap to the end halves", low=0.01)
    start: Number = param(
        0.4, "", "maturity on the first day of a wave to which nothing has spilled over", low=0, high=1
    )
    end: Number = param(0.95, "", "maturity that is approached", low=0, high=1)
    spill_over: Number = param(
        0.0, "share", "of what earlier waves have learnt that later ones begin with", low=0, high=1
    )
    setups: Number = param(1.0, "", "factor on set-ups at maturity 0", low=1, high=100)
    bad_units: Number = param(1.0, "", "factor on the share of bad units at maturity 0", low=1, high=100)
    record_errors: Number = param(1.0, "", "factor on the chances of wrong entries at maturity 0", low=1, high=100)
    lead_times: Number = param(1.0, "", "factor on lead times of lanes at maturity 0", low=1, high=100)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not (right := np.asarray(self.end) >= np.asarray(self.start)).all():
            raise InputError(f"Learning.end = {first_wrong(self.end, right)}: lies below the start")

    def after(self, first: Array, days: Array) -> Array:
        """Maturity some days after a wave has begun with `first`; all of the same shape, or for each world."""
        return np.asarray(self.end - (self.end - first) * 2.0 ** (-days / self.half_life))

    def first(self, highest: Array) -> Array:
        """Maturity with which a wave begins, where the highest of the earlier waves is as given `(worlds,)`."""
        return np.asarray(self.start + self.spill_over * np.maximum(highest - self.start, 0.0))
