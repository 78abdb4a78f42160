"""A box on the page for a number, typed with a decimal point or a comma."""

from collections.abc import Callable
from math import isfinite
from typing import Any

import panel as pn

from jitagents.translation import Translation


class NumberBox:
    """A box for a number; whatever is no number between the limits is asked for again.

    Args:
        say: the language of the page.
        label: of the box.
        heard: called with each number that is typed; None: the box is empty.
        limits: the smallest and the largest number.
        settings: of the widget.

    Attributes:
        view: what is shown.
        number: in the box; None: there is none.
    """

    def __init__(
        self, say: Translation, label: str, heard: Callable[[float | None], None], limits: tuple[float, float],
        **settings: Any,
    ) -> None:  # fmt: skip
        self._say, self._heard, self._limits = say, heard, limits
        self.number: float | None = None
        self.view = pn.widgets.TextInput(label=label, placeholder="?", **settings)
        self.view.param.watch(lambda event: self.read(event.new), "value")

    def show(self, number: float | None) -> None:
        """Put a number into the box."""
        self.number = number
        self.view.value = self._text

    def read(self, text: str) -> None:
        """Take what was typed."""
        if text == self._text:
            return
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = float("nan")
        low, high = self._limits
        self.show(number if isfinite(number) and low <= number <= high else None)
        self._heard(self.number)

    @property
    def _text(self) -> str:
        return "" if self.number is None else self._say.number(f"{self.number:g}")
