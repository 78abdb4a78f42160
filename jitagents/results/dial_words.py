"""The dial in words: a table and sentences."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jitagents.formatting import about, in_days, percent
from jitagents.points import told
from jitagents.results.crisis_words import crisis_of, described
from jitagents.results.dial import Dial, mean
from jitagents.results.final_loss import DAYS, LATE, UNITS
from jitagents.results.frontier import knee
from jitagents.results.phrases import listed
from jitagents.results.units import Units

if TYPE_CHECKING:
    from jitagents.results import Results

HALF = 0.5
OF_OUTPUT = {LATE: "days of output, for a time or for good", UNITS: "units of output", DAYS: "days of output"}
"""Words behind the loss."""


def compact(dial: Dial) -> pd.DataFrame:
    """A row per position of the dial, as text: `mean ± half-width` of the 95 % interval."""
    first, *others = dial.variants
    rows = {name: dial.of(name) for name in dial.variants}
    table = pd.DataFrame(index=pd.Index([told(value) for value in rows[first]["unspent"]], name="unspent"))
    alike = all(np.allclose(rows[name]["money"], rows[first]["money"]) for name in others)
    for name in [first] if alike else dial.variants:
        heading = "added stock (money)" if alike else f"{name}: added stock (money)"
        table[heading] = [about(money) for money in rows[name]["money"]]
    for name in dial.variants:
        heading = f"{name}: {dial.loss.label} ({dial.loss.unit})"
        table[heading] = [str(mean(row, "lost")) for _, row in rows[name].iterrows()]
    for name in others:
        table[f"{name} less {first} ({dial.loss.unit})"] = [str(mean(row, "apart")) for _, row in rows[name].iterrows()]
    return table


def hazard(results: "Results") -> str:
    """The sentence on what the losses are conditional on: the disruptions, with their frequency and length."""
    crisis, units = crisis_of(results.config, results.manifest), Units.of(results.config)
    lines = described(crisis, results.swept, results.manifest.targets, units)
    return f"The hazard: {'; '.join(line.partition(': ')[2] or line for line in lines)}."


def findings(dial: Dial) -> list[str]:
    """Sentences: the loss at both ends, the price of half of it, the stock, the elasticity, the paths, how sure."""
    return [_ends(dial), *_half(dial), _stock(dial), *_elasticity(dial), *_paths(dial), *_knees(dial), _sure(dial)]


def _ends(dial: Dial) -> str:
    full = {name: dial.of(name).iloc[-1] for name in dial.variants}
    order = sorted(dial.variants, key=lambda name: -full[name]["lost"])
    lost = listed(f"{mean(full[name], 'lost')} under {name}" for name in order)
    whole = f"with all of the budget, {about(full[order[-1]]['money'])} of stock, {lost}"
    bare = f"{mean(dial.of(order[0]).iloc[0], 'lost')} {OF_OUTPUT[dial.metric]}"
    base = f"{_position(dial)} loses {bare}; {whole}"
    if len(order) == 1:
        return f"{base}."
    gaps = {name: dial.gap(name, order[-1]) for name in order[:-1]}
    clear = [f"{gap} less than {name}" for name, gap in gaps.items() if not gap.unsure and gap.mean]
    if not clear:
        return f"{base}; at equal money no placement is clearly better than another."
    return f"{base}; at equal money {order[-1]} loses {listed(clear)}."


def _position(dial: Dial) -> str:
    """The tautest position, in words."""
    unspent = dial.table["unspent"].iloc[0]
    return "Pure just-in-time" if unspent == 1 else f"A budget of which {told(unspent)} stays unspent"


def _half(dial: Dial) -> list[str]:
    """The money after which half of the loss is gone."""
    reached, never = [], []
    for name in dial.variants:
        rows = dial.of(name)
        lost = np.minimum.accumulate(rows["lost"].to_numpy())
        if not lost[0] > 0:
            return []
        if lost[-1] > HALF * lost[0]:
            never.append(name)
            continue
        money = float(np.interp(-HALF * lost[0], -lost, rows["money"]))
        reached.append(f"{about(money)} ({percent(money / rows['money'].iloc[-1])} of the budget) under {name}")
    if not reached:
        return [f"Half of the loss is not saved by all of the budget under {listed(never)}."]
    rest = f", and not by all of the budget under {listed(never)}" if never else ""
    return [f"Half of the loss is saved by {listed(reached)}{rest}."]


def _stock(dial: Dial) -> str:
    first, last = dial.of(dial.variants[0]).iloc[0], {name: dial.of(name).iloc[-1] for name in dial.variants}
    stock = listed(f"{mean(row, 'stock')} under {name}" for name, row in last.items())
    taut = ""
    if "tension" in dial.table:
        full = listed(f"{mean(row, 'tension')} under {name}" for name, row in last.items())
        taut = f"; the network tension goes from {mean(first, 'tension')} to {full}"
    return f"In calm, stock on hand is worth {mean(first, 'stock')} at first, and with all of the budget {stock}{taut}."


def _elasticity(dial: Dial) -> list[str]:
    """The elasticity of the loss over the whole dial, where it has one."""
    known = {name: dial.elasticity(name) for name in dial.variants}
    told = listed(f"{value:.1f} under {name}" for name, value in known.items() if np.isfinite(value))
    if not told:
        return []
    return [f"The elasticity of the loss to the value of stock on hand, from one end to the other, is {told}."]


def _paths(dial: Dial) -> list[str]:
    sentences = []
    for name, route in dial.routes.items():
        total = listed(f"{label} {in_days(days)}" for label, days in route.total.items())
        more = f"; in all {total}" if len(route.steps) > len(route.total) else ""
        sentences.append(f"Where {name} puts its stock: {route}{more}.")
    return sentences


def _knees(dial: Dial) -> list[str]:
    sentences = []
    for name in dial.routes:
        curve = dial.of(name)
        bend, rest = knee(curve), curve.iloc[-1]
        if bend is not None:
            saved, left = curve["lost"].iloc[0] - bend.lost, bend.lost - rest["lost"]
            sentences.append(
                f"The curve of {name} has its knee at {about(bend.money)}: up to there the stock saves {about(saved)} "
                f"{dial.loss.unit}, and {about(rest['money'] - bend.money)} more save {about(left)}."
            )
    return sentences


def _sure(dial: Dial) -> str:
    if dial.replications < 2:
        return "This rests on one replication, so that no interval can be given: run more before you conclude."
    same = ", all placements on the same random numbers" if len(dial.variants) > 1 else ""
    twin = "each crisis paired with its calm twin"
    return f"Each ± is a 95 % interval over {dial.replications} replications, {twin}{same}."
