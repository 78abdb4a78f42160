"""Codes that people type, and how often they may guess."""

from jitagents.beer_game.codes import LETTERS, new_code, new_word, same
from jitagents.beer_game.server.tries import MOST, Tries
from tests.beer_game.conftest import Clock


def test_codes_have_letters_that_nobody_confuses() -> None:
    codes = [new_code() for _ in range(200)]
    assert {*"".join(codes)} <= set(LETTERS)
    assert not {*"0O1IQS5Z2G6"} & set(LETTERS)
    assert {len(code) for code in codes} == {4}
    assert len({new_word() for _ in range(200)}) == 200
    assert same(" ab Cd", "ABCD")
    assert not same("ABCE", "ABCD")


def test_guesses_are_counted_for_a_minute(clock: Clock) -> None:
    tries = Tries(clock)
    for _ in range(MOST):
        assert not tries.too_many("10.0.0.1")
        tries.wrong("10.0.0.1")
    assert tries.too_many("10.0.0.1")
    assert not tries.too_many("10.0.0.2")
    clock.now = 61.0
    assert not tries.too_many("10.0.0.1")
