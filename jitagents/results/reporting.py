"""Reporting sheets for papers, in Markdown: STRESS (Monks et al. 2019) and ODD (Grimm et al. 2020)."""

import inspect
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined

from jitagents.build import named
from jitagents.errors import InputError
from jitagents.results.crisis_words import crisis_of, described
from jitagents.results.report import command
from jitagents.results.units import Units
from jitagents.scenario.setup import STAGES
from jitagents.text import LAYOUT, visible

if TYPE_CHECKING:
    from jitagents.results.base_tables import BaseTables

SOURCE = re.compile(r"^Source:\n((?:    .*\n?|\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """A rule of a stage, as a row of a table.

    Attributes:
        stage, variants: that have it.
        name: of its class.
        sentence, source: from its docstring; empty where it has none.
    """

    stage: str
    variants: str
    name: str
    sentence: str
    source: str


def sheet(results: "BaseTables", kind: str) -> str:
    """Fill a sheet from the manifest.

    Args:
        results: of a study.
        kind: `stress` or `odd`.
    """
    template = (files("jitagents.results") / "templates" / f"{kind}.md.j2").read_text(encoding="utf-8")
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_readable)
    environment.filters["cell"] = _cell
    return environment.from_string(template).render(**_facts(results)) + "\n"


def _facts(results: "BaseTables") -> dict[str, Any]:
    config, manifest, units = results.config, results.manifest, Units.of(results.config)
    crisis, kinds = crisis_of(config, manifest), results.agents["kind"].value_counts()
    asked, stated = manifest.asked, config.get("variants") or {}
    return {
        "name": manifest.study or "a study", "hash": manifest.hash, "git": manifest.git, "seed": manifest.seed,
        "versions": ", ".join(f"{name} {number}" for name, number in manifest.versions.items()),
        "command": command(asked) if asked is not None else "the configuration in manifest.json",
        "network": manifest.network.get("name") or "network", "source": manifest.network.get("source") or "",
        "inputs": manifest.inputs, "agents": f"{len(results.agents):,}", "lanes": f"{len(results.lanes):,}",
        "tiers": results.agents["tier"].nunique(),
        "kinds": ", ".join(f"{count:,} of the kind {kind}" for kind, count in kinds.items()),
        "variants": [{"name": name, "overrides": ", ".join(stated.get(name, ()))} for name in results.variants],
        "rules": _rules(results), "measures": {name: results.definitions[name] for name in results.measures},
        "crisis": described(crisis, results.swept, manifest.targets, units) if results.has_crisis else [],
        "scopes": ", ".join(config["scopes"]) if isinstance(config["scopes"], list) else config["scopes"],
        "levels": len(results.levels), "keys": list(results.swept), "days": config["days"], "time": units.time,
        "times": units.times, "warmup": config["warmup"], "start": config["start"],
        "replications": results.replication_count,
    }  # fmt: skip


def _rules(results: "BaseTables") -> list[Rule]:
    """The rules of each stage, with the variants that have them."""
    configs = results.manifest.variants or dict.fromkeys(results.variants, results.config)
    rules = []
    for stage in STAGES:
        by_target = dict[str, list[str]]()
        for name, config in configs.items():
            node = config.get(stage) or {}
            by_target.setdefault(str(node.get("_target_", "none")), []).append(name)
        for target, names in by_target.items():
            everybody = len(names) == len(configs)
            rules.append(Rule(stage, "all" if everybody else ", ".join(names), *_words(target, stage)))
    return rules


def _words(target: str, stage: str) -> tuple[str, str, str]:
    """The name, the first sentence and the source of a class."""
    name = target.rpartition(".")[2]
    try:
        text = inspect.cleandoc(named(target, stage).__doc__ or "") + "\n"
    except InputError:
        return name, "", ""
    found = SOURCE.search(text)
    return name, text.partition("\n")[0], " ".join(found[1].split()) if found else ""


def _readable(value: Any) -> Any:
    """Make hidden characters of a text visible."""
    return visible(value, LAYOUT) if isinstance(value, str) else value


def _cell(value: str) -> str:
    """Keep a text within its cell of a table."""
    return value.replace("|", "\\|").replace("\n", " ")
