"""The console: what a run says before, after, and when it cannot go on."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from jitagents.findings import findings
from jitagents.results import Results
from jitagents.study import Study

OUT, ERRORS = Console(), Console(stderr=True, soft_wrap=True)


def announce(study: Study, folder: Path) -> None:
    """Say what is going to be simulated."""
    network, config = study.network, study.config
    size = f"{len(network.agents):,} agents, {len(network.lanes):,} lanes"
    OUT.print(f"[bold]{escape(study.name)}[/] on {escape(network.name)} ({size}): {', '.join(study.configs)}")
    for notice in study.notices:
        OUT.print(f"  {escape(notice)}")
    for name, finding in study.findings.items():
        OUT.print(
            f"  crisis {name}: strikes [bold]{escape(finding.name)}[/], whose loss hurts most of "
            f"{len(finding.ranking)} simulated ({finding.candidates} candidates)"
        )
    crisis = f"calm and crisis ({', '.join(study.targets())})" if config["crisis"] else "no crisis"
    OUT.print(f"  {config['replications']} replications, {config['days']} days after {config['warmup']}, {escape(crisis)}")


def conclude(results: Results, folder: Path) -> None:
    """Print the table and the findings, and where everything lies."""
    frame = results.table()
    table = Table(title=f"{results.manifest.get('study', '')}: means with 95 % intervals")
    for column in frame.columns:
        table.add_column(str(column), justify="left" if column in ("variant", "level") else "right")
    for row in frame.itertuples(index=False):
        table.add_row(*(escape(str(cell)) for cell in row))
    OUT.print(table)
    for sentence in findings(results):
        OUT.print(f"- {escape(sentence)}")
    OUT.print(f"results: {escape(str(folder))} (summary.csv, daily.parquet, figures/, report.html)")


def complain(faults: Sequence[str]) -> None:
    """Say what is wrong, one line a fault."""
    ERRORS.print(f"[bold red]jitagents:[/] {'this cannot be run' if len(faults) > 1 else escape(faults[0])}")
    for fault in faults if len(faults) > 1 else ():
        ERRORS.print(f"  - {escape(fault)}")


def stopped() -> None:
    """Say how a study that was stopped goes on."""
    ERRORS.print("\n[bold]stopped.[/] What was simulated is kept; run the same command with hydra.run.dir=… to go on.")
