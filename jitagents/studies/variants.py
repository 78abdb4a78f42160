"""Variants: the resolved configuration of each, from the overrides of the study and of the user."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from omegaconf import DictConfig, OmegaConf

import jitagents.designs  # noqa: F401  # an override replaces mappings of the classes that are imported
from jitagents.config import composed, plain
from jitagents.config_directory import conf_directory, groups
from jitagents.errors import Faults, InputError, listed, nearest
from jitagents.guard import fault_of_name
from jitagents.places import elsewhere, parameters
from jitagents.scenario.settings import SHARED, replaced_keys
from jitagents.scenario.settings_checks import check_settings, check_shared
from jitagents.scenario.setup import STAGES
from jitagents.studies.overrides import spelled_all

NOT_OF_VARIANTS = (*SHARED, "variants", "hydra")
"""Keys that no variant may set."""


@dataclass(frozen=True)
class Variants:
    """The variants of a study.

    Attributes:
        configs: resolved configuration, plain values, by name.
        notices: how overrides of the user changed the variants.
    """

    configs: dict[str, dict[str, Any]]
    notices: tuple[str, ...] = ()


def configurations(config: Mapping[str, Any], asked: Sequence[str], given: Mapping[str, Any] | None = None) -> Variants:
    """Compose the variants of a study.

    A choice of the user for a group that all variants choose (`ordering=kanban`) replaces the variants. A parameter
    that the user sets (`ordering.cover=2`) applies to the variants that have it.

    Args:
        config: the resolved configuration, with the overrides asked for.
        asked: those overrides.
        given: top-level keys whose values were not given as texts: they hold for all variants.

    Raises:
        InputError: an override of a variant, or a parameter that no variant has.
    """
    variants = _stated(config)
    if not variants:
        return Variants({_only(config): dict(config)})
    chosen = {name: {_key(one) for one in overrides} for name, overrides in variants.items()}
    choices_for_all = [
        one
        for one in asked
        if all(_key(one).removesuffix("._target_") in keys & {*groups()} for keys in chosen.values())
    ]
    if choices_for_all:
        choices = ", ".join(one.lstrip("+") for one in choices_for_all)
        notice = f"{choices} takes the place of the variants {', '.join(variants)}"
        return Variants({_only(config): dict(config)}, (notice,))
    faults = Faults()
    for key in given or {}:
        changing = [name for name, keys in chosen.items() if any(one.partition(".")[0] == key for one in keys)]
        faults.add(*(f"variants.{name}: changes {key}, which is given for all variants" for name in changing))
    faults.tell()
    faults.add(*_unknown(variants, chosen, asked, config))
    faults.tell()
    composition = _compose(variants, chosen, asked)
    configs = {name: {**variant, **(given or {})} for name, variant in composition.configs.items()}
    for name, variant in configs.items():
        with faults.collected(f"variants.{name}: "):
            check_settings(variant)
            check_shared(config, variant)
    faults.tell()
    return Variants(configs, composition.notices)


def of_each[T](variants: Iterable[str], work: Callable[[str], T]) -> dict[str, T]:
    """Do some work for every variant; the results by name.

    Raises:
        InputError: faults of the variants; a fault that all of them have is stated once.
    """
    done, wrong = dict[str, T](), dict[str, tuple[str, ...]]()
    for name in variants:
        try:
            done[name] = work(name)
        except InputError as error:
            wrong[name] = error.faults
    faults = Faults()
    for name, stated in wrong.items():
        common = [fault for fault in stated if not done and all(fault in others for others in wrong.values())]
        faults.add(*(fault if fault in common else f"variants.{name}: {fault}" for fault in stated))
    faults.tell()
    return done


def _key(override: str) -> str:
    return override.partition("=")[0].lstrip("+~")


def _stated(config: Mapping[str, Any]) -> dict[str, list[str]]:
    variants, faults = config["variants"] or {}, Faults()
    for name, overrides in variants.items():
        if fault := fault_of_name(str(name)):
            faults.add(f"variants: {fault}")
        if not isinstance(overrides, list) or not all(isinstance(one, str) for one in overrides):
            faults.add(f"variants.{name} = {overrides!r}: must be a list of overrides, e.g. [ordering=jit]")
            continue
        shared = dict.fromkeys(key for key in map(_key, overrides) if key.split(".")[0] in NOT_OF_VARIANTS)
        faults.add(*(f"variants.{name}: {key}: belongs to the whole study; all variants share it" for key in shared))
    faults.tell()
    return {str(name): overrides for name, overrides in variants.items()}


def _only(config: Mapping[str, Any]) -> str:
    """The name of a single variant: that of its ordering rule's class, in lower case."""
    node = config["ordering"]
    target = str(node.get("_target_", "") if isinstance(node, Mapping) else node).rpartition(".")[2]
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in target).strip("_")


def _unknown(
    variants: Mapping[str, list[str]], chosen: Mapping[str, set[str]], asked: Sequence[str], config: Mapping[str, Any]
) -> list[str]:
    """Faults of parameters that no choice of the variants has, found before any variant is composed."""
    faults, folder = list[str](), conf_directory()
    for one in asked:
        group, _, rest = _key(one).partition(".")
        if one.startswith(("+", "~")) or not rest or not all(group in keys for keys in chosen.values()):
            continue
        overrides = [own for stated in variants.values() for own in stated]
        choices = [own.partition("=")[2] for own in overrides if _key(own) == group]
        named = [parameters(folder / group, choice) for choice in choices]
        own = {_key(own).split(".")[1] for own in overrides if _key(own).startswith(f"{group}.")}
        known = own.union(*(names for names in named if names is not None))
        name = rest.partition(".")[0]
        if None not in named and len(named) == len(variants) and name not in known:
            beside = {f"{group}.{name}" for name in known}
            there = elsewhere(_key(one), config, folder)
            hint = f"{there}{listed(beside)}" if there else nearest(f"{group}.{name}", beside)
            faults.append(f"{_key(one)}: none of the variants has this parameter; {hint}")
    return faults


def _compose(variants: Mapping[str, list[str]], chosen: Mapping[str, set[str]], asked: Sequence[str]) -> Variants:
    """Compose every variant with the overrides of the user that apply to it.

    An override of a part that variants choose is doubtful: it applies to the variants whose choice has its key.
    """
    configs, faults = dict[str, dict[str, Any]](), Faults()
    variants_with: dict[str, list[str]] = {
        one: [] for one in asked if _key(one).partition(".")[0] in set().union(*chosen.values())
    }
    for name, stated in variants.items():
        overrides = replacing(stated)
        doubtful = [one for one in variants_with if _key(one).partition(".")[0] in chosen[name]]
        certain = [one for one in asked if one not in doubtful]
        with faults.collected(f"variants.{name}: "):
            config, applicable = _applied([*certain, *overrides], doubtful)
            configs[name] = plain(config)
            for one in {*variants_with} - {*doubtful} | {*applicable}:
                variants_with[one].append(name)
    faults.tell()
    _refuse_unused(variants_with, configs)
    last = {_key(one): one for one in variants_with}.values()  # a mapping that is replaced has two overrides
    partial = [(one, variants_with[one]) for one in last if len(variants_with[one]) < len(variants)]
    notices = (
        f"{one.lstrip('+')} is only for {' and '.join(names)}: the other variants have no such parameter"
        for one, names in partial
    )
    return Variants(configs, tuple(notices))


def _refuse_unused(variants_with: Mapping[str, list[str]], configs: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse overrides that apply to no variant.

    Raises:
        InputError: all of them.
    """
    faults = Faults()
    for one, names in variants_with.items():
        if not names and "." in one:
            beside, first = _beside(_key(one), configs), next(iter(configs.values()))
            there = elsewhere(_key(one), first, conf_directory())
            hint = f"{there}{listed(beside)}" if there else nearest(_key(one), beside)
            faults.add(f"{_key(one)}: none of the variants has this parameter; {hint}")
    faults.tell()


def _applied(overrides: list[str], doubtful: list[str]) -> tuple[DictConfig, list[str]]:
    """Compose with the overrides and with the doubtful ones whose key is then there; and say which those are."""
    config, missing = composed(overrides), object()
    applicable = [one for one in doubtful if OmegaConf.select(config, _key(one), default=missing) is not missing]
    return (composed([*overrides, *applicable]) if applicable else config), applicable


def _beside(key: str, configs: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The keys of the same node in all variants."""
    parent = key.rpartition(".")[0]
    nodes = [OmegaConf.select(OmegaConf.create(dict(config)), parent) or {} for config in configs.values()]
    return {f"{parent}.{name}" for node in nodes for name in node if name != "_target_"}


def readable(overrides: Sequence[str]) -> list[str]:
    """Translate overrides so that Hydra accepts them before the variants are known.

    Parameters of a behaviour (`ordering.z=3`) become additions (`++ordering.z=3`), since the base configuration may
    have another behaviour there; whether a variant has the parameter is checked later.
    """
    stages = [(one, one.partition("=")[0].split(".")) for one in spelled_all(overrides)]
    return replacing([f"++{one}" if path[0] in STAGES and len(path) > 1 else one for one, path in stages])


def replacing(overrides: Sequence[str]) -> list[str]:
    """Translate overrides so that a mapping whose keys are the user's replaces the one that is there."""
    read, replaced = [], replaced_keys()
    for one in spelled_all(overrides):
        key, _, value = one.partition("=")
        replaces = value.startswith(("{", "[")) and key.split(".")[-1] in replaced
        bare = key.removeprefix("++")
        # two different keys, since a sweep keeps one override of each
        read += [f"++{bare.lstrip('+')}=null", f"{bare}={value}"] if replaces else [one]
    return read
