"""What can be wrong with the profit of clients: E375–E379, and what must be known about it: N335–N339."""

from custecon.core.messages.text import Message

PROFITABILITY: dict[str, Message] = {
    "E375": Message("{what} of «{name}» is {value}: {why}", "{cure}"),
    "E376": Message(
        "the activity «{activity}» is counted both in {first} and in {second}",
        "leave one of them out, or its cost would be counted twice",
    ),
    "E377": Message("{name}: «{value}» is not ACTIVITY=NUMBER", "write it like {name} visits=45"),
    "E378": Message("there is no activity «{given}»", "the data have {known}"),
    "E379": Message("the price of the activity «{activity}» cannot be told: {reason}", "{cure}"),
    "N335": Message(
        "«{activity}» was done {count} {count:time|times} and has no price: its cost is in no client's profit",
        "say --price {activity}=…",
    ),
    "N336": Message("{fact}, so {consequence}", "{cure}"),
    "N337": Message("{what}: {count}"),
    "N338": Message("{money} of cost to serve is in no client's profit: {why}"),
    "N339": Message(
        "the client «{client}» brings {share} of net revenue: from 10% accountants name such a client, above 20% the "
        "firm depends on them",
    ),
}
