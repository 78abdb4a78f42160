"""The beer game as a study: weeks, dollars, four stages, and no chance in it."""

import numpy as np
import pytest

from jitagents import load
from jitagents.errors import InputError
from jitagents.results import Results


@pytest.fixture(scope="module")
def game() -> Results:
    return load("beer_game", ["workers=1"]).run(progress=False)


def test_the_rational_player_costs_less_and_the_team_is_told(game: Results) -> None:
    cost = game.summary(["cost"], ["network"]).set_index("variant")["calm"] * 36
    assert cost["base_stock"] < cost["sterman"] / 2
    team = next(text for text in game.findings() if "all stages together cost" in text)
    assert f"{cost['sterman']:,.0f} dollars under sterman" in team
    assert team.startswith("Over the 36 measured weeks")


def test_it_is_told_in_weeks_and_dollars_stage_by_stage(game: Results) -> None:
    assert list(game.table()) == [
        "stock value (dollars)",
        "cash tied up (dollars)",
        "cost (dollars/week)",
        "fill rate (%)",
    ]
    said = " ".join(game.findings())
    assert "There is no chance in this study" in said
    assert "run more" not in said
    assert all(f" at {stage}" in said for stage in ("retailer", "wholesaler", "distributor", "factory"))
    assert " day" not in said


def test_orders_swing_more_upstream_and_are_drawn(game: Results) -> None:
    figure = game.plot.stages()
    titles = [axis.get_title(loc="left") for axis in figure.axes[:4]]
    assert titles == ["retailer", "wholesaler", "distributor", "factory"]
    peaks = [float(np.asarray(axis.lines[0].get_ydata(), dtype=float).max()) for axis in figure.axes[:4]]
    assert peaks == sorted(peaks)
    assert peaks[-1] > 2 * peaks[0]
    assert {axis.get_xlabel() for axis in figure.axes[4:]} == {"week"}
    assert figure.axes[0].get_ylabel() == "orders placed (units/week)"
    assert "stages" in game.figures()


def test_other_networks_have_no_stages_to_draw() -> None:
    results = load("single", ["network=layered", "replications=1", "days=5", "warmup=1", "workers=1", "crisis=none"])
    with pytest.raises(InputError, match="needs a chain"):
        results.run(progress=False).plot.stages()


def test_another_study_on_it_says_that_it_has_one_of_its_own(game: Results) -> None:
    note = "beer game has a study of its own: study=beer_game"
    assert note in load("single", ["network=beer_game", "crisis=none"]).notices
    assert note not in load("beer_game").notices
