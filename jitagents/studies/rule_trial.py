"""Trial: a rule of the user runs for a few days in a few worlds, so that its errors show before the first day."""

import time
from itertools import pairwise
from typing import TYPE_CHECKING

from jitagents.scenario.replications import span
from jitagents.scenario.setup import make_model
from jitagents.studies.rules import own_code

if TYPE_CHECKING:
    from jitagents.studies.study import Study

DAYS, REPLICATIONS = 3, 50
SLOW = 1.5
"""Times as long as the first variant, from which on a rule is called slow."""


def tried(study: "Study", name: str, *, scalar: bool) -> list[str]:
    """Try the rule of a variant; return what the user should know of it.

    Args:
        study: that has the variant.
        name: of the variant.
        scalar: whether it decides on plain numbers, and may be slow.

    Raises:
        InputError: the rule fails.
    """
    notices, code = [], own_code({name: study.configs[name]}).get(name)
    if code is not None and code.sent is None:
        notices.append(f"{name} refers to something that no other process can have: the study runs in this process")
    seconds = _seconds_a_day(study, name)
    if scalar:
        first = next(iter(study.configs))
        times = seconds / _seconds_a_day(study, first)
        if times > SLOW:
            notices.append(
                f"{name} decides for one agent in one world at a time: here a day takes {times:.0f} times as long as "
                f"under {first}; a rule of arrays (np.where in place of if) is as fast as that"
            )
    return notices


def _seconds_a_day(study: "Study", name: str) -> float:
    """The time of the quickest simulated day, which other work on the machine has disturbed least."""
    config, levels = study.configs[name], study.levels.part(0, 1)
    replications = range(min(REPLICATIONS, len(span(config["replications"]))))
    worlds = levels.worlds(replications, bool(config["crisis"]), config["seed"])
    model = make_model(config, worlds, levels)
    moments = [time.perf_counter()]
    for _ in range(DAYS):
        model.step()
        moments.append(time.perf_counter())
    return min(end - begin for begin, end in pairwise(moments))
