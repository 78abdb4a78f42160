"""Mistakes in rules and in arguments of models: each raises an error that states the remedy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from jitagents import InputError, SupplyModel, Worlds
from jitagents.agents import Buyer, Plant, Supplier
from jitagents.column import Column
from jitagents.network import serial

CHAIN = serial(stages=3)


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ({"worlds": 0}, "worlds = 0: must be a whole number from 1 up"),
        ({"worlds": -1}, "worlds = -1"),
        ({"worlds": True}, "worlds = True"),
        ({"worlds": 10**12}, "at most 10,000,000"),
        ({"worlds": 2.0}, "worlds = 2.0"),
        ({"rng": 1.5}, "rng = 1.5: must be a whole number from 0 up"),
        ({"rng": -1}, "rng = -1"),
        ({"worlds": Worlds(range(2), entropy=3), "rng": 5}, "Worlds bring their own seed"),
        ({"warmup": -1}, "warmup = -1"),
        ({"warmup": 1.5}, "warmup = 1.5"),
        ({"start": "stedy"}, "did you mean 'steady'"),
        ({"crisis": {"fire": 5}}, "crisis.fire = 5: must be a disruption"),
        ({"crisis": [1]}, "must be a mapping of names"),
        ({"ordering": "jit"}, "must be of the kind Ordering"),
        ({"orderin": 1}, "did you mean 'ordering'"),
        ({"classes": {"buyr": Buyer}}, "did you mean 'buyer'"),
        ({"classes": {"stage1": Buyer}}, "did you mean 'stage_1'"),
        ({"classes": {"buyer": Plant}}, "must be a class that derives from Buyer"),
        ({"classes": {"stage_2": Buyer}}, "must be a class that derives from Supplier"),
        ({"classes": {"buyer": "Mine"}}, "must be a class that derives from Buyer"),
        ({"classes": [Buyer]}, "classes = .*must be a mapping"),
    ],
)
def test_arguments(argument: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        SupplyModel(CHAIN, **argument)


def test_all_wrong_arguments_are_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        SupplyModel("chain", worlds=0, rng=1.5, warmup=-1, start="stedy")  # type: ignore[arg-type]
    assert len(caught.value.faults) == 5


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ({"replications": 5}, r"as range\(5\)"),
        ({"levels": 0}, "Worlds.levels = 0: must be a whole number from 1 up"),
        ({"entropy": -1}, "Worlds.entropy = -1"),
        ({"entropy": 1.5}, "Worlds.entropy = 1.5"),
    ],
)
def test_worlds(argument: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        Worlds(**argument)


@pytest.mark.parametrize("days", [-3, 1.5, "3", None, True])
def test_days_to_run(days: Any) -> None:
    with pytest.raises(InputError, match="must be a whole number of days"):
        SupplyModel(CHAIN).run_for(days)


def test_numbers_of_numpy_and_seeds_are_accepted() -> None:
    seeds: list[Any] = [np.int64(3), np.random.SeedSequence(3), np.random.default_rng(3), None]
    two: Any = np.int64(2)
    for rng in seeds:
        assert SupplyModel(CHAIN, worlds=two, rng=rng).worlds.count == 2
    assert SupplyModel(CHAIN, worlds=Worlds(range(2), entropy=7)).worlds.entropy == 7


def set_to(name: str, value: Any) -> Callable[[Any], None]:
    return lambda self: setattr(self, name, value)


def branch(self: Any) -> None:
    if self.seen.position < 20:
        self.order = 5


def built_in(self: Any) -> None:
    self.order = max(self.seen.demand, self.seen.stock)


def misread(self: Any) -> None:
    self.order = self.ordr


def one_number(self: Any) -> None:
    self.order = float(self.seen.demand)


def forged(self: Any) -> None:
    self.seen.demand[...] = 0.0


def overlooked(self: Any) -> None:
    self.order = self.seen.demnd


def no_column(self: Any) -> None:
    self.order = self.model.points["stok"][:1]


def of_other_shape(self: Any) -> None:
    self.order = self.stock + np.zeros((7, 5))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (set_to("ordr", 5), "did you mean 'order'.*declare it in the class: ordr = 0.0"),
        (set_to("order", -1), "Mine.decide: set order to -1 on day 1"),
        (set_to("order", np.nan), "set order to nan"),
        (set_to("order", np.inf), "set order to inf"),
        (set_to("order", np.zeros(7)), r"Mine.order: needs numbers of shape \(1, 4\)"),
        (set_to("order", "many"), "not a text"),
        (branch, r"Mine.decide: `if`.*np\.where"),
        (built_in, r"Mine.decide: .*np\.maximum"),
        (one_number, r"Mine.decide: .*`float`.*np\.where"),
        (forged, r"Mine.decide: records \(`seen`\) can be read, not set"),
        (of_other_shape, "arrays of different shapes meet"),
    ],
)
def test_rules(rule: Callable[[Any], None], words: str) -> None:
    mine = type("Mine", (Buyer,), {"decide": rule, "__module__": __name__})
    with pytest.raises(InputError, match=words):
        SupplyModel(CHAIN, worlds=4, classes={"buyer": mine}).run_for(2)


@pytest.mark.parametrize(
    ("rule", "error", "meant"),
    [(misread, "AttributeError", "order"), (overlooked, "AttributeError", "demand"), (no_column, "KeyError", "stock")],
)
def test_reading_what_is_not_there(rule: Callable[[Any], None], error: str, meant: str) -> None:
    mine = type("Mine", (Buyer,), {"decide": rule, "__module__": __name__})
    with pytest.raises(InputError, match=rf"Mine.decide: {error} on day 1, line \d+ `self.*did you mean '{meant}'"):
        SupplyModel(CHAIN, classes={"buyer": mine}).run_for(1)


@pytest.mark.parametrize(("name", "meant"), [("decid", "decide"), ("Decide", "decide"), ("produse", "produce")])
def test_a_misspelt_rule(name: str, meant: str) -> None:
    with pytest.raises(InputError, match=f"Mine.{name}: is no rule, .* did you mean '{meant}'"):
        type("Mine", (Plant,), {name: branch, "__module__": __name__})
    type("Mine", (Plant,), {name: branch, meant: branch, "__module__": __name__})
    type("Mine", (Plant,), {"service": branch, "provide": branch, name: 1.0, "__module__": __name__})


@pytest.mark.parametrize(("rule", "column"), [("produce", "started"), ("ship", "output")])
def test_other_rules_are_guarded_too(rule: str, column: str) -> None:
    mine = type("Mine", (Supplier,), {rule: set_to(column, -2.0), "__module__": __name__})
    with pytest.raises(InputError, match=f"Mine.{rule}: set {column} to -2"):
        SupplyModel(CHAIN, worlds=4, classes={"supplier": mine}).run_for(1)


class Own(Buyer):
    """A buyer with attributes of its own, declared in every way."""

    mood = Column("units", "a column")
    days = 0
    word: str

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.colour = "red"

    def decide(self) -> None:
        super().decide()
        self.mood += 1
        self.days += 1
        self.word = "done"
        self._hidden = self.seen


def test_declared_attributes_can_be_set() -> None:
    model = SupplyModel(CHAIN, worlds=3, rng=2, classes={"buyer": Own})
    agent = model.by_name["stage_1"]
    model.run_for(4)
    assert (model.buyers.get("mood") == 4).all()
    assert agent.colour == "red"
    agent.colour, agent.pos = "blue", (1, 2)  # type: ignore[attr-defined]
    plain = SupplyModel(CHAIN, worlds=3, rng=2)
    plain.run_for(4)
    assert np.array_equal(model.points["stock"], plain.points["stock"])
    assert "__setattr__" not in vars(Buyer)
    assert not hasattr(Buyer.decide, "__wrapped__"), "a rule that is not overridden is not guarded"


def test_objects_display_their_facts() -> None:
    network = serial(stages=3)
    model = SupplyModel(network, worlds=3)
    assert repr(network) == "<Network name: serial 3, agents: 3 (1 buyer(s), 2 supplier(s)), lanes: 2>"
    assert repr(model.by_name["stage_2"]) == "<Supplier name: stage_2, tier: 1, worlds: 3>"
    assert repr(model.suppliers.blocks[0]) == "<Supplier rows: 1, worlds: 3>"
    assert "names: stage_2, stage_3" in repr(model.suppliers)
    assert "worlds: 3" in repr(model)
    object.__setattr__(network, "name", "<b>")
    assert "&lt;b&gt;" in network._repr_html_()
    assert "<b>" not in network._repr_html_()
