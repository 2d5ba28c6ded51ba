"""The analyses: place in the help, first line. Written by docs/generate.py; do not edit."""

# fmt: off
INDEX: dict[str, tuple[str, str]] = {
    "ltv": ("Figures", "What a client is worth: lifetime value (LTV), by every convention."),
    "cac": ("Figures", "What it costs to win a client (CAC), when they pay it back, and what they may cost."),
    "churn-cost": ("Figures", "What losing clients costs, in a year and over their lifetime."),
    "iceberg": ("Figures", "How many dissatisfied clients leave without a word: the complaint iceberg."),
    "profit": ("Figures", "Which clients earn money and which lose it, after what it costs to serve them."),
    "what-if": ("Figures", "What a figure becomes when its inputs change; and what it takes to reach a goal."),
    "rfm": ("Client base", "Which clients bought lately, often and for much: RFM scores."),
    "backtest": ("Predictions", "Which model forecasts your clients best, judged on your own orders."),
    "fit": ("Predictions", "How your clients buy, leave and spend, as a model to keep."),
    "predict": ("Predictions", "What your clients will bring, by a model that was kept."),
}
