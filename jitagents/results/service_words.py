"""Service in sentences: fill rate, output and bullwhip of calm worlds, and the cost of stock and service."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.formatting import percent, to_figures, words
from jitagents.results.claims import Claim
from jitagents.results.estimate import Estimate
from jitagents.results.facts import Facts, Stated
from jitagents.results.final_loss import has_values, waits
from jitagents.results.phrases import by_variant, listed, shown

if TYPE_CHECKING:
    from jitagents.results import Results

MOST = 6
"""Stages of a chain up to which a sentence names each."""
PREFIX = "cost_"
"""Begins the names of the measures of the parts of the cost."""


def service(facts: Facts) -> str:
    """The sentence on the fill rate in calm: the best and the worst variant."""

    def rate(name: str) -> str:
        return f"{facts.tell(facts.of(name, 'fill_rate', 'calm').in_percent)} %"

    names = facts.sorted("fill_rate", "calm")
    least, most = names[0], names[-1]
    if len(names) == 1:
        return f"{most} fills {rate(most)} of final demand without delay."
    apart = facts.apart(most, least, "fill_rate", "calm")
    if facts.sign(apart) in ("flat", "none"):
        between = f"between {rate(least)} under {least} and {rate(most)} under {most}"
        range_ = rate(most) if apart.mean == 0 else between
        return f"{facts.all} fill about as much of final demand without delay, {range_}."
    facts.extremes("fill_rate", "calm")
    when = "without delay"
    gap = f"{facts.tell(apart.in_percent)} points less"
    return f"{most} fills the most of final demand {when}, {rate(most)}; {least} the least, {rate(least)} ({gap})."


def output(facts: Facts) -> str:
    """The sentence on the units, or the value of them, that final demand receives; empty if it was not measured."""
    if not has_values(facts.results, facts.output):
        return ""

    def received(name: str) -> str:
        number = facts.of(name, facts.output, "calm")
        return f"{facts.tell(number)} units" if facts.output == "output" else f"goods worth {facts.paid(number)}"

    told = by_variant(facts.sorted(facts.output, "calm"), received)
    return f"Over the measured {facts.units.times}, final demand receives {told}."


def bullwhip(facts: Facts) -> str:
    """The sentence on the bullwhip."""
    if stages(facts):
        return stages(facts)
    names = [name for name in facts.sorted("bullwhip", "calm") if not np.isnan(facts.of(name, "bullwhip", "calm").mean)]
    if not names:
        return "The bullwhip is not defined here, since final demand does not vary."
    ratio = by_variant(names, lambda name: facts.tell(facts.of(name, "bullwhip", "calm")))
    return f"The bullwhip, by which orders vary more than final demand (squared coefficients of variation), is {ratio}."


def base_of(facts: Facts) -> str:
    """The variant that costs are compared with."""
    return facts.jit if facts.jit in facts.variants else facts.variants[0]


def price(facts: Facts) -> str:
    """The sentence on stock value and cost in calm, against just-in-time or the first variant."""
    base = base_of(facts)
    own = facts.paid(facts.of(base, "stock_value", "calm"))
    others = [name for name in facts.sorted("stock_value", "calm") if name != base]
    rest = "".join(f"; {_extra(facts, name, base)}" for name in shown(others)) if others else ""
    cost = facts.paid(facts.of(base, "cost", "calm"))
    return f"In calm, {base} holds stock worth {own} and costs {cost} a {facts.units.time}{rest}."


def _extra(facts: Facts, name: str, base: str) -> str:
    stock, cost = (facts.apart(name, base, metric, "calm") for metric in ("stock_value", "cost"))
    way = facts.sign(stock)
    holds = "about as much" if way in ("flat", "none") else f"{_share(facts, stock, name, base)}"
    dearer = facts.sign(cost)
    if dearer == "none":
        return f"{name} holds {holds} and costs the same"
    if dearer == "flat":
        more = f"{facts.tell(cost)} a {facts.units.time} more"
        return f"{name} holds {holds} and costs about the same ({more})"
    size = facts.paid(cost.times(np.sign(cost.mean)))
    return f"{name} holds {holds} and costs {size} a {facts.units.time} {MORE[dearer]}"


MORE = {"up": "more", "down": "less"}


def _share(facts: Facts, stock: Stated, name: str, base: str) -> str:
    """The difference of stock as a share; as a value where the base holds none."""
    own, way = facts.of(base, "stock_value", "calm").mean, stock.sign
    if not own > 0:
        return f"{facts.paid(stock.times(np.sign(stock.mean)))} {MORE[way]}"
    text = percent(abs(stock.mean) / own)
    if stock.mean >= 2 * own:
        times = words(to_figures(1 + stock.mean / own, 2))
        facts.note("times", "stock_value", "calm", name, base, said=times)
        return f"{times} times as much"
    facts.note("part", "stock_value", "calm", name, base, said=text)
    return f"{text} {MORE[way]}"


def dearer(facts: Facts) -> str:
    """The sentence on a base that costs more in calm than a variant with more stock, with the part of cost behind it.

    Empty where it does not, or where nothing that was measured says why.
    """
    base = base_of(facts)
    for name in facts.sorted("cost", "calm"):
        if name == base:
            return ""
        stock, cost = (facts.apart(base, name, metric, "calm") for metric in ("stock_value", "cost"))
        if stock.sign == "down" and cost.sign == "up":
            return _why(facts, base, name, cost)
    return ""


def _why(facts: Facts, base: str, name: str, cost: Stated) -> str:
    more = f"{facts.paid(cost)} a {facts.units.time}"
    known = facts.results.definitions
    costs = [one for one in facts.results.measures if one.startswith(PREFIX) and known[one].unit == known["cost"].unit]
    parts = [one for one in costs if not known[one].paired]
    gaps = {part: facts.apart(base, name, part, "calm") for part in parts}
    behind = max(gaps, key=lambda part: gaps[part].mean, default=None)
    if behind is not None and gaps[behind].sign == "up":
        others = [part for part in parts if part != behind]
        facts.note_claim(Claim("largest", "", behind, "calm", (base, name), (facts.level,), tuple(others)))
        what = f"{behind.removeprefix(PREFIX).replace('_', ' ')} costs are {facts.paid(gaps[behind])} a "
        why = f"its {what}{facts.units.time} higher"
    elif facts.results.has("fill_rate") and facts.apart(base, name, "fill_rate", "calm").sign == "down":
        rates = [facts.tell(facts.of(one, "fill_rate", "calm").in_percent) for one in (base, name)]
        facts.sign(facts.apart(base, name, "fill_rate", "calm"))
        lost = "waiting customers" if waits(facts.results) else "lost sales"
        why = f"it fills {rates[0]} % of calm demand where {name} fills {rates[1]} %, and {lost} cost money"
    else:
        return ""
    return f"{base} costs {more} more in calm than {name} although it holds less stock: {why}."


def stages(facts: Facts) -> str:
    """The bullwhip stage by stage, where the network is a chain with one name for each tier; empty elsewhere."""
    chain = chain_of(facts.results)
    scopes = [f"agent:{name}" for name in chain]
    if not chain or not set(scopes) <= set(facts.results.scopes):
        return ""
    rows = facts.results.summary(["bullwhip"], scopes)
    rows = rows[rows["level"] == facts.level]

    def rates(variant: str) -> str:
        said = []
        for name, scope in zip(chain, scopes, strict=True):
            claim = Claim("mean", "", "bullwhip", "calm", (variant,), (facts.level,), (scope,))
            row = rows[(rows["variant"] == variant) & (rows["scope"] == scope)].iloc[0]
            number = Stated.of(Estimate.read(row, "calm"), claim)
            said.append(f"{facts.tell(number)} at {name}")
        return listed(said)

    if rows["calm"].isna().any():
        return ""
    ratios = by_variant(facts.variants, rates)
    return f"Variance of the orders of each stage over that of the orders it receives: {ratios}."


def chain_of(results: "Results") -> list[str]:
    """The agents of a short chain, one a tier, from final demand upstream; empty for any other network."""
    agents = results.agents.sort_values("tier")
    short = 1 < len(agents) <= MOST and not agents["tier"].duplicated().any()
    return agents["name"].to_list() if short else []


def whole_cost(facts: Facts) -> str:
    """The sentence on the total cost of a short chain over all measured days, as in the beer game; else empty."""
    if not chain_of(facts.results):
        return ""
    days, names = float(facts.results.config["days"]), facts.sorted("cost", "calm")
    cost = by_variant(names, lambda name: facts.paid(facts.of(name, "cost", "calm").times(days)))
    facts.note_claim(Claim("days", words(days)))
    return f"Over the {words(days)} measured {facts.units.times}, all stages together cost {cost}."
