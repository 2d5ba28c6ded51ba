"""The version of custecon, said once."""

__all__ = ["__version__"]

__version__ = "0.3.0"
