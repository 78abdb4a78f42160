"""The eight steps: exact on boards where everybody passes orders on, whole on a simulated class."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import jitagents.beer_game.debrief
from jitagents.beer_game import SEATS, Setup
from jitagents.beer_game.debrief import Debrief, Played, simulated_class
from jitagents.beer_game.debrief.steps.believed import step as believed_step
from jitagents.errors import InputError
from jitagents.translation import Translation
from tests.beer_game.debrief.conftest import passed_on
from tests.beer_game.table import Table

NAMES = [
    "believed_demand", "orders", "net_stock", "costs", "amplification", "players", "one_seat_replaced",
    "another_structure",
]  # fmt: skip


def by_hand(shared: bool = False, mail: int = 2, lorry: int = 2, brewing: int = 3) -> list[float]:
    """Costs of a table whose players order what was ordered from them, or what customers ordered."""
    table, costs = Table(mail, lorry, brewing), np.zeros(len(SEATS))
    for week in range(1, 37):
        customers = 4 if week < 5 else 8
        told = table.play(week, customers, [customers] * 4 if shared else None)
        costs += [0.5 * stock + backlog for stock, backlog, *_ in told]
    return [*costs.tolist(), float(costs.sum())]


def test_costs_of_passing_on_stand_beside_1989(through: Debrief) -> None:
    frame = through.step("costs").frame.set_index("board")
    assert list(frame.loc["this class"]) == [330, 242, 154, 66, 792, 792 / 180]
    assert list(frame.loc["pass-through"]) == list(frame.loc["1"])
    assert list(frame.loc["11 teams of 1989"])[:5] == [383, 635, 630, 380, 2028]
    assert frame.loc["benchmark of 1989", list(SEATS)].sum() == frame.loc["benchmark of 1989", "team"] == 204


def test_passing_on_amplifies_nothing(through: Debrief) -> None:
    frame = through.step("amplification").frame
    own = frame[frame["source"] == "this class"].set_index("seat")
    ones = [4, 6, 8, 10]  # weeks with an order of 4
    assert own.loc["customers", "variance of orders"] == pytest.approx(16 * 4 * 32 / 36**2)
    exact = [16 * number * (36 - number) / 36**2 for number in ones]
    assert own.loc[list(SEATS), "variance of orders"].tolist() == pytest.approx(exact)
    assert own.loc[list(SEATS), "week of the peak"].tolist() == [5, 7, 9, 11]
    assert (own["peak order"] == 8).all()
    assert own.loc["retailer", "least net stock"] == -12
    assert (own["greatest net stock"].dropna() == 12).all()


def test_orders_and_net_stocks_are_those_of_the_records(through: Debrief) -> None:
    records = passed_on(Setup()).set_index(["board", "seat", "week"])
    orders = through.step("orders").frame.set_index(["board", "seat", "week"])["order"]
    net = through.step("net_stock").frame.set_index(["board", "seat", "week"])["net_stock"]
    assert (orders.reindex(records.index) == records["order"]).all()
    assert (net.reindex(records.index) == records["stock"] - records["backlog"]).all()


def test_another_structure_is_that_of_a_table_played_by_hand(through: Debrief) -> None:
    costs = through.step("another_structure").frame.set_index("structure")[[*SEATS, "team"]]
    assert list(costs.loc["as played"]) == by_hand() == [330, 242, 154, 66, 792]
    assert list(costs.loc["sales_shared"]) == by_hand(shared=True)
    assert list(costs.loc["delays_halved"]) == by_hand(mail=1, lorry=1, brewing=2)
    assert list(costs.loc["both"]) == by_hand(shared=True, mail=1, lorry=1, brewing=2)
    bullwhip = through.step("another_structure").frame.set_index("structure")["bullwhip"]
    assert bullwhip["sales_shared"] == 1
    assert bullwhip["as played"] == pytest.approx(10 * 26 / (4 * 32))


def test_who_passes_orders_on_is_replaced_by_himself(through: Debrief) -> None:
    frame = through.step("one_seat_replaced").frame
    same = frame[frame["with"] != "base_stock"]
    assert (same["saved"] == 0).all()
    assert (same["team"] == 792).all()
    assert list(frame.groupby("replaced", sort=False).size().items()) == [(seat, 3) for seat in SEATS]
    saved = frame.set_index(["replaced", "with"])["saved"]
    assert saved["retailer", "base_stock"] != 0


def test_players_are_told_or_it_is_said_why_not(through: Debrief, lesson: Debrief) -> None:
    silent = through.step("players").frame.set_index("seat")
    notes = ["theta_note", "alpha_note", "beta_note", "target_note"]  # base stock orders the same on this board
    assert (silent[notes] == "not identified").all(axis=None)
    assert silent[["theta", "beta", "target", "alpha_error"]].isna().all(axis=None)
    frame = lesson.step("players").frame
    assert len(frame) == 12
    assert (frame["by"] == "rule").all()
    for name in ("theta", "alpha", "beta", "target"):
        assert (frame[name].isna() == (frame[f"{name}_note"] != "")).all()
        assert (frame[f"{name}_error"].isna() == frame[name].isna()).all()


def test_demand_that_is_believed_is_shown_in_place_of_slips() -> None:
    records = passed_on(Setup())
    believed = pd.DataFrame({"seat": ["factory"] * 3, "week": [1, 1, 2], "units": [10, 20, 31]})
    played, say = Played(records), Translation("en", Path())
    step = believed_step(played, say, believed)
    frame = step.frame[step.frame["seat"] == "factory"]
    assert frame["units"].tolist() == [15, 31]
    assert step.sentence == "Customers ordered 4 to 8 cases a week. The factory believed in up to 31, in week 2."
    for wrong in (believed.drop(columns="units"), believed.assign(seat="brewery")):
        with pytest.raises(InputError, match="believed demand: there is no"):
            believed_step(played, say, wrong)


def test_another_game_has_no_numbers_of_1989_beside_it() -> None:
    setup = Setup(customers="uniform", weeks=8)
    debrief = Debrief(simulated_class(2, setup=setup)[0], setup)
    assert debrief.step("costs").frame["board"].tolist() == ["1", "2", "this class", "base stock in hindsight"]
    costs = debrief.step("costs").frame.set_index("board")
    assert costs.at["base stock in hindsight", "times"] == 1
    assert (costs["times"] >= 1).all()
    assert set(debrief.step("amplification").frame["source"]) == {"this class"}


class Heard(Translation):
    """A translation that notes all sentences it is asked for."""

    def __init__(self, language: str, folder: Path) -> None:
        super().__init__(language, folder)
        self.heard: set[str] = set()

    def __call__(self, sentence: str, **values: object) -> str:
        self.heard.add(sentence)
        return super().__call__(sentence, **values)


def test_the_page_stands_alone_in_french_and_names_are_only_text(tmp_path: Path) -> None:
    setup = Setup(weeks=8)
    records = simulated_class(1, setup=setup)[0].assign(board="<script>alert(1)</script>", player="=1+1")
    debrief = Debrief(records, setup, language="fr")
    debrief.say = heard = Heard("fr", Path(jitagents.beer_game.debrief.__file__).parent / "translations")
    text = debrief.report(tmp_path / "class" / "debrief.html").read_text(encoding="utf-8")
    assert [one.name for one in debrief.steps] == NAMES
    assert heard.heard <= {*heard.sentences, "<script>alert(1)</script>"}
    assert '<html lang="fr">' in text
    assert debrief.step("one_seat_replaced").sentence.startswith("Un seul poste remplacé (")
    assert text.count("<section") == len(NAMES) + 1
    assert text.count("data:image/svg+xml;base64,") == len(NAMES)
    assert "<script" not in text
    assert "&lt;table" not in text
    assert "http://" not in text
    assert "https://" not in text
    for step in debrief.steps:
        assert step.sentence
        assert step.figure.caption
        assert len(pd.read_csv(tmp_path / "class" / f"{step.name}.csv")) == len(step.frame)
    assert debrief.steps[0].png.startswith(b"\x89PNG")
