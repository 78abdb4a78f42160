"""Labels: the names that figures, findings, the report and the console show in place of identifiers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from jitagents.accounting.scopes import LANE
from jitagents.errors import Faults, nearest
from jitagents.network.lane_names import TO
from jitagents.points import Point, Value, label
from jitagents.results.manifest import Manifest
from jitagents.results.swept_columns import TAKEN, point_table, swept_keys, with_swept
from jitagents.text import hides, visible

if TYPE_CHECKING:
    from jitagents.results import Results

AGENT = "agent:"
NAMES = ("name", "seller", "buyer", "agent")
"""Columns that hold agents."""
SWEPT = ("replications", "histories", "losses")
"""Frames with levels."""
FRAMES = (*SWEPT, "agents", "lanes")


@dataclass(frozen=True)
class Labels:
    """Labels of identifiers; an identifier without one is shown as it is, hidden characters as their escapes.

    Attributes:
        variants, agents, keys: the label of an identifier, of those that are shown as something else.
        levels: the name of a level, its swept keys and agents labelled.
        points: the values of each level, likewise.
    """

    variants: Mapping[str, str]
    agents: Mapping[str, str]
    keys: Mapping[str, str]
    levels: Mapping[str, str]
    points: tuple[Point, ...]

    @classmethod
    def of(cls, results: "Results") -> "Labels":
        """The labels of a study's results, as its configuration states them."""
        stated = {str(name): str(label) for name, label in (results.config.get("labels") or {}).items()}
        points: list[Point] = list(results.manifest.levels)
        own = dict.fromkeys(str(key) for point in points for key in point)
        keys = {} if results.view.keeps_keys else _labelled(own, stated)
        agents = _labelled(results.agents["name"].astype(str), stated)
        levels, shown = _levels(points, keys, agents)
        if not points:
            levels = _labelled(map(str, results.levels), {})
        return cls(_labelled(results.variants, stated), agents, keys, levels, shown)

    @property
    def change_nothing(self) -> bool:
        """Whether every identifier is shown as it is."""
        return not (self.variants or self.agents or self.levels)

    def variant(self, name: str) -> str:
        """The label of a variant."""
        return self.variants.get(name, name)

    def agent(self, name: str) -> str:
        """The label of an agent."""
        return self.agents.get(name, name)

    def level(self, name: str) -> str:
        """The label of a level."""
        return self.levels.get(name, name)

    def scope(self, name: str) -> str:
        """The label of a scope: scopes of agents and of lanes have one."""
        if name.startswith(LANE):
            seller, _, rest = name.removeprefix(LANE).partition(TO)
            buyer = rest if rest in self.agents else rest.partition(" (")[0]
            return f"{LANE}{self.agent(seller)}{TO}{self.agent(buyer)}{visible(rest.removeprefix(buyer))}"
        return AGENT + self.agent(name.removeprefix(AGENT)) if name.startswith(AGENT) else name

    def frame(self, table: pd.DataFrame) -> pd.DataFrame:
        """A table of results with labels in the place of identifiers."""
        columns: dict[str, Callable[[str], str]] = {
            "variant": self.variant, "level": self.level, "scope": self.scope, **dict.fromkeys(NAMES, self.agent)
        }  # fmt: skip
        changed = {column: _mapped(table[column], show) for column, show in columns.items() if column in table}
        return table.assign(**changed)

    def shown(self, results: "Results") -> "Results":
        """The same results with labels in the place of identifiers everywhere."""
        config, manifest = self.described(results.config, results.manifest)
        tables = {name: self.frame(getattr(results, name)) for name in FRAMES}
        if self.points:
            points, former = point_table(self.points), swept_keys(results.points)
            for name in SWEPT:
                tables[name] = with_swept(tables[name].drop(columns=former, errors="ignore"), points)
        return replace(results, **tables, config=config, manifest=manifest)

    def described(self, stated: Mapping[str, Any], manifest: Manifest) -> tuple[dict[str, Any], Manifest]:
        """The configuration and the manifest of results with labels in the place of identifiers."""
        config = dict(stated)
        config |= {"labels": {}, "variants": self._by_variant(config.get("variants"))}
        config["crisis"] = called(config.get("crisis"), self.agent)
        variants = self._by_variant(manifest.variants)
        manifest = replace(
            manifest,
            variants={name: {**one, "crisis": called(one.get("crisis"), self.agent)} for name, one in variants.items()},
            routes=self._by_variant(manifest.routes),
            targets=[self.agent(name) for name in manifest.targets],
            disrupted={self.level(level): self.agent(name) for level, name in manifest.disrupted.items()},
            levels=[dict(point) for point in self.points],
            labelled=dict(self.variants),
        )
        return config, manifest

    def _by_variant(self, parts: Mapping[str, Any] | None) -> dict[str, Any]:
        return {self.variant(name): part for name, part in (parts or {}).items()}


def called(crisis: Any, show: Callable[[str], str], inside: bool = False) -> Any:
    """A crisis, plain values, with what is shown for each agent in the place of the targets' names.

    Args:
        crisis: a node of it.
        show: what is shown for a name.
        inside: whether the node belongs to a target.
    """
    if isinstance(crisis, Mapping):
        return {key: called(part, show, inside or key == "target") for key, part in crisis.items()}
    if isinstance(crisis, list):
        return [called(part, show, inside) for part in crisis]
    return show(crisis) if inside and isinstance(crisis, str) else crisis


def check_labels(
    labels: Mapping[Any, Any] | None, variants: Iterable[str], agents: Iterable[str], keys: Iterable[str]
) -> None:
    """Check that every label is a text for something that is there, and that no two of a kind are equal.

    Args:
        labels: by identifier, as the configuration states them.
        variants, agents, keys: identifiers of variants, agents and swept keys.

    Raises:
        InputError: all labels that are not.
    """
    if not labels:
        return
    kinds = [{*variants}, {*agents}, {*keys}]
    faults, known = Faults(), set().union(*kinds)
    taken: dict[tuple[int, str], str] = {}
    for name, shown in labels.items():
        asked, place = str(name), f"labels.{visible(str(name))}"
        if asked not in known:
            faults.add(f"{place}: no variant, agent or swept key has this name; {nearest(asked, known)}")
        elif not isinstance(shown, str | int | float) or isinstance(shown, bool) or not str(shown).strip():
            faults.add(f"{place} = {shown!r}: must be a text")
        elif hides(str(shown)):
            faults.add(f"{place} = {str(shown)!r}: holds a hidden or control character; leave it out")
        elif asked in kinds[2] and {*",=."} & {*str(shown)}:
            faults.add(f"{place} = {str(shown)!r}: the label of a swept key can hold no comma, point or equals sign")
        elif asked in kinds[2] and str(shown) in TAKEN:
            faults.add(f"{place} = {str(shown)!r}: this is a column of the tables; give the swept key another label")
        else:
            for kind in (number for number, names in enumerate(kinds) if asked in names):
                other = taken.setdefault((kind, str(shown)), asked)
                if other != asked or (str(shown) != asked and str(shown) in kinds[kind]):
                    faults.add(f"{place} = {str(shown)!r}: this name is taken; give each a label of its own")
    faults.tell()


def _labelled(names: Iterable[str], stated: Mapping[str, str]) -> dict[str, str]:
    """The names that are shown as something else; where two would be shown alike, a number tells them apart."""
    taken, found = set[str](), dict[str, str]()
    for name in names:
        own = shown = visible(stated.get(name, name))
        number = 1
        while own in taken:
            number += 1
            own = f"{shown} ({number})"
        taken.add(own)
        if own != name:
            found[name] = own
    return found


def _levels(
    points: Iterable[Point], keys: Mapping[str, str], agents: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Point, ...]]:
    """The labels of levels, and their points; as they are if two levels would be alike."""

    def value(found: Value) -> Value:
        return agents.get(found, visible(found)) if isinstance(found, str) else found

    old = list(points)
    new = [{keys.get(key, key): value(found) for key, found in point.items()} for point in old]
    pairs = {label(before): label(after) for before, after in zip(old, new, strict=True)}
    if len({*pairs.values()}) < len(pairs):
        return {}, tuple(old)
    return {before: after for before, after in pairs.items() if before != after}, tuple(new)


def _mapped(column: pd.Series, show: Callable[[str], str]) -> pd.Series:
    """A column whose values are shown otherwise; the same column where none is."""
    names = dict.fromkeys(column)  # pd.unique of pandas 2 ends names at their first NUL
    changed = {name: show(name) for name in names if isinstance(name, str) and show(name) != name}
    return column.map(lambda name: changed.get(name, name)) if changed else column
