"""The state of the laboratory: all that a student has chosen, as a link, and as overrides of a study."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from jitagents.errors import Faults, InputError, nearest
from jitagents.lab.methods import METHODS
from jitagents.lab.values import values_of
from jitagents.studies.overrides import texts
from jitagents.translation import LANGUAGES

SERVING = ("lost_sale", "backorder")
FAILS = ("one", "any")
RECORDS = ("exact", "maturity_3", "maturity_1")
SECOND = {"sourcing": "backup", "sourcing.shares": "planned", "sourcing.capacity": 1.2}
"""A second source that steps in: it takes over what a source that fails cannot deliver, as far as it can."""


def chosen(default: str, *choices: str, run: bool = False) -> Any:
    """Declare a field that is one of some choices; without choices, any text; `run` if numbers depend on it."""
    return field(default=default, metadata={"choices": choices, "run": run})


def number(default: Any, low: float, high: float, *, run: bool = False) -> Any:
    """Declare a field that is a number between limits; `run` if simulated numbers depend on it."""
    return field(default=default, metadata={"low": low, "high": high, "run": run})


def limits_of(name: str) -> tuple[float, float]:
    """The smallest and the largest number that a field of a state may hold."""
    limits = next(item.metadata for item in fields(State) if item.name == name)
    return limits["low"], limits["high"]


@dataclass(frozen=True)
class State:
    """Choices of a student.

    Attributes:
        language: of the page.
        screen: that is shown.
        network: name of one that was dropped on the page; empty: that of the command line.
        method: of ordering.
        buffer: value of the method's parameter; None: its usual one.
        duration: of the outage, days.
        target: name of the agent that fails; empty: the one of the crisis as configured.
        serving: of customers who find no stock.
        records: exact, or those of a level of maturity.
        second: 1 if a second source steps in, else 0.
        predict: 1 if numbers are shown after a prediction only, else 0.
        prediction: of the student, days of output lost; None: none yet.
        agent: whose facts are shown; empty: none.
        day: of the film.
        money: of the budget.
        fails: in the worlds of the budget: `one`, the firm of the sliders; `any`, each supplier now and then.
        tries: of the budget, as `rooms.tries` writes them.
    """

    language: str = chosen("en", *LANGUAGES)
    screen: str = chosen("sliders")
    network: str = chosen("")
    method: str = chosen("jit", *METHODS, run=True)
    buffer: float | None = number(None, 0, 1000, run=True)
    duration: int = number(15, 1, 60, run=True)
    target: str = chosen("", run=True)
    serving: str = chosen("lost_sale", *SERVING, run=True)
    records: str = chosen("exact", *RECORDS, run=True)
    second: int = number(0, 0, 1, run=True)
    predict: int = number(1, 0, 1)
    prediction: float | None = number(None, -1e9, 1e9)
    agent: str = chosen("")
    day: int = number(1, 1, 10_000)
    money: float = number(1e6, 0, 1e12)
    fails: str = chosen("one", *FAILS)
    tries: str = chosen("")

    @property
    def amount(self) -> float:
        """The value of the method's parameter."""
        return METHODS[self.method].usual if self.buffer is None else self.buffer

    @property
    def run(self) -> "State":
        """The choices on which simulated numbers depend, all others as at the start."""
        kept = {item.name: getattr(self, item.name) for item in fields(self) if item.metadata["run"]}
        return State(**kept | {"buffer": self.amount})

    @property
    def problem(self) -> tuple["State", float, str]:
        """The choices that a budget depends on; its buffers and its customers are its own."""
        run = replace(self.run, method="hybrid", buffer=0.0, serving="lost_sale")
        return run, self.money, self.fails

    def change(self, **values: Any) -> Self:
        """The state with other values.

        Another method begins with its own usual parameter; a prediction holds for the experiment that it was made for,
        and tries for the budget.
        """
        if values.get("method", self.method) != self.method:
            values = {"buffer": None} | values
        after = replace(self, **values)
        if after.run != self.run and "prediction" not in values:
            after = replace(after, prediction=None)
        return replace(after, tries="") if after.problem != self.problem and "tries" not in values else after

    def query(self, start: "State | None" = None) -> str:
        """The state as the query of a link, `?method=jit&duration=20`.

        Args:
            start: that the link is read against; what is as there is left out. None: nothing is left out.
        """
        stated = {item.name: getattr(self, item.name) for item in fields(self)}
        kept = {name: value for name, value in stated.items() if start is None or value != getattr(start, name)}
        return "?" + urlencode(kept)

    @classmethod
    def read(cls, query: Mapping[str, str], start: "State | None" = None) -> "State":
        """The state of a link.

        Args:
            query: texts by name; names that are not of the state are an error.
            start: what the link leaves out.

        Raises:
            InputError: names or values that there are not: all of them.
        """
        known, faults, values = {item.name: item for item in fields(cls)}, Faults(), dict[str, Any]()
        for name, text in query.items():
            with faults.collected():
                if name not in known:
                    raise InputError(f"{name}: is no part of a link; {nearest(name, known)}")
                values[name] = _value(name, text, known[name])
        faults.tell()
        return replace(start or cls(), **values)

    def overrides(self, disruption: str) -> list[str]:
        """The state as overrides of a study.

        Args:
            disruption: name of the disruption whose duration and target are chosen.
        """
        stated: dict[str, Any] = {
            "ordering": self.method,
            f"ordering.{METHODS[self.method].key}": self.amount,
            f"crisis.{disruption}.duration": self.duration,
            **({f"crisis.{disruption}.target": {"name": self.target}} if self.target else {}),
            "serving": self.serving,
            "information": self.records,
            **(SECOND if self.second else {}),
        }
        return texts(stated)

    @classmethod
    def split(cls, overrides: Sequence[str], disruption: str) -> tuple["State", list[str]]:
        """The state that overrides state, and the overrides that are none of it.

        Args:
            overrides: of a study, as of the command line or of a file.
            disruption: name of the disruption whose duration and target are chosen.

        Raises:
            InputError: a value that the laboratory does not offer.
        """
        values = values_of(overrides)
        method = str(values.get("ordering", "jit"))
        if method not in METHODS:
            raise InputError(f"ordering={method}: the laboratory has no slider for it; {nearest(method, METHODS)}")
        names = {
            "ordering": "method",
            f"ordering.{METHODS[method].key}": "buffer",
            f"crisis.{disruption}.duration": "duration",
            "serving": "serving",
            "information": "records",
        }
        query = {names[key]: str(value) for key, value in values.items() if key in names}
        target = values.get(f"crisis.{disruption}.target")
        aimed = [f"crisis.{disruption}.target"] if isinstance(target, dict) and [*target] == ["name"] else []
        if isinstance(target, dict) and aimed:
            query["target"] = str(target["name"])
        second = values.get("sourcing") == "backup"
        own = {*names, *(SECOND if second else ()), *aimed}
        state = cls.read(query | ({"second": "1"} if second else {}))
        return state, [one for one in overrides if one.partition("=")[0] not in own]


def _value(name: str, text: str, item: Any) -> Any:
    """The value of a field from its text."""
    limits = item.metadata
    if "low" not in limits:
        if limits["choices"] and text not in limits["choices"]:
            raise InputError(f"{name}={text}: there is no such choice; {nearest(text, limits['choices'])}")
        return text
    whole = item.type is int
    if text == "None" and not whole:
        return None
    try:
        value = int(text) if whole else float(text)
    except ValueError:
        value = float("nan")
    if not limits["low"] <= value <= limits["high"]:
        kind = "whole number" if whole else "number"
        raise InputError(f"{name}={text}: must be a {kind} from {limits['low']:g} to {limits['high']:g}")
    return value
