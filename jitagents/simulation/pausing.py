"""Pausing lanes and makers: goods on their way or in process stand still on days of rest."""

import numpy as np

from jitagents.calendars import AssignedCalendars
from jitagents.layout import Layout
from jitagents.pipe import STEADY, DelayableRows


class Pausing:
    """The lanes and makers whose lead times count working days.

    Args:
        calendars: of agents and lanes.
        layout: rows and lanes.

    Attributes:
        lanes, makers: number of the calendar of each, -1 where lead times count every day, in the order of the layout.
    """

    def __init__(self, calendars: AssignedCalendars, layout: Layout) -> None:
        self.lanes = calendars.pausing[layout.lane_order]
        self.makers = calendars.pausing_makers[layout.agent[layout.maker_rows]]

    def delayable_lanes(self, delayable: DelayableRows) -> DelayableRows:
        """Return the lanes that disruptions can delay, and those that pause."""
        return delayable.slowed(np.flatnonzero(self.lanes >= 0))

    def delayable_makers(self) -> DelayableRows:
        """Return the makers that pause."""
        return STEADY.slowed(np.flatnonzero(self.makers >= 0))
