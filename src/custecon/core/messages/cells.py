"""What can be wrong with cells and with how rows are written: numbers, dates, keys, quotes, widths."""

from custecon.core.messages.text import Message, Weight

SKIP = "mend the cell, or --skip-bad FILE to leave such rows out (they will be listed)"
_SKIP_OR = "mend the cell{instead}, or --skip-bad FILE to leave such rows out (they will be listed)"
_SKIP_ROW = "mend the row, or --skip-bad FILE to leave such rows out (they will be listed)"

CELLS: dict[str, Message] = {
    "E214": Message("«{value}» is not a number{why}", SKIP),
    "E307": Message(
        "«{value}» is on one side of an account: «{side}» does not tell whether it is a sale or taken off",
        "write -{number} if it is taken off, as a credit note is; {number} if it is a sale",
    ),
    "E215": Message(
        "ambiguous: «{value}» can be read as {first} or as {second}, and no other cell decides it",
        "--decimal '{sign}' if it is {first}, --thousands '{sign}' if it is {second}",
    ),
    "E216": Message(
        "«{value}» contradicts line {line:d} («{other}»): one column, two ways to write numbers",
        "write the column in one way; the signs are «{sign}» and «{sign2}»",
    ),
    "E217": Message("«{value}» has more than 28 digits or more than 9 decimal places", SKIP),
    "E218": Message("«{value}» is not a date", SKIP),
    "E282": Message("no cell of «{header}» is {what}: {examples}", "{cure}"),
    "E219": Message("«{value}» is impossible: {why}", SKIP),
    "E220": Message(
        "ambiguous: «{value}» can be read as {first} or as {second} (the order of its numbers), and no other "
        "cell decides it",
        "--date-order {order} if it is {first}, --date-order {order2} if it is {second}",
    ),
    "E221": Message(
        "«{value}» contradicts line {line:d} («{other}»): no single order of day and month fits both",
        "write the dates in one order, or as year-month-day",
    ),
    "E222": Message(
        "«{value}» is {what}: dates must lie between {earliest:d} and {latest:d}", SKIP + "; or set --as-of"
    ),
    "E223": Message(
        "«{value}» is not a date but {what}",
        "format the column as a date in the program that wrote it, and export again",
    ),
    "E224": Message("the cell is empty ({role} is missing)", _SKIP_OR),
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
        "byte {byte:d} is no letter in {encoding}{hint}",
        "say --encoding {likely} (or another), or mend the line",
    ),
    "E230": Message("«{value}» is not {bounds}", SKIP),
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
        "{value} has more than 15 digits and is stored as a number, which keeps no more: the last ones are lost",
        "format the column as text in the program that wrote it, and export again",
    ),
    "E241": Message(
        "a stray quote in an unquoted client name: «{value}»",
        "put the name in quotes and double the quotes inside",
    ),
    "E244": Message(
        "a formula without a stored result: {value}",
        "open the workbook in Excel, let it calculate, and save it",
    ),
    "E245": Message("an error of the spreadsheet: {value}", _SKIP_OR),
    "E246": Message("{value} is a yes-or-no cell, not {wanted}", SKIP),
    "E252": Message("«{value}» is not a share: a share lies between 0 and 1", "write 0.8 or 80%{percent}"),
    "E253": Message("«{value}» is not a whole number of 0 or more", "{parts}" + SKIP),
    "E254": Message(
        "«{value}» is neither yes nor no",
        "write yes or no{leave}; if the column tells something else, put it aside: --map {role!s}= (nothing after the "
        "sign)",
    ),
    "E255": Message("{value} is {what}, not {wanted}", SKIP),
    "E256": Message("the last date {value} is before the first date {other}", _SKIP_ROW),
    "E264": Message(
        "«{value}» is text while line {line:d} is a date ({other}): the program that took them for dates has "
        "understood only some, and may have swapped day and month in those",
        "import the original file again with the right order of day and month",
    ),
    "E289": Message("«{value}» is stored as a number, and is none", SKIP),
    "E290": Message(
        "the cells of the sheet have no sure place: {why}",
        "open the workbook in a spreadsheet program and save it anew, or export it again",
    ),
    "E291": Message("the cell is the text number {value} of the workbook, which has no such text", SKIP),
    "N215": Message("the dates are written in several ways: {ways}", weight=Weight.MEANING),
    "N222": Message("{count} with more than 9 decimal places, as programs compute them: rounded to 9"),
    "N225": Message("text was decoded as windows-1251 (no mark in the file says so)"),
    "N266": Message(
        "{count} written as programs write binary numbers, such as «{value}»: read to 15 digits and 9 decimal places"
    ),
    "N274": Message("cells far to the right of the table are not read: on {count}, the first of them {cell}"),
}
