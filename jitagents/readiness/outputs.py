"""Files of readiness: a table, a workbook, a page, a picture, by the end of their names."""

from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from jitagents.formatting import words
from jitagents.plots.readiness import heat_map
from jitagents.plots.style import image
from jitagents.readiness.advice import ADVICE
from jitagents.readiness.findings import Findings
from jitagents.readiness.judgement import prediction_table
from jitagents.readiness.rules import LEVERS
from jitagents.results import files
from jitagents.results.inline import inline
from jitagents.results.report import page
from jitagents.results.sheets import written


def write(path: Path, found: Findings) -> None:
    """Write what was found into a file.

    Args:
        path: whose end says what it is: .csv, .xlsx, .html, .png, .svg or .pdf.
        found: about the flows.
    """
    match path.suffix.lower():
        case ".csv":
            files.whole(path, found.table.to_csv(index=False, lineterminator="\n").encode())
        case ".xlsx":
            files.whole(path, written(found.sheets))
        case ".html":
            files.whole(path, page_of(found).encode())
        case _:
            heat_map(found.table, LEVERS).savefig(path)


def page_of(found: Findings) -> str:
    """Return one HTML page that needs nothing else: advice for each flow with its money, picture, and judgement."""
    template = (resources("jitagents.readiness") / "templates" / "readiness.html.j2").read_text(encoding="utf-8")
    picture = image(heat_map(found.table, LEVERS))
    return page(
        template,
        facts=f"{found.study.network.name} · {len(found.table):,} flows · {type(found.rule).__name__}",
        sentences=found.sentences,
        groups=[(one, [_row(row, found) for row in _records(found, one)]) for one in ADVICE],
        money=found.currency,
        verified=found.verified is not None,
        picture={"title": picture.title, "caption": picture.caption, "source": inline(picture.svg, "svg+xml")},
        predictions=prediction_table(list(found.predictions)).to_dict("records"),
    )


def _records(found: Findings, advice: str) -> list[dict[Any, Any]]:
    """The flows with an advice, those that save most first."""
    rows = found.table[found.table["advice"] == advice]
    return (rows.sort_values("loss", kind="stable") if "loss" in rows else rows).to_dict("records")


def _row(row: dict[Any, Any], found: Findings) -> dict[str, str]:
    told = {"flow": f"{row['seller']} → {row['buyer']}", "item": row["item"], "mode": row["mode"], "why": row["why"]}
    if found.verified is None:
        return told
    return {**told, "freed": words(row["freed"], row["freed_low"], row["freed_high"]), "saves": found.saving(row)}
