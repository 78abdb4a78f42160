"""Targets: the names of those whom a crisis strikes, worked out before the first day."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from jitagents.runs.screening import Finding, worst_target


def aim(configs: Mapping[str, dict[str, Any]]) -> tuple[dict[str, dict[str, Any]], dict[str, Finding]]:
    """Put names in the place of what has to be worked out.

    `target: {worst: selector}` becomes the agent whose loss hurts most in the first variant of that network, so that
    all its variants meet the same crisis; `seller: {worst: selector}` likewise.

    Returns:
        The configurations, and what was found for the shocks that asked for the worst, by the shock's name.

    Raises:
        InputError: a selector that cannot be read, or that names nobody.
    """
    aimed, findings, known = deepcopy(dict(configs)), dict[str, Finding](), dict[str, Finding]()
    for config in aimed.values():
        for name, holder, key in _selectors(config):
            place, where = f"crisis.{name}.target", holder[key]
            same = json.dumps([config["network"], config["crisis"][name]], default=str)
            finding = known[same] = known.get(same) or worst_target(config, name, where["worst"], place)
            findings.setdefault(name, finding)
            holder[key] = {"name": finding.name} if key == "target" else finding.name
    return aimed, findings


def _selectors(config: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Where a shock has a selector that must be worked out: the shock's name, and the mapping and key that hold it."""
    for name, shock in (config["crisis"] or {}).items():
        target = shock.get("target") if isinstance(shock, dict) else None
        if isinstance(target, dict):
            if "worst" in target:
                yield name, shock, "target"
            for end in ("seller", "buyer"):
                if isinstance(target.get(end), Mapping) and "worst" in target[end]:
                    yield name, target, end
