"""What must be known of key accounts, and of how much hangs on them: N503 to N509."""

from custecon.core.messages.text import Message, Weight

KEY_ACCOUNTS: dict[str, Message] = {
    "N503": Message(
        "{count} {count:client has|clients have} nothing above 0 in the time counted, {total} together: they are in no "
        "share, and in a row of their own",
        weight=Weight.MEANING,
        brief="{count} {count:client has|clients have} nothing above 0, {total} together: in no share",
    ),
    "N504": Message(
        "{client} alone brings {share}, more than 20 %: one decision of one client is a risk for the whole firm",
        weight=Weight.FEW,
        brief="{client} alone brings {share}: one decision of theirs is a risk for the firm",
    ),
    "N505": Message(
        "{count} {count:client brings|clients bring} 10 % or more of the money: who reports by IFRS 8 discloses such "
        "shares of a year's revenue (paragraph 34)",
        weight=Weight.FEW,
        brief="{count} {count:client brings|clients bring} 10 % or more: IFRS 8 has such shares of a year told",
    ),
    "N506": Message(
        "the key accounts are those with the most money, as no weights were said",
        "say what makes a client key to you: --weights 'money=60,growth=40'",
        weight=Weight.LIMIT,
        brief="key is who brings the most; --weights says what else counts",
    ),
    "N507": Message(
        "the weights are yours, and none are right for all: when each moves by up to a quarter, all of these {count} "
        "{count:client stays|clients stay} key in {same} of {draws} draws, and {kept} of them on average",
        weight=Weight.ASSUMED,
        brief="weights moved by up to a quarter: {kept} of these {count} key clients stay on average",
    ),
    "N508": Message(
        "a share of the money is a share of the margin only if every client leaves the same part of what they pay",
        "custecon profit tells what each client leaves after what it costs to serve them",
        weight=Weight.LIMIT,
        brief="shares are of money paid; custecon profit tells what each client leaves",
    ),
    "N509": Message(
        "there are fewer than {few} clients: of so few a per cent is one client or none, so clients are counted and no "
        "per cents of them",
        weight=Weight.FEW,
        brief="fewer than {few} clients: no per cents of clients are told",
    ),
}
