"""Targets of a disruption in words: names, or the selector that chooses them."""

from collections.abc import Mapping, Sequence
from typing import Any

from jitagents.crises import Disruption
from jitagents.crises.effects import CARRIERS, LANES

FEW = 5
"""Names up to which all are said."""
KINDS = {"buyer": "all markets", "plant": "all plants", "supplier": "all suppliers"}


def target_in_words(disruption: Disruption, targets: Sequence[str], swept: Sequence[Any] | None) -> tuple[str, bool]:
    """Describe the targets of a disruption, and say whether they are many.

    Args:
        disruption: the disruption.
        targets: names of the agents that it acts on, where it is the only disruption.
        swept: names that the levels disrupt in turn.
    """
    table = disruption.effect.table
    if swept is not None:
        return f"each of {few([str(name) for name in swept])} in turn", False
    target = dict(disruption.target)
    random, named = target.pop("random", None), _names(target.get("name"))
    if random is not None:
        match target:
            case {"not": {"kind": kind}} if len(target) == 1 and kind in KINDS:
                return f"{random} of {_but(kind)}, others in each replication,", True
        what = {LANES: "lanes", CARRIERS: "carriers"}.get(table, "agents")
        return f"{random} of the {what} {_selector(target)}, others in each replication,".replace("  ", " "), True
    if table == LANES:
        return _lanes(target)
    if table == CARRIERS:
        carriers = named or _names(target.get("carrier"))
        return (f"carrier {few(carriers)}", len(carriers) > 1) if carriers else ("all carriers", True)
    names = named or list(targets)
    if names and not (_wide(target) and len(names) > FEW):
        return few(names), len(names) > 1
    match target:
        case {"kind": str(kind)} if len(target) == 1 and kind in KINDS:
            return KINDS[kind], True
        case {"not": {"kind": kind}} if len(target) == 1 and kind in KINDS:
            return _but(kind), True
    return f"agents {_selector(target)}" if target else "all agents", True


def few(names: Sequence[str]) -> str:
    """The names, or the first of many: `a`, `a and b`, `a, b and 7 more`."""
    if len(names) > FEW:
        return f"{', '.join(names[:FEW])} and {len(names) - FEW:,} more"
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _but(kind: str) -> str:
    return f"all agents but {KINDS[kind].removeprefix('all ')}"


def _wide(target: Mapping[str, Any]) -> bool:
    """Whether a selector chooses by more than names."""
    return set(target) != {"name"}


def _names(value: Any) -> list[str]:
    return [] if value is None else [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _lanes(target: Mapping[str, Any]) -> tuple[str, bool]:
    parts = [
        f"{word} {_end(target[key])}"
        for key, word in (("seller", "from"), ("buyer", "to"), ("carrier", "of carrier"))
        if key in target
    ]
    if set(target) - {"mode"} == {"seller", "buyer"} and all(isinstance(value, str) for value in target.values()):
        return f"the lane {' '.join(parts)}{' by ' + target['mode'] if target.get('mode') else ''}", False
    rest = {key: value for key, value in target.items() if key not in ("seller", "buyer", "carrier")}
    return " ".join(filter(None, ["all lanes", *parts, _selector(rest)])), True


def _end(end: Any) -> str:
    """One end of some lanes: names, or a selector of agents."""
    if not isinstance(end, Mapping):
        return few(_names(end))
    return few(_names(end["name"])) if set(end) == {"name"} else f"agents {_selector(end)}"


def _selector(target: Mapping[str, Any]) -> str:
    """A selector in words: `of tier 2 and region far`."""
    said = [f"{key} {_value(value)}" for key, value in target.items()]
    return f"of {' and '.join(said)}" if said else ""


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_value(part)}" for key, part in value.items())
    return few(_names(value))
