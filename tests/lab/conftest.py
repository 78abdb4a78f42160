"""One experiment for all tests of the laboratory: a chain of three, few worlds."""

import pytest

from jitagents.lab.experiment import Experiment

SMALL = ("network=serial", "network.stages=3", "demand=constant", "replications=3", "days=30", "crisis.outage.start=5")


@pytest.fixture(scope="session")
def experiment() -> Experiment:
    return Experiment("single", SMALL)
