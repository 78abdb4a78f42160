"""Claims: statements of the findings, in a form that can be worked out again from the tables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """One statement of a sentence.

    Kinds with a number, which stands in the sentence as `said`:
        mean: of a variant in a world (`calm`, `crisis`, or their `difference`).
        gap: first variant - second variant in a world, replication by replication.
        part: the same as a share of the second variant's mean, without its sign.
        times: the same of a multiple.
        share: of the replications of a variant with a loss.
        first: mean day of the first loss in those.
        peak: the largest mean of a day, of what is kept day by day.
        change: of a variant, mean over the levels `to` - mean over the levels `level`, replication by replication.
        rate: of a variant, the slope of a regression over the levels `level` on all numeric keys, for the key `to`.
        count: replications.
        pairing: how many times as wide the intervals of the change of output would be without common random numbers.

    Kinds without one:
        most, least: the first of the variants has the largest, or the smallest, mean of all of them.
        up, down: a change is clear and of that sign; a mean or a gap likewise if there is one level or two variants.
        flat: it is not clear.
        none: it is 0.
        spared: no replication has a loss.
        largest: of the gaps of several measures (`to` names the others) that of this one is the largest.
        alike, apart: of all pairs of variants, none is clearly different, or every one is.
        steady: means along the levels only rise, or only fall.
        collapsed, poor: calm service of a variant.
        exact: all replications are equal.

    Attributes:
        kind: one of these.
        said: the number as it stands in the sentence.
        metric: name of the measure.
        world: calm, crisis or difference.
        variants: of whom it is said.
        level: levels of which it is said.
        to: further levels; of a mean: the scope, if it is not the network; of `largest`: the other measures.
        factor: by which the number is multiplied before it is said.
    """

    kind: str
    said: str = ""
    metric: str = ""
    world: str = ""
    variants: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    factor: float = 1.0


@dataclass(frozen=True)
class Finding:
    """A sentence, and what it says."""

    text: str
    claims: tuple[Claim, ...] = ()

    def __str__(self) -> str:
        return self.text
