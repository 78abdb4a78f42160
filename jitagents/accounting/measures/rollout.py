"""Roll-out: the progress of its waves, and the verdicts of their gates."""

import numpy as np

from jitagents.accounting.measures.measure import Single
from jitagents.accounting.measures.records import WorldLedger
from jitagents.accounting.wave_records import cover_added, extended, maturity, waves_failed, waves_passed, windows_held
from jitagents.column import Array


class _OfWaves(Single):
    """A measure of the whole roll-out: it has a value for the network alone."""

    source = "Hussey & Hughes 2007, Contemporary Clinical Trials 28(2): roll-outs as trials in waves"

    def of(self, ledger: WorldLedger) -> Array:
        values = np.full((len(ledger.scopes.names), ledger.worlds), np.nan)
        values[0] = ledger.total(self.sums[0])
        return values


class WavesPassed(_OfWaves):
    """Waves of a roll-out that have passed their gate."""

    unit = "waves"
    label = "waves passed"
    formula = "network: waves that have passed their gate by the last day; none without a roll-out"
    sums = (waves_passed,)


class WavesFailed(_OfWaves):
    """Waves of a roll-out that have failed: in calm, false alarms."""

    unit = "waves"
    label = "waves failed"
    formula = "network: waves that their gate has failed by the last day; none without a roll-out"
    sums = (waves_failed,)


class WindowsHeld(_OfWaves):
    """Windows of a roll-out that were neither good nor bad."""

    unit = "windows"
    label = "windows held"
    formula = "network: windows after which a wave was held, by the last day; none without a roll-out"
    sums = (windows_held,)


class CoverAdded(_OfWaves):
    """Cover that the gates of a roll-out have added."""

    unit = "days"
    label = "cover added by gates"
    formula = (
        "network: days of cover that failed windows have added by the last day, mean over waves; none without a "
        "roll-out"
    )
    sums = (cover_added,)


class Maturity(_OfWaves):
    """Maturity of those whom the waves of a roll-out have reached."""

    unit = "share"
    label = "maturity"
    formula = (
        "network: maturity on the last day, mean over the waves that have begun; none without `rollout.learning`, or "
        "where none has begun"
    )
    source = "Levy 1965, Management Science 11(6)"
    sums = (maturity,)


class ExtensionDay(_OfWaves):
    """Day of full extension of a roll-out."""

    unit = "days"
    label = "day of full extension"
    formula = "network: measured day from which on all waves have passed; none where they have not, or no roll-out"
    sums = (extended,)


MEASURES = (WavesPassed(), WavesFailed(), WindowsHeld(), CoverAdded(), Maturity(), ExtensionDay())
