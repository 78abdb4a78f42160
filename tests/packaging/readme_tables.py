"""Tables of the README that are generated from the code: `python -m tests.packaging.readme_tables` writes them."""

import math
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import yaml

from jitagents.accounting import measures
from jitagents.accounting.measures import Measure
from jitagents.config_directory import conf_directory
from jitagents.network.columns import AGENTS, CARRIERS, LANES, Field

README = Path(__file__).resolve().parents[2] / "README.md"
STAGES = (
    "demand", "information", "forecasting", "ordering", "sourcing", "allocation", "production", "transport",
    "inspection", "serving", "calendar", "finance", "relation", "crisis", "costs", "network", "design",
    "executor",
)  # fmt: skip
"""Groups of choices, in the order of the day, then designs of experiments and where they run."""
THEMES = (
    "service", "quality", "books", "stock", "tension", "time", "variance", "forecast", "cost", "panel", "relation",
    "profit", "cash", "resilience", "ripple", "rollout",
)  # fmt: skip
"""Modules of measures, in the order of tables."""


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])


def columns(fields: dict[str, Field]) -> str:
    """The columns of a table of users."""
    rows = [(f"`{name}`", unit(field), default(field), field.meaning) for name, field in fields.items()]
    return table(("column", "type", "default", "meaning"), rows)


def unit(field: Field) -> str:
    """Type and unit of a column."""
    sort = {"whole": "whole number"}.get(field.sort, field.sort)
    return f"{sort}, {field.unit}" if field.unit else sort


def default(field: Field) -> str:
    """What an empty cell means."""
    if field.default is None:
        return "required"
    if isinstance(field.default, str):
        return field.default or "empty"
    if math.isnan(field.default):
        return "empty"
    return f"{field.default:g}" if math.isfinite(field.default) else "no limit"


def choices() -> str:
    """The choices of each stage; those that hold another one of the same stage as a part come last."""
    rows = []
    for stage in STAGES:
        files = sorted((conf_directory() / stage).glob("*.yaml"))
        plain = [file.stem for file in files if not holds_another(file)]
        around = [file.stem for file in files if holds_another(file)]
        names = ", ".join(plain) + (f"; around another: {', '.join(around)}" if around else "")
        rows.append((f"`{stage}`", names))
    return table(("stage", "choices"), rows)


def holds_another(file: Path) -> bool:
    """True if a choice is one for the same stage with something around it."""
    defaults = yaml.safe_load(file.read_text(encoding="utf-8")).get("defaults", [])
    keys = [key for entry in defaults if isinstance(entry, dict) for key in entry]
    own = f"/{file.parent.name}@"
    return any(key.startswith(own) and key != f"{own}rest" for key in keys)


def measures_by_theme() -> str:
    """The measures of each theme by unit."""
    rows = []
    for theme in THEMES:
        by_unit: dict[str, list[str]] = {}
        for name, measure in of_theme(theme).items():
            by_unit.setdefault(measure.unit, []).append(name)
        units = "; ".join(f"{', '.join(names)} ({unit})" for unit, names in by_unit.items())
        rows.append((theme, units))
    return table(("theme", "measures (unit)"), rows)


def of_theme(theme: str) -> dict[str, Measure]:
    """The measures of one module, by name."""
    names = {getattr(each, "name", each) for each in import_module(f"{measures.__name__}.{theme}").MEASURES}
    return {name: measure for name, measure in measures.MEASURES.items() if name in names}


def themes() -> set[str]:
    """The modules that define measures."""
    names = [module.name for module in iter_modules(measures.__path__)]
    return {name for name in names if hasattr(import_module(f"{measures.__name__}.{name}"), "MEASURES")}


def generated() -> dict[str, str]:
    """Every generated table, by the name of its place in the README."""
    return {
        "choices": choices(), "measures": measures_by_theme(), "agents": columns(AGENTS), "lanes": columns(LANES),
        "carriers": columns(CARRIERS),
    }  # fmt: skip


def written(text: str) -> str:
    """The README with the tables as they are now."""
    for name, content in generated().items():
        begin, end = f"<!-- generated: {name} -->\n", "<!-- end -->"
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}\n{content}\n\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
