"""The screens of the laboratory, in the order of the tabs."""

from jitagents.lab.screen import Screen
from jitagents.lab.screens import budget, cash, film, network, own_network, readiness, sliders, why

SCREENS: dict[str, Screen] = {
    one.name: one
    for one in (
        network.SCREEN, sliders.SCREEN, film.SCREEN, why.SCREEN, budget.SCREEN, readiness.SCREEN, cash.SCREEN,
        own_network.SCREEN,
    )
}  # fmt: skip
"""By name."""
