"""Check that a study needs no single replications, so that a summary of them is enough."""

from collections.abc import Mapping
from typing import Any

from jitagents.build import build
from jitagents.designs import Search
from jitagents.designs.indices import SensitivityDesign
from jitagents.errors import Faults
from jitagents.results.dial import KEY as DIAL
from jitagents.scenario.stated_levels import columns_of, is_target

INSTEAD = "; run it with keep=replications"


def check_summary(config: Mapping[str, Any]) -> None:
    """Check that nothing of a study needs single replications.

    Args:
        config: resolved configuration.

    Raises:
        InputError: all that does.
    """
    levels: Any = config["levels"] or {}
    keys = [*(columns_of(levels) if isinstance(levels, list) else levels)]
    faults, design = Faults(), build(config["design"], "design") if config["design"] else None
    needs = {
        "the ranking of agents compares": len(keys) == 1 and is_target(keys[0]),
        "the dial is read from": keys == [DIAL],
        "indices of sensitivity are found from": isinstance(design, SensitivityDesign),
        "a search compares": isinstance(design, Search),
    }
    faults.add(*(f"keep = summary: {what} single replications{INSTEAD}" for what, there in needs.items() if there))
    lacks = {"a map of daily losses": "loss_map", "a view of your own": "view", "a figure of your own": "figures"}
    faults.add(
        *(f"keep = summary: it has nothing for {what}; leave out {key}, or take keep=replications"
          for what, key in lacks.items() if config[key])
    )  # fmt: skip
    faults.tell()
