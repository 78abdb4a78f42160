"""The figure of losses, agents x days."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from jitagents.errors import InputError
from tests.plots.drawn import Study


def test_heat_has_a_row_an_agent_by_tier_and_first_loss(study: Study) -> None:
    results = study(agents=20, replications=2, variants=("jit", "hybrid"))
    figure = results.plot.heat()
    rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    tier = results.agents.set_index("name")["tier"]
    assert sorted(rows) == sorted(tier.index)
    assert list(tier[rows]) == sorted(tier)
    lost = results.losses[results.losses["variant"] == "jit"].set_index("agent")["lost"]
    first = pd.Series({name: np.argmax(days > 5) if (days > 5).any() else np.inf for name, days in lost.items()})
    for number in range(5):
        here = [first[name] for name in rows if tier[name] == number]
        assert here == sorted(here)
    drawn = np.asarray(figure.axes[0].images[0].get_array())
    np.testing.assert_allclose(drawn, np.stack([lost[name] for name in rows]) / 100, rtol=1e-6)
    targets = [label for label in figure.axes[0].get_yticklabels() if label.get_fontweight() == "bold"]
    assert [label.get_text() for label in targets] == results.manifest.targets


def test_heat_says_how_many_agents_lose_much(study: Study) -> None:
    results = study(agents=20, replications=2, variants=("jit", "hybrid"), length=10)
    counts = {name: sum(days.max() >= 50 for days in rows["lost"]) for name, rows in results.losses.groupby("variant")}
    assert 0 < counts["hybrid"] < counts["jit"]
    figure = results.plot.heat()
    told = f"{counts['jit']} of 20 agents lose half a day's output or more under jit, {counts['hybrid']} under hybrid"
    assert figure.get_suptitle() == told
    assert figure.axes[0].get_title(loc="left") == f"jit: {counts['jit']} of 20 agents lose half a day's output"


def test_heat_of_many_agents_names_the_targets(study: Study) -> None:
    results = study(agents=500, replications=1, variants=("jit",))
    labels = [label.get_text() for label in results.plot.heat().axes[0].get_yticklabels()]
    assert labels == results.manifest.targets


def test_heat_leaves_agents_white_that_a_variant_has_not(study: Study) -> None:
    results = study(agents=12, replications=2, variants=("jit",))
    gone = results.losses["agent"].iloc[0]
    figure = replace(results, losses=results.losses.iloc[1:]).plot.heat()
    rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert not np.asarray(figure.axes[0].images[0].get_array())[rows.index(gone)].any()


def test_heat_needs_losses_that_were_kept(study: Study) -> None:
    with pytest.raises(InputError, match="loss_map=true"):
        study(agents=8, replications=2, crisis=False).plot.heat()
