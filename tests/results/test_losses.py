"""The losses of agents: means over all replications, however they were cut."""

import numpy as np
import pandas as pd

from jitagents.results.losses import merged


def part(replications: int, lost: list[list[float]], output: list[float], variant: str = "jit") -> pd.DataFrame:
    columns = {"variant": variant, "level": "", "agent": ["a", "b"], "replications": replications, "output": output}
    return pd.DataFrame(columns | {"lost": [np.array(days) for days in lost]})


def test_means_are_weighted_by_replications() -> None:
    table = merged([part(1, [[4, 0], [1, 1]], [10, 20]), part(3, [[0, 8], [1, 5]], [14, 20])])
    assert table["agent"].tolist() == ["a", "b"]
    assert table["output"].tolist() == [13, 20]
    assert [days.tolist() for days in table["lost"]] == [[1, 6], [1, 4]]
    assert "replications" not in table


def test_variants_stay_apart_and_in_order() -> None:
    table = merged(
        [part(2, [[1], [2]], [1, 1], "z"), part(2, [[3], [4]], [1, 1], "a"), part(2, [[3], [4]], [1, 1], "z")]
    )
    assert table["variant"].tolist() == ["z", "z", "a", "a"]
    assert [float(days[0]) for days in table["lost"]] == [2, 3, 3, 4]


def test_nothing_kept_is_nothing() -> None:
    assert merged([pd.DataFrame(), pd.DataFrame()]).empty
