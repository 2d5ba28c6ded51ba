"""The version of custecon, said once."""

__all__ = ["__version__"]

__version__ = "0.1.0"
