"""Sight: boxes hold what comes next."""

from itertools import pairwise

import numpy as np

from jitagents.beer_game.server.sight import pipeline
from tests.beer_game.conftest import Made, seated


def test_boxes_hold_what_comes_next(made: Made) -> None:
    game = made()
    players, rng = seated(game, 4), np.random.default_rng(5)
    boxes = []
    for week in range(1, 21):
        boxes.append([pipeline(game.boards, 0, seat) for seat in range(4)])
        for player in players:
            game.turns.order(player, week, int(rng.integers(0, 15)))
    received = game.boards.shown(0)[0].received[..., 0]
    for week, (now, then) in enumerate(pairwise(boxes), start=1):
        for seat in range(4):
            boxed, later = now[seat], then[seat]
            assert boxed is not None
            assert later is not None
            assert boxed[0] == received[week, seat]
            assert boxed[1] == later[0]
