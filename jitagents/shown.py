"""Display of objects: a line of text, and a small table in a notebook."""

from collections.abc import Mapping
from html import escape


class Shown:
    """A mixin of objects that display a few facts about themselves."""

    __slots__ = ()

    def _facts(self) -> Mapping[str, object]:
        """Return the facts to display, by name."""
        raise NotImplementedError

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}: {value}" for name, value in self._facts().items())
        return f"<{type(self).__name__} {facts}>"

    def _repr_html_(self) -> str:
        left = "style='text-align:left'"
        rows = "".join(
            f"<tr><th {left}>{escape(name)}</th><td {left}>{escape(str(value))}</td></tr>"
            for name, value in self._facts().items()
        )
        return f"<table><caption>{escape(type(self).__name__)}</caption>{rows}</table>"


def few(names: list[str], most: int = 5) -> str:
    """Return the names in a line; of many the first ones, and their number."""
    rest = f", … ({len(names):,} in all)" if len(names) > most else ""
    return f"{', '.join(names[:most])}{rest}"
