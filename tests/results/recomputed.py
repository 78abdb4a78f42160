"""Claims of findings worked out again from the replications alone, with scipy, and sentences held against them."""

import re
from collections.abc import Callable
from itertools import combinations

import numpy as np
from scipy import stats

from jitagents.formatting import percent, words
from jitagents.results import Results
from jitagents.results.claims import Claim, Finding

type Numbers = np.ndarray

PLAIN = re.compile(r"95 %")
"""Numbers that stand in sentences and are no result."""
ALIVE = 1e-9


def series(results: Results, metric: str, world: str, variant: str, level: str, scope: str = "network") -> Numbers:
    """A measure of every replication, in their order; of `difference`: crisis - calm, or the measure itself."""
    table = results.replications
    rows = table[(table["variant"] == variant) & (table["level"] == level) & (table["scope"] == scope)]
    rows = rows.sort_values("replication")
    if world != "difference":
        return rows[f"{metric}.{world}"].to_numpy(dtype=float)
    return rows[f"{metric}.crisis"].to_numpy(dtype=float) - rows[f"{metric}.calm"].fillna(0.0).to_numpy(dtype=float)


def interval(values: Numbers) -> tuple[float, float, float]:
    known = values[~np.isnan(values)]
    mean = float(known.mean()) if len(known) else np.nan
    if len(known) < 2:
        return mean, np.nan, np.nan
    if np.ptp(known) == 0:
        return float(known[0]), float(known[0]), float(known[0])
    half = stats.t.ppf(0.975, len(known) - 1) * stats.sem(known)
    return mean, mean - half, mean + half


def text(values: Numbers, factor: float) -> str:
    mean, low, high = interval(values * factor)
    return words(mean, low, high).removesuffix(" ± 0")


def sign(values: Numbers) -> str:
    mean, low, high = interval(values)
    if low <= 0 <= high and low < high:
        return "flat"
    return "none" if mean == 0 else "up" if mean > 0 else "down"


def change(results: Results, claim: Claim) -> Numbers:
    """Last levels less first ones, replication by replication."""
    parts = [
        np.mean([series(results, claim.metric, claim.world, claim.variants[0], level) for level in levels], axis=0)
        for levels in (claim.level, claim.to)
    ]
    return np.asarray(parts[1] - parts[0])


def gap(results: Results, claim: Claim) -> Numbers:
    """First variant less the second, replication by replication."""
    one, other = (series(results, claim.metric, claim.world, name, claim.level[0]) for name in claim.variants)
    return one - other


def mean(results: Results, claim: Claim) -> Numbers:
    scope = claim.to[0] if claim.to else "network"
    parts = [series(results, claim.metric, claim.world, claim.variants[0], one, scope) for one in claim.level]
    return np.asarray(np.mean(parts, axis=0))


def means(results: Results, claim: Claim) -> list[float]:
    return [series(results, claim.metric, claim.world, name, claim.level[0]).mean() for name in claim.variants]


def rate(results: Results, claim: Claim) -> Numbers:
    """Coefficient of a key in a regression on all numeric keys, read from the labels, replication by replication."""
    (key,) = claim.to
    points = [dict(part.split("=") for part in level.split(", ")) for level in claim.level]
    numeric = [name for name in points[0] if all(re.fullmatch(r"-?[\d.]+", point[name]) for point in points)]
    varied = [name for name in numeric if len({point[name] for point in points}) > 1]
    design = np.array([[1.0, *(float(point[name]) for name in varied)] for point in points])
    assert np.linalg.matrix_rank(design) == len(varied) + 1
    responses = [series(results, claim.metric, claim.world, claim.variants[0], level) for level in claim.level]
    return np.asarray((np.linalg.pinv(design) @ np.array(responses))[1 + varied.index(key)])


NUMBERS: dict[str, Callable[[Results, Claim], Numbers]] = {"mean": mean, "gap": gap, "change": change, "rate": rate}


def check(results: Results, finding: Finding) -> None:
    """Every claim holds, and every number of the sentence belongs to a claim."""
    left = PLAIN.sub("", finding.text)
    for name in sorted({*results.variants, *results.levels, *results.agents["name"]}, key=len, reverse=True):
        if name and re.search(r"\d", name):
            left = left.replace(name, "")
    for claim in finding.claims:
        assert claim.said in finding.text, claim
        holds(results, claim)
    for said in sorted({claim.said for claim in finding.claims if claim.said}, key=len, reverse=True):
        left = left.replace(said, "")
    left = re.sub(r" and \d+ more\b", "", left)  # of a list of names that is cut
    assert not re.search(r"\d", left), (left, finding)


def holds(results: Results, claim: Claim) -> None:
    kind = claim.kind
    if kind in NUMBERS:
        assert claim.said == text(NUMBERS[kind](results, claim), claim.factor), claim
    elif kind in ("up", "down", "flat", "none"):
        slope = claim.to and claim.to[0] not in results.levels
        what = rate if slope else change if claim.to else gap if len(claim.variants) == 2 else mean
        assert sign(what(results, claim) * np.sign(claim.factor)) == kind, claim
    else:
        CHECKS[kind](results, claim)


def hit(results: Results, claim: Claim) -> Numbers:
    return series(results, "last_loss", "crisis", claim.variants[0], claim.level[0]) > 0


def share(results: Results, claim: Claim) -> None:
    assert claim.said == percent(float(hit(results, claim).mean()))


def first(results: Results, claim: Claim) -> None:
    days = series(results, "first_loss", "crisis", claim.variants[0], claim.level[0])
    assert claim.said == words(days[hit(results, claim)].mean())


def spared(results: Results, claim: Claim) -> None:
    assert not hit(results, claim).any()


def part(results: Results, claim: Claim) -> None:
    one, other = means(results, claim)
    assert claim.said == percent(abs(one - other) / other)


def times(results: Results, claim: Claim) -> None:
    one, other = means(results, claim)
    assert abs(float(claim.said.replace(",", "")) - one / other) <= 0.06 * one / other


def most(results: Results, claim: Claim) -> None:
    assert means(results, claim)[0] >= max(means(results, claim)) - ALIVE


def least(results: Results, claim: Claim) -> None:
    assert means(results, claim)[0] <= min(means(results, claim)) + ALIVE


def steady(results: Results, claim: Claim) -> None:
    along = [series(results, claim.metric, claim.world, claim.variants[0], level).mean() for level in claim.level]
    assert len({*np.sign(np.diff(along))}) == 1


def collapsed(results: Results, claim: Claim) -> None:
    """Half of demand is not met on its day, or demand is more than what is delivered in the second half."""
    level, name = claim.level[0], claim.variants[0]
    days = results.histories
    mine = days[(days["variant"] == name) & (days["level"] == level) & (days["scope"] == "network")]
    kept = {metric: np.stack(rows["calm"].to_list()) for metric, rows in mine.groupby("metric")}
    grows = False
    if {"owed", "output"} <= set(kept):
        half = kept["owed"].shape[1] // 2
        owed = (kept["owed"][:, -1] - kept["owed"][:, half]).mean()
        grows = owed > 0.1 * (owed + kept["output"][:, half + 1 :].sum(axis=1).mean())
    low = results.has("fill_rate") and series(results, "fill_rate", "calm", name, level).mean() < 0.5
    assert grows or low


def poor(results: Results, claim: Claim) -> None:
    assert series(results, "fill_rate", "calm", claim.variants[0], claim.level[0]).mean() < 0.9


def largest(results: Results, claim: Claim) -> None:
    def of(metric: str) -> float:
        one, other = (series(results, metric, "calm", name, claim.level[0]).mean() for name in claim.variants)
        return float(one - other)

    assert all(of(claim.metric) >= of(other) for other in claim.to)


def signs(results: Results, claim: Claim) -> list[str]:
    rows = [series(results, claim.metric, claim.world, name, claim.level[0]) for name in claim.variants]
    return [sign(one - other) for one, other in combinations(rows, 2)]


def alike(results: Results, claim: Claim) -> None:
    assert {*signs(results, claim)} <= {"flat", "none"}


def apart(results: Results, claim: Claim) -> None:
    assert {*signs(results, claim)} <= {"up", "down"}


def pairs(results: Results, claim: Claim) -> None:
    every = signs(results, claim)
    assert int(claim.said) in (len(every), sum(one in ("flat", "none") for one in every))


def exact(results: Results, claim: Claim) -> None:
    measured = results.replications.filter(regex=r"\.(calm|crisis)$")
    keys = [results.replications[name] for name in ("variant", "level", "scope")]
    assert (measured.groupby(keys).nunique() <= 1).all(axis=None)


def pairing(results: Results, claim: Claim) -> None:
    ratios = []
    for name in claim.variants:
        calm, crisis = (series(results, claim.metric, world, name, claim.level[0]) for world in ("calm", "crisis"))
        if np.ptp(crisis - calm) > 0:
            ratios.append((calm.var() + crisis.var()) / (crisis - calm).var())
    assert claim.said == f"{float(f'{np.sqrt(np.median(ratios)):.1g}'):g}"


def count(results: Results, claim: Claim) -> None:
    assert int(claim.said) == results.replications["replication"].nunique()


def days(results: Results, claim: Claim) -> None:
    assert float(claim.said) == results.config["days"]


def swept(results: Results, claim: Claim) -> None:
    values = [part.rpartition("=")[2] for one in results.levels for part in one.split(", ")]
    assert any(value.replace(".", "").isdigit() and float(value) == float(claim.said) for value in values)


def levels(results: Results, claim: Claim) -> None:
    assert 0 < int(claim.said) <= len(results.levels)


CHECKS: dict[str, Callable[[Results, Claim], None]] = {
    "share": share, "first": first, "spared": spared, "part": part, "times": times, "most": most, "least": least,
    "steady": steady, "collapsed": collapsed, "poor": poor, "largest": largest, "alike": alike, "apart": apart,
    "pairs": pairs, "exact": exact, "pairing": pairing, "count": count, "days": days, "value": swept,
    "levels": levels,
}  # fmt: skip
