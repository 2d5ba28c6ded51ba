"""What can be wrong with a question: options, values outside their bounds, settings."""

from custecon.core.messages.text import Message, Weight

USAGE: dict[str, Message] = {
    "E109": Message(
        "{name}: «{value}» has more than {digits} digits", "write the figure itself: nothing is that large"
    ),
    "E101": Message("{name}: «{value}» is not a number", "write it like {example}"),
    "E102": Message(
        "{name}: {value} is not a share: {meaning}",
        "write {share} or {percent}%",
    ),
    "E103": Message("{name}: {value} is outside its bounds: {bounds}", "{meaning}"),
    "E104": Message("{name}: {value} is not a whole number: {meaning}", "give a whole number"),
    "E105": Message(
        "{name}: «{value}» can be read as {first} or as {second}",
        "write it without group separators, with a point for decimals",
    ),
    "E106": Message("{name}: the period of «{value}» is not known", "write /month, /quarter or /year, as in 10%/year"),
    "E107": Message(
        "{name} is per {given}, other figures are per another period",
        "{cure}",
    ),
    "E108": Message("{name} and {other} say the same thing twice", "give one of them"),
    "E110": Message("there is no {what} «{given}»", "{cure}"),
    "E111": Message("{message}", "see --help-all"),
    "E112": Message("{name}: «{value}» is not one of: {known}", "{cure}"),
    "E113": Message("a workbook is not for a terminal", "name a file: -o result.{form}"),
    "E114": Message("{path}: no format has this suffix", "use one of {known}, or say --format"),
    "E115": Message("nothing to compute: {missing}", "{cure}"),
    "E116": Message("the method {method} needs {missing}", "{cure}"),
    "E117": Message("{name}: there is no such column; the file can be added up by {known}", "{cure}"),
    "E316": Message("{name}: the column is read as the {role}, and is none of groups", "name a column of words"),
    "E317": Message(
        "{name}: «{header}» changes from order to order: {count} of {clients} {clients:client|clients} with several "
        "orders have more than one value, and a client stands in one group",
        "name a column that says something of the client",
    ),
    "E118": Message(
        "a client list and an order log are reckoned per {fixed}, not per {given}",
        "leave --period out; write rates with their own period, as in 5%/month",
    ),
    "E119": Message("{name}: «{value}» is not a length of time", "write it like 180d, 26w, 6m or 1y; at most 100y"),
    "E156": Message(
        "{file} was read as {kind}; here it must be {wanted}",
        "give its path instead of what was read, or say kind={kinds} to custecon.read",
    ),
    "E311": Message(
        "the margin of the client «{client}» cannot be told: the row has no margin, and not both revenue and cost",
        "{cost}give --margin-rate for rows with revenue, or --margin for all rows without a margin of their own",
    ),
    "E121": Message(
        "nothing comes in on the standard input", "name a file, or pipe one in: cat clients.csv | custecon ltv -"
    ),
    "E122": Message("--map: «{value}» is not ROLE=COLUMN", "write it like --map segment=Отрасль"),
    "E123": Message("{name}: «{value}» is not a day", "write it like 2024-12-31"),
    "E155": Message(
        "{name} is empty", "say what it is, or leave it out; what the shell was to fill in may hold nothing"
    ),
    "E149": Message(
        "Python was started with -OO, which throws away the texts that tell what each figure is",
        "start it without -OO, and without PYTHONOPTIMIZE=2; -O does no harm",
    ),
    "E144": Message(
        "{name}: «{value}» is in per cent, but what is asked for is no share", "write the number itself, without %"
    ),
    "E145": Message(
        "{name}: «{value}» names a period, but what is asked for is not per period", "write it without the period"
    ),
    "E146": Message(
        "{name} {value}: in months, or in {given}s?", "write {value}/month or {value}/{given}, whichever is meant"
    ),
    "E147": Message("--{name}: this answer has no table, only figures", "leave it out"),
    "E167": Message(
        "--picture: this answer has no picture",
        "leave it out",
    ),
    "E168": Message("--picture: a picture is written as SVG, and «{path}» does not end in .svg", "name it {name}"),
    "E148": Message(
        "--{name}: a workbook keeps all its tables and columns, its formulas rest on them",
        "leave it out, or write a CSV: -o result.csv",
    ),
    "E387": Message(
        "{name} {value} beside a {beside} per {other}: is it per {other}, which is {yearly} per {year}, or per {year}, "
        "which is {shorter} per {other}?",
        "write {flag} {value}/{other}, or {flag} {value}/{year}{beside_it}, whichever is meant",
    ),
    "E388": Message(
        "{change}: the {name} was given per {given}, and all is reckoned per {period} here",
        "reckon per {given} with --period {given}, or give it per {period}: {flag} {value}/{period}",
    ),
    "N385": Message(
        "the {name} of {value} names no period and is taken per {taken}{how}",
        "if it is per {other}, write {flag} {value}/{other}",
        weight=Weight.ASSUMED,
        brief="the {name} of {value} is taken per {taken}; if per {other}, {flag} {value}/{other}",
    ),
}
