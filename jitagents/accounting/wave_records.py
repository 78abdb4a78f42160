"""Wave records: the verdicts of the gates of a roll-out, up to the last measured day."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.accumulator import Accumulator, Last, Setup
from jitagents.column import Array
from jitagents.simulation.wave_progress import KEPT, PASSED, ROLLED_BACK, WaveProgress

if TYPE_CHECKING:
    from jitagents.accounting.measures.records import WorldLedger
    from jitagents.model import SupplyModel


def _record(of: Callable[[WaveProgress], Array]) -> Setup:
    """Set up what the waves tell on the last day, NaN without a roll-out."""

    def make(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        waves, shape = model.waves, (model.worlds.count,)
        return Accumulator(np.full(shape, np.nan)) if waves is None else Last(shape, lambda: of(waves))

    return make


waves_passed = _record(lambda waves: (waves.status == PASSED).sum(axis=0, dtype=float))
"""Waves that have passed `(worlds,)`."""
waves_failed = _record(lambda waves: np.isin(waves.status, (ROLLED_BACK, KEPT)).sum(axis=0, dtype=float))
"""Waves that have failed `(worlds,)`."""
windows_held = _record(lambda waves: waves.held.sum(axis=0))
"""Windows that were held `(worlds,)`."""
cover_added = _record(lambda waves: waves.adjusted.mean(axis=0))
"""Days of cover that failed windows have added, mean over waves `(worlds,)`."""
maturity = _record(
    lambda waves: np.full(waves.status.shape[1], np.nan) if waves.learner is None else waves.learner.mean
)
"""Maturity of the waves that have begun, mean over these, NaN where nobody learns or none has begun `(worlds,)`."""
extended = _record(lambda waves: waves.passed.max(axis=0))
"""Measured day from which on all waves have passed, NaN where they have not `(worlds,)`."""
