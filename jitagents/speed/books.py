"""Books: the speed of a study with records that err, and with the ledgers of firms, as a share of that without."""

import gc
import time
from collections.abc import Mapping, Sequence

from jitagents.studies.chunks import Chunk, observe
from jitagents.study import load

STUDY = ("network=layered", "crisis=supplier_outage", "replications=120", "days=240", "workers=1")
MONEY = "finance=ledger"
SETTINGS: Mapping[str, Sequence[str]] = {
    "off": (),
    "ledger": (MONEY,),
    "perfect_books": ("information=books", "information.perfect=true", MONEY),
    "maturity_2": ("information=maturity_2", MONEY),
    "maturity_4": ("information=maturity_4", MONEY),
}
"""Settings of the two books; all but `off` have the ledger."""
ROUNDS = 5


def books() -> dict[str, object]:
    """A line: seconds of processor time of each setting, the least of some rounds, and `off` as a share of it."""
    chunks = {name: load("single", [*STUDY, *overrides]).chunks() for name, overrides in SETTINGS.items()}
    rounds = [{name: sum(map(_seconds, each)) for name, each in chunks.items()} for _ in range(ROUNDS)]
    least = {name: min(one[name] for one in rounds) for name in SETTINGS}
    return {
        "books": [*SETTINGS],
        "seconds": [round(taken, 3) for taken in least.values()],
        "of_off": [round(least["off"] / taken, 3) for taken in least.values()],
    }


def _seconds(chunk: Chunk) -> float:
    """Seconds of processor time in which a chunk is simulated, its model built included."""
    gc.collect()
    begun = time.process_time()
    observe(chunk)
    return time.process_time() - begun
