"""Facts behind the findings: the numbers of the network at one level, and the claims that sentences make of them."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from jitagents.accounting.measures import MEASURES
from jitagents.formatting import percent, to_figures
from jitagents.results.claims import Claim, Finding
from jitagents.results.estimate import Estimate
from jitagents.results.final_loss import has_values
from jitagents.results.units import MONEY, Units

if TYPE_CHECKING:
    from jitagents.results import Results

PAIRED_WORTH, ABSURD = 1.5, 100.0
"""Gain of pairing (ratio of interval widths) from which it is mentioned; from which on it is not credible."""


@dataclass(frozen=True)
class Stated(Estimate[float]):
    """An estimate with the claim that a sentence makes of it.

    Attributes:
        claim: without its words.
    """

    claim: Claim = field(kw_only=True)

    @classmethod
    def of(cls, number: Estimate[float], claim: Claim) -> Self:
        """An estimate that a sentence is to state, in the unit of the measure of the claim."""
        unit = MEASURES[claim.metric].unit
        return cls(number.mean, number.low, number.high, number.replications, unit, claim=claim)

    def times(self, factor: float) -> Self:
        """The estimate of a multiple; the claim is of that."""
        return replace(super().times(factor), claim=replace(self.claim, factor=self.claim.factor * factor))


class Facts:
    """The numbers of the network at one level, by variant; it notes the claims that sentences make.

    Args:
        results: of the study.
        level: name of the level; None: the first.
        variants: those that sentences speak of; None: all.
    """

    def __init__(self, results: "Results", level: str | None = None, variants: list[str] | None = None) -> None:
        self.results = results
        self.variants = results.variants if variants is None else variants
        self.level = results.levels[0] if level is None else level
        self.units = Units.of(results.config)
        table = results.summary(scopes=["network"])
        self._table = table[table["level"] == self.level]
        self._row = {key: at for at, key in enumerate(zip(self._table["variant"], self._table["metric"], strict=True))}
        self.replications = results.replication_count
        self._noted: list[Claim] = []

    def finding(self, text: str) -> Finding:
        """A sentence with what was noted for it."""
        noted, self._noted = self._noted, []
        return Finding(text, tuple(dict.fromkeys(claim for claim in noted if claim.said in text)))

    @property
    def jit(self) -> str:
        """The variant `jit` as it is shown, whether it is there or not."""
        return str(self.results.manifest.labelled.get("jit", "jit"))

    def note(self, kind: str, metric: str = "", world: str = "", *variants: str, said: str = "") -> None:
        """Note a claim that a sentence makes at this level."""
        self._noted.append(Claim(kind, said, metric, world, variants, (self.level,)))

    def note_claim(self, claim: Claim) -> None:
        """Note a claim of another kind."""
        self._noted.append(claim)

    def tell(self, number: Stated) -> str:
        """A number as text, noted."""
        self._noted.append(replace(number.claim, said=str(number)))
        return str(number)

    def sign(self, number: Stated) -> str:
        """The sign of a number, noted."""
        self._noted.append(replace(number.claim, kind=number.sign))
        return number.sign

    def paid(self, number: Stated) -> str:
        """Money as text, with its currency if it has one."""
        return self.tell(number) + ("" if self.units.currency == MONEY else f" {self.units.currency}")

    @cached_property
    def share(self) -> dict[str, float]:
        """Share of the replications with a loss."""
        return {name: float(self._losses["share"].get(name, np.nan)) for name in self.variants}

    def share_in_words(self, name: str) -> str:
        """The share of the replications with a loss as text, noted."""
        text = percent(self.share[name])
        self.note("share", "", "", name, said=text)
        return text

    @cached_property
    def day(self) -> dict[str, float]:
        """Mean day of the first loss in those."""
        return {name: float(self._losses["day"].get(name, np.nan)) for name in self.variants}

    @cached_property
    def output(self) -> str:
        """The measure of output: its value where final demand has several items, as far as it was measured."""
        return next((name for name in ("output", "output_value") if has_values(self.results, name)), "output")

    def pairing(self) -> float | None:
        """Ratio of the intervals of the change of output without pairing to those with it; None: not worth a mention.

        The median over variants in which it varies, to one figure.
        """
        if not has_values(self.results, self.output):
            return None
        found = self.results.pairing(self.output)
        ratios = np.array([found[name, self.level] for name in self.variants])
        ratios = ratios[np.isfinite(ratios)]
        times = float(np.sqrt(np.median(ratios))) if len(ratios) else 0.0
        return to_figures(times, 1) if PAIRED_WORTH <= times < ABSURD else None

    @cached_property
    def _losses(self) -> pd.DataFrame:
        losses = self.results.first_loss(["network"])
        return losses[losses["level"] == self.level].set_index("variant")

    def of(self, variant: str, metric: str, world: str = "crisis") -> Stated:
        claim = Claim("mean", "", metric, world, (variant,), (self.level,))
        return _mean(self._table.iloc[self._row[variant, metric]], world, claim)

    def apart(self, a: str, b: str, metric: str, world: str) -> Stated:
        """Variant a - variant b on the same random numbers."""
        rows = self.results.compare(a, b, metric, ["network"])
        return _mean(
            rows[rows["level"] == self.level].iloc[0], world, Claim("gap", "", metric, world, (a, b), (self.level,))
        )

    def sorted(self, metric: str, world: str) -> list[str]:
        """Variants from the least to the most."""
        return sorted(self.variants, key=lambda name: self.of(name, metric, world).mean)

    def extremes(self, metric: str, world: str) -> tuple[str, str]:
        """The variants with the least and with the most, noted."""
        names = self.sorted(metric, world)
        rest = [name for name in names if name not in (names[0], names[-1])]
        self.note("least", metric, world, names[0], *rest, names[-1])
        self.note("most", metric, world, names[-1], *rest, names[0])
        return names[0], names[-1]

    @property
    def all(self) -> str:
        return "Both variants" if len(self.variants) == 2 else "All variants"


def _mean(row: "pd.Series[Any]", world: str, claim: Claim) -> Stated:
    return Stated.of(Estimate.read(row, world), claim)
