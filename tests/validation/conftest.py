"""An empty current directory, as for the tests of the command line."""

from tests.cli.conftest import home

__all__ = ["home"]
