"""Notices about a study that can be simulated, but may not be as the user means it."""

from collections.abc import Iterator, Mapping
from typing import Any

from jitagents.accounting.measures import cash
from jitagents.studies.dry_run import StudyOverview

FEW = 3
"""Makers that get a notice each at most."""


def notices_of(name: str, config: Mapping[str, Any], overview: StudyOverview) -> Iterator[str]:
    """The notices of a study.

    Args:
        name: of the study.
        config: resolved configuration before any variant's overrides.
        overview: of the dry run.
    """
    yield from _late_disruptions(config, overview)
    yield from _idle_safety_factors(overview)
    yield from _unused_master_data(overview)
    yield from _overloaded_makers(overview)
    yield from _measures_of_money(config, overview)
    yield from _own_study(name, config)


def _late_disruptions(config: Mapping[str, Any], overview: StudyOverview) -> Iterator[str]:
    late = f"after the last measured day, {config['days']}"
    if overview.late and overview.window is None:
        names = ", ".join(overview.late)
        yield f"all of the crisis ({names}) begins {late}: it never disrupts anything, and calm and crisis are the same"
        return
    for disruption in overview.late:
        yield f"crisis {disruption} begins {late}: it never disrupts anything"


def _idle_safety_factors(overview: StudyOverview) -> Iterator[str]:
    for variant in overview.idle:
        yield f"{variant}: ordering.z does nothing, since forecasting=perfect makes no error for it to cover"


def _unused_master_data(overview: StudyOverview) -> Iterator[str]:
    for kind, used in overview.entered.items():
        if not used:
            yield f"information.master_data.{kind}_wrong does nothing, since no ordering rule has a {kind} of its own"


def _overloaded_makers(overview: StudyOverview) -> Iterator[str]:
    for maker, capacity, rate in overview.overloaded[:FEW]:
        yield (
            f"{maker}: capacity {capacity:g} is below its mean flow of {rate:,.4g} units a day, so that its backorders "
            "grow without end; leave the cell empty where capacity is unlimited"
        )


def _measures_of_money(config: Mapping[str, Any], overview: StudyOverview) -> Iterator[str]:
    """A notice, if measures of the ledger of firms are asked for by name and no variant has one."""
    asked = config["measures"] if isinstance(config["measures"], list | tuple) else ()
    empty = [measure.name for measure in cash.MEASURES if measure.name in asked]
    if empty and not overview.follows_money:
        yield f"{', '.join(empty)}: empty, since no money is followed; take finance=ledger with it"


def _own_study(name: str, config: Mapping[str, Any]) -> Iterator[str]:
    """A notice, if the network has a study of its own that is not this one."""
    own = config["network"].get("study")
    if own and own != name:
        yield f"{config['network'].get('name', 'this network')} has a study of its own: study={own}"
