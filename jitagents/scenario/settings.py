"""Settings of a study: every top-level key of its configuration, with limits, meaning, and how variants may use it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any

from jitagents.accounting.daily import recorded
from jitagents.accounting.measures import Paired, chosen
from jitagents.accounting.scopes import kept
from jitagents.errors import Faults, unquoted
from jitagents.parameters import Parameters, replaced_names
from jitagents.scenario.about import EXEMPTIONS, SELECTORS
from jitagents.scenario.precision import LEAST, aims
from jitagents.scenario.replications import span
from jitagents.scenario.setting import CHOICE, setting, stage
from jitagents.simulation.arguments import STARTS

MOST, LARGEST_SEED = 1_000_000_000, 2**128
"""Limits of whole numbers; the estimate of memory refuses numbers of days or worlds that do not fit."""
NAMED = "a mapping of names"
NAMES = "a list of names, or all"
KEPT = ("replications", "summary")
"""Choices of what is kept of replications: they themselves, or their moments, quantiles and daily means."""
POINTS = "a mapping {key: [values]}, or a list of points [{key: value}, …]"


@dataclass(frozen=True, kw_only=True)
class StudySettings(Parameters):
    """Values of the top-level keys of a study, before anything is built of them.

    Raises:
        InputError: all values that are wrong.
    """

    study: str = setting(MISSING, "", "name of the study", shared=True, hashed=False)
    replications: int | str = setting(
        200, "", "worlds of each variant, level and twin; or a range of their numbers", shared=True, hashed=False,
        low=1, high=MOST,
    )  # fmt: skip
    keep: str = setting("replications", "", "what is kept of the replications", shared=True, hashed=False, choices=KEPT)
    precision: Mapping[str, Any] | None = setting(
        None, "", "measure: half-width of its intervals, to which replications are added", shared=True, hashed=False,
        replace=True, words="a mapping of measures to half-widths",
    )  # fmt: skip
    most_replications: int = setting(
        10_000, "", "that precision goes up to", shared=True, hashed=False, low=LEAST, high=MOST
    )
    days: int = setting(365, "days", "measured", shared=True, low=1, high=MOST)
    warmup: int = setting(100, "days", "before the measured ones", shared=True, low=0, high=MOST)
    seed: int = setting(1, "", "of all random numbers", shared=True, low=0, high=LARGEST_SEED)
    workers: int | None = setting(None, "", "processes; None: chosen", shared=True, hashed=False, low=1, high=MOST)
    executor: Mapping[str, Any] | None = setting(
        None, "", "where chunks are simulated", shared=True, hashed=False, words=CHOICE
    )
    chunk: int | None = setting(
        None, "", "worlds simulated together; None: chosen", shared=True, hashed=False, low=1, high=MOST
    )
    start: str = setting("steady", "", "state before day 1", choices=STARTS)
    measures: Sequence[Any] | str = setting(
        MISSING, "", "measures: names, classes of your own, or all", shared=True, words=NAMES
    )
    scopes: Sequence[str] | str = setting(MISSING, "", "scopes of the measures, or all", shared=True, words=NAMES)
    daily: Sequence[Any] | str = setting(
        MISSING, "", "series kept day by day: names, classes of your own, or all", shared=True, words=NAMES
    )
    loss_map: bool | None = setting(None, "", "keep daily losses of every agent; None: if they are few", shared=True)
    promise: int = setting(0, "days", "within which an order line is on time", shared=True, low=0, high=MOST)
    tolerance: float = setting(
        0.05, "share of the mean flow", "that may be missing before a day counts as lost", shared=True, low=0, high=1
    )
    variants: Mapping[str, Any] | None = setting(None, "", "name: [overrides]", hashed=False, replace=True, words=NAMED)
    levels: Mapping[str, Any] | Sequence[Any] | None = setting(
        None, "", "swept keys: [values], or points", shared=True, replace=True, words=POINTS
    )
    design: Mapping[str, Any] | None = setting(
        None, "", "design of experiments that makes the levels", shared=True, hashed=False, words=CHOICE
    )
    reported: Mapping[int, str] | None = setting(
        None, "", "measured day: what was reported of it", shared=True, shown=True, replace=True, words=NAMED
    )
    labels: Mapping[str, str] | None = setting(
        None, "", "name: label in figures and tables", shared=True, shown=True, replace=True, words=NAMED
    )
    view: Mapping[str, Any] | None = setting(
        None, "", "a view of your own", shared=True, shown=True, replace=True, words="a mapping with _target_"
    )
    figures: Mapping[str, Any] | None = setting(
        None, "", "name: a figure of your own", shared=True, shown=True, replace=True, words=NAMED
    )
    objective: str | None = setting(None, "", "measure that is given to a sweeper", shared=True, hashed=False)
    exemptions: Mapping[str, Any] | None = setting(
        None,
        "",
        "other behaviours for some agents or lanes",
        swept=True,
        replace=True,
        replaced_within=("where", "lanes", "when"),
        words=NAMED,
    )
    rollout: Mapping[str, Any] | None = setting(
        None, "", "waves in which exemptions come, and their gate", swept=True, words=NAMED
    )
    demand: Mapping[str, Any] = stage("final demand")
    information: Mapping[str, Any] = stage("view of the records")
    forecasting: Mapping[str, Any] = stage("forecasts of demand")
    ordering: Mapping[str, Any] = stage("orders")
    sourcing: Mapping[str, Any] = stage("division of orders over suppliers")
    production: Mapping[str, Any] = stage("starts of production")
    allocation: Mapping[str, Any] = stage("division of scarce stock over customers")
    transport: Mapping[str, Any] = stage("lead times and modes of lanes")
    inspection: Mapping[str, Any] = stage("inspection of what is received")
    serving: Mapping[str, Any] = stage("unmet final demand")
    calendar: Mapping[str, Any] = stage("working days and shifts")
    finance: Mapping[str, Any] = stage("money of firms")
    relation: Mapping[str, Any] = stage("terms between sellers and buyers")
    costs: Mapping[str, Any] = setting(MISSING, "", "the cost model", swept=True, words=CHOICE)
    crisis: Mapping[str, Any] | None = setting(None, "", "disruptions by name", swept=True, words=NAMED)
    network: Mapping[str, Any] = setting(MISSING, "", "agents and lanes", replaced_within=SELECTORS, words=CHOICE)

    def __post_init__(self) -> None:
        faults = Faults()
        with faults.collected():
            super().__post_init__()
        faults.add(*(f"{type(self).__name__}.{fault}" for fault in self._faults()))
        if isinstance(self.replications, str):
            with faults.collected():
                span(self.replications)
        if isinstance(self.measures, Sequence):
            with faults.collected():
                measures = chosen({"measures": self.measures, "costs": self.costs})
                if isinstance(self.precision, Mapping):
                    there = [one.name for one in measures if self.crisis or not isinstance(one, Paired)]
                    aims(self.precision, there)
        parsers: Mapping[str, Callable[[Any], object]] = {"scopes": kept, "daily": recorded}
        for key, check in parsers.items():
            names = getattr(self, key)
            if isinstance(names, Sequence):
                with faults.collected():
                    check(names)
        faults.tell()

    def _faults(self) -> Iterator[str]:
        """The faults that limits of single fields do not express."""
        if not str(self.study).strip():
            yield f"study = {self.study!r}: must be the name of a study"
        if self.tolerance == 1:
            yield f"tolerance = {self.tolerance!r}: must be less than 1, a share of the mean flow"
        yield from _faults_of_reports(self.reported, self.days)
        if self.precision and isinstance(self.replications, int):
            yield from _faults_of_limits(self.replications, self.most_replications)


def _faults_of_limits(first: int, most: Any) -> Iterator[str]:
    """Faults of the replications with which a precision begins, and up to which it goes."""
    if first < LEAST:
        yield f"replications = {first!r}: precision needs {LEAST} or more to begin with"
    elif isinstance(most, int) and first > most >= LEAST:
        yield f"most_replications = {most!r}: must be as many as replications or more"


def _faults_of_reports(reported: Any, days: Any) -> Iterator[str]:
    """Faults of reported days and their words."""
    reports = reported if isinstance(reported, Mapping) else {}
    for day, words in reports.items():
        if not _is_day(day):
            yield f"reported: {day!r} must be a measured day, from 1 up{unquoted(day)}"
        if not isinstance(words, str) or not words.strip():
            yield f"reported.{day} = {words!r}: must be words, what was reported of that day"
    first = min(filter(_is_day, reports), default=0)
    if _is_day(days) and first > days:
        yield f"reported: {first} lies after the last measured day; allowed: 1 to {days} (days)"


def _is_day(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _with(wanted: Callable[[Field[Any]], bool]) -> tuple[str, ...]:
    """The keys whose fields satisfy a condition."""
    return tuple(item.name for item in fields(StudySettings) if wanted(item))


SHARED = _with(lambda item: item.metadata["shared"])
"""Keys that all variants of a study share."""
NOT_HASHED = _with(lambda item: not item.metadata["hashed"])
"""Keys that change how a study is computed or shown, but none of its numbers."""
SHOWN = _with(lambda item: item.metadata["shown"])
"""Keys that say how results are shown."""
SWEPT = (*_with(lambda item: item.metadata["swept"]), f"network.{EXEMPTIONS}")
"""Keys below which parameters may differ by level."""


def replaced_keys() -> frozenset[str]:
    """Last names of the keys whose mapping an override replaces: settings, and parameters of all known classes."""
    within = (name for item in fields(StudySettings) for name in item.metadata["replaced_within"])
    return replaced_names() | {*within}
