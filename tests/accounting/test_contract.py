"""Measures that break their contract are told so."""

import numpy as np
import pytest

from jitagents.accounting.measures import Array, Single, WorldLedger
from jitagents.testing import check_measure


class Bad(Single):
    """A measure that breaks its contract."""

    unit = label = formula = source = "bad"

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.total("owed")[:1]


class Undeclared(Bad):
    """A measure that uses a sum that it does not declare."""

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.stock


class Chunky(Bad):
    """A measure that depends on the worlds beside it."""

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(ledger.total("demand")) * 0 + ledger.total("demand").mean()


class Infinite(Bad):
    """A measure that divides by nothing."""

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(ledger.total("demand")) + np.inf


class Placed(Bad):
    """A measure that depends on the order of the agents."""

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(ledger.total("demand") * ledger.layout.agent[ledger.layout.agent_rows, None])


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Bad, r"of\(\) returns the shape"),
        (Undeclared, "input_stock: a measure uses this sum and does not declare it"),
        (Chunky, "a replication alone has other values"),
        (Infinite, "a value is infinite"),
        (Placed, "the order of the agents changes its values"),
    ],
)
def test_a_broken_contract_is_told(kind: type[Single], told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        check_measure(kind)
