"""Functions of a network that are called once for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from jitagents.network.description import Network


def once[T](function: Callable[[Network], T]) -> Callable[[Network], T]:
    """Decorate a function of a network so that it is called once for each: networks do not change."""
    known: WeakKeyDictionary[Network, T] = WeakKeyDictionary()

    @wraps(function)
    def of(network: Network) -> T:
        if network not in known:
            known[network] = function(network)
        return known[network]

    return of
