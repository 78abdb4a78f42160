"""Targets: what the literature prints or a formula gives, and where in a study it is to be found again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib.resources import files
from math import nan
from typing import Any, Literal

import yaml

from jitagents.errors import Faults, InputError, nearest

KINDS = {"P": "printed in the source", "F": "by the source's formula", "X": "an exact law"}


@dataclass(frozen=True)
class Cell:
    """Where in the results of a study one number a replication stands.

    Attributes:
        measure: of the summary; with `day`, a history.
        scope: `network`, `tier:N` or `agent:NAME`.
        variant: empty: the only one.
        level: `key=value` of the sweep.
        world: calm, crisis or difference (crisis - calm).
        day: measured day of a history; None: the whole horizon.
        per: another measure by which it is divided, replication by replication; empty: none.
    """

    measure: str
    scope: str = "network"
    variant: str = ""
    level: str = ""
    world: Literal["calm", "crisis", "difference"] = "calm"
    day: int | None = None
    per: str = ""


@dataclass(frozen=True)
class Target:
    """One result that must be met.

    Attributes:
        setup: configuration in `conf/validation` that is run.
        key: name within the set-up.
        source: author, year, place.
        kind: one of `KINDS`.
        cell: where it is measured.
        minus: where what is taken off is measured; None: nothing.
        times: factor on what is measured, as days for a total.
        statistic: of the replications: mean, least, variance_ratio or coverage.
        value: as published: the mean itself, a lower bound of least and variance_ratio, the truth of coverage.
        rounding: half a unit of the last digit of the value; 0 for a whole number.
        off_by_one: what the mean would be if one day more were exposed; NaN where nothing is random.
        noisy: whether it needs not see a day more, since another target of the set-up does.
        published: the value as it is written.
    """

    setup: str
    key: str
    source: str
    kind: str
    cell: Cell
    value: float
    rounding: float = 0.0
    minus: Cell | None = None
    times: float = 1.0
    statistic: str = "mean"
    off_by_one: float = nan
    noisy: bool = False
    published: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """Set-up and key."""
        return f"{self.setup}.{self.key}"

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All that is measured."""
        return (self.cell,) if self.minus is None else (self.cell, self.minus)


KEYS = ("kind", *(item.name for item in fields(Cell)), "minus", "times", "statistic", "value", "off_by_one", "noisy")
"""What a target may say, or its set-up for all of them; the source is the set-up's."""


@cache
def targets() -> tuple[Target, ...]:
    """All targets, in the order of their file.

    Raises:
        InputError: an entry of the file cannot be read.
    """
    text = (files("jitagents.validation") / "targets.yaml").read_text(encoding="utf-8")
    written, faults, found = yaml.load(text, Loader=yaml.BaseLoader), Faults(), list[Target]()
    for setup, group in written.items():
        shared = {key: value for key, value in group.items() if key not in ("source", "targets")}
        for key, own in group["targets"].items():
            with faults.collected(f"targets.yaml: {setup}.{key}: "):
                found.append(_target(setup, key, group["source"], shared | own))
    faults.tell()
    return tuple(found)


def _target(setup: str, key: str, source: str, told: Mapping[str, Any]) -> Target:
    unknown = [name for name in told if name not in KEYS]
    if unknown:
        raise InputError(*(f"{name}: there is no such key; {nearest(name, KEYS)}" for name in unknown))
    cell = _cell(told)
    digits = told["value"].partition(".")[2]
    return Target(
        setup=setup,
        key=key,
        source=source,
        kind=told["kind"],
        cell=cell,
        value=float(told["value"]),
        rounding=0.5 * 10.0 ** -len(digits) if digits else 0.0,
        minus=replace(cell, **_numbers(told["minus"])) if "minus" in told else None,
        times=float(told.get("times", 1)),
        statistic=told.get("statistic", "mean"),
        off_by_one=float(told.get("off_by_one", "nan")),
        noisy="noisy" in told,
        published=told["value"],
    )


def _cell(told: Mapping[str, Any]) -> Cell:
    return Cell(**_numbers({item.name: told[item.name] for item in fields(Cell) if item.name in told}))


def _numbers(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: int(value) if name == "day" else value for name, value in told.items()}


def chosen(names: Collection[str]) -> Sequence[Target]:
    """The targets of some names, or of all the set-ups that they name; all if there are none.

    Raises:
        InputError: names of neither.
    """
    known = {target.setup for target in targets()} | {target.name for target in targets()}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(*(f"{name}: there is no such target or set-up; {nearest(name, known)}" for name in unknown))
    return [one for one in targets() if not names or one.setup in names or one.name in names]
