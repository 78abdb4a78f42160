"""Each measure and each cost part by the contract: recorded alone it is the same, so that it declares all it needs."""

from jitagents.accounting.cost_parts import PARTS
from jitagents.accounting.definition import snake_case
from jitagents.accounting.measures import MEASURES, Paired, Single
from jitagents.accounting.series import SummedSeries
from jitagents.testing import check_cost_part, check_measure


def test_every_measure_keeps_the_contract() -> None:
    check_measure(*MEASURES.values())


def test_every_part_of_the_cost_keeps_the_contract() -> None:
    assert [snake_case(type(part).__name__) for part in PARTS.values()] == list(PARTS)
    check_cost_part(*PARTS.values())


def test_all_that_measures_declare_is_known() -> None:
    singles = [measure for measure in MEASURES.values() if isinstance(measure, Single)]
    paired = [measure for measure in MEASURES.values() if isinstance(measure, Paired)]
    assert all(isinstance(series, SummedSeries) for measure in singles for series in measure.series)
    assert all(measure in singles for one in paired for measure in one.compares)
    assert [measure.name for measure in MEASURES.values()] == list(MEASURES)
