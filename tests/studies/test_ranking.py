"""The ranking of who hurts most, where counting days gives it, and against each removal as a study of its own."""

from pathlib import Path

import pandas as pd
import pytest

from jitagents import Results
from jitagents.study import Study, load

CHAIN = (
    "network=serial", "demand=constant", "network.demand=10", "network.capacity=10", "network.whole=false",
    "network.stock=[40, 20, 30, 0]",
)  # fmt: skip
"""Days of stock from the customer up: 4, 2, 3, 0; nothing is made up for."""
SHORT = ("warmup=5", "days=60", "workers=1", "crisis.removal.start=1", "crisis.removal.duration=10")


def ranked(*overrides: str) -> Study:
    return load("single", ["+experiment=ranking", *SHORT, *overrides])


def by_name(results: Results) -> pd.DataFrame:
    return results.ranking().set_index("name")


def test_a_chain_by_counting_days() -> None:
    """A stage's removal is felt once the stock below it and the goods on the lanes are used up."""
    study = ranked(*CHAIN, "replications=1")
    table = by_name(study.run(progress=False))
    assert list(table.index) == ["stage_2", "stage_3", "stage_4"]
    below, lanes = [4, 4 + 2, 4 + 2 + 3], [1, 2, 3]
    assert table["loss"].tolist() == pytest.approx([10 * (10 - days) for days in below])
    assert table["first_loss"].tolist() == [days + way for days, way in zip(below, lanes, strict=True)]
    assert table["last_loss"].tolist() == [10 + way for way in lanes]
    assert table["rank"].tolist() == table["first_loss_rank"].tolist() == [1, 2, 3]
    assert table["last_loss_rank"].tolist() == [3, 2, 1]
    assert table["exposure"].tolist() == pytest.approx([1, 4 / 6, 1 / 6])


@pytest.fixture
def diamond(tmp_path: Path) -> list[str]:
    """Two makers of boards, each able to make all, above a plant, and one source of chips above both."""
    (tmp_path / "agents.csv").write_text(
        "name,kind,item,demand,value\n"
        "market,buyer,car,10,100\nplant,plant,car,,100\n"
        "east,plant,board,,20\nwest,plant,board,,20\nchips,supplier,chip,,1\n"
    )
    (tmp_path / "lanes.csv").write_text(
        "seller,buyer,rank\nplant,market,\neast,plant,1\nwest,plant,2\nchips,east,\nchips,west,\n"
    )
    return ["network=tables", *(f"network.{name}={tmp_path / name}.csv" for name in ("agents", "lanes"))]


def test_the_single_source_above_two_sources_comes_first(diamond: list[str]) -> None:
    levels = "levels={crisis.removal.target.name: [east, west, chips]}"
    asked = (
        "demand=constant",
        "sourcing=backup",
        "sourcing.lag=0",
        "sourcing.ramp=0",
        "ordering.cover=1",
        "replications=1",
    )
    results = ranked(*diamond, levels, *asked).run(progress=False)
    table = by_name(results)
    assert table.index[0] == "chips"
    assert table["loss"].tolist()[0] > 0
    assert table["loss"].tolist()[1:] == [0, 0]
    assert table["rank"].tolist() == [1, 2, 2], "both are missed alike"
    assert table["spend"]["chips"] < table["spend"]["east"]
    assert "chips has rank 1 by loss" in " ".join(results.findings())


def test_a_removal_among_many_is_a_removal_alone() -> None:
    small = ("network=layered", "network.agents=12", "network.tiers=3", "replications=3", "days=40")
    together = ranked(*small, "chunk=7")
    assert len(together.chunks()) > 3
    table = by_name(together.run(progress=False))
    for name in table.index:
        level = f"levels={{crisis.removal.target.name: [{name}]}}"
        alone = by_name(ranked(*small, level).run(progress=False)).loc[name]
        same = [
            column
            for column in table.columns
            if column.startswith(("loss", "first_loss", "last_loss")) and not column.endswith("rank")
        ]
        assert [*alone[same]] == [*table.loc[name, same]]


def test_nothing_is_kept_that_a_ranking_does_not_need() -> None:
    results = ranked(*CHAIN, "replications=2").run(progress=False)
    assert set(results.replications["scope"]) == {"network"}
    assert len(results.replications) == 3 * 2
    assert list(results.figures()) == ["ranking"]
