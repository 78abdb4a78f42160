"""The screens of the laboratory, in the order of the tabs."""

from jitagents.lab.screen import Screen
from jitagents.lab.screens import film, network, sliders

SCREENS: dict[str, Screen] = {one.name: one for one in (network.SCREEN, sliders.SCREEN, film.SCREEN)}
"""By name."""
