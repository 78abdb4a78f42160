"""Calendars: working days and shifts of plants, sites, carriers and demand."""

from jitagents.calendars.assignment import AssignedCalendars
from jitagents.calendars.calendars import Calendars
from jitagents.calendars.table import CalendarTable

__all__ = ["AssignedCalendars", "CalendarTable", "Calendars"]
