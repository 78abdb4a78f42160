"""The measure by which tables, figures and sentences tell what a crisis takes from final demand."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jitagents.behaviours.serving import Serving
from jitagents.build import build
from jitagents.errors import InputError
from jitagents.scenario.about import exemptions_in

if TYPE_CHECKING:
    from jitagents.results.base_tables import BaseTables

LATE, UNITS, DAYS = "area", "output_lost", "days_lost"
IN_WORDS = {LATE: "days late or lost", UNITS: "units lost", DAYS: "days of output lost"}
"""Words behind a number of each, in the unit of the measure."""


def waits(results: "BaseTables") -> bool:
    """Whether the customers of any variant wait for what is missing."""
    return any(not any(map(_loses, rules)) for rules in _serving(results))


def has_values(results: "BaseTables", metric: str) -> bool:
    """Whether a measure of the network was recorded and has values: sums of units of several items have none."""
    if not results.has(metric):
        return False
    worlds = ["crisis"] if results.definitions[metric].zero_in_calm else ["calm", "crisis"]
    return bool(results.summary([metric], ["network"])[worlds].notna().any(axis=None))


def lost(results: "BaseTables") -> str:
    """The measure of the output lost for good: in units, or in days where final demand has several items."""
    return UNITS if has_values(results, UNITS) or not results.has(DAYS) else DAYS


def final_loss(results: "BaseTables") -> str:
    """The measure of the output that is missing: days late or lost where customers wait, otherwise the output lost."""
    return LATE if waits(results) and results.has(LATE) else lost(results)


def _serving(results: "BaseTables") -> Iterator[list[Any]]:
    """The serving rules of each variant, plain values: its own, and those of the exemptions that hold."""
    for config in results.manifest.variants.values() or (results.config,):
        whole = {**results.config, **config}
        exempt = exemptions_in(whole).values()
        others = [one["serving"] for one in exempt if isinstance(one, Mapping) and one.get("serving")]
        yield [whole.get("serving"), *others]


def _loses(rule: Any) -> bool:
    """Whether a serving rule ever loses demand; one of untrusted code counts as such."""
    try:
        built = build(rule, "serving") if rule else None
    except InputError:
        return True
    return built.loses if isinstance(built, Serving) else True
