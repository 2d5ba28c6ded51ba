"""Which rows are money: totals, refunds, twins, orders of 0, what statuses and days say."""

from custecon.core.messages.text import Message, Weight

ROWS: dict[str, Message] = {
    "E279": Message(
        "every row is left out, so there is no figure ({reasons})",
        "leave fewer rows out, or name another column of money with --amount{instead}",
    ),
    "E239": Message(
        "«{value}» looks like a total row but {why}",
        "say --subtotals skip to leave it out, --subtotals keep if it is a client",
    ),
    "E276": Message(
        "{count} {count:row is|rows are} the sum of {where}: {names}; added up with those {count:it|they} would count "
        "twice",
        "say --subtotals skip if {count:it is a group or a total|they are groups or totals}, --subtotals keep if "
        "{count:it stands for itself|they stand for themselves}",
    ),
    "E247": Message(
        "the total of an order is repeated on each of its lines: order «{order}», lines {lines}",
        "say --order-id '{header}' to count each order once, or --order-id none to add up every line",
    ),
    "E300": Message(
        "the total «{value}» of an order is repeated on each of its rows, lines {lines}, where «{parts}» adds up to it",
        "say --amount '{parts}' to take the money of each row, or --order-id none to add up the total of every row",
    ),
    "E248": Message(
        "order «{order}» stands on line {line:d} with {other} and here with {this}",
        "mend it, or say --order-id none if these are items to be added up",
    ),
    "E250": Message("«{header}» tells what a row is; is this {counts}? {values}", "say {cure}"),
    "E314": Message("{where} speaks of what is no sale: «{text}»; is the money above zero that of sales?", "{cure}"),
    "E315": Message(
        "order «{order}» stands on lines {lines}, each with another «{header}»: does the later take the place of the "
        "earlier?",
        "keep only the last row of each order in the file if it does; or say --only {every} if all are money",
    ),
    "E251": Message("«{value}» is a refund, and --refunds refuse is set", "say --refunds net or --refunds drop"),
    "E259": Message(
        "«{value}» lies {gap} days after every other date, the last of which is {other}: it would be the "
        "day of the data, on which nearly every client is lost",
        "mend it, or --skip-bad FILE to leave it out, or say --as-of {last} if that day is right",
    ),
    "E261": Message(
        "rows {lines} are identical in every field, and --identical refuse is set",
        "say --identical keep or drop",
    ),
    "E268": Message("{option}: «{value}» names no column; the columns are {headers}", "write it as the header stands"),
    "E269": Message(
        "{option}: no row has {value} in «{header}»; there stand {known}", "write a value as it stands, or * for all"
    ),
    "E286": Message(
        "the interval «{value}» stands on {count}: it is no number of months, so nothing tells what is paid a month or "
        "a year",
        "write month, quarter, year or such as «3 months»; or leave such rows out: --leave-out {pair}; or put the "
        "column aside if every amount is what is paid at each renewal: --map interval= (nothing after the sign)",
    ),
    "E287": Message(
        "the status «{value}» stands on {count}: does such a contract run, or has it ended?",
        "write it as active, trial, paused or canceled; or leave such rows out: --leave-out {pair}; or put the column "
        "aside if the days alone tell who has left: --map status= (nothing after the sign)",
    ),
    "E288": Message("«{value}», but {but}", "{cure}"),
    "N204": Message("{rows} skipped{labels}{verdict}"),
    "N297": Message("{rows} skipped{labels}{verdict}", weight=Weight.MEANING),
    "N207": Message("{count} with a negative amount (refunds), {total} in all: {done}", weight=Weight.MEANING),
    "N208": Message("{count} with an amount of zero: {done}"),
    "N209": Message(
        "{count} identical to another in every field (duplicates{lines}): {done}",
        weight=Weight.FEW,
        brief="{count} identical to another in every field: {done}",
    ),
    "N214": Message("{count} later than the as-of day {as_of}{done}", weight=Weight.MEANING),
    "N216": Message("{count} repeating the total of an order: each order counts once", weight=Weight.FEW),
    "N218": Message("{values}: {count}{total}: {done}", weight=Weight.MEANING),
    "N226": Message(
        "{count} with an order number that begins with «{prefix}», unlike the others: {total} in all",
        weight=Weight.MEANING,
    ),
    "N234": Message("{option}: no row has {values}"),
    "N259": Message("{what}: {count}{total}, left out: {why}", weight=Weight.MEANING),
    "N260": Message("{what}: {count}, {done}", weight=Weight.MEANING),
    "N282": Message("«{header}» counts complaints, such as «{value}»: with one or more a client is one who complained"),
    "N275": Message(
        "the day is «{header}», {what}; by «{other}» beside it {count} would stand in another month{more}",
        "--map date='{other}' counts by it",
        weight=Weight.MEANING,
        brief="the day is «{header}»; by «{other}» {count} would stand in another month",
    ),
    "N276": Message(
        "the day is «{header}», {what}: the file has no other",
        "--map date='…' names another column",
        weight=Weight.MEANING,
        brief="the day is «{header}», {what}",
    ),
    "N283": Message("«{header}» holds {kind}: each row counts as one purchase on the last day of its {one}"),
    "N288": Message(
        "the names {named} are in no language that is known here; not looked at: {columns}",
        "say --map {typed} if one of these tells that some rows are no sales",
        weight=Weight.MEANING,
        brief="in no known language, so not looked at: {columns}",
    ),
    "N287": Message("«{header}» holds seconds since 1970: each is read as its day in UTC"),
    "N246": Message(
        "{count} group {count:row|rows} skipped, the sum of {where}: {names}{why}",
        "say --subtotals keep if {count:it stands for itself|they stand for themselves}",
        weight=Weight.MEANING,
        brief="{count} group {count:row|rows} skipped, the sum of {where}; --subtotals keep counts {count:it|them}",
    ),
    "N248": Message(
        "{count} {count:row that looks like a sum|rows that look like sums} of others counted, as --subtotals keep "
        "says: {names}, {total} in all",
        weight=Weight.MEANING,
        brief="{count} {count:row that looks like a sum|rows that look like sums} counted, {total} in all",
    ),
    "N251": Message(
        "«{value}» lies {gap} days {side} every other date, {other} and on",
        "{cure}",
        weight=Weight.MEANING,
        brief="«{value}» lies {gap} days {side} every other date",
    ),
    "N255": Message(
        "{told}",
        "--order-id none counts every row as an order",
        weight=Weight.MEANING,
        brief="{told}; --order-id none counts every row",
    ),
    "N250": Message(
        "{count} {count:row|rows} without a client or a day skipped, the sum of the rows near {count:it|them}: {names}"
    ),
    "N249": Message("{count} without money skipped: {headings}"),
}
