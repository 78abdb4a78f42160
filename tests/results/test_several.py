"""Several runs as one table."""

from pathlib import Path

import pandas as pd
import pytest

from jitagents import InputError, Results
from tests.studies.conftest import small


def test_runs_below_each_other_with_what_differs(tmp_path: Path) -> None:
    alone = []
    for seed, cover in ((1, 0), (2, 3)):
        study = small("ordering=base_stock", f"ordering.cover={cover}", f"seed={seed}", f"workers={seed}")
        alone.append(study.run(tmp_path / str(seed), progress=False))
    several = Results.open([tmp_path / "1", str(tmp_path / "2")])
    assert several.runs.to_dict("list") == {"run": ["1", "2"], "seed": [1, 2], "ordering.cover": [0, 3]}
    table = several.summary(["cost"], ["network"])
    assert table["crisis"].tolist() == [one.summary(["cost"], ["network"])["crisis"].iloc[0] for one in alone]
    assert table["ordering.cover"].tolist() == [0, 3]
    assert len(several.daily(["output"], ["network"])) == 60


def test_a_key_that_some_runs_sweep_has_one_column(tmp_path: Path) -> None:
    swept = small("ordering=base_stock", "levels={ordering.cover: [0, 2.5]}").run(tmp_path / "swept", progress=False)
    alone = small("ordering=base_stock", "ordering.cover=9").run(tmp_path / "alone", progress=False)
    several = Results.open([tmp_path / "swept", tmp_path / "alone"])
    table = several.summary(["cost"], ["network"])
    assert table["run"].tolist() == ["swept", "swept", "alone"]
    assert table["ordering.cover"].tolist() == [0, 2.5, 9]
    assert not [column for column in map(str, table) if column.startswith("levels")]
    costs = [one.summary(["cost"], ["network"])["calm"].tolist() for one in (swept, alone)]
    by_cover = table.groupby("ordering.cover")["calm"].first()
    assert by_cover.tolist() == [*costs[0], *costs[1]]


def test_a_key_with_the_name_of_a_column_is_told_apart(tmp_path: Path) -> None:
    for count in (3, 4):
        small(f"replications={count}").run(tmp_path / str(count), progress=False)
    several = Results.open([tmp_path / "3", tmp_path / "4"])
    assert several.runs["replications"].tolist() == [3, 4]
    table = several.summary(["cost"], ["network"])
    assert table["config.replications"].tolist() == table["replications"].tolist() == [3, 4]
    assert table.columns.is_unique


def test_another_class_stands_for_all_that_is_set_of_it(tmp_path: Path) -> None:
    for name in ("jit", "kanban"):
        small(f"ordering={name}").run(tmp_path / name / "0", progress=False)
    several = Results.open([tmp_path / "jit" / "0", tmp_path / "kanban" / "0"])
    assert list(several.runs) == ["run", "ordering"]
    assert several.runs["ordering"].tolist() == ["Jit", "Kanban"]
    assert several.runs["run"].is_unique
    assert isinstance(several.summary(), pd.DataFrame)


def test_all_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Results.open([tmp_path / "a", tmp_path / "b"])
    assert len(caught.value.faults) == 2
    with pytest.raises(InputError, match="no directory"):
        Results.open([])
