"""Exemptions: other behaviours for some stock points or lanes, always or on some days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jitagents.behaviours.allocation import Allocation
from jitagents.behaviours.base import Clock
from jitagents.behaviours.forecasting import Forecasting
from jitagents.behaviours.information import Information
from jitagents.behaviours.inspection import Inspection
from jitagents.behaviours.ordering import Ordering
from jitagents.behaviours.production import Production
from jitagents.behaviours.serving import Serving
from jitagents.behaviours.sourcing import Sourcing
from jitagents.behaviours.transport import Transport
from jitagents.errors import Faults
from jitagents.simulation.regimes import Regimes, When
from jitagents.simulation.rollout import Rollout

OF_POINTS = ("ordering", "forecasting", "information", "sourcing", "production", "serving", "allocation", "inspection")
"""Stages that may differ by stock point."""
OF_LANES = ("sourcing", "transport")
"""Stages that may differ by lane; sourcing by all lanes of a stock point."""
EXEMPT = tuple(dict.fromkeys(OF_POINTS + OF_LANES))
"""Stages in which some stock points or lanes may behave differently from the others."""


@dataclass(frozen=True)
class Exemption:
    """Other behaviours for some stock points, or for some lanes.

    Attributes:
        where: selector of agents, or of inputs (`kind: input`, `name: plant/item`); {} is everybody.
        lanes: selector of lanes, in place of stock points.
        ordering, forecasting, information: of the stock points; None, here and below, keeps that of the model.
        sourcing: of the stock points, or of those that buy over the lanes.
        production, serving, allocation: of the makers, buyers and sellers among the stock points.
        inspection: of those who buy over lanes among the stock points.
        transport: of the lanes.
        when: the days on which it holds; None: always. On a day on which several hold, the last of them counts.
        place: its key in a configuration, for messages.
    """

    where: Mapping[str, Any]
    ordering: Ordering | None = None
    forecasting: Forecasting | None = None
    information: Information | None = None
    sourcing: Sourcing | None = None
    production: Production | None = None
    serving: Serving | None = None
    allocation: Allocation | None = None
    inspection: Inspection | None = None
    transport: Transport | None = None
    lanes: Mapping[str, Any] | None = None
    when: When | None = None
    place: str = "exemptions"

    def stated(self) -> dict[str, Any]:
        """The behaviours that differ, by stage."""
        return {stage: getattr(self, stage) for stage in EXEMPT if getattr(self, stage) is not None}


def regimes_of(
    exemptions: Sequence[Exemption], crisis: Mapping[str, Any], rollout: Rollout | None, worlds: int, warmup: int
) -> Regimes:
    """Return the regimes of exemptions as they are before day 1.

    Raises:
        InputError: one of them names a disruption that is not in the crisis, or a wave that is not in the roll-out.
    """
    faults, waves = Faults(), rollout or Rollout()
    for exemption in exemptions:
        with faults.collected():
            if exemption.when is not None:
                exemption.when.check(crisis, exemption.place)
                if exemption.when.wave is not None:
                    waves.check(exemption.when.wave, exemption.place)
    named = {exemption.when.wave for exemption in exemptions if exemption.when is not None}
    idle = [name for name in waves.waves if name not in named]
    faults.add(*(f"rollout.waves.{name}: no exemption has {{when: {{wave: {name}}}}}" for name in idle))
    faults.tell()
    regimes = Regimes([exemption.when for exemption in exemptions], worlds)
    regimes.turn(Clock(warmup), None)
    return regimes
