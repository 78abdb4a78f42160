"""Populations have the methods of Mesa's AgentSet, in bulk."""

from collections.abc import Callable

import numpy as np

from jitagents.model import SupplyModel


def test_get_is_a_copy_in_the_order_of_the_members(make: Callable[..., SupplyModel]) -> None:
    model = make()
    model.run_for(5)
    for population in (model.buyers, model.suppliers, model.plants, model.inputs):
        stock = population.get("stock")
        assert stock.shape == (len(population), 6)
        assert np.array_equal(stock, np.stack([member.stock for member in population]))
        stock += 1
        assert not np.array_equal(stock, population.get("stock"))


def test_set_broadcasts_and_keeps_the_order(make: Callable[..., SupplyModel]) -> None:
    model = make()
    for population in (model.buyers, model.suppliers, model.plants, model.inputs):
        numbers = np.arange(len(population) * 6.0).reshape(-1, 6)
        assert population.set("stock", numbers) is population
        assert np.array_equal(population.get("stock"), numbers)
        assert all(np.array_equal(member.stock, row) for member, row in zip(population, numbers, strict=True))
        population.set("stock", np.arange(len(population))[:, None])
        assert np.array_equal(population.get("stock")[:, 0], np.arange(len(population)))
        population.set("stock", 9)
        assert (population.get("stock") == 9).all()


def test_select_takes_members_and_runs_rules_on_them_alone(make: Callable[..., SupplyModel]) -> None:
    model = make()
    model.run_for(3)
    towns = model.buyers.select(lambda buyer: buyer.name == "town")
    assert [buyer.name for buyer in towns] == ["town"]
    model.buyers.set("order", -1)
    assert towns.do("decide") is towns
    assert (model.by_name["city"].order == -1).all()
    assert (model.by_name["town"].order >= 0).all()
    assert np.array_equal(towns.get("stock"), model.by_name["town"].stock[None])
    assert len(model.buyers.select(lambda buyer: False)) == 0


def test_agg_is_one_number_a_world(make: Callable[..., SupplyModel]) -> None:
    model = make()
    model.run_for(3)
    total = model.buyers.agg("stock", np.sum)
    assert total.shape == (6,)
    assert np.array_equal(total, model.by_name["town"].stock + model.by_name["city"].stock)
    assert np.array_equal(model.plants.agg("stock", np.max), model.plants.get("stock").max(axis=0))
