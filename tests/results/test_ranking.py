"""The ranking: its frame, its intervals and ties, what it says, and its figure, from losses that are made up."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection

from jitagents.errors import InputError
from jitagents.results import Results
from jitagents.results.manifest import Manifest
from jitagents.results.ranks import rank_range, ranks, spearman

KEY = "crisis.removal.target.name"
AGENTS = ["shop", "plant", "motor", "frame", "chip", "steel"]


def made_up(
    losses: dict[str, float], noise: float = 1.0, replications: int = 8, variants: tuple[str, ...] = ("jit",)
) -> Results:
    """A study that removes one agent after the other; every replication has a luck that all of them share."""
    rng = np.random.default_rng(3)
    luck = rng.normal(0, 20, replications)
    parts = []
    for number, variant in enumerate(variants):
        for name, mean in losses.items():
            lost = np.maximum(mean * (1 - 0.1 * number) + (mean > 0) * (luck + rng.normal(0, noise, replications)), 0)
            hit = lost > 0
            part = {"output_lost": lost, "first_loss": np.where(hit, 5.0, 110), "last_loss": 20.0 * hit}
            frame = pd.DataFrame({f"{metric}.crisis": values for metric, values in part.items()})
            frame = frame.assign(**{f"{metric}.calm": np.nan for metric in part}, variant=variant, scope="network")
            parts.append(frame.assign(level=f"{KEY}={name}", replication=np.arange(replications)))
    agents = pd.DataFrame({"name": AGENTS, "kind": "plant", "tier": [0, 1, 2, 2, 3, 3]})
    agents = agents.assign(region="west", firm="", item=AGENTS, value=[90.0, 80, 30, 20, 1, 5], rate=10.0)
    ends = [("plant", "shop"), ("motor", "plant"), ("frame", "plant"), ("chip", "motor"), ("steel", "frame")]
    lanes = pd.DataFrame(ends, columns=["seller", "buyer"]).assign(item="x", rate=10.0)
    config = {"levels": {KEY: {"not": {"kind": "buyer"}}}, "variants": {name: [] for name in variants}}
    disrupted, points = {f"{KEY}={name}": name for name in losses}, [{KEY: name} for name in losses]
    manifest = Manifest(hash="1", seed=1, study="ranking", disrupted=disrupted, crisis_window=[10, 23], levels=points)
    histories = pd.DataFrame(columns=["variant", "level", "replication", "metric", "scope", "calm", "crisis"])
    return Results(pd.concat(parts, ignore_index=True), histories, agents, lanes, config, manifest)


LOSSES = {"plant": 300.0, "motor": 300.2, "frame": 0.0, "chip": 500.0, "steel": 0.0}


def test_agents_are_ranked_by_loss_with_ties() -> None:
    table = made_up(LOSSES, noise=0.0).ranking()
    assert table["name"].tolist() == ["chip", "motor", "plant", "frame", "steel"]
    assert table["rank"].tolist() == [1, 2, 3, 4, 4]
    assert table["exposure"].tolist()[0] == 1.0
    assert table["loss_share"].tolist() == [1, 1, 1, 0, 0]
    assert table["first_loss_rank"].tolist() == [1, 1, 1, 4, 4]
    assert table["spend_rank"].tolist() == [5, 2, 1, 3, 4]
    assert table["loss_low"].lt(table["loss"]).tolist() == [True, True, True, False, False]


def test_paired_losses_tell_ranks_that_intervals_do_not() -> None:
    """The luck that all share makes the intervals overlap; the differences are sharp."""
    table = made_up(LOSSES | {"plant": 310.0}).ranking().set_index("name")
    assert table["loss_low"]["plant"] < table["loss_high"]["motor"]
    ranges = table[["rank_low", "rank_high"]]
    assert [*ranges.loc["plant"]] == [2, 2]
    assert [*ranges.loc["steel"]] == [4, 5], "equal losses leave the order open"
    open_ = made_up(LOSSES, noise=5.0).ranking().set_index("name")
    assert [*open_.loc["plant", ["rank_low", "rank_high"]]] == [2, 3]


def test_one_replication_leaves_every_rank_open() -> None:
    results = made_up(LOSSES, replications=1)
    table = results.ranking()
    assert table["rank_low"].eq(1).all()
    assert table["rank_high"].eq(5).all()
    assert table["loss_low"].isna().all()
    assert "one replication" in results.findings()[-1]


def test_several_variants() -> None:
    results = made_up(LOSSES, variants=("jit", "hybrid"))
    table = results.ranking()
    assert table.groupby("variant", sort=False)["rank"].first().to_dict() == {"jit": 1, "hybrid": 1}
    assert set(results.rank_correlations()["variant"]) == {"jit", "hybrid"}
    assert results.table().index.names == ["variant", "name"]
    assert "of jit, the first of 2 variants" in results.findings()[-1]
    assert len(results.plot.ranking().axes) == 3


def test_what_the_ranking_says() -> None:
    told = made_up(LOSSES).findings()
    assert len(told) == 5
    assert told[0].startswith("The removal of chip costs the most final output, ")
    assert "that of 2 of 5 agents costs no day of loss" in told[1]
    assert "chip has rank 1 by loss and 5 by spend, plant has rank 1 by spend and" in told[2]
    assert "PageRank" in told[3]
    assert "8 replications" in told[4]


def test_worlds_that_do_not_recover_are_told() -> None:
    results = made_up(LOSSES)
    late = results.replications["level"].str.endswith("motor") & (results.replications["replication"] < 2)
    frame = results.replications.copy()
    frame["not_recovered.crisis"], frame["not_recovered.calm"] = late.astype(float), 0.0
    results = replace(results, replications=frame)
    assert results.ranking().set_index("name")["not_recovered"].to_dict()["motor"] == 0.25
    assert "in 25 % of the worlds without motor it has not recovered by the end of the horizon" in results.findings()[1]
    assert made_up(LOSSES).ranking()["not_recovered"].isna().all()


def test_sales_are_ranked_by_before_units() -> None:
    results = made_up(LOSSES)
    worth = 5 * results.replications["output_lost.crisis"]
    frame = results.replications.copy()
    frame["sales_lost.crisis"], frame["sales_lost.calm"] = worth, 0.0
    results = replace(results, replications=frame)
    assert results.ranking()["loss"].iloc[0] == pytest.approx(5 * made_up(LOSSES).ranking()["loss"].iloc[0])
    assert "costs the most final output, worth" in results.findings()[0]
    assert "loss (money)" in results.table()


def test_a_network_that_misses_nobody() -> None:
    results = made_up(dict.fromkeys(LOSSES, 0.0))
    assert results.findings()[0] == "The removal of none of the 5 agents costs final output."
    assert results.rank_correlations()["rho"].isna().all()
    assert results.ranking()["exposure"].eq(0).all()
    assert "none of 5" in results.plot.ranking().get_suptitle()


def test_the_short_table() -> None:
    table = made_up(LOSSES).table()
    assert list(table.index) == list(made_up(LOSSES).ranking()["name"])
    assert list(table.columns)[:4] == ["loss (units)", "days to first loss", "days to last loss", "rank by spend"]


def test_the_figure_and_the_report(tmp_path: Path) -> None:
    results = made_up(LOSSES)
    figure = results.plot.ranking()
    assert figure.get_suptitle() == "The removal of chip costs most; by spend it has rank 5 of 5"
    loss, days, cells = figure.axes
    assert [label.get_text() for label in loss.get_yticklabels()] == results.ranking()["name"].tolist()
    assert [text.get_text() for text in cells.texts][:1] == ["5"], "spend comes first"
    assert "(units)" in loss.get_xlabel()
    assert "days" in days.get_xlabel()
    assert list(results.figures()) == ["ranking"]
    results.save_figures(tmp_path)
    assert (tmp_path / "figures" / "ranking.png").stat().st_size > 10_000


def test_the_days_of_loss_are_means_over_replications_with_a_loss() -> None:
    """Replications without a loss count with the horizon in the first loss, and with 0 in the last."""
    results = made_up(LOSSES)
    frame = results.replications
    spared = (frame["level"] == f"{KEY}=chip") & (frame["replication"] > 1)
    frame.loc[spared, ["first_loss.crisis", "last_loss.crisis"]] = [110.0, 0.0]
    chip = results.ranking().set_index("name").loc["chip"]
    assert chip["first_loss"] > chip["last_loss"]
    assert (chip["first_loss_if_any"], chip["last_loss_if_any"], chip["loss_share"]) == (5.0, 20.0, 0.25)
    [lines, *_] = results.plot.ranking().axes[1].collections
    assert isinstance(lines, LineCollection)
    assert lines.get_segments()[0][:, 0].tolist() == [5.0, 20.0]


def test_long_lists_are_cut() -> None:
    """The figure and the table show the twenty that hurt most."""
    many = {f"part_{number}": float(number) for number in range(40)}
    agents = pd.DataFrame({"name": list(many), "kind": "supplier", "tier": 1, "value": 1.0, "rate": 1.0})
    lanes = pd.DataFrame({"seller": ["part_1"], "buyer": ["part_0"], "rate": [1.0]})
    results = replace(made_up(many), agents=agents, lanes=lanes)
    assert len(results.table()) == 20
    assert len(results.plot.ranking().axes[0].get_yticks()) == 20


@pytest.mark.parametrize("change", ["levels", "measures"])
def test_other_studies_have_nothing_to_rank(change: str) -> None:
    results = made_up(LOSSES)
    unmeasured = results.replications.drop(columns=["output_lost.crisis", "output_lost.calm"])
    told: dict[str, Any] = {"levels": {"manifest": Manifest()}, "measures": {"replications": unmeasured}}
    results = replace(results, **told[change])
    with pytest.raises(InputError, match="nothing to rank"):
        results.ranking()
    with pytest.raises(InputError, match="nothing to rank"):
        results.plot.ranking()


def test_ranks_by_hand() -> None:
    assert ranks(np.array([5.0, 7.0, 5.0, 1.0])).tolist() == [2, 1, 2, 4]
    assert ranks(np.array([0.1 + 0.2, 0.3])).tolist() == [1, 1]
    low, high = rank_range(np.array([[1.0, 2, 3], [11, 12, 13], [1, 2, 3]]))
    assert (low.tolist(), high.tolist()) == ([2, 1, 2], [3, 1, 3])


def test_spearman_by_hand() -> None:
    found = spearman(np.array([[3.0, 1], [2, 2], [1, 3]]), np.array([30.0, 20, 10]))
    assert found.mean == pytest.approx(0.0), "one replication agrees, the other is the opposite"
    assert spearman(np.array([[3.0], [2], [1]]), np.array([9.0, 2, 1])).mean == pytest.approx(1.0)
    assert np.isnan(spearman(np.array([[3.0], [2]]), np.array([1.0, 1])).mean)
