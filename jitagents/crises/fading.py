"""Fading: severity that falls with the distance from a centre."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.network import Network, select_agents
from jitagents.parameters import Number, Parameters, param

RADIUS = 6371.0
"""Mean radius of the earth, km."""


@dataclass(frozen=True)
class Fading(Parameters):
    """Exponential decay of severity with the great-circle distance from a centre.

    severity x exp(-distance / length): the form of attenuation relations of ground motion without their near-source
    terms (Campbell 1981). Agents need the attributes `latitude` and `longitude`.
    """

    centre: Mapping[str, Any] | None = param(None, "", "selector of the agent that stands at the centre")
    latitude: float | None = param(None, "degrees", "of the centre, where no agent stands there", low=-90, high=90)
    longitude: float | None = param(None, "degrees", "of the centre", low=-180, high=180)
    length: Number = param(100.0, "km", "distance over which severity falls to 37 %", low=1e-6)

    def __post_init__(self) -> None:
        super().__post_init__()
        place = self.latitude is not None and self.longitude is not None
        if (self.centre is None) != place or (self.latitude is None) != (self.longitude is None):
            raise InputError("Fading: the centre is an agent (centre) or a place (latitude and longitude), one of them")

    def weights(self, network: Network, place: str) -> Array:
        """Share of the severity that reaches each agent `(agents, 1)` or `(agents, worlds)`.

        Raises:
            InputError: the network does not say where its agents are, or nobody stands at the centre.
        """
        missing = [name for name in ("latitude", "longitude") if name not in network.agents]
        if missing:
            raise InputError(f"{place}: the agents of this network have no {' and no '.join(missing)}")
        where = np.radians(network.agents[["latitude", "longitude"]].to_numpy(dtype=float))
        if np.isnan(where).any():
            raise InputError(f"{place}: some agents of this network have no latitude or longitude")
        return np.exp(-RADIUS * _angle(where, self._centre(network, where, place))[:, None] / np.asarray(self.length))

    def _centre(self, network: Network, where: Array, place: str) -> Array:
        if self.centre is None:
            return np.radians([[float(self.latitude or 0.0), float(self.longitude or 0.0)]])
        chosen = select_agents(network, self.centre, f"{place}.centre")
        if not chosen.any():
            raise InputError(f"{place}.centre: the selector {dict(self.centre)} names nobody")
        return where[chosen].mean(axis=0, keepdims=True)


def _angle(points: Array, centre: Array) -> Array:
    """Central angle between points and a centre, radians (haversine formula)."""
    apart = np.sin((points - centre) / 2.0) ** 2
    return 2.0 * np.arcsin(np.sqrt(apart[:, 0] + np.cos(points[:, 0]) * np.cos(centre[:, 0]) * apart[:, 1]))
