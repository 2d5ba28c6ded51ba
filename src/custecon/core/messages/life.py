"""What can be wrong with, and must be known about, the states of clients: E17x, N43x."""

from custecon.core.messages.text import Message, Weight

LIFE: dict[str, Message] = {
    "E170": Message(
        "a client would sleep after {sleeping} {sleeping:day|days} and be lost after {lost}, which is no longer",
        "give --lost-after a longer time than --sleeping-after",
    ),
    "E171": Message(
        "a {period} is longer than the log, which runs from {first} to {last}",
        "say --period {shorter}, or name a longer log",
    ),
    "E172": Message(
        "{horizon} {horizon:day|days} before {last} there is no purchase: the log begins on {first}",
        "say a shorter --horizon: {most}d at most",
    ),
    "N460": Message(
        "a client sleeps after {sleeping} days without a purchase and is lost after {lost}: of your {gaps} gaps "
        "between purchases 80 % are no longer than the one, 95 % no longer than the other; churn-cost and ltv count a "
        "client as lost after {usual} days unless they are told",
        "--sleeping-after and --lost-after change it; with one --lost-after all commands count the same as lost",
        weight=Weight.ASSUMED,
        brief="asleep after {sleeping} days and lost after {lost}, by your own gaps; churn-cost: {usual}",
    ),
    "N461": Message(
        "a client sleeps after {sleeping} days without a purchase and is lost after {lost}: the log has {gaps} "
        "{gaps:gap|gaps} between purchases, too few to tell which are long",
        "--sleeping-after and --lost-after say it",
        weight=Weight.ASSUMED,
        brief="asleep after {sleeping} days and lost after {lost} is assumed: too few purchases to tell",
    ),
    "N462": Message(
        "the log begins on {first}: who bought before that looks new when they buy again; {count} first "
        "{count:purchase falls|purchases fall} into its first {days} days",
        "name a log that begins earlier",
        weight=Weight.MEANING,
        brief="the log begins on {first}: who came before that looks new in its first {days} days",
    ),
    "N463": Message(
        "{period} is not over on {as_of}: its figures will still change",
        weight=Weight.LIMIT,
        brief="{period} is not over on {as_of}: its figures will still change",
    ),
    "N464": Message(
        "lost is seen from {as_of}: who came back later was never lost, so nobody is won back, and the figures of the "
        "last {days} days before it will still change",
        weight=Weight.ASSUMED,
        brief="lost is seen from {as_of}: nobody is won back, and the last periods will still change",
    ),
    "N465": Message(
        "{count} {count:client has|clients have} been silent for more than {days} days, longer than anybody on {cut}: "
        "how many of such come back the log does not tell, so no chance stands beside them",
        weight=Weight.LIMIT,
        brief="{count} have been silent for more than {days} days: their chance the log does not tell",
    ),
    "N477": Message(
        "a chance rests on as few as {count} {count:client|clients} who had been silent for as long on {cut}: with so "
        "few it is a guess",
        "custecon winback … --table bands has how many, and the interval",
        weight=Weight.ANSWER,
        brief="a chance rests on as few as {count} {count:client|clients}: with so few it is a guess",
    ),
    "N466": Message(
        "{count} more {count:client is|clients are} left out of the list by --top, with {total} of it",
        weight=Weight.MEANING,
        brief="{count} more {count:client is|clients are} left out by --top, with {total}",
    ),
    "N467": Message(
        "{count} {count:client has|clients have} only refunds and no purchase, {total} in all: they stand as never "
        "bought",
        weight=Weight.MEANING,
    ),
    "N468": Message(
        "there is nothing to count who comes back from: {why}",
        "name a longer log",
        weight=Weight.LIMIT,
        brief="the log does not tell who comes back: {why}",
    ),
    "N470": Message(
        "on {cut} the first tenth of such a list brought no more after it than the clients who had been silent for "
        "the shortest time: here the order of the list is no better than silence alone",
        "call who fell silent last; custecon winback … --table proof has the figures",
        weight=Weight.ANSWER,
        brief="tested on {cut}, this order brought no more than calling who fell silent last",
    ),
    "N498": Message(
        "{count} more {count:client is|clients are} silent, but no longer than is usual of them (the 90th percentile "
        "of their own gaps, from {regular} days with a purchase on), {total} in a year: not on the list",
        "custecon base counts them among the silent, by the gaps of all clients",
        weight=Weight.LIMIT,
        brief="{count} silent no longer than is usual of them, {total} in a year: not listed",
    ),
    "N471": Message(
        "on {cut} nobody had been silent for so long, so the order of the list could not be tested",
        weight=Weight.LIMIT,
    ),
    "N472": Message(
        "{count} {count:client has|clients have} fewer than {few} days of purchase, and no rhythm of their own: they "
        "are not judged here",
        "custecon base and custecon winback tell of them",
        weight=Weight.LIMIT,
        brief="{count} with fewer than {few} purchases are not judged here; custecon winback tells of them",
    ),
    "N473": Message(
        "the test rests on {count} {count:client|clients} who had a rhythm on {cut}: with so few every share is a "
        "guess",
        weight=Weight.FEW,
        brief="the test rests on {count} {count:client|clients}: with so few every share is a guess",
    ),
    "N474": Message(
        "the signal «{signal}» is off: of those who did not come back after {cut} it found {caught} among {flagged}, "
        "the longest silence alone {silence} among as many",
        weight=Weight.LIMIT,
        brief="«{signal}» is off: it caught {caught}, silence alone {silence}",
    ),
    "N475": Message(
        "no signal found those who did not come back after {cut} better than silence alone, so the list has the "
        "regular clients who are silent for more than {days} days",
        weight=Weight.ANSWER,
        brief="no signal beats silence alone here: the list goes by silence of more than {days} days",
    ),
    "N541": Message(
        "{count} regular {count:client|clients} have been silent for more than {days} days and longer than is "
        "usual of them: they are lost and judged by no signal here",
        "custecon winback tells which of them to call",
        weight=Weight.FEW,
        brief="{count} more are lost, silent for over {days} days: custecon winback has them",
    ),
    "N476": Message(
        "on {cut} nobody had bought on {few} days yet, so no signal could be tested: the list goes by silence alone, "
        "and the money at risk is not known",
        "say a shorter --horizon, or name a longer log",
        weight=Weight.ANSWER,
        brief="no signal could be tested, so the list goes by silence alone; --horizon 90d looks back less",
    ),
}
