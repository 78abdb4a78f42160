"""The ledger of firms: terms of payment, opening cash, credit, and payments besides those for goods."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.finance.lateness import Lateness
from jitagents.parameters import Number, Parameters, param

INVOICED = ("shipment", "receipt", "use")
"""When goods are invoiced and change owners: when they leave the seller, when they come in, or when they are used."""


@dataclass(frozen=True)
class Finance(Parameters):
    """No ledger: firms can pay whatever they buy (the base class)."""


@dataclass(frozen=True)
class FirmLedger(Finance):
    """The money of firms, beside the goods: cash, debt, receivables, payables and stock at cost.

    Goods between agents are invoiced at the price of their lane and paid when the terms have run; final customers and
    outside suppliers likewise. Wages, fixed cost, duty, and what the cost model books in money are paid on their day.
    A firm draws on its credit when its cash is gone, and pays it back first. Agents of one `firm` share cash and
    credit. Nothing of the flow of goods depends on it, unless a crisis makes firms fail for want of cash.

    Attributes:
        terms: stated by the column `terms` of lanes, or else this. 60 days are the most between firms in France (law
            LME of 2008).
        invoiced: stated by the column `invoiced` of lanes, or else this; `use` is consignment: goods are the seller's
            until the buyer uses them.
        margin: part of the price that is neither work nor bought, where the network states no cost.
        fixed_wages: part of the value added of planned output that is paid whatever is made; the rest by unit. A cost
            model that charges line stops (`line_stop`) would have such wages paid twice.
        tax: on the growth of equity of a firm in a fiscal year of 365 days, the first of which begins on day 1, less
            losses that are carried forward. What has accrued is paid at the end of each quarter.
        pays: `in_full`: due bills are paid even beyond the credit line; `as_able`: a firm pays of them what its cash
            and its credit allow, all creditors in the same proportion, and the rest as soon as it can.
        lateness: of payers, beyond the terms; None: all pay on the due day.
        price_mismatch: of the days on which a lane is invoiced, whoever pays late. Little's law: receivables grow by
            this share times `mismatch_days` of sales.
        imputed: parts of the cost model that are no payments.

    Source:
        Richards & Laughlin 1980, Financial Management 9(1) (operating cash cycle); Boissay & Gropp 2013, Review of
        Finance 17(6) (firms that are short pay their suppliers late); tax: Code général des impôts, art. 209 I
        (losses; their limit is left out) and US Internal Revenue Code, sec. 6655(e) (instalments by the income so far).
    """

    terms: Number = param(45.0, "days", "from the invoice to payment between agents", low=0, high=730)
    customer_terms: Number = param(0.0, "days", "from the sale to payment by final customers", low=0, high=730)
    outside_terms: Number = param(45.0, "days", "from the purchase to payment outside the network", low=0, high=730)
    invoiced: str = param("shipment", "", "when goods are invoiced and change owners", choices=INVOICED)
    discount: Number = param(0.0, "share", "of the price, taken off for payment within the terms", low=0, high=1)
    cash: Number = param(30.0, "days of planned sales", "cash before day 1, where the agent states none", low=0)
    line: Number = param(30.0, "days of planned sales", "credit line, where the agent states none", low=0)
    interest: Number = param(0.05, "1/year", "interest on debt", low=0, high=10)
    deposit: Number = param(0.0, "1/year", "interest on cash", low=0, high=10)
    margin: Number = param(0.05, "share", "of the price, profit where the network states no cost", low=0, high=1)
    fixed_wages: Number = param(0.0, "share", "of the value added, paid whatever is made", low=0, high=1)
    fixed_cost: Number = param(0.0, "share", "of planned sales, paid every day", low=0)
    tax: Number = param(0.0, "share", "of the profit of a fiscal year, paid by the quarter", low=0, high=1)
    duty: Number = param(0.0, "share", "of the price of what is bought, beside that of the lane", low=0)
    pays: str = param("in_full", "", "what a firm pays that has used up its credit", choices=("in_full", "as_able"))
    lateness: Lateness | None = param(None, "", "of payers beyond the terms; None: on the due day")
    price_mismatch: Number = param(
        0.0, "share", "of invoices, blocked since their price is not that of the order", low=0, high=1
    )
    mismatch_days: Number = param(10.0, "days", "beyond the terms until a blocked invoice is paid", low=0, high=365)
    imputed: Sequence[str] = param(
        ("capital", "obsolescence", "engineering_change", "pipeline", "lost_sale", "scrap"),
        "",
        "parts of the cost that nobody pays in money",
    )

    @property
    def blocks(self) -> bool:
        """True if some invoices are blocked."""
        return bool(np.any(np.asarray(self.price_mismatch) > 0.0))

    @property
    def latest(self) -> int:
        """Days after their terms within which all bills are paid."""
        late = 0 if self.lateness is None else self.lateness.longest
        return late + (int(np.rint(np.max(self.mismatch_days))) if self.blocks else 0)

    def days_blocked(self, uniform: Array) -> npt.NDArray[np.int64]:
        """Days by which invoices are blocked, whole ones, from uniform numbers, of the same shape `(lanes, worlds)`."""
        return np.where(uniform < self.price_mismatch, np.rint(self.mismatch_days), 0.0).astype(np.int64)
