"""Variants: the resolved configuration of each, from the study's overrides and the user's."""

from collections.abc import Mapping, Sequence
from typing import Any

from omegaconf import OmegaConf

from jitagents.config import composed, groups, plain
from jitagents.errors import InputError


def configurations(config: Mapping[str, Any], asked: Sequence[str]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The variants of a study.

    A choice that the user makes for a group which all variants choose (`ordering=kanban`) takes the place of the
    variants. A parameter that the user sets (`ordering.cover=2`) goes to the variants that have it.

    Args:
        config: the resolved configuration, with the overrides asked for.
        asked: those overrides.

    Returns:
        Configurations by variant, and notices of what was not taken as the study has it.

    Raises:
        InputError: an override of a variant, or a parameter that no variant has.
    """
    variants = _stated(config)
    taken = {key: value for key, _, value in (one.partition("=") for one in asked) if key in groups() and key != "study"}
    chosen = {name: {one.partition("=")[0] for one in overrides} for name, overrides in variants.items()}
    replaced = [key for key in taken if variants and all(key in keys for keys in chosen.values())]
    if replaced:
        name = ", ".join(taken[key] for key in replaced)
        notice = f"{', '.join(f'{key}={taken[key]}' for key in replaced)} takes the place of the variants {', '.join(variants)}"
        return {name: dict(config)}, [notice]
    if not variants:
        return {_only(config): dict(config)}, []
    return _compose(variants, chosen, asked)


def _stated(config: Mapping[str, Any]) -> dict[str, list[str]]:
    variants = config.get("variants") or {}
    faults = [
        f"variants.{name} = {overrides!r}: must be a list of overrides, e.g. [ordering=jit]"
        for name, overrides in variants.items()
        if not isinstance(overrides, list) or not all(isinstance(one, str) for one in overrides)
    ]
    if faults:
        raise InputError(*faults)
    return dict(variants)


def _only(config: Mapping[str, Any]) -> str:
    """The name of a single variant: that of its ordering rule's class, in lower case."""
    target = str(config["ordering"]["_target_"]).rpartition(".")[2]
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in target).strip("_")


def _compose(
    variants: Mapping[str, list[str]], chosen: Mapping[str, set[str]], asked: Sequence[str]
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    configs: dict[str, dict[str, Any]] = {}
    given: dict[str, list[str]] = {}
    for name, overrides in variants.items():
        doubtful = [one for one in asked if one.lstrip("+~").split(".")[0] in chosen[name] and "." in one.partition("=")[0]]
        sure = [one for one in asked if one not in doubtful]
        try:
            fitting = _fitting([*sure, *overrides], doubtful)
            configs[name] = plain(composed([*sure, *overrides, *fitting]))
        except InputError as error:
            raise InputError(*(f"variants.{name}: {fault}" for fault in error.faults)) from error
        for one in doubtful:
            given.setdefault(one, []).extend([name] if one in fitting else [])
    lost = [one for one, names in given.items() if not names]
    if lost:
        raise InputError(*(f"{one}: none of the variants {', '.join(variants)} has this parameter" for one in lost))
    partly = [(one, names) for one, names in given.items() if len(names) < len(variants)]
    return configs, [f"{one} is set for {', '.join(names)} only: the other variants have no such parameter" for one, names in partly]


def _fitting(overrides: list[str], doubtful: list[str]) -> list[str]:
    """Those of the doubtful overrides whose key the composed configuration has."""
    if not doubtful:
        return []
    there = composed(overrides)
    missing = object()
    return [
        one
        for one in doubtful
        if one[0] in "+~" or OmegaConf.select(there, one.partition("=")[0], default=missing, throw_on_missing=False) is not missing
    ]
