"""Contract of inspection: no more is inspected than there is."""

from typing import Any

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.inspection import Receipts
from jitagents.column import Array
from jitagents.testing.harness import Elementwise, must
from jitagents.testing.samples import Sample


class InspectionHarness(Elementwise):
    """A rule of inspection."""

    stage = "inspection"

    def call(self, behaviour: Any, shown: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        records = shown.days[day - 1]
        received = np.minimum(records["demand"], records["stock"])
        found = np.where(records["owed"] > 12.0, 1.0, 0.0)
        receipts = Receipts(received, records["stock"], found, shown.plan.rate, True, day)
        inspected, others = behaviour(receipts, memory)
        must(inspected <= received, "more is inspected than was received")
        must(others <= records["stock"] - inspected, "more is inspected than is in stock")
        must([units % 1 == 0 for units in (inspected, others)], "of whole units, parts are inspected")
        must(behaviour.inspects or not np.any(inspected + others), "it inspects, but `inspects` is false")
        return inspected, others
