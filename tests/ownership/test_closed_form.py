"""Total cost of ownership in closed form: two sources by hand, limits, and what a change of each term does."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from jitagents.errors import InputError
from jitagents.ownership import ROWS, Buyer, Outage, Source, break_even, safety_stock, total_cost

SHOP = Buyer(
    demand=100, demand_sd=30, review=7, safety_factor=2, holding=0.25, under_way=0.12, shortage=40, stopped=20_000
)
FAR = Source(
    price=80, freight=5, duty=0.04, lead_time=45, lead_time_sd=8, quality=1.2, order=150, administration=45_000
)
NEAR = Source(price=92, freight=1.5, lead_time=5, lead_time_sd=1, quality=0.5, order=60, administration=20_000)
# sigma: far sqrt(52 x 900 + 640,000) = 828.7340, near sqrt(12 x 900 + 10,000) = 144.2221; G(2) = .00849070
BY_HAND = {
    "far": (FAR, [2_920_000, 182_500, 116_800, 47_628, 7_717.5, 36_547.17, 14_676.20, 43_800, 7_821.43, 45_000]),
    "near": (NEAR, [3_358_000, 54_750, 0, 5_610, 8_181.25, 6_742.38, 2_554.06, 18_250, 3_128.57, 20_000]),
}
UNSTATED = ("volume", "currency", "engineering_change", "qualification", "bonus", "reservation", "outages")
sources = st.builds(
    Source, price=st.floats(1, 500), freight=st.floats(0, 20), duty=st.floats(0, 1), lead_time=st.floats(0, 90),
    lead_time_sd=st.floats(0, 20), quality=st.floats(0, 5), order=st.floats(0, 500), administration=st.floats(0, 1e5),
)  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
def test_two_sources_by_hand(name: str) -> None:
    source, rows = BY_HAND[name]
    found = total_cost(source, SHOP)
    assert tuple(found) == ROWS
    assert [money for row, money in found.items() if row not in UNSTATED] == pytest.approx(rows, abs=0.01)
    assert [found[row] for row in UNSTATED] == [0] * len(UNSTATED)


def test_totals_and_the_cost_of_a_unit() -> None:
    far, near = (sum(total_cost(source, SHOP).values()) for source in (FAR, NEAR))
    assert (round(far), round(near)) == (3_422_490, 3_477_216)
    assert (round(far / 36_500, 2), round(near / 36_500, 2)) == (93.77, 95.27)


def test_an_outage_is_felt_beyond_the_safety_stock() -> None:
    cover = 2 * np.sqrt(52 * 30**2 + (100 * 8) ** 2) / 100
    rows = total_cost(FAR, SHOP, [Outage(0.25, 30)])
    assert rows["outages"] == pytest.approx(0.25 * (30 - cover) * 20_000)
    assert rows["outages"] == pytest.approx(67_126.60, abs=0.01)
    assert sum(rows.values()) > sum(total_cost(NEAR, SHOP).values()), "a closure in four years turns it round"
    assert total_cost(FAR, SHOP, [Outage(0.25, 16)])["outages"] == 0
    gap = 3_477_216.26 - 3_422_490.43
    assert break_even(FAR, NEAR, SHOP, 30) == pytest.approx(gap / ((30 - cover) * 20_000), rel=1e-5)


@given(st.floats(0.1, 90), st.floats(0, 90))
def test_an_exponential_length_is_what_its_integral_says(mean: float, cover: float) -> None:
    found = Outage(1, mean, "exponential").beyond(cover)
    told, _ = integrate.quad(lambda days: stats.expon.sf(days, scale=mean), cover, cover + 60 * mean)
    assert found == pytest.approx(told, rel=1e-6, abs=1e-12)


@given(sources, sources, st.floats(1, 90))
def test_at_the_break_even_both_cost_the_same(one: Source, other: Source, days: float) -> None:
    rate = break_even(one, other, SHOP, days)
    here, there = (sum(total_cost(source, SHOP).values()) for source in (one, other))
    if rate == 0:
        assert there <= here
    elif np.isinf(rate):
        assert safety_stock(one, SHOP) >= days * SHOP.demand
    elif rate < 1e6:
        assert sum(total_cost(one, SHOP, [Outage(rate, days)]).values()) == pytest.approx(there)


@given(sources, st.integers(1, 40))
def test_the_shortage_is_the_mean_of_a_normal_beyond_the_stock(source: Source, tenths: int) -> None:
    shop = replace(SHOP, safety_factor=tenths / 10)
    sigma = np.sqrt((source.lead_time + 7) * 900 + (100 * source.lead_time_sd) ** 2)
    told, _ = integrate.quad(lambda z: (z - tenths / 10) * stats.norm.pdf(z), tenths / 10, 12)
    assert total_cost(source, shop)["shortage"] == pytest.approx(40 * sigma * told * 365 / 7, rel=1e-6)


def test_tools_are_written_off_over_their_life() -> None:
    rows = total_cost(replace(FAR, qualification=90_000, life=6), SHOP)
    assert rows["qualification"] == 15_000


@pytest.mark.parametrize(
    ("source", "landed", "units"), [(FAR, 88.2, 350 + 1_657.4680 + 4_500), (NEAR, 93.5, 350 + 288.4441 + 500)]
)
def test_an_engineering_change_writes_off_stock_and_what_is_under_way(
    source: Source, landed: float, units: float
) -> None:
    """Every second year six tenths of half an order, the safety stock and the pipeline, at the landed price."""
    rows = total_cost(source, replace(SHOP, changes=0.5, written_off=0.6))
    assert rows["engineering_change"] == pytest.approx(0.5 * 0.6 * landed * units, abs=0.01)
    assert rows | {"engineering_change": 0} == total_cost(source, SHOP)


def test_cover_against_a_currency_takes_a_share_of_the_invoice() -> None:
    rows = total_cost(replace(FAR, hedging=0.02), SHOP)
    assert rows["currency"] == pytest.approx(0.02 * 2_920_000)
    assert rows | {"currency": 0} == total_cost(FAR, SHOP)


def test_half_of_a_flow_is_bought_dearer_and_contracts_are_paid() -> None:
    """A curve of 95 %: half of the flow costs 2^.07 times the price of the whole; the fee is paid on all reserved."""
    half = replace(FAR, part=0.5, elasticity=0.07, bonus=0.8, reserved=120, reservation_fee=0.4)
    rows = total_cost(half, SHOP)
    assert rows["volume"] == pytest.approx(2_920_000 * (2**0.07 - 1))
    assert rows["volume"] == pytest.approx(145_172.72, abs=0.01)
    assert rows["bonus"] == pytest.approx(29_200)
    assert rows["reservation"] == pytest.approx(17_520)
    assert {name: rows[name] for name in ROWS if name not in ("volume", "bonus", "reservation")} == {
        name: money for name, money in total_cost(FAR, SHOP).items() if name not in ("volume", "bonus", "reservation")
    }


def test_without_variation_there_is_no_safety_stock_and_no_shortage() -> None:
    rows = total_cost(replace(FAR, lead_time_sd=0), replace(SHOP, demand_sd=0))
    assert rows["safety"] == rows["shortage"] == 0


def test_what_cannot_be() -> None:
    with pytest.raises(InputError, match=r"Source\.price = -1: must be 0 or more"):
        Source(price=-1, lead_time=2)
    with pytest.raises(InputError, match=r"Outage\.law = 'normal'"):
        Outage(1, 30, "normal")
    with pytest.raises(InputError, match=r"Buyer\.demand = 0"):
        Buyer(demand=0)
