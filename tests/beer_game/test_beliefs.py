"""Beliefs: asked of those who did not see the customers, between the last week and the reveal, and kept."""

import pandas as pd
import pytest

from jitagents.beer_game.beliefs import COLUMNS
from jitagents.beer_game.refusal import Refused
from tests.beer_game.conftest import Made, seated


def test_eight_weeks_are_asked_about_from_the_first_to_the_last(made: Made) -> None:
    assert made().beliefs.weeks == [1, 6, 11, 16, 21, 26, 31, 36]


def test_who_did_not_see_the_customers_is_asked_until_they_are_revealed(made: Made) -> None:
    game = made()
    game.lecturer.prepare(1, weeks=3)
    retailer, wholesaler = seated(game, 2)
    units = {1: 4, 2: "7", 3: 20}
    with pytest.raises(Refused, match="Nobody is asked"):
        game.beliefs.tell(wholesaler, units)
    for _ in range(3):
        game.lecturer.next_week()
    assert game.beliefs.weeks == [1, 2, 3]
    with pytest.raises(Refused, match="Nobody is asked"):
        game.beliefs.tell(retailer, units)
    for wrong in ({1: 4, 2: 5}, units | {3: "many"}, units | {2: -1}):
        with pytest.raises(Refused, match="for every week"):
            game.beliefs.tell(wholesaler, wrong)
    assert game.believed.empty
    game.beliefs.tell(wholesaler, units | {1: 9})
    game.beliefs.tell(wholesaler, units)
    game.lecturer.choose("revealed", True)
    with pytest.raises(Refused, match="Nobody is asked"):
        game.beliefs.tell(wholesaler, units | {1: 8})
    wanted = pd.DataFrame(
        [(1, "wholesaler", week, cases, "player 2") for week, cases in ((1, 4), (2, 7), (3, 20))], columns=list(COLUMNS)
    )
    pd.testing.assert_frame_equal(game.believed, wanted)
    pd.testing.assert_frame_equal(made().believed, wanted)  # after a crash


def test_whoever_saw_the_customers_is_not_asked(made: Made) -> None:
    game = made()
    game.lecturer.prepare(1, weeks=1)
    game.lecturer.share("sales")
    _, wholesaler = seated(game, 2)
    game.lecturer.next_week()
    assert not game.beliefs.asked(0, 1)
    with pytest.raises(Refused, match="Nobody is asked"):
        game.beliefs.tell(wholesaler, {1: 4})
