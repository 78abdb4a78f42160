"""Budgets on a chain, where the loss is known by hand: price x demand x (days of outage - days of cover)."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.errors import InputError
from jitagents.lab.rooms.budget import HYBRID, BudgetRoom
from jitagents.lab.rooms.scores import leaderboard
from jitagents.lab.rooms.tries import Opened, Try, read, written
from jitagents.studies.telling import Tell
from jitagents.study import load


class Stopped(Exception):
    """Of the page."""


CHAIN = (
    "network=serial", "network.value=[4,3,2,1]", "demand=constant", "crisis=supplier_outage", "days=40", "warmup=5",
    "crisis.outage.duration=10", "crisis.outage.start=5", "ordering.cover=0", "replications=2",
)  # fmt: skip
BARE = 4 * 10 * 10
CHEAPEST = "product at tier 2"


def new_room() -> BudgetRoom:
    return BudgetRoom(load("single", [*CHAIN, *HYBRID, "ordering.money=100"]), replications=2)


@pytest.fixture(scope="module")
def room() -> BudgetRoom:
    return new_room()


def test_a_try_costs_the_price_of_its_days_and_saves_a_day_of_loss_for_each(room: BudgetRoom) -> None:
    score = room.score({CHEAPEST: 3.0})
    assert score.spent == pytest.approx(3 * 20)
    assert score.loss.mean == pytest.approx(BARE - 3 * 40)
    assert score.saved.mean == pytest.approx(3 * 40)
    assert room.score({}).loss.mean == pytest.approx(BARE)


@pytest.mark.parametrize("days", [{CHEAPEST: 3.0, "product at tier 1": 1.0}, {}])
def test_the_command_line_gives_the_number_of_a_try(room: BudgetRoom, days: dict[str, float]) -> None:
    score = room.score(days)
    study = load("single", [*CHAIN, *room.overrides(score), "measures=[sales_lost]", "workers=1"])
    (row,) = study.run(progress=False).summary(["sales_lost"], ["network"]).to_dict("records")
    assert row["crisis"] == pytest.approx(score.loss.mean)


def test_the_best_placement_found_spends_all_on_the_cheapest_flow(room: BudgetRoom) -> None:
    told = list[float]()
    best = room.search(told.append)
    assert best.days == {CHEAPEST: pytest.approx(5.0)}
    assert best.loss.mean == pytest.approx(BARE - 5 * 40)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_what_costs_too_much_is_refused_with_the_excess(room: BudgetRoom) -> None:
    with pytest.raises(InputError, match="costs 120, which is 20 more than there is"):
        room.score({CHEAPEST: 6.0})


def test_flows_that_there_are_not_and_days_below_0_are_told_together(room: BudgetRoom) -> None:
    with pytest.raises(InputError) as told:
        room.cost({"moon": 1.0, CHEAPEST: -1.0})
    assert len(told.value.faults) == 2


@pytest.mark.parametrize("first", [{}, {CHEAPEST: 1.0}])
def test_a_try_tells_how_far_it_is(first: dict[str, float]) -> None:
    room = new_room()  # whose first try is compared with none, which takes as long
    for days in (first, {CHEAPEST: 2.0}):
        told = list[float]()
        room.score(days, told.append)
        assert told == sorted(told)
        assert 0 < told[0] < 0.1
        assert told[-1] == 1.0


@pytest.mark.parametrize("work", [BudgetRoom.search, lambda room, tell: room.score({CHEAPEST: 1.0}, tell)])
def test_long_work_ends_when_it_is_stopped(room: BudgetRoom, work: Callable[[BudgetRoom, Tell], object]) -> None:
    def tell(share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        work(room, tell)


TRIES = st.builds(Try, st.text(max_size=12), st.dictionaries(st.integers(0, 99), st.floats(0, 1e6), max_size=4))


@given(st.lists(TRIES, max_size=4))
def test_the_text_of_tries_leads_back_to_them(tries: list[Try]) -> None:
    assert read(written(tries)) == tries


def test_the_tries_of_a_link_are_scored_again(room: BudgetRoom) -> None:
    made = Opened(room, [("ann; b: c", room.score({CHEAPEST: 3.0})), ("bob", room.score({}))], room.search())
    again = Opened.of(room, made.text, lambda share: None)
    assert again.text == made.text
    assert again.best is not None
    for one, other in zip((*made.every["ann; b: c"], made.best), (*again.every["ann; b: c"], again.best), strict=True):
        assert one is not None
        assert one.days == other.days
        assert np.array_equal(one.losses, other.losses)


@pytest.mark.parametrize(
    ("text", "told"), [("me", "must be like"), ("me:0=x", "must be like"), ("me:99=1", "no flow 99")]
)
def test_a_text_that_is_none_of_tries_is_refused(room: BudgetRoom, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        Opened.of(room, text, lambda share: None)


def test_the_leader_board_has_the_smallest_loss_first(room: BudgetRoom) -> None:
    few, many = room.score({CHEAPEST: 1.0}), room.score({CHEAPEST: 4.0})
    table = leaderboard({"ann": [few, many], "bob": [many]})
    assert table["name"].tolist() == ["ann", "bob", "ann"]
    assert table["place"].tolist() == [1, 1, 3]
    assert table["saved"].tolist() == pytest.approx([0.4, 0.4, 0.1])
    assert leaderboard({}).empty
