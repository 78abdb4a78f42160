"""The small network of the tests of models, and models of it."""

from tests.model.conftest import make, network

__all__ = ["make", "network"]
