"""Effects on final demand: more or less of it, and the part that comes back."""

import numpy as np
import pytest

from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import LostSale
from jitagents.crises import Demand, Shock
from jitagents.model import SupplyModel
from tests.crises.conftest import DEMAND, diary, line

SHOP = {"name": "shop"}


@pytest.mark.parametrize(("severity", "added", "wanted"), [(1.0, 4.0, 14), (0.5, -6.0, 7), (1.0, -25.0, 0)])
def test_demand_rises_or_falls_by_units(severity: float, added: float, wanted: float) -> None:
    found = diary(line(), 4, Shock(SHOP, Demand(added=added), severity, start=2, duration=2))
    assert found("shop", "wanted") == [10, wanted, wanted, 10]


@pytest.mark.parametrize(("severity", "share"), [(0.03, 0.03), (-0.03, -0.03), (0.55, 0.55)])
def test_small_changes_of_whole_units_are_not_rounded_away(severity: float, share: float) -> None:
    found = diary(line(whole=True), 200, Shock(SHOP, Demand(), severity, start=1, duration=200))
    wanted = np.array(found("shop", "wanted"))
    assert (wanted % 1 == 0).all()
    assert wanted.mean() == pytest.approx((1 + share) * DEMAND, abs=0.01)


# ---------------------------------------------------------------- what comes back


def test_what_was_bought_ahead_comes_back_with_the_other_sign() -> None:
    """Twice 5 more: of the 10, six tenths come back, each day a third of what is left."""
    shock = Shock(SHOP, Demand(comes_back=0.6, over=3.0), 0.5, start=2, duration=2)
    found = diary(line(), 6, shock)
    assert found("shop", "wanted") == pytest.approx([10, 15, 15, 8, 10 - 4 / 3, 10 - 8 / 9])


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("severity", [0.7, -0.7])
@pytest.mark.parametrize("comes_back", [0.0, 0.4, 1.0])
def test_in_the_end_the_stated_share_has_come_back(whole: bool, severity: float, comes_back: float) -> None:
    shock = Shock(SHOP, Demand(comes_back=comes_back, over=5.0), severity, start=2, duration=6)
    wanted = np.array(diary(line(whole=whole), 200, shock)("shop", "wanted"))
    during, after = wanted[:7].sum() - 70, wanted[7:].sum() - 193 * DEMAND
    assert during == pytest.approx(severity * 60, abs=1 if whole else 1e-9)
    assert after == pytest.approx(-comes_back * during, abs=1 if whole else 1e-9)
    assert (wanted >= 0).all()


def test_no_more_comes_back_in_a_day_than_is_wanted() -> None:
    """60 are to come back at once, but customers want 10 a day."""
    wanted = diary(line(), 9, Shock(SHOP, Demand(comes_back=1.0, over=1.0), 3.0, start=1, duration=2))("shop", "wanted")
    assert wanted == [40, 40, 0, 0, 0, 0, 0, 0, 10]


def test_each_wave_has_its_own_aftermath() -> None:
    waves = {"a": Shock(SHOP, Demand(comes_back=1.0, over=2.0), 0.8, start=1, duration=1)}
    waves["b"] = Shock(SHOP, Demand(comes_back=1.0, over=2.0), -0.5, start=3, duration=1)
    wanted = diary(line(), 60, waves)("shop", "wanted")
    assert wanted[:4] == pytest.approx([18, 10 - 4, (10 - 2) * 0.5, 10 - 1 + 2])
    assert sum(wanted) == pytest.approx(600)


# ---------------------------------------------------------------- hoarding


def test_who_found_nothing_yesterday_hoards() -> None:
    """The last flour goes on day 3; on the two days after it all is unmet, and half as much again is wanted."""
    crisis = {
        "lane": Shock({"seller": "mill"}, "lane", start=3, duration=9),
        "panic": Shock(SHOP, Demand(hoarding=0.5), 0.1, start=2, duration=5),
    }
    found = diary(line(), 8, crisis, ordering=Jit(cover=1.0), serving=LostSale())
    assert found("shop", "filled") == [10, 11, 9, 0, 0, 0, 0, 0]
    unmet_on_day_3 = 1 - 9 / 11
    assert found("shop", "wanted") == pytest.approx([10, 11, 11, 10 * (1.1 + unmet_on_day_3 / 2), 16, 16, 10, 10])


def test_where_customers_find_all_nobody_hoards() -> None:
    calm, hoarding = (
        diary(line(shop={"stock": 500}), 6, Shock(SHOP, Demand(hoarding=share), 0.1, start=2, duration=3))
        for share in (0.0, 0.9)
    )
    assert calm("shop", "wanted") == hoarding("shop", "wanted")


def test_a_mean_rises_by_its_severity() -> None:
    """Poisson demand, 1,000 worlds: half as much again in the mean."""
    crisis = {"surge": Shock(SHOP, "demand", 0.5, start=1, duration=5)}
    model = SupplyModel(line(whole=True), worlds=1000, demand=Poisson(), crisis=crisis)
    model.step()
    wanted = model.by_name["shop"].wanted
    assert abs(wanted.mean() - 15) < 4 * wanted.std() / np.sqrt(1000)
