"""Daily series that are sums of columns of stock points."""

from collections.abc import Mapping
from dataclasses import dataclass

from jitagents.accounting.series import Matrix, SeriesBasis, SummedSeries
from jitagents.parameters import param

COUNTED = "counted at the end of each day"


class Output(SummedSeries):
    """Output: units that leave stock for a buyer or for final demand."""

    unit = "units/day"
    label = "output"
    formula = "units shipped, or served to final demand; tier: sum over agents; network: sum over buyers"
    source = COUNTED

    def weights(self, basis: SeriesBasis) -> Mapping[str, Matrix]:
        return {"output": basis.flow}


class Sales(SummedSeries):
    """Sales: output to final demand by value."""

    unit = "money/day"
    label = "sales"
    formula = "units served to final demand x value of a unit; sum over buyers"
    source = COUNTED

    def weights(self, basis: SeriesBasis) -> Mapping[str, Matrix]:
        return {"output": basis.flow @ basis.sales_price}


class StockUnits(SummedSeries):
    """Stock: units on hand."""

    unit = "units"
    label = "stock"
    formula = "units on hand, inputs included; tier and network: sum over agents"
    source = COUNTED

    @property
    def value_name(self) -> str:
        """None: the stock value tells it, at cost."""
        return ""

    def weights(self, basis: SeriesBasis) -> Mapping[str, Matrix]:
        return {"stock": basis.stock}


class Owed(SummedSeries):
    """Owed: backorders at the end of the day."""

    unit = "units"
    label = "owed at the end of the day"
    formula = "backorders; tier: sum over agents; network: sum over buyers"
    source = COUNTED

    def weights(self, basis: SeriesBasis) -> Mapping[str, Matrix]:
        return {"owed": basis.flow}


class Order(SummedSeries):
    """Orders: units that are ordered."""

    unit = "units/day"
    label = "orders placed"
    formula = "units ordered from suppliers, or for production; tier: sum over agents; network: sum over buyers"
    source = COUNTED

    def weights(self, basis: SeriesBasis) -> Mapping[str, Matrix]:
        return {"order": basis.flow}


class NetStock(SummedSeries):
    """Net stock: stock on hand less backorders."""

    unit = "units"
    label = "net stock"
    formula = "units on hand less backorders; tier: sum over agents; network: sum over buyers"
    source = COUNTED

    def weights(self, basis: SeriesBasis) -> Mapping[str, Matrix]:
        return {"stock": basis.flow, "owed": -basis.flow}


@dataclass(frozen=True)
class ByValue(SummedSeries):
    """A series in units, by value in every scope."""

    of: SummedSeries = param(None, "", "a series in units")

    @property
    def unit(self) -> str:
        return self.of.definition.by_value.unit

    @property
    def label(self) -> str:
        return self.of.definition.by_value.label

    @property
    def formula(self) -> str:
        return self.of.definition.by_value.formula

    @property
    def source(self) -> str:
        return self.of.source

    def usual_name(self) -> str:
        return self.of.value_name

    def weights(self, basis: SeriesBasis) -> Mapping[str, Matrix]:
        return {column: matrix @ basis.value for column, matrix in self.of.weights(basis).items()}


OUTPUT, OWED, ORDER, NET_STOCK = Output(), Owed(), Order(), NetStock()
BY_VALUE = tuple(ByValue(of=one) for one in (OUTPUT, OWED, ORDER))
"""Those in units, by value."""
SUMMED = (OUTPUT, Sales(), StockUnits(), OWED, ORDER)
"""Those that a study can keep day by day."""
