"""Random disruptions, of every kind and with every effect."""

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from jitagents import crises
from jitagents.crises import Linear, Shock, Step
from jitagents.crises.effects import AGENTS, ANY, BUYER, MAKER, RECEIVER, SELLER
from tests.properties.case import Case

PRESSURE = str(Path(__file__).with_name("pressure.csv"))

ON_AGENTS = (
    crises.Supply(), crises.Supply(wip_lost=0.4), crises.Production(), crises.Shipping(), crises.Receiving(),
    crises.Yield(), crises.Stock(),
    crises.Stock(units=7.0), crises.Price(), crises.Dark(), crises.Late(days=2), crises.Wrong(bias=-0.2, noise=0.3),
)  # fmt: skip
ON_BUYERS = (crises.Demand(), crises.Demand(comes_back=0.6, over=3.0, hoarding=0.5), crises.Demand(added=3.0))
ON_LANES = (
    crises.Lane(), crises.Lane(goods="pass"), crises.Lane(goods="lost"), crises.Lane(goods="rerouted", detour=3),
    crises.Lane(goods="gate", position=0.4), crises.Lane(goods="gate", position=0.0, rate=1.5),
    crises.Lane(goods="gate", position=0.8, rate=0.4),
    crises.SlowLane(factor=1.7), crises.Freight(), crises.OrdersLost(), crises.OrdersDoubled(), crises.Switching(),
    crises.Switching(cancel=True),
)  # fmt: skip
ON_CARRIERS = (crises.Carrier(), crises.Carrier(goods="lost"), crises.SlowCarrier())
"""Effects, by what they act on."""


@st.composite
def _effects(draw: st.DrawFn, case: Case) -> tuple[crises.Effect, dict[str, Any]]:
    """An effect, and a target that the network has."""
    carriers = sorted({lane["carrier"] for lane in case.lanes} - {""})
    some = [*ON_AGENTS, *ON_BUYERS, *ON_LANES, *(ON_CARRIERS if carriers else ())]
    effect = draw(st.sampled_from(some))
    if effect in ON_CARRIERS:
        return effect, draw(st.sampled_from([{}, {"random": 1}, {"name": draw(st.sampled_from(carriers))}]))
    if effect in ON_LANES:
        lane = draw(st.sampled_from(case.lanes))
        ends = {"seller": lane["seller"], "buyer": lane["buyer"]}
        return effect, draw(st.sampled_from([ends, {"seller": lane["seller"]}, {"random": 1}]))
    able = [agent["name"] for agent in case.agents if fits(effect.role, agent)]
    return effect, draw(st.sampled_from([{}, {"random": 1}, {"name": draw(st.sampled_from(able))}]))


def fits(role: str, agent: dict[str, Any]) -> bool:
    """True if an effect can act on an agent."""
    buyer, source = agent["kind"] == "buyer", agent["name"].startswith("source")
    works = source or agent["kind"] == "plant"
    return {ANY: True, BUYER: buyer, SELLER: not buyer, MAKER: works, RECEIVER: not source}[role]


@st.composite
def shocks(draw: st.DrawFn, case: Case, severities: tuple[float, ...] = (0.3, 0.6, 1.0)) -> crises.Disruption:
    """A disruption of something that the network has."""
    what, target = draw(_effects(case))
    severity, start, length = draw(st.sampled_from(severities)), draw(st.integers(1, 9)), draw(st.integers(0, 9))
    severity *= draw(st.sampled_from([1, -1])) if what.least < 0 else 1
    near = crises.Attenuation(latitude=0.0, longitude=0.0, length=500.0) if what.table == AGENTS else None
    catch_up = crises.CatchUp(0.5, 6) if what.catches_up else None
    until = crises.Until({"kind": "buyer"}, draw(st.sampled_from(["idle", "busy"])), days=2)
    size = crises.Uniform(*sorted((0.1, severity)))
    others = [
        Shock(target, what, severity, duration=length, start=start, recovery=draw(st.sampled_from(RECOVERIES))),
        Shock(target, what, severity, near, start, crises.Geometric(4.0), catch_up=catch_up),
        Shock(target, what, severity, start=start, until=until, warning=length),
        Shock(target, what, severity, start=start, warning=5, told={"shops": crises.Told({"kind": "buyer"}, 2.0)}),
        crises.Recurrent(target, what, severity, start=start, mtbf=6, mttr=2, common=0.5, correlation=0.5, by="name"),
        crises.Events(target, what, size, start=start, every=5, duration=2, together=draw(st.booleans())),
        crises.Cascade(target, what, severity, after=2, duration=4),
        crises.Calendar(target, what, severity, file=PRESSURE, column="index", period=3, unit=2.0),
    ]
    return draw(st.sampled_from([others[0], *others]))


RECOVERIES = (Step(), Linear(4.0), crises.Exponential(2.0), crises.SCurve(5.0), crises.Stated({2: 0.5, 6: 0.0}))
