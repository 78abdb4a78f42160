"""The report of a study: one HTML page that needs nothing else, on a screen or on paper."""

from collections.abc import Callable, Sequence
from importlib.resources import files
from shlex import join
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined
from omegaconf import OmegaConf

from jitagents.results import size_limits
from jitagents.results.crisis_words import crisis_of, described
from jitagents.results.inline import inline
from jitagents.results.largest_losses import Explained
from jitagents.results.own import explained
from jitagents.results.units import MONEY, Units
from jitagents.results.warm_up import too_short
from jitagents.text import LAYOUT, visible

if TYPE_CHECKING:
    from jitagents.results import Results

DETAILED = 400
"""Agents up to which figures are drawings; above, bitmaps are smaller."""
WIDE = 6
"""Variants and levels up to which each has a column of the table, and each measure a row."""
COMMAND, CONFIG = 2_000, 2_000
"""Letters of a command, and lines of a configuration, that the page shows."""


def report(results: "Results", why: Callable[[], Explained | None]) -> str:
    """The page as text: findings, table, figures, causes of losses, definitions, configuration, versions.

    Args:
        results: of a study.
        why: waits for the explanation of its largest losses; None where nothing can be traced.
    """
    template = (files("jitagents.results") / "templates" / "report.html.j2").read_text(encoding="utf-8")
    manifest, shown, view, table = results.manifest, results.shown, results.view, results.table()
    with explained("view", view):
        measures = dict(view.definitions(shown))
    return page(
        template,
        title=str(manifest.study or "A study").replace("_", " "),
        facts=_facts(shown),
        findings=results.findings(),
        table=table.T if len(table) <= WIDE else table.head(size_limits.ROWS),
        cut=size_limits.cut(len(table)),
        header=_header,
        note=view.note,
        measures=measures,
        config=_shortened(OmegaConf.to_yaml(OmegaConf.create(results.config))),
        origin={"seed": manifest.seed, "hash": manifest.hash, "git": manifest.git},
        versions=manifest.versions,
        rules=manifest.rules,
        why=why(),  # from here on, what is made elsewhere meanwhile
        figures=_figures(results),
        notices=[*results.own.notices, *too_short(results), *results.figures_left_out.values()],
    )


def page(template: str, **values: Any) -> str:
    """Write a page that needs nothing else, in the look of all reports.

    Args:
        template: of Jinja; `/* look */` stands for its style.
        values: that it shows; texts are escaped.
    """
    look = (files("jitagents.results") / "templates" / "page.css").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_readable
    )
    return environment.from_string(template.replace("/* look */", look)).render(**values)


def _readable(value: Any) -> Any:
    """Make hidden characters of a text visible before it is written into the page."""
    return visible(value, LAYOUT) if isinstance(value, str) else value


def _facts(results: "Results") -> str:
    """The set-up of the study in one line."""
    agents, lanes, targets = len(results.agents), len(results.lanes), results.manifest.targets
    window = results.manifest.crisis_window
    days = results.config["days"]
    units = Units.of(results.config)
    crisis = described(
        crisis_of(results.config, results.manifest), results.swept, targets, units
    ) if results.has_crisis else []  # fmt: skip
    asked = results.manifest.asked
    parts = [
        f"{agents:,} agents and {lanes:,} lanes",
        f"{results.replication_count:,} replications of {days:,} {units.times}",
        *crisis,
        f"{units.times} {window[0]} to {window[1]}" if window else "",
        "" if units.currency == MONEY else f"money in {units.currency}",
        _again(asked) if asked is not None else "",
    ]
    return " · ".join(part for part in parts if part)


def _again(asked: Sequence[str]) -> str:
    """The command that repeats a run, if it is short enough to be read."""
    words = command(asked)
    return f"again: {words}" if len(words) <= COMMAND else "again: the command in manifest.json, under asked"


def _shortened(config: str) -> str:
    """A configuration as text, without its end where that is very long."""
    lines = config.splitlines()
    if len(lines) <= CONFIG:
        return config
    return "\n".join([*lines[:CONFIG], f"# {len(lines) - CONFIG:,} further lines: manifest.json has them all"])


def command(asked: Sequence[str]) -> str:
    """The command that repeats a run, as a POSIX shell reads it."""
    return join(["jitagents", *asked])


def _header(key: Any) -> str:
    """A variant, or a variant and its level."""
    return ", ".join(str(part) for part in key if part) if isinstance(key, tuple) else str(key)


def _figures(results: "Results") -> list[dict[str, str]]:
    """Each figure as a data address, with its caption and the words for those who do not see it."""
    drawn = len(results.agents) <= DETAILED
    return [
        {
            "name": name,
            "title": image.title,
            "caption": image.caption,
            "source": inline(image.svg, "svg+xml") if drawn else inline(image.png, "png"),
        }
        for name, image in results.images.items()
    ]
