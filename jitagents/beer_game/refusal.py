"""Refusals: acts that a game does not allow now, as sentences that pages can say in the reader's language."""

from collections.abc import Collection

from jitagents.errors import InputError
from jitagents.translation import Translation


class Refused(InputError):
    """An act that the game does not allow now, or a value that it cannot take; one sentence says why.

    Args:
        sentence: in English, a key of the catalogues, with `{names}` of the values.
        values: by name.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence, self.values = sentence, values

    def told(self, said: Translation) -> str:
        """The sentence in a language, and so those of its values that are words of the pages."""
        words = {name: said(one) if isinstance(one, str) else one for name, one in self.values.items()}
        return said(self.sentence, **words)


def known[Value](name: str, value: Value, allowed: Collection[Value]) -> Value:
    """Return a value that is among those that are allowed.

    Raises:
        Refused: it is not.
    """
    if value not in allowed:
        raise Refused("{name}: {value!r} is none of those that can be chosen.", name=name, value=value)
    return value


def within(name: str, value: int, low: int, high: int) -> int:
    """Return a number that lies between two limits.

    Raises:
        Refused: it does not.
    """
    if not low <= value <= high:
        raise Refused(
            "{name} = {value}: must lie between {low} and {high}.", name=name, value=value, low=low, high=high
        )
    return value
