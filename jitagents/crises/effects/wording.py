"""Wording of effects: the verb and the words by which findings, console and report tell what an effect does."""

from dataclasses import dataclass

from jitagents.parameters import Number


@dataclass(frozen=True)
class Wording:
    """The words of an effect, which follow the names of its targets: `carries` + `30 % less`.

    In them `{share}` stands for the severity, `{amount}` for severity x `amount`, `{their}` for `its` or
    `their`, `{time}` and `{times}` for the unit of time, and the name of a parameter of the effect for its value.

    Attributes:
        one, many: verb for one target, and for several.
        part: words that follow.
        whole: the same at a severity of 1; empty: no others.
        down: the same at a severity below 0; empty: no others.
        amount: at full severity.
    """

    one: str
    many: str
    part: str
    whole: str = ""
    down: str = ""
    amount: Number = 1.0


def less(one: str, many: str) -> Wording:
    """Return the words of an effect that reduces an activity, by its verb for one target and for several."""
    return Wording(one, many, "{share} less", "nothing")


def more(one: str, many: str, up: str = "more", down: str = "less") -> Wording:
    """Return the words of an effect that changes something by a share, up or down."""
    return Wording(one, many, f"{{share}} {up}", down=f"{{share}} {down}")


def share_of(one: str, many: str, what: str) -> Wording:
    """Return the words of an effect on a share of something."""
    return Wording(one, many, f"{{share}} of {what}", f"all of {what}")
