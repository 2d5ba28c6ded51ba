"""What can be wrong with, and must be known about, members of a programme and referrals: E352–E355, N52x, N53x."""

from custecon.core.messages.text import Message, Weight

PROGRAMME: dict[str, Message] = {
    "E352": Message(
        "«{header}» of {client}: «{value}» is no day that can be read without guessing",
        "write such days as 2024-12-31; a column that holds none is put aside with --map member_since=",
    ),
    "N520": Message(
        "members beside others are no effect of the programme: members chose to join, and good clients join",
        "what it brings, only clients tell who were left out of it by lot",
        weight=Weight.ANSWER,
        brief="members beside others are no effect of the programme: good clients join",
    ),
    "N521": Message(
        "{count} {count:member has|members have} no day of joining: they are members in every period, those before "
        "they joined too, and who left early had no time to join",
        "give a column with the day, called «member since»",
        weight=Weight.ANSWER,
        brief="{count} {count:member has|members have} no day of joining: they are members from the first day",
    ),
    "N522": Message(
        "{count} {count:client has|clients have} several days of joining: the one on their last order is taken",
        weight=Weight.MEANING,
    ),
    "N523": Message(
        "{count} {count:average check is|average checks are} of fewer than {few} clients, too few for an interval",
        "a longer --period has more clients",
        weight=Weight.FEW,
        brief="{count} {count:average check is|average checks are} of fewer than {few} clients: no interval",
    ),
    "N524": Message(
        "everybody who bought in {period} is a member: there is nobody to set beside them",
        weight=Weight.LIMIT,
    ),
    "E353": Message(
        "«{header}» of {client} is a web address, {value}: no client who referred another",
        "name the column with the client: --map referrer=COLUMN, or nothing after the sign to put it aside",
    ),
    "E354": Message("{client} is said to have referred themselves", "leave that cell empty, or write no"),
    "E355": Message("these referred each other in a circle: {names}", "mend who referred whom"),
    "N530": Message(
        "{count} {count:client was|clients were} referred by somebody who is no client of this log: they are in the "
        "list of no referrer",
        "write the name as the column of clients has it",
        weight=Weight.LIMIT,
    ),
    "N531": Message(
        "{count} {count:client has|clients have} several referrers: the one on their first order is taken",
        weight=Weight.MEANING,
    ),
    "N532": Message(
        "of {count} {count:client|clients} it is not known whether they were referred: they are in no share and no "
        "comparison",
        "if an empty cell means that nobody referred them: --blank nobody",
        weight=Weight.MEANING,
        brief="of {count} {count:client|clients} the source is not known: in no share; or --blank nobody",
    ),
    "N533": Message(
        "the difference rests on {referred} referred clients and {others} others of the same months: too few for an "
        "interval",
        "say a shorter --months",
        weight=Weight.FEW,
        brief="the difference rests on {referred} referred and {others} others: too few for an interval",
    ),
    "N534": Message(
        "a difference between referred clients and others is no effect of the referral: whoever is referred may be "
        "another kind of client",
        weight=Weight.LIMIT,
        brief="a difference between referred clients and others is no effect of the referral",
    ),
    "N542": Message(
        "by their channel these clients were referred: {channels}; these came otherwise: {others}",
        "if other channels are referrals: --referral-channel CHANNEL",
        weight=Weight.MEANING,
        brief="referred by channel: {channels}; or --referral-channel CHANNEL",
    ),
    "N535": Message(
        "{count} {count:client is|clients are} taken for not referred, as nothing is said of them",
        weight=Weight.ASSUMED,
    ),
}
