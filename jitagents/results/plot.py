"""`results.plot`: each figure of a study by its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from jitagents.errors import InputError, nearest
from jitagents.plots.daily import DailyFigure
from jitagents.plots.fan import FanFigure
from jitagents.plots.figure import StudyFigure
from jitagents.plots.frontier import FrontierFigure
from jitagents.plots.levels import LevelsFigure
from jitagents.plots.losses import HeatFigure
from jitagents.plots.network import NetworkFigure
from jitagents.plots.ownership import OwnershipFigure
from jitagents.plots.ranking import RankingFigure
from jitagents.plots.regions import RegionsFigure
from jitagents.plots.sensitivity import SensitivityFigure
from jitagents.plots.stages import StagesFigure
from jitagents.plots.stock import StockFigure
from jitagents.plots.tension import TensionFigure
from jitagents.plots.tradeoff import TradeoffFigure
from jitagents.results.figures import drawn

if TYPE_CHECKING:
    from jitagents.results import Results


@dataclass(frozen=True, eq=False, repr=False)
class Plot:
    """Figures of results, a method each; a figure of your own is drawn by `results.plot(figure)`.

    Every method raises an InputError if the study does not have what the figure shows.

    Attributes:
        results: of a study.
    """

    results: "Results"

    def __call__(self, figure: StudyFigure) -> Figure:
        """Draw a figure with the labels and units of the study.

        Raises:
            InputError: it is no figure, or the study does not have what it shows.
        """
        given: object = figure
        if not isinstance(given, StudyFigure):
            known = [name for name in dir(self) if not name.startswith("_") and name != "results"]
            hint = f"those of jitagents have names, results.plot.daily(); {nearest(given, known)}"
            raise InputError(f"results.plot({given!r}): needs an object that derives from StudyFigure; {hint}")
        return drawn(given, self.results)

    def network(self, variant: str | None = None) -> Figure:
        """The network by tier, coloured by the day of the first loss; a panel per variant, or one alone."""
        return self(NetworkFigure(variant))

    def daily(self, metric: str = "output", scope: str = "network") -> Figure:
        """A metric day by day, calm against crisis, a panel per variant; bands hold 80 % of the replications."""
        return self(DailyFigure(metric, scope))

    def fan(self, metric: str = "output", scope: str = "network") -> Figure:
        """The daily loss of a metric over the replications, bands of quantiles, a panel per variant."""
        return self(FanFigure(metric, scope))

    def heat(self) -> Figure:
        """The mean daily loss of every agent, agents x days, a panel per variant."""
        return self(HeatFigure())

    def levels(self, metrics: Sequence[str] | None = None, world: str | None = None) -> Figure:
        """Measures of the network along a swept parameter, a line per variant; a second one makes columns of panels.

        Args:
            metrics: names; None: days of output lost (late or lost where customers wait) and cost, if measured.
            world: calm or crisis; None: crisis if there is one.
        """
        return self(LevelsFigure(metrics, world))

    def regions(self, metric: str = "cost", world: str | None = None, *, most: bool = False) -> Figure:
        """The best variant over two swept parameters, as a map; pale where it is not clear.

        Args:
            metric: the measure that is compared.
            world: calm or crisis; None: crisis if there is one.
            most: the most is best, as of profit.
        """
        return self(RegionsFigure(metric, world, most))

    def stages(self) -> Figure:
        """Orders, and stock less backlog, of each stage of a short chain, in the crisis if there is one."""
        return self(StagesFigure())

    def tradeoff(self, price: str = "cost") -> Figure:
        """The price of resilience: a metric in calm against output lost or late in the crisis, a point per variant."""
        return self(TradeoffFigure(price))

    def stock(self, metric: str = "stock_value") -> Figure:
        """Stock value by tier in calm, or another measure of money such as `working_capital`, a bar per variant."""
        return self(StockFigure(metric))

    def ownership(
        self, *, review: float | None = None, safety_factor: float | None = None, stopped: float = 0.0,
        level: int = 0, outages: float = 1.0, life: float | None = None,
    ) -> Figure:  # fmt: skip
        """Total cost of ownership by source in stacked bars, and the break-even of outages; as `Results.tco`."""
        return self(OwnershipFigure(review, safety_factor, stopped, level, outages, life))

    def ranking(self) -> Figure:
        """Loss of the most critical agents and its days, with 95 % intervals, beside ranks by spend and centrality."""
        return self(RankingFigure())

    def sensitivity(self, metrics: Sequence[str] | None = None, world: str | None = None) -> Figure:
        """Indices of each swept key with their intervals; of `design=saltelli` or `morris`.

        Args:
            metrics, world: as `levels`.
        """
        return self(SensitivityFigure(metrics, world))

    def tension(self) -> Figure:
        """The dial: output lost between pure just-in-time and full buffers, a curve per placement, at equal money."""
        return self(TensionFigure())

    def frontier(self) -> Figure:
        """The frontier: output lost over stock money, with the flows that the first path found buffers on the way."""
        return self(FrontierFigure())
