"""The best variant at each level, as `jitagents.results.best` finds it, from moments."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jitagents.results.best import Worse, best_of
from jitagents.results.estimate import Estimate, Floats
from jitagents.summaries.layout import Key
from jitagents.summaries.moments import Moments
from jitagents.summaries.tables import Tables


def best(tables: Tables, metric: str, world: str, *, most: bool = False) -> pd.DataFrame:
    """The best variant of the network at each level; levels where nothing is known are left out.

    Args:
        tables: of a summary.
        metric, world: that are compared; the world is calm or crisis.
        most: the most is best; otherwise the least.
    """
    layout, variants = tables.layout, tables.layout.variants
    if world not in layout.compared:
        return best_of({})
    place = layout.metrics.index(metric), layout.compared.index(world)

    def network(moments: Moments, scopes: Sequence[str]) -> Estimate[Floats]:
        """The estimates of the measure by level."""
        return moments[:, scopes.index("network"), *place].estimate()

    means = np.array([network(tables.part(Key("own", one)), layout.scopes[one]).mean for one in variants])

    def worse(at: int) -> Worse:
        def found(others: Sequence[int], first: int) -> Estimate[Floats]:
            best, gaps = variants[first], []
            for one in (variants[other] for other in others):
                scopes = layout.common(*sorted((one, best), key=variants.index))
                gaps.append(network(tables.gap(one, best), scopes))
            mean, low, high = (np.array([getattr(gap, end)[at] for gap in gaps]) for end in ("mean", "low", "high"))
            return Estimate(mean, low, high)

        return found

    return best_of({name: (variants, means[:, at], worse(at)) for at, name in enumerate(layout.levels)}, most=most)
