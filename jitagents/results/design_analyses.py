"""Analyses of studies whose levels are of one design: a ranking, the dial, sensitivities, a search."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from jitagents.results.base_tables import BaseTables
from jitagents.results.dial import Dial
from jitagents.results.optimum import optimum
from jitagents.results.ranking import Ranking
from jitagents.results.sensitivity import sensitivity


class DesignAnalyses(BaseTables):
    """Tables of a study, with the analysis that its levels were made for."""

    def ranking(self) -> pd.DataFrame:
        """The agents by what their loss costs: a row per variant and agent, with loss, times, spend and centralities.

        Its columns are those of `jitagents.results.ranking.Ranking.table`.

        Raises:
            InputError: the levels do not disrupt one agent each, or the losses were not measured.
        """
        return self.ranked.table.copy()

    def rank_correlations(self) -> pd.DataFrame:
        """Spearman's rank correlation of spend and centralities with losses, by variant and measure.

        Raises:
            InputError: as `ranking`.
        """
        return self.ranked.correlations.copy()

    @cached_property
    def ranked(self) -> Ranking:
        """The ranking of the agents and its correlations, made once.

        Raises:
            InputError: as `ranking`.
        """
        return Ranking.of(self)

    def dial(self) -> Dial:
        """The study along the dial, from pure just-in-time to full buffers: its `table`, and the paths of its buffers.

        Raises:
            InputError: the levels are not those of `ordering.unspent` alone, or something was not measured.
        """
        return Dial(self)

    def sensitivity(self, metrics: Iterable[str] | None = None, world: str | None = None) -> pd.DataFrame:
        """The sensitivity of measures of the network to each swept key, from `design=saltelli` or `design=morris`.

        A row per variant, measure and key. Of Saltelli's design, the shares of the variance `first_order` and
        `total_order` (Sobol' 1993; Saltelli et al. 2010; Jansen 1999); of Morris's, `mu_star`, `mu` and `sigma` of the
        elementary effects, in the unit of the measure across the whole range of the key (Morris 1991; Campolongo et
        al. 2007). Each has its 95 % interval (`_low`, `_high`), by the bootstrap over points and replications. All
        points share their random numbers; the measure is its mean over them. Where an index is NaN, `remark` says why:
        the measure is the same at all points, or not defined at some.

        Args:
            metrics: names; None: days of output lost or late, and cost, if measured.
            world: calm or crisis; None: crisis if there is one.

        Raises:
            InputError: the levels are of no such design, or an unknown measure.
        """
        return sensitivity(self, metrics, world)

    def optimum(self) -> pd.DataFrame:
        """The points that a search found (`design=optuna`), the best first, on random numbers that it did not use.

        A row for each variant at each point. Columns: variant, level, the swept keys, the objective and each measure of
        service with 95 % intervals, `served` (yes, no, or unclear within the intervals), `apart` (the objective less
        that of the best row, on the same random numbers), `best` (whether it is the best point of its variant) and, if
        the search has a bound, `gap`: the share by which the objective lies above it. Best is the least objective among
        the points whose mean service is as asked.

        Raises:
            InputError: the levels were not searched for.
        """
        return optimum(self)
