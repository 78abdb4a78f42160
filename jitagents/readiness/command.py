"""Command line of readiness: judges the flows of a network, tries the judgement by simulation, writes what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from rich import box
from rich.markup import escape
from rich.table import Table as Shown

from jitagents import console
from jitagents.build import build
from jitagents.config import composed, plain
from jitagents.config_directory import choices
from jitagents.errors import InputError
from jitagents.readiness.advice import ADVICE, advised
from jitagents.readiness.arguments import Arguments, read
from jitagents.readiness.assessment import UNKNOWN, assess, flows_of, known_of, values_of
from jitagents.readiness.conversion import Conversion
from jitagents.readiness.coverage import coverage
from jitagents.readiness.findings import Findings
from jitagents.readiness.histories import histories
from jitagents.readiness.judgement import predictions
from jitagents.readiness.levers import Indicator
from jitagents.readiness.outputs import write
from jitagents.readiness.rules import LEVERS, Rule, Scores
from jitagents.readiness.split_sample import split_sample
from jitagents.readiness.stated import stated_values
from jitagents.readiness.survival import simulated_exposure
from jitagents.readiness.verification import verify
from jitagents.study import Study, load

MONEY = "−1.34 ± 0.41"
"""As wide as the column of the money that a flow saves; its unit stands below."""


def run(arguments: Sequence[str]) -> int:
    """Judge the flows that the arguments name; return the exit code."""

    def work() -> None:
        asked = read(arguments)
        found = judged(asked)
        for path in asked.outputs:
            write(path, found)
        _show(found)
        console.wrote(asked.outputs)

    return console.exit_code(work)


def judged(asked: Arguments) -> Findings:
    """Judge the flows, and try the judgement by simulation where that is asked for.

    Raises:
        InputError: a study that cannot be simulated, a rule or a history with faults.
    """
    replications = [f"replications={asked.verify}"] if asked.verify else []
    return judge(load("single", [*asked.study, *replications]), asked)


def judge(study: Study, asked: Arguments) -> Findings:
    """Judge the flows of a study; see `judged`.

    Raises:
        InputError: a rule or a history with faults.
    """
    rule = _rule(asked.rule)
    flows = flows_of(study.network)
    found = histories(asked.histories, known_of(flows))
    stated = stated_values(study, flows) if asked.assume else {}
    usual = list[str]()
    if asked.simulated:
        exposure = simulated_exposure(study, flows, ttr=asked.ttr, progress=True)
        usual = sorted(set(exposure["seller"][exposure["usual"]]))
        found["exposure"] = exposure
    chosen = asked.rule[0].partition("=")[2]
    rules = {chosen: rule} | {name: _rule([f"+readiness={name}"]) for name in choices("readiness") if name != chosen}
    tables = {name: assess(flows, found, one, stated) for name, one in rules.items()}
    known = coverage(flows, found, rule, stated)
    whole = Findings(study, rule, tables, advised(tables[chosen], rule), known, usual=usual, ttr=asked.ttr)
    if not asked.verify:
        return whole
    used, _, values = values_of(flows, found, rule, stated)
    return _verified(whole, study, asked, used, values)


def _verified(
    found: Findings, study: Study, asked: Arguments, used: Mapping[str, Indicator], values: Mapping[str, Scores]
) -> Findings:
    verified = verify(study, conversion=Conversion(asked.cover), yearly=asked.yearly, progress=True)
    table = advised(next(iter(found.tables.values())), found.rule, verified)
    told = predictions(verified, found.tables)
    split = split_sample({name: values[name] for name in used}, used, found.rule, -verified.losses.mean(axis=1))
    return replace(found, table=table, verified=verified, predictions=told, split=split)


def _rule(overrides: Sequence[str]) -> Rule:
    built = build(plain(composed(list(overrides)))["readiness"], "readiness")
    if not isinstance(built, Rule):
        raise InputError("readiness._target_: must be a rule of joint judgement")
    return built


def _show(found: Findings) -> None:
    console.OUT.print(_table(found))
    blank = int((found.table["weakest"] == UNKNOWN).sum())
    console.OUT.print(
        f"? = no data; counts as {found.rule.unknown:g}. Flows without any data: {blank} of {len(found.table)}."
    )
    counts = found.table["advice"].value_counts()
    console.OUT.print("; ".join(f"{one}: {counts.get(one, 0)}" for one in ADVICE) + ".")
    for sentence in found.sentences:
        console.OUT.print(escape(sentence), soft_wrap=True)


def _table(found: Findings) -> Shown:
    """The flows, one a row; no name is cut: in a narrow window buyers stand below their sellers."""
    widest = len(" ->") + int(found.table[["seller", "buyer"]].map(len).to_numpy().max(initial=0))
    shown = Shown(box=box.SIMPLE_HEAD, padding=0, pad_edge=False)
    shown.add_column("flow", min_width=widest, overflow="fold")
    for name in ("mode", *LEVERS):
        shown.add_column(name, justify="left" if name == "mode" else "right", no_wrap=True)
    if found.verified:
        shown.add_column("saves a year", justify="right", width=len(MONEY))
    for row in found.table.to_dict("records"):
        scores = ["?" if np.isnan(row[lever]) else f"{row[lever]:.2f}" for lever in LEVERS]
        money = [found.saving(row)] if found.verified else []
        shown.add_row(escape(f"{row['seller']} -> {row['buyer']}"), row["mode"], *scores, *money)
    return shown
