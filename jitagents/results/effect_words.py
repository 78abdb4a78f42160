"""Effect of a disruption in words: `makes and ships nothing`, `wants 50 % more`."""

from dataclasses import fields
from typing import Any

import numpy as np

from jitagents.crises import Disruption, Distribution, Effect
from jitagents.crises.disruption import is_number
from jitagents.crises.distributions import expected
from jitagents.formatting import words
from jitagents.results.units import Units


def effect_in_words(disruption: Disruption, many: bool, swept: tuple[float, float] | None, units: Units) -> str:
    """Describe what a disruption does to its targets, in the words of its effect.

    Args:
        disruption: the disruption.
        many: whether it acts on more than one.
        swept: the ends of its severity, if that is swept.
        units: of time.
    """
    wording, severity = disruption.effect.wording(), float(expected(disruption.severity))
    stated = swept is None and not isinstance(disruption.severity, Distribution)
    template, share = wording.part, _share(disruption.severity, swept)
    if stated and severity == 1.0:
        template = wording.whole or wording.part
    elif severity < 0.0 and wording.down:
        template, share = wording.down, share.replace("−", "") if swept is None else share
    blanks = _parameters(disruption.effect) | {"share": share, "time": units.time, "times": units.times}
    blanks["their"] = "their" if many else "its"
    blanks["amount"] = words(abs(severity * float(np.max(expected(wording.amount)))))
    return f"{wording.many if many else wording.one} {template.format(**blanks)}"


def _parameters(effect: Effect) -> dict[str, str]:
    """The numbers among the parameters of an effect, as text."""
    values = {item.name: getattr(effect, item.name) for item in fields(effect)}
    return {name: words(float(np.max(value))) for name, value in values.items() if is_number(value)}


def _share(severity: Any, swept: tuple[float, float] | None) -> str:
    if swept is not None and swept[0] < swept[1]:
        return f"{words(100 * swept[0])} to {words(100 * swept[1])} % (swept)"
    about = "about " if isinstance(severity, Distribution) else ""
    return f"{about}{words(100 * float(expected(severity)))} %"
