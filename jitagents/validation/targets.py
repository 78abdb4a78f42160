"""Targets: results printed in the literature or given by a formula, and their place in the results of a study."""

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
    """Place of one number a replication in the results of a study.

    Attributes:
        measure: of the summary; with `day`, a history.
        scope: `network`, `tier:N`, `agent:NAME` or `lane:NAME`.
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
        cell: place of the number.
        minus: place of a number that is subtracted; None: nothing.
        times: factor on the number, e.g. days for a total.
        statistic: of the replications: mean, least, variance_ratio or coverage.
        value: as published: the mean itself, a lower bound of least and variance_ratio, the truth of coverage.
        rounding: half a unit of the last digit of the value; 0 for a whole number.
        off_by_one: the mean if lead time were one day longer; NaN where nothing is random.
        noisy: whether it need not detect one more day, since another target of the set-up does.
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
        """The places of all its numbers."""
        return (self.cell,) if self.minus is None else (self.cell, self.minus)


KEYS = ("kind", *(item.name for item in fields(Cell)), "minus", "times", "statistic", "value", "off_by_one", "noisy")
"""Keys of a target, or of its set-up for all of its targets; the source belongs to the set-up."""


@cache
def targets() -> tuple[Target, ...]:
    """All targets, in the order of their file.

    Raises:
        InputError: an entry of the file cannot be read.
    """
    text = (files("jitagents.validation") / "targets.yaml").read_text(encoding="utf-8")
    written, faults, known = yaml.load(text, Loader=yaml.BaseLoader), Faults(), list[Target]()
    for setup, group in written.items():
        shared = {key: value for key, value in group.items() if key not in ("source", "targets")}
        for key, entry in group["targets"].items():
            with faults.collected(f"targets.yaml: {setup}.{key}: "):
                known.append(_target(setup, key, group["source"], shared | entry))
    faults.tell()
    return tuple(known)


def _target(setup: str, key: str, source: str, entry: Mapping[str, Any]) -> Target:
    unknown = [name for name in entry if name not in KEYS]
    if unknown:
        raise InputError(*(f"{name}: there is no such key; {nearest(name, KEYS)}" for name in unknown))
    cell = _cell(entry)
    digits = entry["value"].partition(".")[2]
    return Target(
        setup=setup,
        key=key,
        source=source,
        kind=entry["kind"],
        cell=cell,
        value=float(entry["value"]),
        rounding=0.5 * 10.0 ** -len(digits) if digits else 0.0,
        minus=replace(cell, **_numbers(entry["minus"])) if "minus" in entry else None,
        times=float(entry.get("times", 1)),
        statistic=entry.get("statistic", "mean"),
        off_by_one=float(entry.get("off_by_one", "nan")),
        noisy="noisy" in entry,
        published=entry["value"],
    )


def _cell(entry: Mapping[str, Any]) -> Cell:
    return Cell(**_numbers({item.name: entry[item.name] for item in fields(Cell) if item.name in entry}))


def _numbers(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: int(value) if name == "day" else value for name, value in entry.items()}


def chosen(names: Collection[str]) -> Sequence[Target]:
    """Select targets by their names or those of their set-ups; all if there are no names.

    Raises:
        InputError: names of no target and no set-up.
    """
    known = {target.setup for target in targets()} | {target.name for target in targets()}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(*(f"{name}: there is no such target or set-up; {nearest(name, known)}" for name in unknown))
    return [target for target in targets() if not names or target.setup in names or target.name in names]
