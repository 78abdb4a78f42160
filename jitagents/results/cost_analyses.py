"""Analyses in money: the cost of wrong records, working capital that is freed, total cost of ownership."""

from collections.abc import Sequence

import pandas as pd

from jitagents.ownership import Outage
from jitagents.results.data_value import value_of_data
from jitagents.results.freed_cash import cash_freed
from jitagents.results.ownership import tco
from jitagents.results.ownership_break_even import break_even_table
from jitagents.results.ownership_inputs import Terms
from jitagents.results.run_again import RunAgain


class CostAnalyses(RunAgain):
    """Tables of a study, with comparisons of money between its variants, sources and records."""

    def value_of_data(self) -> pd.DataFrame:
        """The value of data: cost and days of output that wrong records take, each variant less its truth twin.

        Columns: variant, level, metric (`cost_of_bad_data`, `days_lost_to_data`), scope, unit, and calm and crisis with
        their 95 % intervals, over the measured days.

        Raises:
            InputError: no variant has a truth twin (`Study.with_perfect_books`), or no cost and no output was measured.
        """
        return value_of_data(self)

    def cash_freed(self, base: str | None = None) -> pd.DataFrame:
        """Cash freed: the working capital of a variant less that of each other one, in the same worlds.

        Columns: variant, level, metric (`cash_freed`), scope, unit, and calm and crisis with their 95 % intervals, in
        money, once. The scopes say who had the money; what is below 0 is tied up in place of being freed.

        Args:
            base: the variant to free it from; None: the first.

        Raises:
            InputError: no working capital was measured, there is one variant only, or none of this name.

        Source:
            Richards & Laughlin 1980, Financial Management 9(1).
        """
        return cash_freed(self, base)

    def tco(
        self, flow: str | list[str] | None = None, *, review: float | None = None, safety_factor: float | None = None,
        stopped: float = 0.0, outages: Sequence[Outage] = (), life: float | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """The total cost of ownership of each source, as simulated in calm, and in closed form beside it.

        A row per variant, level, flow and kind of cost, then `total` and `a unit`: `simulated` with its 95 % interval,
        and `closed_form` (`jitagents.ownership`), in money a year; where the safety factor is unknown, its stock,
        shortage, outages and total are NaN. The study needs `scopes=[network, lanes]` and the measures `cost_*` of its
        rows. In a crisis, `outages` are the days lost at `stopped` each, in a year as measured.

        Args:
            flow: name of a lane, `mill -> shop` or `mill -> shop (sea)`, or several; None: all.
            review: days between orders; None: as the ordering rule has it, or 1.
            safety_factor: safety stock in standard deviations; None: as the ordering rule has it.
            stopped: loss on a day without goods, money/day.
            outages: for the closed form.
            life: years over which qualification is written off; None: the measured days.

        Raises:
            InputError: a flow that is not there, costs by lane that were not recorded.
        """
        asked = [flow] if isinstance(flow, str) else flow
        return tco(self, asked, Terms(review, safety_factor, stopped, life), outages)

    def break_even(self, one: str, other: str, *, stopped: float, outages: float = 1.0) -> pd.DataFrame:
        """The outages a year at which buying as in two variants costs the same, a row per level.

        Columns: level, `one` and `other` (total cost of ownership in calm, money a year), `days_lost` (of an outage, by
        `one` beyond `other`) and `outages` (a year), with the ends of their 95 % intervals. Negative `outages`: never,
        since the cheaper of both loses less too.

        Args:
            one, other: variants with one source each; the crisis hits the first more.
            stopped: loss on a day without goods, money/day.
            outages: in each crisis world.

        Raises:
            InputError: as `tco`; variants that buy on several lanes, or a study without a crisis.
        """
        return break_even_table(self, one, other, Terms(stopped=stopped), outages)
