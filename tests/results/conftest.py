"""Studies that look like real ones, without a simulator: a disruption that walks down and up a layered network."""

from collections.abc import Callable
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from jitagents.points import Point, label
from jitagents.results import Results
from jitagents.results.manifest import Manifest
from jitagents.results.swept_columns import point_table, with_swept

VOID = {"meta", "img", "br", "link"}
BUFFER = {"jit": 0.0, "kanban": 2.0, "safety_stock": 6.0, "hybrid": 12.0}
SIZES = (3, 6, 13, 11, 7)
WORDS = [
    "body",
    "seat",
    "engine",
    "brake",
    "wiring",
    "dash",
    "chip",
    "axle",
    "glass",
    "paint",
    "tyre",
    "cockpit",
    "sensor",
    "steel",
    "mould",
]


class Page(HTMLParser):
    """Tags that are open, images, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag == "img":
            self.images.append(dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def network_of(agents: int, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A layered network with five tiers; everybody upstream sells to one to three agents in the next tier."""
    tier = np.sort(np.append(np.arange(5), rng.choice(5, agents - 5, p=np.array(SIZES) / sum(SIZES))))
    names = [
        f"{WORDS[i % len(WORDS)]}_{('market', 'assembly', 'module', 'parts', 'source')[t]}_{i}"
        for i, t in enumerate(tier)
    ]
    kinds = np.array(["buyer", "plant", "plant", "supplier", "supplier"])[tier]
    frame = pd.DataFrame({"name": names, "kind": kinds, "tier": tier, "region": "west", "firm": names, "item": names})
    frame["value"], frame["rate"] = rng.lognormal(3, 1, len(tier)), rng.lognormal(3, 1, len(tier))
    ends: list[tuple[int, int]] = []
    for i in np.flatnonzero(tier):
        below = np.flatnonzero(tier == tier[i] - 1)
        ends += [(int(i), int(j)) for j in rng.choice(below, min(len(below), int(rng.integers(1, 4))), replace=False)]
    seller, buyer = np.array(ends).T
    lanes = pd.DataFrame({"seller": frame["name"].to_numpy()[seller], "buyer": frame["name"].to_numpy()[buyer]})
    return frame, lanes.assign(mode="", item=lanes["seller"], rate=frame["rate"].to_numpy()[seller])


def hops(agents: pd.DataFrame, lanes: pd.DataFrame, target: str) -> np.ndarray:
    """Days that the disruption needs from the target to each agent; infinite where it never gets."""
    away = pd.Series(np.inf, index=agents["name"])
    away[target] = 0.0
    for _ in range(5):
        down = (away[lanes["seller"]].to_numpy() + 2).astype(float)
        reached = pd.Series(down).groupby(lanes["buyer"].to_numpy()).min()
        away[reached.index] = np.minimum(away[reached.index], reached)
    return away.to_numpy()


def measures(
    buffer: float, away: np.ndarray, start: int, days: int, length: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """The metrics of one replication, an entry per agent."""
    survive = away + buffer * (away > 0) * rng.uniform(0.8, 1.2)
    hit = survive < length + 3
    lost = np.where(hit, (length + 3 - survive) * rng.uniform(80, 120), 0.0)
    calm = {
        "fill_rate": np.full(len(away), 0.985) - rng.uniform(0, 0.01),
        "stock_units": 100 + 40 * buffer + rng.normal(0, 5, len(away)),
        "stock_value": 5000 + 900 * buffer + rng.normal(0, 50, len(away)),
        "cost": 120 + 11 * buffer + rng.normal(0, 2, len(away)),
        "output": rng.poisson(100 * days, len(away)).astype(float),
        "bullwhip": 1.3 + rng.uniform(0, 0.2, len(away)),
    }
    own = {
        "output_lost": lost,
        "days_lost": lost / 100,
        "first_loss": np.where(hit, survive, days - start),
        "last_loss": np.where(hit, length + away + 4 * rng.uniform(0.8, 1.2), 0.0),
        "tiers_short": np.full(len(away), np.nan),
        "tiers_idle": np.full(len(away), np.nan),
    }
    crisis = calm | {"fill_rate": calm["fill_rate"] - lost / 20000, "cost": calm["cost"] + lost / 100} | own
    crisis["output"] = calm["output"] - lost
    return {f"{m}.calm": calm.get(m, np.full(len(away), np.nan)) for m in crisis} | {
        f"{m}.crisis": crisis[m] for m in crisis
    }


def history(
    buffer: float, start: int, days: int, length: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Daily output of one replication and of its crisis: a dip after the buffers, and some of it caught up later."""
    calm = rng.poisson(100, days).astype(np.float32)
    crisis, day = calm.copy(), np.arange(1, days + 1)
    first = start + 8 + buffer * rng.uniform(0.8, 1.2)
    dip = (day >= first) & (day < start + length + 8)
    crisis[dip] *= 0.15
    back = (day >= start + length + 8) & (day < start + length + 14)
    crisis[back] += 0.5 * (calm - crisis)[dip].sum() / 6
    return calm, crisis


def losses(buffer: float, away: np.ndarray, start: int, days: int, length: int) -> list[np.ndarray]:
    """Mean daily loss of each agent: most of its output after the buffers, of which some is caught up in six days."""
    day, survive = np.arange(1, days + 1) - start, (away + buffer * (away > 0))[:, None]
    end = length + np.where(np.isfinite(away), away, 0.0)[:, None]
    dip = (day >= survive) & (day < end)
    back = dip.any(axis=1, keepdims=True) & (day >= end) & (day < end + 6)
    return list((85.0 * dip - 30.0 * back).astype(np.float32))


@pytest.fixture(scope="session")
def study() -> Callable[..., Results]:
    """A maker of results; see the arguments of `make`."""

    def make(
        variants: tuple[str, ...] = tuple(BUFFER),
        agents: int = 40,
        replications: int = 60,
        days: int = 120,
        crisis: bool = True,
        levels: tuple[str, ...] = ("",),
        length: int = 15,
        points: tuple[Point, ...] = (),
    ) -> Results:
        levels = tuple(label(point) for point in points) or levels
        rng = np.random.default_rng(5)
        table, lanes = network_of(agents, rng)
        start = days // 4
        target = table["name"].iloc[-1]
        scopes = ["network", *(f"tier:{t}" for t in range(5)), *("agent:" + table["name"])]
        away = hops(table, lanes, target)
        tier = table["tier"].to_numpy()
        reach = np.concatenate([[away[tier == 0].min()], [away[tier == t].min() for t in range(5)], away])
        rows, curves, maps = [], [], []
        for at, level in enumerate(levels):
            for variant in variants:
                lost = losses(BUFFER.get(variant, 3.0), away, start, days, length + 4 * at)
                named = {"variant": variant, "level": level, "agent": table["name"]}
                maps.append(
                    pd.DataFrame(named | {"replications": replications, "grain": 0.001, "output": 100.0, "lost": lost})
                )
                for r in range(replications):
                    seed = np.random.default_rng([r, at])
                    buffer = BUFFER.get(variant, 3.0)
                    part = pd.DataFrame(measures(buffer, reach, start, days, length + 4 * at, seed))
                    part.insert(0, "scope", scopes)
                    part.insert(0, "replication", r)
                    part.insert(0, "level", level)
                    part.insert(0, "variant", variant)
                    part.loc[:5, ["tiers_short.crisis", "tiers_idle.crisis"]] = float(
                        (part["output_lost.crisis"][1:6] > 0).sum()
                    )
                    part.loc[:5, ["stock_value.calm", "stock_value.crisis"]] *= np.array([6, 0.5, 1, 2, 2, 0.5])[
                        :, None
                    ]
                    rows.append(part)
                    for scope in scopes[:6]:
                        calm, hit = history(buffer, start, days, length + 4 * at, seed)
                        curves.append((variant, level, r, "output", scope, calm, hit if crisis else None))
        frame = pd.concat(rows, ignore_index=True)
        if not crisis:
            frame[[name for name in frame.columns if name.endswith(".crisis")]] = np.nan
        swept = point_table(points)
        columns = ["variant", "level", "replication", "metric", "scope", "calm", "crisis"]
        return Results(
            with_swept(frame, swept),
            with_swept(pd.DataFrame(curves, columns=columns), swept),
            table,
            lanes,
            {"replications": replications, "days": days, "variants": {name: {} for name in variants}},
            Manifest(
                hash=f"{len(variants)}-{agents}-{replications}-{days}-{crisis}-{len(levels)}",
                seed=7,
                versions={"jitagents": "0.1.0", "numpy": "2.5"},
                study="jit_vs_hybrid",
                targets=[target] if crisis else [],
                crisis_window=[start, start + length - 1] if crisis else None,
                levels=list(points),
            ),
            with_swept(pd.concat(maps, ignore_index=True), swept) if crisis else pd.DataFrame(),
        )

    return make
