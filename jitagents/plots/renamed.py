"""The names that figures had as methods, `plot_network`, and the message that says the new ones."""

from typing import Any

PLOT = "plot_"


def missing(owner: Any, name: str) -> Any:
    """An attribute that the usual look-up has not found, for `__getattr__`.

    Raises:
        AttributeError: it is not there; with the present name of a figure.
    """
    if not name.startswith(PLOT):
        return object.__getattribute__(owner, name)  # raises what was raised before
    whose = type(owner).__name__
    now = f"{whose.lower()}.plot.{name.removeprefix(PLOT)}()"
    raise AttributeError(f"{whose} has no {name}; it is {now} now", name=name, obj=owner)
