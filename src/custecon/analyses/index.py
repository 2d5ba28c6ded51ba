"""The analyses: place in the help, first line. Written by docs/generate.py; do not edit."""

# fmt: off
INDEX: dict[str, tuple[str, str]] = {
    "ltv": ("Figures", "What a client is worth: lifetime value (LTV), by every convention."),
    "cac": ("Figures", "What it costs to win a client (CAC), when they pay it back, and what they may cost."),
    "churn-cost": ("Figures", "What losing clients costs, in a year and over their lifetime."),
    "iceberg": ("Figures", "How many dissatisfied clients leave without a word: the complaint iceberg."),
    "profit": ("Figures", "Which clients earn money and which lose it, after what it costs to serve them."),
    "what-if": ("Figures", "What a figure becomes when its inputs change; and what it takes to reach a goal."),
    "base": ("Client base", "How many clients you have, who came, fell asleep and came back; whom to wake."),
    "cohorts": ("Client base", "Of the clients won in a month, how many come back, and what each has brought so far."),
    "growth": ("Client base", "Where sales growth comes from: new, returned, growing, shrinking and lost clients."),
    "key-accounts": ("Client base", "Your key accounts, how much hangs on them, and what goes if the largest leaves."),
    "programme": ("Client base", "How repeat purchases, regulars and the average check move, members beside others."),
    "referral": ("Client base", "How many clients were referred, what they bring, what a reward may be."),
    "rfm": ("Client base", "Which clients bought lately, often and for much: RFM scores."),
    "segments": ("Client base", "Your clients in classes: who brings most (ABC), who buys evenly (XYZ), who moved."),
    "signals": ("Client base", "Which regular clients slip away now, by their own rhythm: whom to call today."),
    "winback": ("Client base", "Which silent clients to call, what a call may cost, and how to see if it helped."),
    "backtest": ("Predictions", "Which model forecasts your clients best, judged on your own orders."),
    "fit": ("Predictions", "How your clients buy, leave and spend, as a model to keep."),
    "predict": ("Predictions", "What your clients will bring, by a model that was kept."),
}
