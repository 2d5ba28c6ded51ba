"""What can be wrong with a workbook that is to be written or read back (E41x), and what must be known of it (N41x)."""

from custecon.core.messages.text import Message, Weight

WORKBOOK: dict[str, Message] = {
    "E410": Message(
        "the table «{table}» has {rows} rows; a sheet holds at most {limit}",
        "write it as CSV, or take fewer rows",
    ),
    "E411": Message(
        "sheet «{sheet}», cell {cell}: a text of {length} characters; a cell holds at most {limit}",
        "shorten the text in the file, or write CSV",
    ),
    "E412": Message(
        "the table «{table}» has {columns} columns; a sheet holds at most {limit}",
        "write it as CSV",
    ),
    "E413": Message(
        "the formula of {figure} has {length} characters; a cell holds at most {limit}",
        "report this formula: it needs steps",
    ),
    "E414": Message("the cell holds a formula that was never computed", "open the workbook in Excel and save it"),
    "E415": Message("«{value}» is not a number", "write it like 1234.5, 0.8 or 80%"),
    "N410": Message("{count} {count:text|texts} held control characters; the workbook shows them as visible signs"),
    "N412": Message("the figures come from the yellow cells of {path}"),
    "N413": Message("{command} of {path} is left out: {reason}", "{cure}", weight=Weight.MEANING),
    "N411": Message(
        "{count} {count:cell holds a value|cells hold values}: the formula of the column does not give {count:it|them}"
    ),
}
