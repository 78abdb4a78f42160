"""The crisis of a study in words: for each disruption its targets, effect, severity, start and duration."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from jitagents.build import build
from jitagents.crises import (
    Calendar,
    Cascade,
    Disruption,
    Distribution,
    Events,
    Exponential,
    Insolvency,
    Linear,
    Recovery,
    Recurrent,
    SCurve,
    Shock,
    Stated,
    Step,
)  # fmt: skip
from jitagents.crises.distributions import expected
from jitagents.crises.effects import BUYING
from jitagents.errors import InputError
from jitagents.formatting import words
from jitagents.results.effect_words import effect_in_words
from jitagents.results.manifest import Manifest
from jitagents.results.target_words import target_in_words
from jitagents.results.units import DAY, Units

FOR_GOOD = 10_000.0
"""Days from which on a duration counts as for good."""
YEAR = 365.0
"""Days of a year."""
SWEPT = "swept"
"""Marks a parameter that the levels of a study sweep."""


def crisis_of(config: Mapping[str, Any], manifest: Manifest) -> Mapping[str, Any]:
    """The crisis of the first variant, with names where targets were searched for; otherwise that of the study."""
    first: Mapping[str, Any] = next(iter(manifest.variants.values()), {})
    return first.get("crisis") or config.get("crisis") or {}


def disruptions(crisis: Mapping[str, Any]) -> dict[str, Disruption]:
    """Build the disruptions again; leave out those that name untrusted code or a file that is gone."""
    found = {}
    for name, node in crisis.items():
        try:
            built = build(node, f"crisis.{name}")
        except InputError:
            continue
        if isinstance(built, Disruption):
            found[str(name)] = built
    return found


def acts_on_demand(crisis: Mapping[str, Any]) -> bool:
    """Whether a disruption changes final demand itself, so that a difference of output is no loss."""
    return any(BUYING in disruption.effect.causes for disruption in disruptions(crisis).values())


def described(
    crisis: Mapping[str, Any], levels: Mapping[str, Sequence[Any]], targets: Sequence[str], units: Units
) -> list[str]:
    """A line for each disruption: `outage: chip_fab makes and ships nothing from day 60 for 15 days`.

    Args:
        crisis: its disruptions, plain values.
        levels: what the study sweeps; of a swept parameter the ends are named.
        targets: names of the agents that the crisis acts on, where one disruption acts on them all.
        units: of time.
    """
    built = disruptions(crisis)
    alone = targets if len(crisis) == 1 else ()
    return [
        f"{name}: {_in_words(built[name], _swept(name, levels), alone, units)}" if name in built else f"{name}"
        for name in map(str, crisis)
    ]


def _swept(name: str, levels: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """The swept parameters of a disruption, by the key below it."""
    start = f"crisis.{name}."
    return {key.removeprefix(start): values for key, values in levels.items() if key.startswith(start)}


def _in_words(disruption: Disruption, swept: Mapping[str, Sequence[Any]], targets: Sequence[str], units: Units) -> str:
    swept_targets = next((values for key, values in swept.items() if key.startswith("target.")), None)
    who, many = target_in_words(disruption, targets, swept_targets)
    what = effect_in_words(disruption, many, _numbers(swept.get("severity")), units)
    nearer = "less with distance," if disruption.attenuation is not None else ""
    return " ".join(filter(None, [who, f"{what}," if nearer else what, nearer, *_when(disruption, swept, units)]))


def _numbers(values: Sequence[Any] | None) -> tuple[float, float] | None:
    """The ends of what is swept."""
    numbers = [float(value) for value in values or () if isinstance(value, int | float)]
    return (min(numbers), max(numbers)) if numbers else None


def _when(disruption: Disruption, swept: Mapping[str, Sequence[Any]], units: Units) -> Iterator[str]:
    """The start, duration and recovery of a disruption, in parts."""

    def number(name: str) -> str:
        value = getattr(disruption, name)
        return amount(value, _numbers(swept.get(name)))

    def long(name: str) -> str:
        text = number(name)
        ends = text.removesuffix(f" ({SWEPT})")
        said = f"{ends} {units.time if ends == '1' else units.times}{text.removeprefix(ends)}"
        return said + _law(getattr(disruption, name))

    match disruption:
        case Shock() if disruption.effect.momentary:
            yield f"on {units.time} {number('start')}"
        case Shock():
            lasting = f"for {long('duration')}" if float(expected(disruption.duration)) < FOR_GOOD else "for good"
            lasting += ", or the time to recover that the network states" if disruption.by_ttr else ""
            event = ", or until an event ends it" if disruption.until is not None else ""
            known = (
                f", known {words(float(disruption.warning))} {units.times} before" if float(disruption.warning) else ""
            )
            start = f"from {units.time} {number('start')}{_law(disruption.start)}"
            yield f"{start} {lasting}{event}{_passing(disruption.recovery, units)}{known}"
        case Recurrent():
            up = (
                long("mtbf")
                if disruption.mtbf is not None
                else f"{100 * float(np.max(disruption.uptime or 0.0)):.3g} % of all time"
            )
            yield f"again and again: up for {up}{_years(disruption.mtbf, units)}, down for {long('mttr')} in the mean"
        case Events():
            yield f"by chance, once in {long('every')} in the mean, each time for {long('duration')}"
        case Cascade():
            lasting = "for good" if disruption.duration is None else f"for {long('duration')}"
            yield f"{lasting} after more than {long('after')} of waiting in a row"
        case Insolvency():
            lasting = "for good" if disruption.duration is None else f"for {long('duration')}"
            yield f"{lasting} after more than {long('grace')} in a row without being able to pay"
        case Calendar():
            yield f"as column {disruption.column} of {disruption.file} says"


def _years(days: Any, units: Units) -> str:
    """Many days in years as well."""
    years = 0.0 if days is None else float(np.min(days)) / YEAR
    return f" ({words(years)} years)" if units.time == DAY and years >= 2.0 and np.size(days) == 1 else ""


def _passing(recovery: Recovery, units: Units) -> str:
    """The course of recovery in a few words; empty where it is over at once."""
    length = float(recovery.days.max())
    match recovery:
        case Step():
            return ""
        case Linear() | SCurve() | Exponential() | Stated():
            shape = {Linear: "in equal steps ", SCurve: "slowly at first ", Exponential: "fast at first "}
            last = f"over {words(length)} {units.times}" if length < float("inf") else "and is never over"
            return f", then eases {shape.get(type(recovery), '')}{last}"
    return ", then eases"


def amount(value: Any, swept: tuple[float, float] | None = None) -> str:
    """A parameter as text: itself, `about` its mean if it is drawn, both ends if it is swept."""
    if swept is not None and swept[0] < swept[1]:
        return f"{words(swept[0])} to {words(swept[1])} ({SWEPT})"
    return ("about " if isinstance(value, Distribution) else "") + words(float(expected(value)))


def _law(value: Any) -> str:
    return f" ({type(value).__name__.lower()})" if isinstance(value, Distribution) else ""
