"""Distributions: their laws, their means, and that levels share the draw."""

from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from jitagents.crises import Distribution, Geometric, Lognormal, Observed, Shock, Uniform, Weibull
from jitagents.errors import InputError
from jitagents.worlds import Worlds
from tests.crises.conftest import scene
from tests.science.conftest import z_score

LAWS: list[tuple[Distribution, Any]] = [
    (Geometric(4.0), stats.geom(0.25)),
    (Uniform(2.0, 10.0), stats.uniform(2.0, 8.0)),
    (Lognormal(10.0, 0.8), stats.lognorm(s=np.sqrt(np.log(1.64)), scale=10.0 / np.sqrt(1.64))),
    (Weibull(10.0, 2.0), stats.weibull_min(2.0, scale=10.0 / special.gamma(1.5))),
    (Weibull(5.0, 1.0), stats.expon(scale=5.0)),
    (Observed((3.0, 5.0, 3.0, 9.0)), stats.rv_discrete(values=([3, 5, 9], [0.5, 0.25, 0.25]))),
]
"""Each with the same law from another hand."""


@pytest.mark.parametrize(("ours", "law"), LAWS, ids=lambda one: type(one).__name__)
def test_what_is_drawn_follows_its_law(ours: Distribution, law: Any) -> None:
    drawn = scene(Worlds(range(4000))).draw_once(ours, "duration")[0]
    assert abs(z_score(drawn, law.mean())) < 4
    assert float(np.max(ours.expectation)) == pytest.approx(law.mean())
    for point in {law.ppf(chance) for chance in (0.2, 0.5, 0.7)}:
        assert abs(z_score((drawn <= point + 1e-9).astype(float), law.cdf(point))) < 4
        assert abs(z_score((drawn <= point + 1e-9).astype(float), law.cdf(point) - 0.05)) > 4


@pytest.mark.parametrize(("ours", "law"), LAWS, ids=lambda one: type(one).__name__)
def test_the_survival_is_that_of_its_law(ours: Distribution, law: Any) -> None:
    points = np.array([-1.0, 0.5, 2.5, 3.0, 5.0, 8.7, 40.0])
    np.testing.assert_allclose(ours.survival(points), law.sf(points), atol=1e-12)


def test_a_geometric_mean_of_one_is_always_one() -> None:
    assert np.array_equal(Geometric(1.0).quantile(np.array([0.0, 0.3, 0.999])), [1, 1, 1])


@pytest.mark.parametrize("kind", [Geometric, Lognormal, Weibull])
def test_a_longer_mean_is_longer_in_every_world(kind: type[Any]) -> None:
    worlds = Worlds(range(200), levels=3)
    drawn = scene(worlds).draw_once(kind(worlds.by_level([2.0, 5.0, 9.0])), "duration").reshape(3, 200)
    assert (np.diff(drawn, axis=0) >= 0).all()
    assert (np.diff(drawn, axis=0) > 0).any(axis=1).all()


def test_what_is_drawn_is_one_number_a_replication_and_purpose() -> None:
    twins = scene(Worlds(range(5), levels=2, twins=True)).draw_once(Uniform(), "start").reshape(4, 5)
    assert (twins == twins[0]).all()
    assert len(np.unique(twins[0])) == 5
    assert not np.array_equal(scene(Worlds(range(5))).draw_once(Uniform(), "severity"), twins[:1])


def test_days_that_are_drawn_are_whole_and_never_before_the_first() -> None:
    drawn = Shock({}, start=Uniform(-3.0, 4.0), duration=Lognormal(2.0, 2.0)).course(scene(Worlds(range(500))))
    assert (drawn.start % 1 == 0).all()
    assert (drawn.duration % 1 == 0).all()
    assert set(np.unique(drawn.start)) == {1, 2, 3, 4}
    assert drawn.duration.min() == 0


def test_a_severity_that_is_drawn_is_cut_to_what_is_possible() -> None:
    law = Lognormal(0.3, 0.5)  # of 500 draws some are above 1, less than one in a hundred
    assert 0 < (law.quantile(np.linspace(0.001, 0.999, 999)) > 1).mean() < 0.01
    drawn = Shock({}, severity=law).course(scene(Worlds(range(5000)))).severity
    assert drawn.max() == 1


@pytest.mark.parametrize(
    "law", [Uniform(0.0, 2.0), Uniform(-0.5, 0.5), Geometric(2.0), Observed((0.5, 1.5)), Lognormal(0.9, 1.0)]
)
def test_a_severity_that_is_drawn_is_a_share(law: Distribution) -> None:
    with pytest.raises(InputError, match=r"Shock\.severity: .* gives .*; must be a share from 0 to 1 for supply"):
        Shock({}, severity=law)
    Shock({}, "demand", severity=Uniform(-0.5, 2.0))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Geometric(0.5), r"Geometric.mean = 0\.5: must be 1 or more"),
        (lambda: Uniform(3.0, 2.0), r"Uniform.low = 3\.0: must not be more than high = 2\.0"),
        (lambda: Lognormal(0.0), "Lognormal.mean"),
        (lambda: Weibull(5.0, 0.0), "Weibull.shape"),
        (lambda: Observed(()), "Observed.values"),
        (lambda: Observed((1.0, "two")), "Observed.values"),  # type: ignore[arg-type]
    ],
)
def test_bad_numbers_are_refused(make: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()
