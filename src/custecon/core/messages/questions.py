"""What can be wrong with a what-if question (E125 to E129, E137 on)."""

from custecon.core.messages.text import Message

QUESTIONS: dict[str, Message] = {
    "E125": Message(
        "--change: «{value}» is not QUANTITY=CHANGE",
        "write retention=+5pt, margin=-2%, margin=+10, churn=5% or churn=2%..8%:1%",
    ),
    "E126": Message("{name}: «{value}» may mean points or per cent", "{cure}"),
    "E127": Message(
        "{name}: «{value}» names a period of its own; here all is per the period of the calculation",
        "write it per that period, without naming it",
    ),
    "E128": Message(
        "the range «{value}» has {count} {count:step|steps}", "give a step that makes 1 to {most} rows: 2%..8%:1%"
    ),
    "E129": Message("{figure} does not depend on {name}", "it depends on {known}"),
    "E137": Message("{name} is 0, and {change} of nothing is nothing", "write +5pt, +10, or the new value: {name}=5%"),
    "E166": Message(
        "no figure that {command} gives here is a formula of inputs, so nothing in it can be changed",
        "ask it of figures, as in custecon.ltv(margin=100, retention=0.8).what_if()",
    ),
    "E138": Message("{name} is changed twice", "give each quantity one change; for several values write 2%..8%:1%"),
    "E139": Message("--reach: {reason}", "write --reach {figure}=400 --by {lever}"),
}
