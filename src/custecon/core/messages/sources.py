"""What can be wrong with a source whose values have types (Parquet, Arrow, databases), and what is told of it."""

from custecon.core.messages.cells import SKIP
from custecon.core.messages.text import Message, Weight

SOURCES: dict[str, Message] = {
    "E320": Message("{what} is read with a package that is not installed", "pip install 'custecon[{extra}]'"),
    "E321": Message("a number, a day or a text is wanted here, and this is {value}", SKIP),
    "E322": Message(
        "the column holds no numbers, days or texts but {value}",
        "write what is meant into a column of its own, one value a row, and name that",
    ),
    "E323": Message("{what} is encrypted", "write it anew without encryption"),
    "E324": Message(
        "the line is no record of JSON: {why}",
        "mend the line; or write the file anew, one record on each line, as jq -c does",
    ),
    "E325": Message("the key «{key}» stands twice in the record", "give one of them another name"),
    "E326": Message("{what}: {tables}", "say --sheet {first}, or another of them"),
    "E327": Message("there is no table «{table}»; the tables are {tables}", "say --sheet {near}, or another of them"),
    "E328": Message(
        "«{said}» behind the address {name} cannot be understood",
        "say {name}?table=NAME, or ask with --query 'SELECT …'",
    ),
    "E329": Message(
        "a table ({table}) is named and a question asked ({query})", "name the table in the question alone, behind FROM"
    ),
    "E393": Message("{what} cannot answer what is asked of it: {why}", "ask for a table, or with one SELECT"),
    "N292": Message(
        "only the table «{table}» has such columns; not read: {tables}",
        weight=Weight.MEANING,
        brief="only the table «{table}» is read; not read: {tables}",
    ),
    "E394": Message(
        "this file is not like {other}: {what}",
        "give both the same columns, or name the column that is meant in both, as in --map ROLE=COLUMN",
    ),
    "E395": Message("{what} «{name}» stands here and in {other} {how}{more}", "{cure}"),
    "E396": Message("this file holds what {other} holds, row by row: it would be counted twice", "name it once"),
    "E397": Message(
        "the money here is in {two}, and that of {other} in {one}",
        "say --currency {code} if all of it is, or read them apart",
    ),
    "E398": Message(
        "the database cannot be reached: {why}",
        "check the address, the rights and the password: in the address, in PGPASSWORD or in a file .pgpass",
    ),
    "E399": Message("this is no database of SQLite or DuckDB", "say {typed} alone, without «{form}»"),
    "E384": Message("the zip archive holds several files: {names}", "{cure}"),
    "E385": Message(
        "the zip archive is protected by a password", "unpack it with the password, and name the file in it"
    ),
    "E386": Message(
        "the files in the zip archive cannot be read as one: {names}", "name those that are meant, as in {example}"
    ),
    "E389": Message("the zip archive holds no «{wanted}»; it holds {names}", "check the name"),
    "N298": Message("read from the zip archive: {names}"),
    "N299": Message(
        "of the zip archive only {names} {n:is|are} read; not read: {unread}",
        weight=Weight.MEANING,
        brief="only {names} {n:is|are} read; not read: {unread}",
    ),
    "N293": Message("columns that only one of this file and {other} has, and nothing is taken from: {names}"),
    "N294": Message(
        "in another file {count} of orders {n:is that of another order|are those of other orders} (such as "
        "«{number}»): counted apart",
        weight=Weight.MEANING,
    ),
    "N295": Message(
        "{count} of this file {n:stands|stand} in another one too, in every column that is read: {done}",
        weight=Weight.MEANING,
    ),
    "N296": Message("this file holds no row below its header: nothing of it is counted", weight=Weight.MEANING),
    "N291": Message(
        "these moments are stored in UTC: each row is of the day that it was in UTC",
        "store the day itself in a column of its own if the day of another zone is meant",
    ),
}
