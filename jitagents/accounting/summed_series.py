"""Daily series that are sums of columns of stock points."""

from collections.abc import Mapping

from jitagents.accounting.series import Matrix, SeriesBasis, SummedSeries

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


class WeighedOrder(SummedSeries):
    """Orders, by value where there are several items."""

    unit = "units/day"
    label = "orders placed, weighed"
    formula = (
        "units ordered, x value of a unit where there are several items; tier: sum over agents; network: over buyers"
    )
    source = COUNTED

    def weights(self, basis: SeriesBasis) -> Mapping[str, Matrix]:
        return {"order": basis.weighed}


class NetStock(SummedSeries):
    """Net stock: stock on hand less backorders."""

    unit = "units"
    label = "net stock"
    formula = "units on hand less backorders, by value where there are several items; network: sum over buyers"
    source = COUNTED

    def weights(self, basis: SeriesBasis) -> Mapping[str, Matrix]:
        return {"stock": basis.weighed, "owed": -basis.weighed}


WEIGHED_ORDER, NET_STOCK = WeighedOrder(), NetStock()
SUMMED = (Output(), Sales(), StockUnits(), Owed(), Order())
"""Those that a study can keep day by day."""
