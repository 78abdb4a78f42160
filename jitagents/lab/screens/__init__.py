"""The screens of the laboratory, in the order of the tabs."""

from jitagents.lab.screen import Screen
from jitagents.lab.screens import sliders

SCREENS: dict[str, Screen] = {one.name: one for one in (sliders.SCREEN,)}
"""By name."""
