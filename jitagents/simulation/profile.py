"""Profile: the behaviours by which an agent decides."""

from dataclasses import dataclass, field

from jitagents.behaviours.forecasting import ExponentialSmoothing, Forecasting
from jitagents.behaviours.information import Exact, Information
from jitagents.behaviours.ordering import Jit, Ordering


@dataclass(frozen=True)
class Profile:
    """The behaviours by which an agent decides."""

    ordering: Ordering = field(default_factory=Jit)
    forecasting: Forecasting = field(default_factory=ExponentialSmoothing)
    information: Information = field(default_factory=Exact)

    @property
    def echelon(self) -> bool:
        """True if a behaviour reads echelon columns."""
        return self.ordering.echelon or self.forecasting.echelon or self.information.echelon

    @property
    def noisy(self) -> bool:
        """True if orders depend on random noise."""
        return self.ordering.noisy or (self.ordering.forecasts and self.forecasting.noisy)

    @property
    def by_chance(self) -> bool:
        """True if orders depend on what planners act on by chance."""
        return self.ordering.by_chance

    @property
    def foresees(self) -> bool:
        """True if orders depend on future demand."""
        return self.ordering.foresees or (self.ordering.forecasts and self.forecasting.foresees)

    def at(self, rows: int | slice, count: int) -> "Profile":
        """Return the same behaviours for some of the `count` rows that they are fitted to."""
        return Profile(
            self.ordering.at(rows, count), self.forecasting.at(rows, count), self.information.at(rows, count)
        )
