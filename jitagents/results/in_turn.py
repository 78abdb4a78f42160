"""Crises in turn: sentences of a study whose levels let one disruption act each."""

from typing import TYPE_CHECKING

from jitagents.crises import Disruption
from jitagents.formatting import words
from jitagents.points import ONLY
from jitagents.results.calm_service import judged
from jitagents.results.claims import Claim, Finding
from jitagents.results.crisis_words import crisis_of, disruptions
from jitagents.results.facts import Facts
from jitagents.results.final_loss import waits
from jitagents.results.loss_words import LOSSES, first_loss, late, loss
from jitagents.results.phrases import listed
from jitagents.results.service_words import dearer, price
from jitagents.results.target_words import target_in_words

if TYPE_CHECKING:
    from jitagents.results import Results

SENTENCES = {late: ("area", "days_lost"), loss: (), first_loss: LOSSES}
"""Sentences on each disruption, and the measures that they need."""


def in_turn(results: "Results") -> bool:
    """Whether the levels are disruptions, of which one acts each."""
    return list(results.swept) == [ONLY] and results.has_crisis


def of_each_crisis(results: "Results") -> list[Finding]:
    """Conditions of the comparison; the loss under each disruption; the price in calm, which they share."""
    built = disruptions(crisis_of(results.config, results.manifest))
    first = Facts(results)
    found = [first.finding(_condition(first, built))]
    for level, name in zip(results.points["level"], results.points[ONLY], strict=True):
        variants, warnings = judged(results, str(level))
        facts = Facts(results, str(level), variants)
        found += warnings
        said = (say(facts) for say, needed in SENTENCES.items() if variants and results.has(*needed))
        found += [facts.finding(f"{name}: {text}") for text in said if text]
    if results.has("stock_value", "cost"):
        found += [first.finding(text) for text in (price(first), dearer(first)) if text]
    return found


def _condition(facts: Facts, built: dict[str, Disruption]) -> str:
    """The targets of the crisis, whose buffers lie behind them, and whether customers wait."""
    places = listed(_place(facts, str(name), built.get(str(name))) for name in facts.results.points[ONLY])
    customers = "wait for what is missing" if waits(facts.results) else "do not wait: what is missing is lost"
    return f"All of this is conditional on what happens, and where: {places}. Customers {customers}."


def _place(facts: Facts, name: str, disruption: Disruption | None) -> str:
    if disruption is None:
        return name
    who, _ = target_in_words(disruption, (), None)
    if number := disruption.target.get("random"):
        facts.note_claim(Claim("value", words(float(number))))
    buffered = [variant for variant in facts.variants if _has_buffer(facts, variant, disruption)]
    behind = (
        f" ({listed(buffered)} {'has' if len(buffered) == 1 else 'have'} bought buffers behind it)" if buffered else ""
    )
    return f"{name} at {who.rstrip(',')}{behind}"


def _has_buffer(facts: Facts, variant: str, disruption: Disruption) -> bool:
    """Whether the budget of a variant bought stock of what a target of the disruption sells."""
    results, name = facts.results, disruption.target.get("name")
    sellers = [name] if isinstance(name, str) else list(name or ())
    if disruption.target.get("random") or not results.has("added_stock"):
        return False
    lanes = results.lanes
    scopes = {f"agent:{buyer}" for buyer in lanes.loc[lanes["seller"].isin(sellers), "buyer"]}
    rows = results.summary(["added_stock"], [scope for scope in results.scopes if scope in scopes])
    return bool((rows.loc[rows["variant"] == variant, "calm"] > 0).any())
