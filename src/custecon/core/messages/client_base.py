"""What must be known about cohorts, where growth comes from, and on whom a firm depends: N44x, N45x."""

from custecon.core.messages.text import Message, Weight

CLIENT_BASE: dict[str, Message] = {
    "N440": Message(
        "{period} is not over on {as_of}: its cells are marked and in no average",
        "if the file holds all of it, say so: --as-of and its last day",
        weight=Weight.LIMIT,
        brief="{period} is not over on {as_of}: its cells are marked and in no average",
    ),
    "N441": Message(
        "the file begins in {period}: clients from before it look new there, as may some of its {count}",
        "name a log that begins earlier to tell them apart",
        weight=Weight.MEANING,
        brief="the file begins in {period}: clients from before it look new there",
    ),
    "N442": Message(
        "{total} is in no cohort: {count} {count:client has|clients have} no day on which more was paid than given "
        "back, and money before the first such day is no cohort's either",
        weight=Weight.MEANING,
        brief="{total} is in no cohort: of {count} who gave back as much as they paid, or from before a first purchase",
    ),
    "N443": Message(
        "{count} {count:cohort has|cohorts have} fewer than {few} clients, where a share is little but chance",
        "a longer --period makes larger ones",
        weight=Weight.FEW,
        brief="{count} {count:cohort has|cohorts have} fewer than {few} clients: little but chance",
    ),
    "N444": Message(
        "nobody was seen for {horizon}: beyond {longest}, the longest, the share still there is taken to stay as it is",
        "a shorter --horizon needs no such guess",
        weight=Weight.ASSUMED,
        brief="nobody was seen for {horizon}: beyond {longest} the share is taken to stay",
    ),
    "E180": Message(
        "--against {value}: no whole {period} of the log before {last}",
        "name one of these: {known}; another length with --period",
    ),
    "N445": Message(
        "{first} has {days} days, {second} {others}: with the same sales a day the change would be {share}",
        weight=Weight.LIMIT,
        brief="{first} has {days} days, {second} {others}: {share} of change are the calendar",
    ),
    "N446": Message(
        "{period} is not over on {as_of}: left out",
        "if the file holds all of it, say so: --as-of and its last day",
        weight=Weight.LIMIT,
        brief="{period} is not over on {as_of}: left out",
    ),
    "N447": Message(
        "the log begins with {first}: who bought before it looks new, and nobody can have come back",
        "name a log that begins earlier",
        weight=Weight.MEANING,
        brief="the log begins with {first}: who bought before it looks new",
    ),
    "N448": Message(
        "the season is not taken out",
        "--against {period} sets like against like",
        weight=Weight.LIMIT,
        brief="the season is not taken out: --against {period} sets like against like",
    ),
    "N449": Message(
        "{who}: sales or a factor are not above 0 in both periods, where logarithms do not exist: split by Shapley",
        weight=Weight.LIMIT,
    ),
    "N450": Message(
        "{count} more {count:client is|clients are} left out of the list by --top, {total} of the change",
        weight=Weight.READING,
    ),
}
