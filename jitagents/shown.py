"""Shown: objects in a line of text, and as a small table in a notebook."""

from collections.abc import Mapping
from html import escape


class Shown:
    """A mixin of what tells a few facts of itself."""

    __slots__ = ()

    def _facts(self) -> Mapping[str, object]:
        """What it is called -> what it is."""
        raise NotImplementedError

    def __repr__(self) -> str:
        told = ", ".join(f"{name}: {value}" for name, value in self._facts().items())
        return f"<{type(self).__name__} {told}>"

    def _repr_html_(self) -> str:
        left = "style='text-align:left'"
        rows = "".join(
            f"<tr><th {left}>{escape(name)}</th><td {left}>{escape(str(value))}</td></tr>"
            for name, value in self._facts().items()
        )
        return f"<table><caption>{escape(type(self).__name__)}</caption>{rows}</table>"


def few(names: list[str], most: int = 5) -> str:
    """The names, or the first of many and their number."""
    more = f", … ({len(names):,} in all)" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
