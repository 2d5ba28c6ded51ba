"""custecon: customer economics from the exports you already have."""

__version__ = "0.1.0"
