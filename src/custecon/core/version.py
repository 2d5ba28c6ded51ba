"""The version of custecon, said once."""

__version__ = "0.3.0"
