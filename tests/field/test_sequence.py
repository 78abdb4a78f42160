"""Lead times without overtaking: the stated law, and nothing crosses (Kaplan 1970)."""

import numpy as np
import pytest

from jitagents.behaviours.transport import AsStated
from jitagents.choice import Choice
from jitagents.network import read_lead_times
from jitagents.network.lead_time_laws import read_law
from jitagents.simulation.sequence import exogenous, kaplan
from jitagents.simulation.transit import Transit
from jitagents.simulation.ways import ways_of
from jitagents.worlds import Worlds

SHIPMENTS, WORLDS = 40, 4000
RISING, CONCAVE = "1:0.25 2:0.5 3:0.25", "1:0.5 2:0.3 3:0.1 4:0.1"
LAWS = (RISING, "1:0.1 2:0.1 3:0.8", CONCAVE, "2:0.2 3:0.2 4:0.2 5:0.4")


@pytest.mark.parametrize("text", LAWS)
def test_no_shipment_overtakes_and_each_has_the_stated_law(text: str) -> None:
    times = read_lead_times([np.nan], [0.0], [text], 1)
    ways = ways_of(Choice.same(AsStated(overtaking=False), 1), times)
    transit = Transit(times, ways, Worlds(range(WORLDS)), "x", np.array([0]), whole=True)
    lead = np.zeros((SHIPMENTS, WORLDS))
    for day in range(1, SHIPMENTS + 10):
        came = transit.pipe.due(day)[0].astype(np.int64)
        for sent in range(max(day - 9, 1), min(day, SHIPMENTS + 1)):
            lead[sent - 1, (came >> sent) & 1 == 1] = day - sent
        transit.send(day, np.full((1, WORLDS), 2.0**day if day <= SHIPMENTS else 0.0))
    assert (lead > 0).all(), "everything arrives"
    assert (np.diff(lead, axis=0) >= -1).all(), "nothing is overtaken"
    law = times.laws[0]
    for days, probability in zip(law.days, law.probability, strict=True):
        share = (lead == days).mean(axis=0)
        assert abs(share.mean() - probability) < 4 * share.std(ddof=1) / np.sqrt(WORLDS)
    first = lead[0]
    assert abs(first.mean() - law.mean) < 4 * law.sd / np.sqrt(WORLDS)


def test_which_mechanism_a_law_allows() -> None:
    rising, concave, gap = (read_law(text, 1) for text in (RISING, CONCAVE, "1:0.5 3:0.5"))
    assert kaplan(rising)
    assert not kaplan(concave)
    assert exogenous(concave)
    assert not kaplan(gap)
    assert not exogenous(gap)
