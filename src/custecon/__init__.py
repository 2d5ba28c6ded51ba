"""custecon: customer economics from the exports you already have."""
