"""What can be wrong with a file: E15 a setting of the reading, E2 refuses it, E5 an expectation, N2 how it was read."""

from custecon.core.messages.text import Message, Weight

READING: dict[str, Message] = {
    # settings of a reading that cannot be
    "E150": Message("«{value}» is not the name of an encoding", "write it like utf-8, windows-1251 or utf-16"),
    "E151": Message("there is no role «{role!s}»", "did you mean {known}?"),
    "E152": Message("«{kind}» is not a kind of file that fits here", "choose one of: {known}"),
    "E153": Message("{name} cannot be «{value}»", "choose one of: {known}"),
    "E154": Message("there is no preset «{value}»", "choose one of: {known}"),
    # the file as a whole
    "E201": Message("no such file", "check the name, or the folder you stand in"),
    "E202": Message("this is a folder, not a file", "name a file in it, or all of them as {pattern}"),
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
        "name it with --map {first}='{example}'{none}, or {instead}",
    ),
    "E272": Message(
        "no column for {missing}: the columns {headers} are those of a file of {kind}, a row of which is {row}",
        "{command} reads such a file; here one is wanted a row of which is {wanted}{instead}",
    ),
    "E212": Message("several columns may be the {role}: {headers}{why}", "choose one, as in --map {role!s}='{first}'"),
    "E213": Message(
        "duplicate header: «{header}» stands twice (columns {numbers})",
        "rename one of them, or choose by number, as in --map {role!s}='#{number:d}'",
    ),
    "E310": Message(
        "«{header}» stands over several columns ({numbers}), each of which is read by its header", "{cure}"
    ),
    "E305": Message(
        "two tables stand side by side: {names} stand in the columns {numbers}",
        "put the rows of one below the other; or say {options} to read the first alone",
    ),
    "E306": Message(
        "the header stands on two lines: {names} on line {line:d} name columns too",
        "make one row of the header, with a name of its own for each column",
    ),
    "E318": Message("the columns have different lengths: {lengths}", "give each of them a value for every row"),
    "E238": Message("no data: no row below the header", "export it again"),
    "E240": Message("this can be read as {kinds}", "say --as {first} or --as {second}"),
    "E242": Message("the workbook has several sheets with data: {sheets}{rest}", "say --sheet '{first}'{alike}"),
    "E243": Message("there is no sheet «{sheet}»; the sheets are {sheets}", "say --sheet with one of these"),
    "E257": Message(
        "a row of data stands above the header (line {header}): it would be lost", "move it below the header"
    ),
    "E200": Message(
        "--map {role}= (nothing after the sign) says that no column is the {role}, and a file of {kind} needs one; the "
        "columns are {headers}",
        "leave that out, or name the column: --map {role}=COLUMN",
    ),
    "E258": Message("no column «{name}» for {role}{hint}; the columns are {headers}", "check the name"),
    "E260": Message(
        "preset {preset}: no column {missing}; the columns are {headers}",
        "export it with that column, or name one, as in --map {first}='{example}'; or --preset none if it is another "
        "export",
    ),
    "E263": Message("no header: no row names its columns", "{cure}"),
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
    "N205": Message("the header is repeated here; the row was skipped"),
    "N206": Message("{count} at the foot of the report skipped: {texts}"),
    "N211": Message("{count} hidden by Excel: counted too"),
    "N212": Message("merged cells: {ranges}"),
    "N213": Message("hidden sheets are not read: {sheets}"),
    "N217": Message(
        "read as «{preset}»: {rules}",
        "--preset none if it is another export",
        weight=Weight.ASSUMED,
        brief="read as «{preset}»; --preset none if it is another export",
    ),
    "N219": Message(
        "{count} refused and left out: the result is incomplete",
        weight=Weight.ANSWER,
        brief="{count} refused and left out: the result is incomplete",
    ),
    "N221": Message("the role {role} is left out: several columns may be it ({headers})", weight=Weight.MEANING),
    "N224": Message("{count} with notes outside the table: skipped"),
    "N229": Message("hidden columns are read: {headers}"),
    "N263": Message("the styles of the workbook cannot be read ({part}): {unseen} are not seen"),
    "N284": Message("the index of the frame is not read: {index}", "reset_index() makes columns of it"),
    "N289": Message(
        "«{header}» stands twice: column {taken} is read; this one, {total} in all, is not",
        "put the rows of one table below the other to count both",
        weight=Weight.MEANING,
        brief="«{header}» stands twice: column {taken} is read, the other ({total}) is not",
    ),
    "N278": Message(
        "of the sheets with the same columns only «{sheet}» is read; not read: {sheets}",
        "{together}",
        weight=Weight.MEANING,
        brief="only the sheet «{sheet}» is read; not read: {sheets}",
    ),
    "N265": Message(
        "only the sheet «{sheet}» holds such a table; not read: {sheets}",
        weight=Weight.MEANING,
        brief="only the sheet «{sheet}» is read; not read: {sheets}",
    ),
}
