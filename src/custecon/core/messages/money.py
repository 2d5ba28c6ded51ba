"""What is money and how much of it: columns, currencies, units, what stands beside an amount."""

from custecon.core.messages.text import Message, Weight

MONEY: dict[str, Message] = {
    "E236": Message("«{value}» is in {currency}, {rest} is in {main} (one currency at a time)", "{cure}"),
    "E265": Message(
        "the money of the file is in {found}, but --currency says {given}",
        "leave --currency out: custecon converts no money",
    ),
    "E237": Message(
        "it is not certain what 1 in «{header}» stands for: {why}",
        "say {first} if it is {factor}, {second} if it is {other}",
    ),
    "E292": Message(
        "two currencies are never one sum: «{header}» names {groups}",
        "count one of them, as in --only {option}; if all amounts stand in one currency already, put the column aside: "
        "--map currency= (nothing after the sign)",
    ),
    "E319": Message(
        "«{header}» says that the amounts are in several units: {groups}",
        "bring them to one unit in the file, or count one of them, as in --only {option}; if all amounts stand in one "
        "unit already, put the column aside: --map currency= (nothing after the sign)",
    ),
    "E280": Message(
        "«{header}» says that the amounts are in several currencies: {groups}",
        "say --amount {product} if that makes them one currency, or --only {every} if they are in one already",
    ),
    "E293": Message(
        "«{header}» is empty on {count}, {total} in all, and names {currency} on the others",
        "say --currency {currency} if those are in {currency} too, or --only {option} to leave them out",
    ),
    "E294": Message(
        "«{header}» is {value} on every row of {month}, and so in the other months: is it the total of the month, "
        "written on each row?",
        "say --map new_clients= --new-clients {total} if it is, or --map new_clients={typed} if each row won as many",
    ),
    "E295": Message(
        "--units says {general} for all money, but «{header}» is in {said}, as {by} says",
        "leave that out, to read each column by its own words; or say {option}",
    ),
    "E262": Message(
        "«{header}» stands beside «{quantity}»: is it the {what} of one piece?",
        "say {option}'{quantity}*{header}' if it is, or {option}'{header}' if it is that of all",
    ),
    "E267": Message(
        "the column holds percentages, and was to be the {role}, which is money",
        "name a column of money, as in --map {role!s}='…', or put it aside with --map {role!s}= "
        "(nothing after the sign){instead}",
    ),
    "E270": Message(
        "a refund of {value} is more than the «{header}» of {amount} it is taken off: the two do not count the same, "
        "perhaps tax or shipping",
        "{cure} the refunds alone with --map refunds= (nothing after the sign)",
    ),
    "E271": Message(
        "the refund of {value} in «{header}» (line {line:d}) stands here a second time, as a row of its own",
        "--refunds drop leaves such rows out, --map refunds= (nothing after the sign) leaves the column alone, "
        "--refunds net takes both off",
    ),
    "E283": Message(
        "«{header}» may be money that was paid back, or how many returns there were: {value} tells neither",
        "say --map refunds={typed} if it is money, or --map returns={typed} if it counts",
    ),
    "E284": Message(
        "«{header}» may be the {role}, but {why}",
        "say --map {role!s}={typed} to take it, {percent}or --map {role!s}= (nothing after the sign) for none",
    ),
    "E308": Message(
        "«{header}» is a running total by its header: each row holds those before it, which would be counted again",
        "export the money of each row alone, or say --map amount={typed} if each row is money of its own",
    ),
    "E285": Message(
        "«{header}» holds rates such as {value}, no money: the {role} of a client is an amount",
        "say --map {role!s}={product} to reckon it, name another column with --map {role!s}=…, or --map {role!s}= "
        "(nothing after the sign) for none",
    ),
    "E309": Message(
        "«{header}» stands beside «{amount}», {total} in all on {count}: did this money never come, or was it paid so?",
        "say --subtract {typed} if it never came, or --map refunds= (nothing after the sign) to count «{amount}» as it "
        "stands",
    ),
    "N223": Message(
        "{count} without a currency {sign}, {total} in all, the others are in {currency}: all taken as {currency}",
        weight=Weight.MEANING,
        brief="{count} without a currency {sign}, {total} in all: taken as {currency}",
    ),
    "N227": Message("{count} with a negative quantity", weight=Weight.MEANING),
    "N231": Message(
        "{count} in «{header}» below zero, {total} in all: taken as money back, which lowers the cost",
        weight=Weight.MEANING,
        brief="{count} in «{header}» below zero, {total} in all: taken as money back",
    ),
    "N232": Message(
        "«{header}» is taken as the {role} of one year, though its name says another time",
        "if it is not, export one year, or give the order log",
        weight=Weight.MEANING,
        brief="«{header}» is taken as the {role} of one year; if it is not, export one year",
    ),
    "N235": Message("«{header}» is {done} on {count}, {total} in all{written}", weight=Weight.MEANING),
    "N236": Message(
        "«{amount}» is counted as it stands; beside it stand {beside}",
        "{serves}to take one off: --subtract {first}; to add what it does not hold: --add {first}",
        weight=Weight.MEANING,
        brief="«{amount}» is counted as it stands; beside it stand {beside}",
    ),
    "N256": Message("«{header}» is money that is taken off or paid back: {done}", "{cure}", weight=Weight.MEANING),
    "N257": Message(
        "«{header}» holds the tax: the figures are more than the income, by its rate", "{cure}", weight=Weight.MEANING
    ),
    "N258": Message("«{header}» holds {what}", "{cure}", weight=Weight.MEANING),
    "N261": Message("{count} with a number other than 1: «{header}» is taken as {done}", weight=Weight.MEANING),
    "N262": Message(
        "«{header}» is money of {of}: counted {times} times, as the {role} of one year",
        "if it is not paid again and again, export the money of one year",
        weight=Weight.MEANING,
        brief="«{header}» is money of {of}: counted {times} times, as the {role} of one year",
    ),
    "N264": Message(
        "{count} with nothing in «{amount}» and money in «{other}», {total} in all: it goes the other way, left out",
        "to count it against: --amount '{amount}-{other}'",
        weight=Weight.MEANING,
    ),
    "N280": Message(
        "«{header}» counts parts of a client ({count}, such as «{value}»), as advertisers share out one among several: "
        "added up as they stand"
    ),
    "N281": Message("every row counts as 1, as --amount 1 says: where money stands, it is a number of purchases"),
    "N267": Message(
        "money is read by its units: {told}", "say --units ones if the numbers are whole already", weight=Weight.MEANING
    ),
    "N268": Message("{headers}: the file says {said}, --units overrules it; {taken}", weight=Weight.MEANING),
    "N269": Message("Excel shows «{header}» in {unit}: the numbers are stored whole, and read so"),
    "N270": Message(
        "{count} without a currency in «{header}», {total} in all: taken as {currency}, as {by}", weight=Weight.MEANING
    ),
    "N272": Message("«{header}» is the currency of «{other}», not of «{money}»"),
    "N495": Message(
        "«{header}» is margin: {n} {n:row|rows} of {clients} {clients:client|clients} sold at a loss, {total} in all, "
        "are purchases all the same, as «{by}» tells"
    ),
    "N496": Message(
        "«{header}» is margin, and no column tells what was sold: {n} {n:row|rows} of {clients} "
        "{clients:client|clients} below zero, {total} in all, are taken for sales at a loss",
        "say --refunds net if money went back there",
        weight=Weight.ANSWER,
        brief="{n} {n:row|rows} below zero, {total}: sales at a loss? --refunds net if refunds",
    ),
    "N271": Message(
        "«{header}» is put aside, as --map says, though it names {groups}: all of it is one sum", weight=Weight.MEANING
    ),
}
