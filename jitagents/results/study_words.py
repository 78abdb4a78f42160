"""The words of a study: its swept values, and the definitions of what it measured, from its manifest."""

from functools import cached_property
from typing import Any

import pandas as pd

from jitagents.accounting.daily import DAILY
from jitagents.accounting.measures import DEFINITIONS, Definition
from jitagents.results.manifest import Manifest
from jitagents.results.swept_columns import point_table, swept_keys, with_swept


class StudyWords:
    """A mixin of results with a manifest.

    Attributes:
        config: the resolved configuration.
        manifest: what identifies the study, and how its numbers came about.
    """

    config: dict[str, Any]
    manifest: Manifest

    @property
    def levels(self) -> list[str]:
        """Names of the levels of the sweep; one empty name if there is no sweep."""
        raise NotImplementedError

    @cached_property
    def points(self) -> pd.DataFrame:
        """Swept values: a row for each level, in the order of the study; `level`, then a column for each swept key."""
        stated = self.manifest.levels
        return point_table(stated) if stated else pd.DataFrame({"level": self.levels})

    @property
    def swept(self) -> dict[str, list[Any]]:
        """The values of each swept key, each once, in the order of the study; empty if there is no sweep."""
        return {key: list(dict.fromkeys(self.points[key].tolist())) for key in swept_keys(self.points)}

    def _swept(self, table: pd.DataFrame) -> pd.DataFrame:
        """A table with the swept keys beside its levels."""
        return with_swept(table, self.points)

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """The words for measures, by name: ours, and those of the user's own that the study has kept."""
        return {**DEFINITIONS, **{name: Definition(**words) for name, words in self.manifest.measures.items()}}

    @cached_property
    def series(self) -> dict[str, Definition]:
        """The words for daily series, by name: ours, and those of the user's own that the study has kept."""
        ours = {name: one.definition for name, one in DAILY.items()}
        return {**ours, **{name: Definition(**words) for name, words in self.manifest.series.items()}}
