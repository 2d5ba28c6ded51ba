"""The folder of example files that the tests of the command line use."""

from tests.cli.conftest import folder

__all__ = ["folder"]
