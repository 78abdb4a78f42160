"""The maker of results that the tests of tables have."""

from tests.results.conftest import study

__all__ = ["study"]
