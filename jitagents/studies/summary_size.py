"""Estimate of the memory that a summary needs, which grows with the logarithm of the replications."""

from math import log2

from jitagents.results.phrases import MANY
from jitagents.results.slopes import TELLABLE
from jitagents.scenario.memory import Need
from jitagents.summaries.layout import MOST_LEVELS

MOMENTS = 24
"""Bytes of the count, mean and squared deviations of a number, in a block of replications."""
BUCKETS = 4_800
"""Bytes of the buckets of a measure, of which some hundreds have a count."""


def summary_needs(rows: float, days: float, variants: int, levels: int, replications: int) -> list[Need]:
    """The needs of a summary; what is written is a copy.

    Args:
        rows: measures in calm, crisis and difference, in all scopes, of a variant at a level.
        days: days of its daily series, calm and crisis.
        variants, levels, replications: of the study.
    """
    blocks = MOMENTS * (2 * log2(replications + 1) + 2)
    compared = (variants - 1) * 2 / 6  # two variants share each difference, which has no third part
    pairs = levels * (levels - 1) / 2 if levels <= MOST_LEVELS else 0
    return [
        Need(blocks * 2 * rows * (1 + compared) * variants * levels, "moments of measures: variants, scopes, measures"),
        Need(blocks * 2 * days * variants * levels, "moments of daily series: days, daily, levels"),
        Need(blocks * 2 * pairs * len(TELLABLE) * min(variants, MANY), "moments of pairs of levels: levels"),
        Need(float(BUCKETS) * rows * variants * levels, "quantiles of measures: levels, scopes, measures"),
    ]
