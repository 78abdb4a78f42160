"""The report of a study: one HTML page that needs nothing else, on a screen or on paper."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from shlex import join
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined
from omegaconf import OmegaConf

from jitagents.accounting.measures import MEASURES
from jitagents.errors import InputError
from jitagents.results import centrality, size_limits
from jitagents.results.crisis_words import crisis_of, described
from jitagents.results.ranking import ranks_agents
from jitagents.results.units import MONEY, Units
from jitagents.results.worst import worst
from jitagents.text import LAYOUT, visible

if TYPE_CHECKING:
    from jitagents.results import Results

DETAILED = 400
"""Agents up to which figures are drawings; above, bitmaps are smaller."""
LOSSES, DETAIL = 3, 0.05
"""Losses that are explained, and the share of each below which its causes are told together."""
TRACED = 250_000
"""Agents x days up to which a world is run again to explain them."""
WIDE = 6
"""Variants and levels up to which each has a column of the table, and each measure a row."""
COMMAND, CONFIG = 2_000, 2_000
"""Letters of a command, and lines of a configuration, that the page shows."""

CAPTIONS = {
    "network": (
        "Each circle is an agent, each line a lane; goods flow from the sources at the left to final demand at the "
        "right, and the area of a circle grows with its flow. The colour is the day of an agent's first loss of "
        "output against its calm twin, dark for early and light for late: the mean over the replications with a loss. "
        "White: no loss in at least half of the replications. Follow the coloured lanes from the star to see the "
        "shock arrive: drawn through where the seller loses output first, as when goods are missing; dotted "
        "where the buyer loses output first, as when orders are missing."
    ),
    "daily": (
        "Units served to final demand each day: dashed in the calm worlds, drawn through in their twins with the "
        "crisis. Lines are means over the replications, not smoothed; bands hold the middle 80 % of the replications. "
        "The grey days are those of the crisis. Where the lines part, stock has run out; above the dashed line, what "
        "is owed is caught up. Bands of the crisis and days at both ends are left out where the means differ by less "
        "than 5 % of a calm day."
    ),
    "fan": (
        "Units of final demand that the crisis does not serve and its calm twin on the same random numbers does, day "
        "by day: the line is the median of the replications, the bands hold the middle half and the middle 90 % of "
        "them. Below zero, more is served than in calm: what was owed is caught up. The grey days are those of the "
        "crisis. A wide band says that the day of the loss, or its size, is a matter of luck."
    ),
    "levels": (
        "Each point is a variant at a value of what is swept: the mean over the replications, in the crisis if there "
        "is one. Bands are 95 % intervals of the means. Levels and variants share their random numbers, so that lines "
        "which follow each other's bends are told apart more surely than their bands say."
    ),
    "heat": (
        "Each row is an agent, each column a day; rows are ordered by tier, final demand at the top, and within a tier "
        "by the day of the first loss. Orange to dark: output missing against the calm twin, as a share of the agent's "
        "mean output in calm; blue: more is delivered than in calm. Means over the replications. The dashed lines are "
        "the first and the last day of the crisis; names in bold and blue are those that it acts on. Read upwards to "
        "see the loss arrive at final demand."
    ),
    "tradeoff": (
        "Each point is a variant: what a calm day costs against what the crisis takes away. Bars are 95 % intervals "
        "of the means. Variants share their random numbers, so that differences between them are known better than "
        "the bars show. A variant is better than all those above and to the right of it."
    ),
    "ranking": (
        "The agents whose loss costs the most final output, the worst at the top. Left: what is lost against the calm "
        "twin over the horizon. Middle: days from the start of the crisis to the first day of loss of final demand "
        "and to the last, means over the replications with a loss. Bars are 95 % intervals of the means. Right: its "
        "rank among all that were tried by what is spent with it and by its place in the network; a pale cell is an "
        "agent that the measure would not have pointed to."
    ),
    "tension": (
        "The dial: at the left pure just-in-time, at the right all of the budget; above, the value of the stock that "
        "it adds, the same for every curve. Each curve is a way to place it. Lines are means of the output lost "
        "against the calm twin, bands their 95 % intervals. The curves share their random numbers, so that differences "
        "between them are known better than the bands show. If it was measured, the lower panel has the tension of the "
        "network itself: the exposure of its flows against the stock that covers them."
    ),
    "frontier": (
        "Above, the output lost over the value of the stock that is added, along the path on which it falls fastest; "
        "each name stands where the first of that item is bought. The path was found in other replications than those "
        "drawn. The ring is the knee: the point furthest below the chord between the ends of the curve (Satopaa et al. "
        "2011). Dashed: the same money placed otherwise. Below, the days of cover that the money buys of each item."
    ),
    "stages": (
        "A column a stage, final demand at the left. Above, the orders that it places; below, its stock on hand, or "
        "below zero what it owes. Means over the replications, in the crisis if there is one. Orders that swing more "
        "from stage to stage are the bullwhip."
    ),
    "stock": "Mean stock value of a calm day by tier, inputs included, with 95 % intervals; tier 0 faces final demand.",
}
CALM_CAPTIONS = {
    "network": (
        "Each circle is an agent, each line a lane; goods flow from the sources at the left to final demand at the "
        "right, and the area of a circle grows with its flow."
    ),
    "daily": (
        "Units served to final demand each day: means over the replications, not smoothed, and bands that hold the "
        "middle 80 % of the replications."
    ),
    "tradeoff": (
        "Each point is a variant: what a day costs against the share of demand filled on its day. Bars are 95 % "
        "intervals of the means. A variant is better than all those below and to the right of it."
    ),
}

NOTE = (
    "Values are of the calm worlds unless a row speaks of the crisis; what the crisis changes is the difference to the "
    "calm twin on the same random numbers. “≥”: some replications had no loss and count with the rest of the horizon, "
    "so that the mean is a lower bound."
)
RANKING_NOTE = (
    "A row for each of the agents that hurt most: final output lost over the horizon, days from the crisis's start "
    "to the first and to the last day of loss of final demand, and ranks among all that were tried. A replication "
    "without a day of loss counts with the rest of the horizon to survive and with 0 days to recover."
)


def report(results: "Results") -> str:
    """The page as text: findings, table, figures, definitions, configuration, versions."""
    template = (files("jitagents.results") / "templates" / "report.html.j2").read_text(encoding="utf-8")
    page = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_readable
    )
    manifest, shown = results.manifest, results.shown
    table, ranking = results.table(), ranks_agents(results)
    return page.from_string(template).render(
        title=str(manifest.get("study") or "A study").replace("_", " "),
        facts=_facts(shown),
        findings=results.findings(),
        table=table.T if len(table) <= WIDE else table.head(size_limits.ROWS),
        cut=size_limits.cut(len(table)),
        header=_header,
        note=RANKING_NOTE if ranking else NOTE,
        figures=_figures(results),
        left_out=results.figures_left_out,
        why=_why(results),
        measures={name: MEASURES[name] for name in results.measures} | (centrality.MEASURES if ranking else {}),
        config=_shortened(OmegaConf.to_yaml(OmegaConf.create(results.config))),
        origin={"seed": manifest.get("seed"), "hash": manifest.get("hash"), "git": manifest.get("git")},
        versions=manifest.get("versions") or {},
    )


def _readable(value: Any) -> Any:
    """What is written into the page: texts without characters that cannot be seen."""
    return visible(value, LAYOUT) if isinstance(value, str) else value


def _facts(results: "Results") -> str:
    """What was run, in one line."""
    agents, lanes, targets = len(results.agents), len(results.lanes), results.manifest.get("targets") or ()
    window = results.manifest.get("crisis_window")
    days = results.config["days"]
    units = Units.of(results.config)
    crisis = described(
        crisis_of(results.config, results.manifest), results.swept, targets, units
    ) if results.has_crisis else []  # fmt: skip
    asked = results.manifest.get("asked")
    parts = [
        f"{agents:,} agents and {lanes:,} lanes",
        f"{results.replications['replication'].nunique():,} replications of {days:,} {units.times}",
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
    captions = CAPTIONS if results.has_crisis else CAPTIONS | CALM_CAPTIONS
    drawn = len(results.agents) <= DETAILED
    return [
        {
            "name": name,
            "title": image.title,
            "caption": captions[name],
            "source": _inline(image.svg, "svg+xml") if drawn else _inline(image.png, "png"),
        }
        for name, image in results.images.items()
    ]


def _why(results: "Results") -> dict[str, Any] | None:
    """The causes of the largest losses, in words and as pictures; None where nothing can be traced."""
    size = len(results.agents) * int(results.config.get("days", 0))
    if not (results.can_run_again and results.has_crisis and results.has("output_lost") and size <= TRACED):
        return None
    from jitagents.plots.style import image

    found = worst(results, LOSSES)
    labels, world = results.labels, found.world
    shown = {**world, "variant": labels.variant(world["variant"]), "level": labels.level(world["level"])}
    place = str(replace(found, world=shown))
    try:
        causes = [results.why(agent, **world, detail=DETAIL).called(results.labels.agent) for agent in found.agents]
    except InputError as reason:  # e.g. a file of the network that is no longer there
        return {"world": place, "losses": [], "missing": str(reason)}
    losses = [
        {"story": cause.story(), "text": str(cause), "source": _inline(image(cause.plot()).svg, "svg+xml")}
        for cause in causes
    ]
    return {"world": place, "losses": losses, "missing": ""} if losses else None


def _inline(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{b64encode(content).decode()}"
