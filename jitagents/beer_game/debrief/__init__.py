"""The debrief of a beer game: all that a class can be shown of its boards after the last week."""

from jitagents.beer_game.debrief.debrief import Debrief
from jitagents.beer_game.debrief.estimate import Estimate, estimate
from jitagents.beer_game.debrief.orders import Orders
from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.simulated import simulated_class
from jitagents.beer_game.debrief.step import Step

__all__ = ["Debrief", "Estimate", "Orders", "Played", "Step", "estimate", "simulated_class"]
