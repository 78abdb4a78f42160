"""Arguments of a model, checked before anything of it is built."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from jitagents.agents import KINDS
from jitagents.crises import Disruption
from jitagents.errors import Faults, nearest
from jitagents.network import Network
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.rollout import Rollout
from jitagents.simulation.stages import Stages
from jitagents.worlds import Worlds

STARTS = ("steady", "empty")
MOST_WORLDS = 10_000_000
"""Most worlds of a model; a study divides more of them into chunks."""


type Rng = int | np.random.SeedSequence | np.random.Generator | None


def check_arguments(
    network: Any, worlds: Any, rng: Any, crisis: Any, warmup: Any, start: Any, classes: Any, stages: Mapping[str, Any]
) -> None:
    """Check the arguments of a model.

    Raises:
        InputError: some arguments are wrong; all of them are named.
    """
    faults = Faults()
    if not isinstance(network, Network):
        faults.add(f"network = {network!r}: must be a Network, as jitagents.network.serial() makes one")
    if not isinstance(worlds, Worlds) and not (is_whole(worlds, 1) and worlds <= MOST_WORLDS):
        faults.add(f"worlds = {worlds!r}: must be a whole number from 1 up, at most {MOST_WORLDS:,}, or Worlds")
    with faults.collected():
        _check_rng(rng, worlds, faults)
    if not is_whole(warmup, 0):
        faults.add(f"warmup = {warmup!r}: must be a whole number of days from 0 up")
    if start not in STARTS:
        faults.add(f"start = {start!r}: {nearest(start, STARTS)}")
    if not isinstance(crisis, Mapping):
        faults.add(f"crisis = {crisis!r}: must be a mapping of names to disruptions, {{'fire': Shock(...)}}")
    else:
        faults.add(*(_no_disruption(name, item) for name, item in crisis.items() if not isinstance(item, Disruption)))
    _check_stages(stages, faults)
    faults.tell()
    _check_classes(network, classes, faults)
    faults.tell()


def is_whole(value: Any, least: int) -> bool:
    """Return whether a value is a whole number from `least` up."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= least)


def seed_of(rng: Rng) -> int:
    """Return the seed of all streams: the number itself, that of a `SeedSequence`, or one drawn from a generator."""
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(2**63))
    if isinstance(rng, np.random.SeedSequence):
        return int(rng.generate_state(1, np.uint64)[0])
    return int(np.random.SeedSequence().generate_state(1, np.uint64)[0]) if rng is None else int(rng)


def _check_rng(rng: Any, worlds: Any, faults: Faults) -> None:
    if isinstance(worlds, Worlds):
        if rng is None or not (is_whole(rng, 0) and rng in (0, worlds.entropy)):
            faults.add(f"rng = {rng!r}: Worlds bring their own seed; write Worlds(..., entropy={rng!r})")
    elif not (rng is None or isinstance(rng, np.random.SeedSequence | np.random.Generator) or is_whole(rng, 0)):
        faults.add(f"rng = {rng!r}: must be a whole number from 0 up, a SeedSequence, a Generator, or None")


def _no_disruption(name: Any, value: Any) -> str:
    return f"crisis.{name} = {value!r}: must be a disruption, as jitagents.crises.Shock(...)"


def _check_stages(stages: Mapping[str, Any], faults: Faults) -> None:
    kinds = {item.name: item.type for item in fields(Stages) if isinstance(item.type, type)}
    for name, value in stages.items():
        kind = kinds.get(name)
        if kind is not None and not isinstance(value, kind):
            faults.add(f"{name} = {value!r}: must be of the kind {kind.__name__}, as an object of a class")
    exemptions = stages.get("exemptions", ())
    if not isinstance(exemptions, list | tuple) or not all(isinstance(item, Exemption) for item in exemptions):
        faults.add(f"exemptions = {exemptions!r}: must be a list of Exemption objects")
    rollout = stages.get("rollout")
    if rollout is not None and not isinstance(rollout, Rollout):
        faults.add(f"rollout = {rollout!r}: must be a Rollout, or None")


def _check_classes(network: Network, classes: Any, faults: Faults) -> None:
    """Check that each class is for a known kind or agent, and derives from the class of its kind."""
    if not isinstance(classes, Mapping):
        faults.add(f"classes = {classes!r}: must be a mapping, as {{'buyer': MyBuyer}}")
        return
    kind_of = dict(zip(KINDS, KINDS, strict=True)) | dict(
        zip(network.agents["name"], network.agents["kind"], strict=True)
    )
    for name, made in classes.items():
        if name not in kind_of:
            faults.add(f"classes: {name!r} is neither a kind nor an agent; {nearest(name, kind_of)}")
            continue
        needed = KINDS[kind_of[name]]
        if not isinstance(made, type) or not issubclass(made, needed):
            text = made.__name__ if isinstance(made, type) else repr(made)
            faults.add(f"classes[{name!r}] = {text}: must be a class that derives from {needed.__name__}")
