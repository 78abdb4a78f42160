"""Strikes: what the disruptions of a crisis do today, written into the columns and limits that the day reads."""

from jitagents.day.strikes.bound import Ground
from jitagents.day.strikes.fog import Fog
from jitagents.day.strikes.strikes import Strikes
from jitagents.day.strikes.today import Today

__all__ = ["Fog", "Ground", "Strikes", "Today"]
