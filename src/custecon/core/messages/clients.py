"""Who is a client: without a name, by several names, by which column; and of what day the list is."""

from custecon.core.messages.text import Message, Weight

CLIENTS: dict[str, Message] = {
    "E273": Message(
        "{names} {many:names|name} nobody: {count}, {total} in all, without a client",
        "{instead}--no-client drop to leave rows without a client out, or --no-client keep to count each such name as "
        "one client",
    ),
    "E266": Message(
        "{count} {count:client|clients} left after {last}, the last other day in the file, and as late as {as_of}: it "
        "cannot be told which of these days were past when it was made",
        "say when that was: --as-of {as_of} if all of them have left, --as-of {last} if they are still to leave",
    ),
    "E277": Message(
        "no column for client; the column {number} without a name holds {names} on rows of their own, above the rows "
        "that belong to them",
        "if these are the clients, say --client '#{number:d}' --fill-down '#{number:d}'",
    ),
    "E278": Message(
        "«{header}» is empty on {count}, each below a row in which it is filled: does the name above go for them too?",
        "say --fill-down '{header}' if it does; else fill the cells, or --no-client drop to leave such rows out",
    ),
    "E304": Message(
        "{headers} are empty on {count}, each below a row in which they are filled: are these further lines of the "
        "order above?",
        "say {fill} if they are; else fill the cells, or --no-client drop to leave such rows out",
    ),
    "E249": Message(
        "client «{value}» stands on line {line:d} already: a client list has one row per client",
        "{cure}",
    ),
    "E274": Message(
        "{what}", "say on each row of the file of aliases which name (column «name») is which client (column «client»)"
    ),
    "E275": Message(
        "{count} would be joined, but not in «{header}»: «{name}» has {this} there, «{twin}» has {other}",
        "make the rows agree, or put the column aside: --map {role!s}= (nothing after the sign)",
    ),
    "N210": Message(
        "look-alike clients, kept apart: {count} would be {clients} {clients:client|clients} {why}: {groups}",
        "--same-client counts each as one, --aliases FILE joins those it lists",
        weight=Weight.MEANING,
        brief="look-alike clients are kept apart: {count} would be {clients}; --same-client joins them",
    ),
    "N242": Message(
        "{by}: {count} counted as {clients} {clients:client|clients}: {groups}",
    ),
    "N243": Message(
        "{count} may be each of several look-alike clients, kept apart: {names}",
        "--aliases FILE says which: a column «name» and a column «client»",
        weight=Weight.MEANING,
        brief="{count} may be each of several look-alike clients, kept apart",
    ),
    "N244": Message(
        "the client is «{header}», as {why}; by «{other}» there would be {clients}, not {taken}: {examples}",
        "--client '{other}' counts by it",
        weight=Weight.MEANING,
        brief="the client is «{header}»; by «{other}» there would be {clients}, not {taken}; --client '{other}'",
    ),
    "N245": Message(
        "the client «{header}» is different on every row ({count}), so everybody buys once; «{other}» names {clients}",
        "--client '{other}' if that is the client",
        weight=Weight.MEANING,
        brief="the client «{header}» is different on every row; «{other}» names {clients}",
    ),
    "E281": Message("«{header}» holds {what}, not clients: {names}", "{cure}"),
    "N277": Message("the client is «{header}», as said, though it holds {what}: {names}"),
    "N273": Message(
        "«{header}» is taken as the {role}: the file has no column that is more usual for it", weight=Weight.MEANING
    ),
    "N220": Message(
        "{count} without a client{names}, {total} in all: left out",
        weight=Weight.MEANING,
        brief="{count} without a client, {total} in all: left out",
    ),
    "N247": Message("«{header}» stands above the rows that belong to it: filled down into {count}"),
    "N240": Message(
        "{names}, {many:which names|which name} nobody, counted as {many:a client|clients}: {count}, {total} in all",
        weight=Weight.MEANING,
    ),
    "N286": Message(
        "{count} kept apart that differ only in zeros at the head, which a spreadsheet takes away: {groups}",
        "--aliases FILE joins those it lists",
        weight=Weight.MEANING,
    ),
    "N290": Message(
        "{count} name several clients of the file at once{total}, and count as clients of their own: {names}",
        "give each client a row of their own",
        weight=Weight.MEANING,
        brief="{count} name several clients at once{total}, and count as clients of their own",
    ),
    "N285": Message(
        "{names}: a row of all other clients is counted as {many:one client|clients}: {total} in all",
        "--no-client drop leaves it out",
        weight=Weight.MEANING,
    ),
    "N241": Message(
        "«{name}» is counted as a client ({count}, {total} in all): others are numbered 1 and 2",
        "if it stands for nobody, --no-client drop leaves it out",
        weight=Weight.MEANING,
        brief="«{name}» is counted as a client ({count}, {total} in all); --no-client drop leaves it out",
    ),
    "N230": Message(
        "the data are taken as of {as_of}, the last day on which a client left: the file has no other dates",
        "say --as-of if it was made on another day",
        weight=Weight.ASSUMED,
        brief="the data are taken as of {as_of}, the last day on which a client left; --as-of",
    ),
}
