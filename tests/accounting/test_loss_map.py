"""The loss map: the mean loss of every agent and day, by level, in the order of the network."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.loss_map import LossMap
from jitagents.accounting.measures import MEASURES
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import Jit
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.worlds import Worlds
from tests.studies.conftest import small

DAYS = 20


def mapped(worlds: Worlds, crisis: Shock, **more: Any) -> tuple[LossMap, np.ndarray]:
    """A map, and the losses of each world behind it `(days, agents, pairs)`."""
    network = serial(stages=3, demand=10.0, stock=[20.0, 10.0, 0.0], capacity=10.0, whole=False)
    model = SupplyModel(network, worlds=worlds, warmup=3, ordering=Jit(), crisis={"outage": crisis}, **more)
    ledger, days = Ledger(model, Costs(), DAYS, measures=[MEASURES["output"]]), list[np.ndarray]()
    loss_map = LossMap(model, ledger)
    model.observers += [ledger, loss_map]
    model.run_for(3)
    for _ in range(DAYS):
        model.step()
        output = model.points["output"][model.layout.agent_rows]
        days.append(output[:, worlds.calm] - output[:, worlds.crisis])
    return loss_map, np.stack(days)


def test_a_chain_by_level() -> None:
    """A source that is down for 0, 2 or 5 days, a stage with one day of stock and one with two: 5, 4, 2 days lost."""
    worlds = Worlds(range(2), levels=3, twins=True)
    outage = Shock({"name": "stage_3"}, start=2, duration=worlds.by_level([0.0, 2.0, 5.0]))
    loss_map, _ = mapped(worlds, outage, demand=Constant())
    assert loss_map.lost.shape == (3, 3, DAYS)
    assert (loss_map.lost.sum(axis=-1) / 20).tolist() == [[0, 0, 0], [0, 1, 2], [2, 4, 5]]
    first = np.where(loss_map.lost.any(axis=-1), (loss_map.lost > 0).argmax(axis=-1) + 1, 0)
    assert first.tolist() == [[0, 0, 0], [0, 4, 2], [7, 4, 2]]
    assert_allclose(loss_map.output, 20.0)


def test_sums_are_over_the_replications_of_each_level() -> None:
    worlds = Worlds(range(7), levels=2, twins=True)
    outage = Shock({"name": "stage_3"}, start=2, duration=worlds.by_level([3.0, 6.0]))
    loss_map, days = mapped(worlds, outage, demand=Poisson())
    for level in range(2):
        pairs = days[:, :, 7 * level : 7 * (level + 1)]
        # The rows of a chain stand in the order of the network.
        assert_allclose(loss_map.lost[level], pairs.sum(axis=-1).T)


@pytest.mark.parametrize(
    ("overrides", "kept"),
    [
        ([], True),
        (["loss_map=true"], True),
        (["loss_map=false"], False),
        (["crisis=none"], False),
        (["crisis=none", "loss_map=true"], False),
        (["levels={ordering.cover: [0, 1]}"], False),
        (["levels={ordering.cover: [0, 1]}", "loss_map=true"], True),
    ],
)
def test_it_is_kept_as_asked_and_by_itself_where_it_is_small(overrides: list[str], kept: bool) -> None:
    results = small("replications=2", *overrides).run(progress=False)
    assert results.losses.empty != kept
    if kept:
        assert len(results.losses) == len(results.agents) * len(results.levels)
        total = results.losses.groupby("level", sort=False)["lost"].apply(lambda some: np.stack([*some]).sum())
        scopes = [f"agent:{name}" for name in results.agents["name"]]
        lost = results.summary(["output_lost"], scopes).groupby("level", sort=False)["crisis"].sum()
        assert_allclose(total, lost, rtol=1e-5)


def test_chunks_do_not_change_it() -> None:
    whole, parts = (small("replications=5", *more).run(progress=False).losses for more in ([], ["chunk=4"]))
    assert whole.drop(columns="lost").equals(parts.drop(columns="lost"))
    assert_allclose(np.stack([*whole["lost"]]), np.stack([*parts["lost"]]), rtol=1e-6)


@pytest.mark.parametrize("value", ["5", "yes", "[true]"])
def test_it_is_true_or_false(value: str) -> None:
    with pytest.raises(InputError, match=r"loss_map = .*: must be true or false or null"):
        small(f"loss_map={value}")
