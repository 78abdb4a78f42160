"""Attenuation: severity that falls with the distance from a centre."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from jitagents.column import Array
from jitagents.crises.profiles import NEGLIGIBLE
from jitagents.errors import InputError
from jitagents.network import Network, select_agents
from jitagents.parameters import Number, Parameters, param

RADIUS = 6371.0
"""Mean radius of the earth, km."""
PLACE = ["latitude", "longitude"]
"""Attributes of an agent that say where it is, degrees."""


@dataclass(frozen=True)
class Attenuation(Parameters):
    """Exponential decay of severity with the great-circle distance from a centre.

    severity x exp(-distance / length): a convenient decay, not a law of damage, which would be a fragility curve of the
    ground motion at each place. Where less than one hundredth is left, nobody is affected. Agents need the attributes
    `latitude` and `longitude`; those without may go by their region, which is affected in full if it is the centre's (a
    network without regions is one region).
    """

    centre: Mapping[str, Any] | None = param(None, "", "selector of the agent, or agents, at the centre", replace=True)
    latitude: float | None = param(None, "degrees", "of the centre, where no agent stands there", low=-90, high=90)
    longitude: float | None = param(None, "degrees", "of the centre", low=-180, high=180)
    length: Number = param(100.0, "km", "distance over which severity falls to 37 %", low=1e-6)
    unplaced: str = param("refuse", "", "what of agents that have no place", choices=("refuse", "region"))

    def __post_init__(self) -> None:
        super().__post_init__()
        place = self.latitude is not None and self.longitude is not None
        if (self.centre is None) != place or (self.latitude is None) != (self.longitude is None):
            raise InputError(
                "Attenuation: the centre is an agent (centre) or a place (latitude and longitude), one of them"
            )
        if self.unplaced == "region" and self.centre is None:
            raise InputError("Attenuation.unplaced = 'region': needs a centre that is an agent, which has a region")

    def weights(self, network: Network, place: str) -> Array:
        """Share of the severity that reaches each agent `(agents, 1)` or `(agents, worlds)`.

        Raises:
            InputError: the network does not say where its agents are, or nobody stands at the centre.
        """
        where = np.radians(network.agents.reindex(columns=PLACE).to_numpy(dtype=float))
        if self.unplaced == "refuse":
            _check(network, where, place)
        if self.centre is None:
            at = np.radians([[float(self.latitude or 0.0), float(self.longitude or 0.0)]])
            return self._by_distance(where, at)
        chosen = select_agents(network, self.centre, f"{place}.centre")
        if not chosen.any():
            raise InputError(f"{place}.centre: the selector {dict(self.centre)} names nobody")
        by_distance = self._by_distance(where, _middle(where[chosen]))
        same_region = network.agents["region"].isin(network.agents["region"][chosen]).to_numpy(dtype=float)[:, None]
        return np.where(np.isnan(by_distance), same_region, by_distance)

    def _by_distance(self, where: Array, centre: Array) -> Array:
        share = np.exp(-RADIUS * _angle(where, centre)[:, None] / np.asarray(self.length))
        return np.where(share < NEGLIGIBLE, 0.0, share)


def _check(network: Network, where: Array, place: str) -> None:
    missing = [name for name in PLACE if name not in network.agents]
    if missing:
        raise InputError(f"{place}: the agents of this network have no {' and no '.join(missing)}")
    if np.isnan(where).any():
        raise InputError(f"{place}: some agents of this network have no latitude or longitude")


def _middle(points: Array) -> Array:
    """The point of the sphere nearest to the mean of some points, radians `(1, 2)`; of one, itself."""
    if len(points) == 1:
        return points
    latitude, longitude = points.T
    across = np.cos(latitude)
    x, y, z = (across * np.cos(longitude)).mean(), (across * np.sin(longitude)).mean(), np.sin(latitude).mean()
    return np.array([[np.arctan2(z, np.hypot(x, y)), np.arctan2(y, x)]])


def _angle(points: Array, centre: Array) -> Array:
    """Central angle between points and a centre, radians (haversine formula)."""
    apart = np.sin((points - centre) / 2.0) ** 2
    return 2.0 * np.arcsin(np.sqrt(apart[:, 0] + np.cos(points[:, 0]) * np.cos(centre[:, 0]) * apart[:, 1]))
