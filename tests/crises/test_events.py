"""Events: how many come, how large they are, how long they last."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jitagents.crises import Events, Geometric, Observed, Uniform
from jitagents.errors import InputError
from jitagents.worlds import Worlds
from tests.crises.conftest import scene
from tests.science.conftest import z_score


def severities(days: int, worlds: Worlds, names: str = "a", **parameters: object) -> np.ndarray:
    """Severity by day, row and world."""
    course = Events({}, **parameters).course(scene(worlds, pd.DataFrame({"name": list(names)})))  # type: ignore[arg-type]
    return np.stack([course.intensity(day) * np.ones((len(names), 1)) for day in range(1, days + 1)])


def test_days_with_an_event_are_as_many_as_the_poisson_law_says() -> None:
    """Events of one day: a day has one with probability 1 - exp(-1 / every), independently of all others."""
    comes = severities(400, Worlds(range(500)), every=25.0, duration=1, severity=1.0)[:, 0]
    chance = -np.expm1(-1 / 25)
    assert abs(z_score(comes.mean(axis=0), chance)) < 4
    assert abs(z_score(comes.mean(axis=0), 0.9 * chance)) > 4
    counts = comes.sum(axis=0)
    exact = stats.binom(400, chance)
    for most in (10, 15, 20):
        assert abs(z_score((counts <= most).astype(float), exact.cdf(most))) < 4


def test_sizes_and_days_follow_their_laws() -> None:
    """Rare events, which hardly meet: their severity and how long they last."""
    found = severities(400, Worlds(range(600)), every=400.0, severity=Uniform(0.2, 0.8), duration=Geometric(3.0))[:, 0]
    begins = np.diff(found, axis=0, prepend=0.0) != 0
    first = begins & (found > 0)
    sizes = found[first]
    assert abs(z_score(sizes, 0.5)) < 4
    assert abs(z_score((sizes < 0.35).astype(float), 0.25)) < 4
    lasted = [len(run) for world in found.T for run in runs(world[:380])]
    assert abs(z_score(np.array(lasted, dtype=float), 3.0)) < 4
    assert abs(z_score((np.array(lasted) == 1).astype(float), 1 / 3)) < 4


def runs(world: np.ndarray) -> list[np.ndarray]:
    """The events of a world that are over."""
    edges = np.flatnonzero(np.diff(world)) + 1
    return [part for part in np.split(world, edges)[:-1] if part[0] > 0]


def test_a_further_event_adds_what_it_is_longer_or_harder() -> None:
    """A mild or a hard one of two days every day: mild only if today's and yesterday's are."""
    found = severities(200, Worlds(range(20)), every=1e-6, severity=Observed((0.3, 0.7)), duration=2)[:, 0]
    assert set(np.unique(found)) == {0.3, 0.7}
    mild = (found[1:] == 0.3).mean(axis=0)
    assert abs(z_score(mild, 0.25)) < 4


@pytest.mark.parametrize("together", [True, False])
def test_events_come_to_all_at_once_or_to_each_by_itself(together: bool) -> None:
    found = severities(100, Worlds(range(3)), "abc", every=10.0, severity=Uniform(), together=together)
    alike = (found[:, 0] == found[:, 1]).all()
    assert alike == together
    assert len(np.unique(found[:, 0])) > 5


def test_rows_have_their_own_events_whatever_their_order_and_company() -> None:
    numbers = {"every": 8.0, "severity": Uniform(), "duration": Geometric(2.0)}
    worlds = Worlds(range(3), entropy=5)
    found = severities(60, worlds, "abc", **numbers)
    assert np.array_equal(severities(60, worlds, "cab", **numbers)[:, [1, 2, 0]], found)
    assert np.array_equal(severities(60, Worlds((1,), entropy=5), "abc", **numbers)[..., 0], found[..., 1])


def test_no_event_before_its_time() -> None:
    found = severities(40, Worlds(range(50)), every=2.0, start=20, severity=1.0)
    assert not found[:19].any()
    assert found[19:].any()


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        Events({}, duration=0, every=-1.0, severity=2.0)
    told = "\n".join(caught.value.faults)
    assert all(name in told for name in ("Events.duration = 0", "Events.every = -1.0", "Events.severity = 2.0"))
