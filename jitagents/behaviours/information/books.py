"""Books: an information system with records of its own, which transactions carry from the truth, late and wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Seen
from jitagents.behaviours.information.posting import Posting
from jitagents.behaviours.information.views import Information, Records
from jitagents.errors import InputError
from jitagents.parameters import Number, Parameters, param


@dataclass(frozen=True)
class Losses(Parameters):
    """Units that leave the shelf and that nobody enters."""

    receipts: Number = param(0.0, "", "share of what comes in that disappears", low=0, high=1)
    stock: Number = param(0.0, "1/day", "share of stock that disappears a day", low=0, high=1)
    units: Number = param(0.0, "units", "units that disappear on every so many days", low=0)
    every: int = param(1, "days", "on which these units disappear", low=1)
    misplaced: Number = param(0.0, "1/day", "share of stock that cannot be found until a count", low=0, high=1)
    scrap: Number = param(0.0, "", "share of the material in scrapped work whose use is never entered", low=0, high=1)


@dataclass(frozen=True)
class Counts(Parameters):
    """Cycle counts by class: A are the stock points with 80 % of the value of all flow, B the next 15 %, C the rest."""

    a: Number = param(0.0, "days", "between counts in class A; 0: never", low=0)
    b: Number = param(0.0, "days", "the same in class B", low=0)
    c: Number = param(0.0, "days", "the same in class C", low=0)
    error: Number = param(0.0, "", "standard deviation of the logarithm of what is counted", low=0)
    notice: Number = param(
        0.0,
        "1/day",
        "probability that a wanted bin is counted, empty and not so by the records",
        low=0,
        high=1,
    )


@dataclass(frozen=True)
class OrderLines(Parameters):
    """Order lines that sellers drop without notice, and how the buyer finds out.

    An advance shipping notice (ASN) is a confirmation that is due on the day of shipping: `confirmed` is the share of
    lines with one, `confirm_after` the days to it. What it adds at the buyer's dock is a receipt entered on the day.
    """

    dropped: Number = param(0.0, "", "probability that a line is dropped", low=0, high=1)
    confirmed: Number = param(0.0, "", "share of lines that sellers confirm, so that others are missed", low=0, high=1)
    confirm_after: int = param(2, "days", "after which a confirmation that has not come is missed", low=1)
    review: int = param(7, "days", "between reviews of overdue lines; 0: there are none", low=0)
    grace: int = param(5, "days", "beyond the lead time before a line is overdue", low=0)


@dataclass(frozen=True)
class MasterData(Parameters):
    """Master data that are wrong from before day 1 until an audit finds them, flow by flow.

    A wrong lot is one that is ordered: of rules that have lots (batches, minimum quantities, containers, which a card
    orders as full as it says). A wrong safety is that of the rule, in its terms: days of cover, a safety factor or a
    share. Levels and reorder points that are stated hold what they hold.
    """

    lead_time_wrong: Number = param(0.0, "", "probability that a lead time is wrong", low=0, high=1)
    lead_time_factor: Number = param(1.0, "", "median of a wrong lead time, as a share of the true one", low=0)
    lead_time_spread: Number = param(0.5, "", "standard deviation of its logarithm", low=0)
    bill_wrong: Number = param(0.0, "", "probability that a quantity in a bill of materials is wrong", low=0, high=1)
    bill_factors: Sequence[float] = param((0.5, 0.9, 1.1, 2.0), "", "wrong quantities, as shares of the true one")
    bill_weights: Sequence[float] = param((1.0, 4.0, 4.0, 1.0), "", "how often each of these occurs")
    lot_wrong: Number = param(0.0, "", "probability that a lot is wrong", low=0, high=1)
    lot_factor: Number = param(1.0, "", "median of a wrong lot, as a share of the true one", low=0)
    lot_spread: Number = param(0.5, "", "standard deviation of its logarithm", low=0)
    safety_wrong: Number = param(0.0, "", "probability that a safety stock, or time, is wrong", low=0, high=1)
    safety_factor: Number = param(1.0, "", "median of a wrong one, as a share of the true one", low=0)
    safety_spread: Number = param(0.5, "", "standard deviation of its logarithm", low=0)
    audit: int = param(0, "days", "between audits; 0: there are none", low=0)
    find: Number = param(0.9, "", "probability that an audit finds and mends a wrong entry", low=0, high=1)

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("bill_factors", "bill_weights"):
            numbers = getattr(self, name)
            if not numbers or not all(_is_share(number) for number in numbers):
                raise InputError(f"MasterData.{name} = {list(numbers)!r}: must be a list of numbers from 0 up")
        if len(self.bill_factors) != len(self.bill_weights) or not any(self.bill_weights):
            raise InputError("MasterData.bill_weights: must be a weight for each of bill_factors, not all of them 0")


def _is_share(number: object) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and 0.0 <= number < np.inf


@dataclass(frozen=True)
class Books(Information):
    """Books: records of stock, orders and consumption that are kept by transactions; goods go by the truth.

    A receipt raises the stock of the books and closes their open order. An issue is a unit that is asked for: a sale,
    an order of a customer, a part for production by the bill of materials of the books. Plans explode that bill, too:
    so do the requirements of MRP and perfect forecasts, for the plant's own inputs. An entry that is missing or wrong
    stays wrong until a count: it brings the books to what is on the shelf, closes the orders of goods that it finds,
    and finds what was misplaced. A share of scrap may go unreported: the books think that its material is there. Rules
    that order what was consumed count what a count finds missing as consumed, and what it finds in excess as not
    consumed. A record may be below 0, as in most systems.

    An entry that is swapped is missing at its item, and made at the next one by name at the same place, a plant and its
    inputs: there an issue counts as consumption, on the next day unless it is late.

    Rules with physical cards (kanban, two-bin) see their bins and wait for no run; books size their cards, and lose the
    lines that sellers drop. Echelon positions (echelon base stock, CONWIP) are the true ones, by the true bills: who
    sees the stock of others is taken to see it right.

    Books can be made perfect: goods are lost, lines are dropped and plans are run as they are otherwise, and nothing of
    it is unknown. The value of data is the difference between both, on the same random numbers.

    Planning runs decide on the books every `run` days. Between them nothing is ordered; forecasts are made from the
    mean demand since the last run, and planned lead times cover the days between. A rule with a review of its own holds
    one that has fallen due on the next run. The last run before day 1 was as many days before the first one as any, so
    that what flowed since is still to be ordered; rules that take a cap from what stands on day 0 (echelon base stock,
    CONWIP) begin as after a run.

    Formula:
        record of stock = stock + unrecorded losses + issues not yet or never entered, unreported scrap among them
            - receipts not yet or never entered
        record on order = on order + receipts not yet or never entered + lines that were dropped and not yet missed

    Source:
        Kang & Gershwin 2005, IIE Transactions 37(9); DeHoratius & Raman 2008, Management Science 54(4); Fleisch &
        Tellkamp 2005, International Journal of Production Economics 95(3).
    """

    transparent: ClassVar[bool] = True
    receipt: Posting = field(default_factory=Posting)
    issue: Posting = field(default_factory=Posting)
    losses: Losses = field(default_factory=Losses)
    counts: Counts = field(default_factory=Counts)
    order_lines: OrderLines = field(default_factory=OrderLines)
    master_data: MasterData = field(default_factory=MasterData)
    run: int = param(1, "days", "between planning runs", low=1)
    perfect: bool = param(False, "", "records are the truth: what is lost, or dropped by sellers, is known at once")
    first_run: int = param(1, "day", "a day with a run, counted from the first day of the warm-up", low=0)

    @property
    def kept(self) -> "Books":
        """The books as they are kept: without errors if they are perfect."""
        if not self.perfect:
            return self
        return replace(
            self,
            receipt=Posting(),
            issue=Posting(),
            losses=replace(self.losses, misplaced=0.0, scrap=0.0),
            counts=Counts(),
            order_lines=replace(self.order_lines, confirmed=1.0, confirm_after=1),
            master_data=MasterData(),
        )

    @property
    def beside_cards(self) -> "Books":
        """The books of rules with physical cards, which see their bins: only cards are sized, and sent, by data."""
        losses = replace(self.losses, misplaced=0.0, scrap=0.0)
        seen = replace(self, receipt=Posting(), issue=Posting(), losses=losses)
        return replace(seen, counts=Counts(), run=1, perfect=True)

    def __call__(self, truth: Seen, memory: Memory) -> Records:
        """The truth: a model keeps the books, and shows them in its place."""
        return truth.stock, truth.owed, truth.on_order, truth.demand
