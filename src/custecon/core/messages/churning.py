"""What can be wrong with, and must be known about, the cost of churn and of winning clients: E36x, N32x."""

from custecon.core.messages.text import Message, Weight

CHURNING: dict[str, Message] = {
    "N398": Message(
        "{count} more {count:client|clients} came and left within the year{money}: no client at its start, so in no "
        "figure",
        weight=Weight.ANSWER,
        brief="{count} more {count:client|clients} came and left within the year{money}: in no figure",
    ),
    "E360": Message(
        "{lost} {lost:client was|clients were} lost, but there {start:was|were} only {start} at the start",
        "count as lost only those who were clients at the start of the time; clients won since do not belong there",
    ),
    "E361": Message(
        "{paid} new {paid:client|clients} came from paid channels, but only {clients} came in all",
        "--new-clients counts all who came, also those from paid channels",
    ),
    "E362": Message(
        "who left cannot be counted: {reason}",
        "name a file that goes back more than a year, or give --lost and --clients-at-start",
    ),
    "E363": Message("--preventable {reason}: no lost client has this reason; the file has {known}", "name one of them"),
    "E364": Message(
        "{file} tells no money: it has neither income nor margin of a client",
        "name a column with --map revenue=COLUMN, or give --value",
    ),
    "E365": Message("{name} is counted from the file", "leave one of them out{instead}"),
    "E366": Message("a file with dates is counted over its last year", "leave --over out"),
    "N360": Message(
        "no client's last purchase decides here whether or when they left, so --lost-after changes nothing"
    ),
    "N361": Message(
        "{count} {count:client has|clients have} left at a day that the file does not tell; "
        "they count as lost in the last year",
        "a column left_date or last_date tells when",
        weight=Weight.MEANING,
        brief="{count} {count:client has|clients have} left at an unknown day: lost in the last year",
    ),
    "N362": Message(
        "of {count} {count:client|clients} nothing tells whether they left; {consequence}",
        weight=Weight.MEANING,
        brief="of {count} {count:client|clients} nothing tells whether they left; {consequence}",
    ),
    "E359": Message(
        "nobody of the order log ordered first in a month of the spend: the first orders run from {first} to {last}, "
        "the spend from {begin} to {end}",
        "name the orders of the months in which the money was spent, or the spend of those months",
    ),
    "E390": Message(
        "«{header}» is what is paid at each renewal, and nothing tells how often the contracts renew",
        "say --renewal month, quarter or year, or name the column that tells it: --map interval=COLUMN",
    ),
    "N392": Message(
        "«{header}» pays for {intervals}: what is paid in a year is counted from that",
        weight=Weight.ASSUMED,
        brief="«{header}» pays for {intervals}: a year's pay is counted from that",
    ),
    "N393": Message(
        "{count} {count:client|clients} who left {count:has|have} 0 in «{header}»: that is what they "
        "pay since, not what they paid; what losing {count:them|each} cost is not known",
        "say --value with what one of them paid a year; those who are still clients pay {average} on average",
        weight=Weight.MEANING,
        brief="what losing {count} {count:client|clients} cost is not known: «{header}» has 0",
    ),
    "N394": Message(
        "{count} of the {clients} clients who left {count:has|have} 0 in «{header}» and {count:counts|count} as having "
        "paid nothing",
        weight=Weight.MEANING,
        brief="{count} of the {clients} who left {count:has|have} 0 in «{header}»: counted as having paid nothing",
    ),
    "N384": Message(
        "the log begins on {first}: of the year up to the last purchase of {count} of {whose} it shows only a "
        "part, so what they paid in a year is that or more",
        "say --value with what one of them paid in a year{others}",
        weight=Weight.ANSWER,
        brief="the log begins on {first}: what {count} of {whose} paid in a year is that or more",
    ),
    "N253": Message(
        "the log begins on {first}: only who bought in the {seen} {seen:day|days} up to {start} is known as a client "
        "of that day; who buys less often is missing among those who stayed and those who left",
        "name a log that begins on {wanted} or earlier",
        weight=Weight.MEANING,
        brief="the log begins on {first}: who buys less often is missing in who stayed and who left",
    ),
    "N252": Message(
        "the list has no dates: in how long a time {count} of {clients} clients left it does not say; it counts as "
        "a year",
        "say --over month or quarter, or name the column of the days: --map left_date=COLUMN",
        weight=Weight.ASSUMED,
        brief="the list has no dates: who left counts as one year's; --over month says another time",
    ),
    "N367": Message(
        "{count} {count:client who has|clients who have} left bought last before {start}; they count "
        "as lost in the year since then, because a client counts as one for {days} {days:day|days} after their last "
        "purchase",
        "a column left_date tells the day of leaving; --lost-after 90d changes the days",
        weight=Weight.ASSUMED,
        brief="{count} who left bought last before {start}: counted as lost since then",
    ),
    "N383": Message(
        "{count} {count:client|clients} had been silent for more than {days} {days:day|days} on {start} and came back "
        "since: as seen on that day they were lost, so they are neither among those who "
        "stayed nor among those who left",
        weight=Weight.LIMIT,
        brief="{count} {count:client|clients} came back after a silence: not among who stayed or left",
    ),
    "N368": Message(
        "of {count} {count:client|clients} the file does not tell since when; they count as "
        "{count:a client|clients} of {start}",
        "name the column of the first purchase: --map first_date=COLUMN",
        weight=Weight.ASSUMED,
        brief="of {count} {count:client|clients} the file does not tell since when: clients of {start}",
    ),
    "E367": Message(
        "{file} does not tell how many new clients the spend won",
        "name the column with --map new_clients=COLUMN, or an order log with --orders FILE, or say --new-clients COUNT",
    ),
    "E368": Message("one file is in {first}, the other in {second}", "bring both to one currency first"),
    "E369": Message("{name} does nothing with {what}; it works on {works_on}", "{cure}"),
    "E381": Message(
        "{file} has no months, so nothing tells which first orders its spend is to be set beside",
        "add a column month, or name a column of days with --map date=COLUMN{instead}",
    ),
    "E383": Message(
        "{file} runs from {first} to {as_of}, less than a year, so it does not tell what a client pays in a year",
        "name a log of a whole year, or give --value",
    ),
    "E382": Message(
        "{file} has a column {name}, but the order log has none, so its new clients cannot be told apart by it",
        "say --by {known}; orders are set beside spend by month, and by channel if both files have it",
    ),
    "N371": Message(
        "new clients are counted from the order log; the column «{column}» of the spend file is not used",
        "leave --orders out to use the column",
        weight=Weight.MEANING,
        brief="new clients are counted from the order log, not from «{column}»",
    ),
    "N363": Message(
        "{count} {count:row|rows} with {money} of spend {count:names|name} no number of new clients; "
        "{count:it is|they are} listed, and in no figure",
        "write 0 where nobody was won",
        weight=Weight.MEANING,
        brief="{count} {count:row|rows} with {money} of spend {count:names|name} no new clients: in no figure",
    ),
    "E358": Message(
        "in the column month stands {months}, so no order can be set beside that spend",
        "write months as 2024-01 or Jan 2024; a column of years is named with --map year=COLUMN, one of days with "
        "--map date=COLUMN",
    ),
    "N380": Message(
        "in «{column}» stands {values}: which month that is nobody can tell, so such rows stand apart from the months",
        "write months as 2024-01 or Jan 2024",
        weight=Weight.MEANING,
        brief="in «{column}» stands {values}: which month that is nobody can tell",
    ),
    "N381": Message(
        "«{column}» names no year, and {months} {count:comes|come} again further down: what may be months of several "
        "years is added up",
        "write months as 2024-01 or Jan 2024, or name the column of the year: --map year=COLUMN",
        weight=Weight.MEANING,
        brief="«{column}» names no year: months of several years may be added up",
    ),
    "N382": Message(
        "the order log begins on {first}: of the {count} {count:client|clients} whose first order in it is of {month}, "
        "some may be old clients, and CAC is too low then{before}",
        "name a log that begins earlier, or leave {month} out of the spend file",
        weight=Weight.MEANING,
        brief="the order log begins on {first}: some of the new clients of {month} may be old ones",
    ),
    "N388": Message(
        "the order log ends on {last}, but {spend} was spent later, in {months}: it is divided by the new clients all "
        "the same, and CAC is too high then",
        "name a log that goes on, or leave those months out of the spend file",
        weight=Weight.MEANING,
        brief="the order log ends on {last}, {spend} was spent later: CAC is too high then",
    ),
    "N364": Message(
        "{count} new {count:client|clients} came in months for which nothing stands in the spend file; "
        "they are in no figure",
        "add the spend of those months, if there was any",
        weight=Weight.MEANING,
    ),
    "N430": Message(
        "of the {count} lost {count:client|clients} {once} bought on one day only{money}: whoever never came back "
        "after a first purchase was hardly a client yet, and a second purchase is won in another way than a client is "
        "kept",
        "look at them apart: the table lost_clients tells who they are",
        weight=Weight.ANSWER,
        brief="of the {count} lost {count:client|clients} {once} bought on one day only{money}",
    ),
    "N365": Message(
        "{count} {count:row|rows} cost {money} and won nobody; {count:it is|they are} listed, not divided by",
        weight=Weight.LIMIT,
        brief="{count} {count:row|rows} cost {money} and won nobody: listed, not divided by",
    ),
    "N431": Message(
        "{names} won at most {few} clients{count:| each}: one more or less moves what a client cost there by a tenth "
        "or more",
        "compare such groups over a longer time",
        weight=Weight.FEW,
        brief="{names} won at most {few} clients{count:| each}: one more or less moves CAC by a tenth",
    ),
    "N366": Message(
        "two figures for churn: the lost clients make {counted} a year, {option} says {given}; {counted} is only in "
        "churn in the time counted and in clients kept, {given} in everything over a lifetime and with less churn",
        "leave {option} out to reckon all of it with the counted churn",
        weight=Weight.MEANING,
        brief="two figures for churn: {counted} was counted, {option} says {given}",
    ),
    "N320": Message(
        "without the annual value of a client the cost stands in client values, not in money",
        "say --value 5000, put value into custecon.toml, or name a client list with --clients FILE",
        weight=Weight.ANSWER,
        brief="without the annual value the cost stands in client values; --value 5000 gives money",
    ),
    "N321": Message(
        "the lost clients' annual value is more than the income of all clients in a year: one of the figures is wrong",
        "check --value, --lost and --annual-revenue",
        weight=Weight.ANSWER,
        brief="the lost clients are worth more than the whole income: one of the figures is wrong",
    ),
    "N322": Message(
        "{what} is a published figure, not yours: {source}",
        "{cure}",
    ),
    "N323": Message("{names} did nothing here", "{cure}", weight=Weight.MEANING, brief="{names} did nothing here"),
    "N540": Message(
        "{option} is given more than once: {text} counts, not {others}",
        "say it once",
        weight=Weight.MEANING,
        brief="{option} is given more than once: {text} counts",
    ),
    "N324": Message(
        "the churn is that of the {given} in which the clients left, carried to a year by powers",
        weight=Weight.ASSUMED,
        brief="the churn is that of the {given} in which they left, carried to a year by powers",
    ),
    "N325": Message(
        "the published +25 to +85 % of profit for 5 points less churn is a thought experiment on lifetime profit per "
        "client, not a measured profit of a company (Sharp 2005); set it against the two views above",
    ),
    "N326": Message("nothing was spent, so CAC is 0; LTV to CAC is undefined then", weight=Weight.LIMIT),
    "N327": Message(
        "a client brings less than it cost to win them: every new one loses money",
        weight=Weight.ANSWER,
        brief="a client brings less than it cost to win them: every new one loses money",
    ),
    "N328": Message(
        "a client of this kind is worth nothing: whatever is paid to win them is lost",
        weight=Weight.ANSWER,
        brief="a client of this kind is worth nothing: whatever is paid to win them is lost",
    ),
    "N329": Message(
        "the split rests on two curves drawn through one known point each and a ceiling that was judged, not measured",
        "try other values of --win-ceiling and --keep-ceiling before moving money",
        weight=Weight.ASSUMED,
        brief="the split rests on two curves that were judged, not measured",
    ),
}
