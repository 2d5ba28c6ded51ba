"""What can be wrong with a file: E15 a setting of the reading, E2 refuses it, E5 an expectation, N2 a notice."""

from custecon.core.messages.text import Message

__all__ = ["READING"]

SKIP = "mend the cell, or --skip-bad FILE to leave such rows out (they will be listed)"
_SKIP_OR = "mend the cell{instead}, or --skip-bad FILE to leave such rows out (they will be listed)"
_SKIP_ROW = "mend the row, or --skip-bad FILE to leave such rows out (they will be listed)"

READING: dict[str, Message] = {
    # settings of a reading that cannot be
    "E150": Message("«{value}» is not the name of an encoding", "write it like utf-8, windows-1251 or utf-16"),
    "E151": Message("there is no role «{role}»", "did you mean {known}?"),
    "E152": Message("«{kind}» is not a kind of file that fits here", "choose one of: {known}"),
    "E153": Message("{name} cannot be «{value}»", "choose one of: {known}"),
    "E154": Message("there is no preset «{value}»", "choose one of: {known}"),
    # the file as a whole
    "E201": Message("no such file", "check the name, or the folder you stand in"),
    "E202": Message("this is a folder, not a file", "name a file in it"),
    "E203": Message(
        "the file cannot be read: {why}",
        "check the rights and the disk; of a file that is still being written, read a copy",
    ),
    "E204": Message("the file is empty", "export it again"),
    "E205": Message("this is no table: {what}", "save it as csv or xlsx"),
    "E206": Message("the workbook is protected by a password", "open it, remove the password and save it"),
    "E207": Message(
        "this is a web page (HTML) under the name of a table",
        "open it in Excel or a browser and save it as xlsx or csv",
    ),
    "E208": Message("{what} is damaged or cut off: it is not a complete file", "download or export it again"),
    "E209": Message("too large to be read safely: {what}; the limit is {limit}", "split it, or export fewer columns"),
    "E210": Message(
        "the workbook defines XML entities ({part}): such a file is made to do harm",
        "do not open it; ask for another",
    ),
    # header and columns
    "E211": Message(
        "no column for {missing}; the columns are {headers}",
        "name it with --map {first}='{example}'{none}, or check that this is the right file",
    ),
    "E272": Message(
        "no column for {missing}: the columns {headers} are those of a file of {kind}, a row of which is {row}",
        "{command} reads such a file; here another one is wanted",
    ),
    "E212": Message("several columns may be the {role}: {headers}{why}", "choose one, as in --map {role}='{first}'"),
    "E213": Message(
        "duplicate header: «{header}» stands twice (columns {numbers})",
        "rename one of them, or choose by number, as in --map {role}='#{number}'",
    ),
    # cells
    "E214": Message("«{value}» is not a number{why}", SKIP),
    "E215": Message(
        "ambiguous: «{value}» can be read as {first} or as {second}, and no other cell decides it",
        "--decimal '{sign}' if it is {first}, --thousands '{sign}' if it is {second}",
    ),
    "E216": Message(
        "«{value}» contradicts line {line} («{other}»): one column, two ways to write numbers",
        "write the column in one way; the signs are «{sign}» and «{sign2}»",
    ),
    "E217": Message("«{value}» has more than 28 digits or more than 9 decimal places", SKIP),
    "E218": Message("«{value}» is not a date", SKIP),
    "E219": Message("«{value}» is impossible: {why}", SKIP),
    "E220": Message(
        "ambiguous: «{value}» can be read as {first} or as {second} (day and month), and no other cell decides it",
        "--date-order {order} if it is {first}, --date-order {order2} if it is {second}",
    ),
    "E221": Message(
        "«{value}» contradicts line {line} («{other}»): no single order of day and month fits both",
        "write the dates in one order, or as year-month-day",
    ),
    "E222": Message("«{value}» is {what}: dates must lie between {earliest} and {latest}", SKIP + "; or set --as-of"),
    "E223": Message(
        "«{value}» is not a date but {what}",
        "format the column as a date in the program that wrote it, and export again",
    ),
    "E224": Message("the cell is empty ({role} is missing)", _SKIP_OR),
    "E273": Message(
        "{names} {many:names|name} nobody: {count}, {total} in all, without a client",
        "{instead}--no-client drop to leave rows without a client out, or --no-client keep to count each such name as "
        "one client",
    ),
    "E225": Message("the row{lines} has {found} {found:field|fields}, the header has {wanted} (columns)", _SKIP_ROW),
    "E226": Message(
        "the header has {wanted} {wanted:field|fields}, every row has {found} (columns)",
        "add or remove a delimiter so that header and rows agree",
    ),
    "E227": Message(
        "a quote ({quote}) is opened here and never closed",
        "close it, or double it if it belongs to the text",
    ),
    "E228": Message(
        "a stray quote ({quote}): something else than a delimiter stands beside it{where}: «{after}»",
        "put the whole field in quotes and double the quotes inside",
    ),
    "E229": Message(
        "byte {byte} is no letter in {encoding}{hint}",
        "say --encoding windows-1251 (or another), or mend the line",
    ),
    "E231": Message(
        "a NUL byte stands here: the file is binary or damaged{hint}",
        "export it again, or say --encoding utf-16-le",
    ),
    "E232": Message("a byte-order mark stands in the middle of the file: two files were glued together", "remove it"),
    "E233": Message(
        "«{value}»: letters were lost before the file came here; different clients may have become one",
        "export it again with the right encoding",
    ),
    "E234": Message(
        "«{value}» is a number that a spreadsheet has cut: different clients may have become one",
        "format the column as text and export again",
    ),
    "E235": Message(
        "{value} has more than 15 digits and is stored as a number: Excel has cut the last ones",
        "format the column as text in the program that wrote it, and export again",
    ),
    "E236": Message("«{value}» is in {currency}, {rest} is in {main} (one currency at a time)", "{cure}"),
    "E266": Message(
        "{count} {count:client|clients} left after {last}, the last other day in the file, and as late as {as_of}: it "
        "cannot be told which of these days were past when it was made",
        "say when that was: --as-of {as_of} if all of them have left, --as-of {last} if they are still to leave",
    ),
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
    "E280": Message(
        "«{header}» says that the amounts are in several currencies: {groups}",
        "say --amount {product} if that makes them one currency, or --only {every} if they are in one already",
    ),
    "E293": Message(
        "«{header}» is empty on {count}, {total} in all, and names {currency} on the others",
        "say --currency {currency} if those are in {currency} too, or --only {option} to leave them out",
    ),
    "E295": Message(
        "--units says {general} for all money, but «{header}» is in {said}, as {by} says",
        "leave that out, to read each column by its own words; or say {option}",
    ),
    "E238": Message("no data: no row below the header", "export it again"),
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
    "E277": Message(
        "no column for client; the column {number} without a name holds {names} on rows of their own, above the rows "
        "that belong to them",
        "if these are the clients, say --client '#{number}' --fill-down '#{number}'",
    ),
    "E278": Message(
        "«{header}» is empty on {count}, each below a row in which it is filled: does the name above go for them too?",
        "say --fill-down '{header}' if it does; else fill the cells, or --no-client drop to leave such rows out",
    ),
    "E240": Message("this can be read as {kinds}", "say --as {first} or --as {second}"),
    "E241": Message(
        "a stray quote in an unquoted client name: «{value}»",
        "put the name in quotes and double the quotes inside",
    ),
    "E242": Message("the workbook has several sheets with data: {sheets}{rest}", "say --sheet '{first}'"),
    "E243": Message("there is no sheet «{sheet}»; the sheets are {sheets}", "say --sheet with one of these"),
    "E244": Message(
        "a formula without a stored result: {value}",
        "open the workbook in Excel, let it calculate, and save it",
    ),
    "E245": Message("an error of the spreadsheet: {value}", _SKIP_OR),
    "E246": Message("{value} is a yes-or-no cell, not a {wanted}", SKIP),
    "E247": Message(
        "the total of an order is repeated on each of its lines: order «{order}», lines {lines}",
        "say --order-id '{header}' to count each order once, or --order-id none to add up every line",
    ),
    "E248": Message(
        "order «{order}» stands on line {line} with {other} and here with {this}",
        "mend it, or say --order-id none if these are items to be added up",
    ),
    "E249": Message(
        "client «{value}» stands on line {line} already: a client list has one row per client",
        "join the rows, or say --as orders if this is an order log",
    ),
    "E274": Message(
        "{what}", "say on each row of the file of aliases which name (column «name») is which client (column «client»)"
    ),
    "E275": Message(
        "{count} would be joined, but not in «{header}»: «{name}» has {this} there, «{twin}» has {other}",
        "make the rows agree, or put the column aside: --map {role}= (nothing after the sign)",
    ),
    "E250": Message("«{header}» tells what a row is; is this {counts}? {values}", "say {cure}"),
    "E251": Message("«{value}» is a refund, and --refunds refuse is set", "say --refunds net or --refunds drop"),
    "E252": Message("«{value}» is not a share: a share lies between 0 and 1", "write 0.8 or 80%"),
    "E253": Message("«{value}» is not a whole number of 0 or more", "{parts}" + SKIP),
    "E254": Message(
        "«{value}» is neither yes nor no",
        "write yes or no{leave}; if the column tells something else, put it aside: --map {role}= (nothing after the "
        "sign)",
    ),
    "E255": Message("{value} is {what}, not a {wanted}", SKIP),
    "E256": Message("the last date {value} is before the first date {other}", _SKIP_ROW),
    "E257": Message(
        "a row of data stands above the header (line {header}): it would be lost", "move it below the header"
    ),
    "E258": Message("no column «{name}» for {role}{hint}; the columns are {headers}", "check the name"),
    "E259": Message(
        "«{value}» lies {gap} days after every other date, the last of which is {other}: it would be the "
        "day of the data, on which nearly every client is lost",
        "mend it, or --skip-bad FILE to leave it out, or say --as-of {last} if that day is right",
    ),
    "E260": Message(
        "preset {preset}: no column {missing}; the columns are {headers}",
        "export it with that column, or name one, as in --map {first}='…'; or --preset none if it is another export",
    ),
    "E261": Message(
        "rows {lines} are identical in every field, and --identical refuse is set",
        "say --identical keep or drop",
    ),
    "E262": Message(
        "«{header}» stands beside «{quantity}»: is it the price of one piece?",
        "say --amount '{quantity}*{header}' or --amount '{header}'",
    ),
    "E263": Message("no header: no row names its columns", "add a first row such as client,date,amount"),
    "E264": Message(
        "«{value}» is text while line {line} is a date ({other}): the spreadsheet has understood only some of the "
        "dates, and may have swapped day and month in those",
        "import the original file again with the right order of day and month",
    ),
    "E267": Message(
        "the column holds percentages, and was to be the {role}, which is money",
        "name a column of money, as in --map {role}='…', or put it aside with --map {role}= "
        "(nothing after the sign){instead}",
    ),
    "E268": Message("{option}: «{value}» names no column; the columns are {headers}", "write it as the header stands"),
    "E269": Message(
        "{option}: no row has {value} in «{header}»; there stand {known}", "write a value as it stands, or * for all"
    ),
    "E270": Message(
        "a refund of {value} is more than the «{header}» of {amount} it is taken off: the two do not count the same, "
        "perhaps tax or shipping",
        "{cure} the refunds alone with --map refunds= (nothing after the sign)",
    ),
    "E271": Message(
        "the refund of {value} in «{header}» (line {line}) stands here a second time, as a row of its own",
        "--refunds drop leaves such rows out, --map refunds= (nothing after the sign) leaves the column alone, "
        "--refunds net takes both off",
    ),
    "E283": Message(
        "«{header}» may be money that was paid back, or how many returns there were: {value} tells neither",
        "say --map refunds={typed} if it is money, or --map returns={typed} if it counts",
    ),
    "E284": Message(
        "«{header}» may be the {role}, but {why}",
        "say --map {role}={typed} to take it, or --map {role}= (nothing after the sign) for none",
    ),
    "E285": Message(
        "«{header}» holds rates such as {value}, no money: the {role} of a client is an amount",
        "turn it into amounts, name another column with --map {role}=…, or --map {role}= (nothing after the sign)",
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
    "E296": Message("this is no preset: {key}: {what}", "mend the key, or name one of: {known}"),
    "E297": Message(
        "the columns are those of {titles}",
        "say --preset {first} or --preset {second}, or --preset none for none of them",
    ),
    "E299": Message(
        "this is «{title}»: each row is {row}, so it is not read as {kinds}",
        "say {command}, or --preset none if it is another export",
    ),
    "E298": Message("the preset cannot be read: {reason}", "check the name of the file, or name one of: {known}"),
    "E289": Message("«{value}» is stored as a number of the workbook, and is none", SKIP),
    "E290": Message(
        "the cells of the sheet have no sure place: {why}",
        "open the workbook in a spreadsheet program and save it anew, or export it again",
    ),
    "E291": Message("the cell is the text number {value} of the workbook, which has no such text", SKIP),
    # expectations
    "E501": Message(
        "the total is {found}, expected {expected}: the difference is {difference}", "compare with the source"
    ),
    "E502": Message(
        "there {found:is|are} {found} {found:client|clients}, expected {expected}: the difference is {difference}",
        "compare with the source",
    ),
    "E503": Message(
        "{found} {found:row is|rows are} used, expected {expected}: the difference is {difference}",
        "compare with the source",
    ),
    # notices
    "N201": Message("the file was packed with gzip"),
    "N202": Message("the file is named .{suffix} but is {what}; it was read as such"),
    "N203": Message("{count} above the header skipped"),
    "N204": Message("{rows} skipped{labels}{verdict}"),
    "N205": Message("the header is repeated here; the row was skipped"),
    "N206": Message("{count} at the foot of the report skipped: {texts}"),
    "N207": Message("{count} with a negative amount (refunds), {total} in all: {done}"),
    "N208": Message("{count} with an amount of zero: {done}"),
    "N209": Message("{count} identical to another in every field (duplicates{lines}): {done}"),
    "N210": Message(
        "look-alike clients, kept apart: {count} would be {clients} {clients:client|clients} {why}: {groups}",
        "--same-client counts each as one, --aliases FILE joins those it lists",
    ),
    "N242": Message("{by}: {count} counted as {clients} {clients:client|clients}: {groups}"),
    "N243": Message(
        "{count} may be each of several look-alike clients, kept apart: {names}",
        "--aliases FILE says which: a column «name» and a column «client»",
    ),
    "N244": Message(
        "the client is «{header}», as {why}; by «{other}» there would be {clients}, not {taken}: {examples}",
        "--client '{other}' counts by it",
    ),
    "N245": Message(
        "the client «{header}» is different on every row ({count}), so everybody buys once; «{other}» names {clients}",
        "--client '{other}' if that is the client",
    ),
    "N211": Message("{count} hidden by Excel: counted too"),
    "N212": Message("merged cells: {ranges}"),
    "N213": Message("hidden sheets are not read: {sheets}"),
    "N214": Message("{count} later than the as-of day {as_of}{done}"),
    "N215": Message("the dates are written in several ways: {ways}"),
    "N216": Message("{count} repeating the total of an order: each order counts once"),
    "N217": Message("read as «{preset}»: {rules}", "--preset none if it is another export"),
    "N273": Message("«{header}» is taken as the {role}: the file has no column that is more usual for it"),
    "N218": Message("{values}: {count}{total}: {done}"),
    "N219": Message("{count} refused and left out: the result is incomplete"),
    "N220": Message("{count} without a client{names}, {total} in all: left out"),
    "N221": Message("the role {role} is left out: several columns may be it ({headers})"),
    "N222": Message("{count} with more than 9 decimal places, as computed in Excel: rounded to 9"),
    "N223": Message(
        "{count} without a currency sign, {total} in all, the others are in {currency}: all taken as {currency}"
    ),
    "N224": Message("{count} with notes outside the table: skipped"),
    "N225": Message("text was decoded as windows-1251 (no mark in the file says so)"),
    "N226": Message("{count} with an order number that begins with «{prefix}», unlike the others: {total} in all"),
    "N227": Message("{count} with a negative quantity"),
    "N229": Message("hidden columns are read: {headers}"),
    "N231": Message("{count} in «{header}» below zero, {total} in all: taken as money back, which lowers the cost"),
    "N232": Message(
        "«{header}» is taken as the {role} of one year, though its name says another time",
        "if it is not, export one year, or give the order log",
    ),
    "N234": Message("{option}: no row has {values}"),
    "N235": Message("«{header}» is {done} «{amount}» on {count}, {total} in all{written}"),
    "N236": Message(
        "«{amount}» is counted as it stands; beside it stand {beside}",
        "to take one off: --subtract {first}; to add it: --add {first}",
    ),
    "N256": Message("«{header}» is money that is taken off or paid back: {done}", "{cure}"),
    "N257": Message("«{header}» holds the tax: the figures are more than the income, by its rate", "{cure}"),
    "N258": Message("«{header}» holds {what}", "{cure}"),
    "N259": Message("{what}: {count}{total}, left out: {why}"),
    "N260": Message("{what}: {count}, {done}"),
    "N261": Message("{count} with a number other than 1: «{header}» is taken as {done}"),
    "N262": Message(
        "«{header}» is money of {of}: counted {times} times, as the {role} of one year",
        "if it is not paid again and again, export the money of one year",
    ),
    "N263": Message("the styles of the workbook cannot be read ({part}): {unseen} are not seen"),
    "N264": Message(
        "{count} with nothing in «{amount}» and money in «{other}», {total} in all: it goes the other way, left out",
        "to count it against: --amount '{amount}-{other}'",
    ),
    "N265": Message("only the sheet «{sheet}» holds such a table; not read: {sheets}"),
    "N266": Message(
        "{count} written as programs write binary numbers, such as «{value}»: read to 15 digits and 9 decimal places"
    ),
    "N280": Message(
        "«{header}» counts parts of a client ({count}, such as «{value}»), as advertisers share out one among several: "
        "added up as they stand"
    ),
    "N282": Message("«{header}» counts complaints, such as «{value}»: with one or more a client is one who complained"),
    "N283": Message("«{header}» holds months: each row counts as one purchase on the last day of its month"),
    "N281": Message("every row counts as 1, as --amount 1 says: where money stands, it is a number of purchases"),
    "N267": Message("money is read by its units: {told}", "say --units ones if the numbers are whole already"),
    "N268": Message("{headers}: the file says {said}, --units overrules it; {taken}"),
    "N269": Message("Excel shows «{header}» in {unit}: the numbers are stored whole, and read so"),
    "N270": Message("{count} without a currency in «{header}», {total} in all: taken as {currency}, as {by}"),
    "N272": Message("«{header}» is the currency of «{other}», not of «{money}»"),
    "N274": Message("cells far to the right of the table are not read: on {count}, the first of them {cell}"),
    "N271": Message("«{header}» is put aside, as --map says, though it names {groups}: all of it is one sum"),
    "N246": Message(
        "{count} group {count:row|rows} skipped, the sum of {where}: {names}{why}",
        "say --subtotals keep if {count:it stands for itself|they stand for themselves}",
    ),
    "N247": Message("«{header}» stands above the rows that belong to it: filled down into {count}"),
    "N248": Message(
        "{count} {count:row that looks like a sum|rows that look like sums} of others counted, as --subtotals keep "
        "says: {names}, {total} in all"
    ),
    "N251": Message("«{value}» lies {gap} days {side} every other date, {other} and on", "{cure}"),
    "N255": Message("{told}", "--order-id none counts every row as an order"),
    "N250": Message(
        "{count} {count:row|rows} without a client or a day skipped, the sum of the rows near {count:it|them}: {names}"
    ),
    "N249": Message("{count} without money skipped: {headings}"),
    "N240": Message(
        "{names}, {many:which names|which name} nobody, counted as {many:a client|clients}: {count}, {total} in all"
    ),
    "N241": Message(
        "«{name}» is counted as a client ({count}, {total} in all): others are numbered 1 and 2",
        "if it stands for nobody, --no-client drop leaves it out",
    ),
    "N230": Message(
        "the data are taken as of {as_of}, the last day on which a client left: the file has no other dates",
        "say --as-of if it was made on another day",
    ),
}
