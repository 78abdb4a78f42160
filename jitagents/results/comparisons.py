"""Comparisons of the variants of a study, on the same random numbers."""

import pandas as pd

from jitagents.results import tables
from jitagents.results.cube import pick
from jitagents.results.intervals import variance_ratio
from jitagents.results.responses import ReplicatedResponses
from jitagents.results.study_frames import Names, StudyFrames


class Comparisons(StudyFrames):
    """Frames of a study, with tables that compare its variants."""

    def compare(self, a: str, b: str, metric: str | None = None, scopes: Names = None) -> pd.DataFrame:
        """Variant a - variant b on the same random numbers, in calm and in crisis, with 95 % intervals.

        Raises:
            InputError: an unknown variant, metric or scope.
        """
        pick([a, b], self.variants, "variants")
        metrics = None if metric is None else [metric]
        return self._swept(tables.compare(self.cube(metrics, scopes), a, b))

    def gains(self, variant: str, baseline: str, parties: Names = None, *, crisis: bool = False) -> pd.DataFrame:
        """Profit of each party in two variants, its gain, and what it pays where all share their gain evenly.

        A row per level and party, and one of all parties: `baseline`, `profit`, `gain` and `pays` (below 0: it is
        paid), in money a day with 95 % intervals. `pays` is NaN where all together gain nothing. The study needs the
        measure `profit`, and costs that count purchases, as `costs=ownership`.

        Args:
            variant, baseline: names.
            parties: scopes that have no agent in common; None: all agents.
            crisis: of the crisis worlds, not of the calm ones.

        Raises:
            InputError: an unknown variant or scope, or no profit that is known.
        """
        from jitagents.results.parties import gains

        pick([variant, baseline], self.variants, "variants")
        every = [name for name in pd.unique(self.replications["scope"]) if name.startswith("agent:")]
        scopes = every if parties is None else parties
        return self._swept(gains(self.cube(["profit"], scopes), variant, baseline, crisis))

    def regret(self, metric: str = "cost", scopes: Names = "network", *, most: bool = False) -> pd.DataFrame:
        """Regret: each variant less the best of all in the same worlds, which nobody knows beforehand.

        Columns: variant, level, metric, scope, unit, and for calm and crisis the mean with its 95 % interval, the
        largest of any replication (`_most`: the variant whose largest regret is least is the minimax choice of Savage
        1951), and the share of replications in which the variant is the best (`_best`).

        Args:
            metric: of which the least is best.
            scopes: names of scopes; None for all.
            most: the most is best, as of profit.

        Raises:
            InputError: an unknown metric or scope.
        """
        from jitagents.results.regret import regret

        return self._swept(regret(self.cube([metric], scopes), most=most))

    def pairing(self, metric: str) -> "pd.Series[float]":
        """Ratio of the variance of crisis less calm under independent random numbers to that under common ones.

        Of a measure of the network, by variant and level; NaN where the difference does not vary.
        """
        data = self.cube([metric], ["network"])
        ratios = variance_ratio(data.crisis[:, 0], data.calm[:, 0])
        return pd.Series(ratios, index=pd.MultiIndex.from_frame(data.cells[["variant", "level"]]))

    def responses(self, metric: str, world: str) -> ReplicatedResponses:
        """A measure of the network in the calm or crisis worlds at all levels, to see how it changes along them.

        Raises:
            InputError: an unknown metric.
        """
        return ReplicatedResponses(self.cube([metric], ["network"]), world)

    def best(self, metric: str = "cost", world: str | None = None, *, most: bool = False) -> pd.DataFrame:
        """The best variant of the network at each level, and how surely: a map of where which rule is best.

        Columns: level, `variant`, `mean`, `next` (the next best; empty where there is none), `behind` (how much worse
        that is, replication by replication) with its 95 % interval, and `clear`: whether all others are clearly worse.

        Args:
            metric: the measure that is compared.
            world: calm or crisis; None: crisis if there is one.
            most: the most is best, as of profit; otherwise the least.

        Raises:
            InputError: an unknown metric, or no world of this name.
        """
        from jitagents.results.best import best, world_of

        chosen = world_of(world, crisis=self.has_crisis)
        data = self.cube([metric], ["network"])
        return self._swept(best(data, chosen, most=most))
