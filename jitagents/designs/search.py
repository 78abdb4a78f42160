"""Search for the points at which a measure is least, while others are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jitagents.designs.base import Ranged
from jitagents.errors import InputError
from jitagents.parameters import param


@dataclass(frozen=True)
class Search(Ranged):
    """A search by a tree-structured Parzen estimator: the best points that it finds are the levels of the study.

    Trials are worlds of one model, a batch at a time, and have the same random numbers, which are not those of the
    study: a point that was chosen on them would look too good. Of the points that were tried, the better half goes on
    with twice as many replications, until as many are left as are kept: successive halving. Each variant has a search
    of its own, and all variants are simulated at the best points of each.

    Source:
        Bergstra et al. 2011, NeurIPS 24; Akiba et al. 2019, KDD (Optuna); Jamieson & Talwalkar 2016, AISTATS 19.
    """

    objective: str = param("cost", "", "measure whose mean over the network is made least; or cost.calm")
    service: Mapping[str, Any] | None = param(None, "", "{measure: least mean}, as {fill_rate: 0.95}", replace=True)
    trials: int = param(64, "", "points that are tried", low=2, high=10_000)
    batch: int = param(16, "", "points that are tried side by side", low=1)
    replications: int = param(10, "", "worlds of each trial; those that go on get more", low=1)
    keep: int = param(5, "", "best points of each variant, which become the levels", low=1)
    bound: float | None = param(None, "", "objective that nothing can beat, if one is known")
    seed: int = param(1, "", "of the search", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.keep > self.trials:
            raise InputError(f"Search.keep = {self.keep}: must be at most the number of trials, {self.trials}")
        for name, least in (self.service or {}).items():
            if not isinstance(least, int | float) or isinstance(least, bool):
                raise InputError(f"Search.service.{name} = {least!r}: must be a number, the least that is allowed")

    @cached_property
    def least(self) -> dict[str, float]:
        """The least mean that is allowed of each measure of service."""
        return dict(self.service or {})
