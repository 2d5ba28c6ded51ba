"""What can be wrong with the profit of clients: E375–E379, and what must be known about it: N335–N339."""

from custecon.core.messages.text import Message, Weight

PROFITABILITY: dict[str, Message] = {
    "E375": Message("{what} of «{name}» is {value}: {why}", "{cure}"),
    "E376": Message(
        "the activity «{activity}» is counted both in {first} and in {second}",
        "leave one of them out, or its cost would be counted twice",
    ),
    "E377": Message("{name}: «{value}» is not ACTIVITY=NUMBER", "write it like {name} visits=45"),
    "E378": Message("there is no activity «{given}»", "{cure}"),
    "E379": Message("the price of the activity «{activity}» cannot be told: {reason}", "{cure}"),
    "N335": Message(
        "«{activity}» was done {count} {count:time|times} and has no price: its cost is in no client's profit",
        "say --price {activity}=…",
        weight=Weight.MEANING,
        brief="«{activity}» has no price: its cost is in no profit; --price {activity}=…",
    ),
    "N336": Message("{fact}, so {consequence}", "{cure}", weight=Weight.ANSWER),
    "N397": Message(
        "{name} is {amount} a {period} in the settings; the list names no time, so it was taken for its whole time",
        "if the list is of another time, say {flag} for that time",
        weight=Weight.ASSUMED,
        brief="{name}, {amount} a {period} in the settings, was taken for the whole time of the list",
    ),
    "N499": Message(
        "{count} {count:client|clients} of those who lose {count:has|have} left ({names}), {loss} of the loss: on no "
        "list of what to do",
        weight=Weight.MEANING,
        brief="{count} of those who lose {count:has|have} left, {loss} of it: on no list of what to do",
    ),
    "N337": Message("{what}: {count}", weight=Weight.LIMIT),
    "N338": Message("{money} of cost to serve is in no client's profit: {why}", weight=Weight.LIMIT),
    "N339": Message(
        "the client «{client}» brings {share} of net revenue: from 10% accountants name such a client, above 20% the "
        "firm depends on them",
        weight=Weight.FEW,
        brief="«{client}» brings {share} of net revenue; above 20% the firm depends on one",
    ),
}
