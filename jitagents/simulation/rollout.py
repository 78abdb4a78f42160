"""Roll-out: new behaviours that come in waves, each after a gate that the one before has passed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from jitagents.errors import Faults, InputError, nearest
from jitagents.parameters import Number, Parameters, param
from jitagents.simulation.gate_charts import Cusum, Sprt
from jitagents.simulation.learning import Learning

ROLLBACK, KEEP, ADJUST = "rollback", "keep", "adjust"


@dataclass(frozen=True)
class Wave(Parameters):
    """A step of a roll-out: the exemptions with its name in their `when` hold once it has begun."""

    start: Number | None = param(None, "day", "first day, counted from the first measured day, which is 1")
    after: str | None = param(None, "", "the wave that must have passed its gate before")
    wait: Number = param(0.0, "days", "from the day on which that wave has passed", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.start is None) == (self.after is None):
            raise InputError("Wave: must state either its `start`, a day, or the wave that it comes `after`")


@dataclass(frozen=True)
class Gate(Parameters):
    """A gate: the verdict on a wave, window by window, from those whom it has reached.

    A window passes if service, line stops and stock are all good enough; it fails if service or line stops are too bad;
    it is held otherwise, and another window follows. A wave that is held too often has failed.

    A wave that fails is taken back, or kept as it is, and what comes after it never begins; or its cover is adjusted:
    it holds so many days more of it, and is judged again, until a window passes.

    Where information systems keep books (`information=books`), a gate judges on them: demand is what was entered on the
    day, and stock is the record at its end. What customers are owed is in the order book, and a line that stops is seen
    by all, so that these two are always the truth.
    """

    window: int = param(28, "days", "judged together", low=1)
    settle: int = param(0, "days", "from the beginning of a wave to its first window", low=0)
    fill: Number = param(0.97, "share", "of demand met on its day, by value, at least, to pass", low=0, high=1)
    fill_fails: Number = param(0.93, "share", "below which a window fails", low=0, high=1)
    stops: Number = param(0.0, "days", "on which a line stops, in a window, at most, to pass", low=0)
    stops_fail: Number = param(1.0, "days", "above which a window fails", low=0)
    stock: Number | None = param(
        None, "share", "mean value of stock, of that in a window before the wave, at most, to pass; None: any", low=0
    )
    patience: int = param(3, "windows", "that may be held", low=0)
    on_fail: str = param(ROLLBACK, "", "what becomes of a wave that fails", choices=(ROLLBACK, KEEP, ADJUST))
    step: Number = param(1.0, "days", "of cover that an adjustment adds to new ordering rules", low=0)
    cusum: Cusum | None = param(None, "", "chart that judges service, in place of `fill` and `fill_fails`")
    sprt: Sprt | None = param(None, "", "sequential test that does so")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.cusum is not None and self.sprt is not None:
            raise InputError("Gate.sprt: must be null where there is a cusum; one chart judges service")


@dataclass(frozen=True)
class Rollout(Parameters):
    """A roll-out in waves.

    Without a gate, a wave has passed on the day on which it begins. Without `learning`, those whom it reaches know the
    new method at once.

    Source:
        Pilot, measurement and extension as trials in waves: Hussey & Hughes 2007, Contemporary Clinical Trials 28(2);
        the roll-out of pull systems: Liker 2004, The Toyota Way, ch. 23.
    """

    waves: Mapping[str, Wave] = field(default_factory=dict, metadata={"replace": True})
    gate: Gate | None = None
    learning: Learning | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        faults, names = Faults(), list(self.waves)
        for name, wave in self.waves.items():
            if wave.after is not None and wave.after not in self.waves:
                faults.add(f"rollout.waves.{name}.after: there is no wave {wave.after!r}; {nearest(wave.after, names)}")
        faults.tell()
        for name in names:
            before, passed = self.waves[name].after, {name}
            while before is not None and before not in passed:
                passed.add(before)
                before = self.waves[before].after
            if before is not None:
                raise InputError(f"rollout.waves.{name}: comes after itself, by way of {before!r}")

    def by_world(self) -> "Rollout":
        """The same with the numbers that differ by world as `(worlds,)`."""
        gate = self.gate
        if gate is not None:
            gate = replace(_flat(gate), cusum=gate.cusum and _flat(gate.cusum), sprt=gate.sprt and _flat(gate.sprt))
        learning = self.learning and _flat(self.learning)
        return Rollout({name: _flat(wave) for name, wave in self.waves.items()}, gate, learning)

    def check(self, name: str, place: str) -> None:
        """Check that an exemption names one of the waves.

        Raises:
            InputError: there is no such wave.
        """
        if name not in self.waves:
            raise InputError(f"{place}.when.wave: there is no wave {name!r} in rollout; {nearest(name, self.waves)}")

    @classmethod
    def of(cls, node: Any) -> "Rollout":
        """Read it from a configuration: `{waves: {pilot: {start: 30}, rest: {after: pilot}}, gate: {window: 28}}`.

        Raises:
            InputError: it is no such mapping, or a value is wrong.
        """
        keys = [item.name for item in fields(cls)]
        if not isinstance(node, Mapping) or not node.get("waves"):
            raise InputError(f"rollout = {node!r}: must be a mapping with waves, {{waves: {{pilot: {{start: 30}}}}}}")
        faults = Faults()
        faults.add(*(f"rollout.{key}: there is no such key; {nearest(key, keys)}" for key in node if key not in keys))
        if not isinstance(node["waves"], Mapping):
            raise InputError("rollout.waves: must be a mapping of names, {pilot: {start: 30}, rest: {after: pilot}}")
        waves, gate, learning = dict[str, Wave](), None, None
        for name, stated in node["waves"].items():
            with faults.collected():
                waves[str(name)] = _read(Wave, stated, f"rollout.waves.{name}")
        if node.get("gate") is not None:
            with faults.collected():
                gate = _gate(node["gate"])
        if node.get("learning") is not None:
            with faults.collected():
                learning = _read(Learning, node["learning"], "rollout.learning")
        faults.tell()
        return cls(waves, gate, learning)


def _flat[Kind: Parameters](given: Kind) -> Kind:
    """The parameters with arrays of numbers as `(worlds,)`."""
    values = {item.name: getattr(given, item.name) for item in fields(given)}
    return replace(given, **{name: np.ravel(one) for name, one in values.items() if isinstance(one, np.ndarray)})


def _gate(node: Any) -> Gate:
    """Make a gate, and its chart if it has one."""
    for name, kind in (("cusum", Cusum), ("sprt", Sprt)):
        if isinstance(node, Mapping) and node.get(name) is not None:
            node = {**node, name: _read(kind, node[name], f"rollout.gate.{name}")}
    return _read(Gate, node, "rollout.gate")


def _read[Kind: Parameters](kind: type[Kind], node: Any, place: str) -> Kind:
    """Make an object of a mapping of its parameters."""
    names = [item.name for item in fields(kind)]
    if not isinstance(node, Mapping):
        raise InputError(f"{place} = {node!r}: must be a mapping; its keys are {', '.join(names)}")
    if unknown := [key for key in node if key not in names]:
        raise InputError(*(f"{place}.{key}: there is no such key; {nearest(str(key), names)}" for key in unknown))
    try:
        return kind(**node)
    except InputError as error:
        raise InputError(*(place + fault.removeprefix(kind.__name__) for fault in error.faults)) from None
