"""What can be wrong with complaints: E370–E374, E380, and what must be known about them: N330–N334, N395."""

from custecon.core.messages.text import Message, Weight

COMPLAINTS: dict[str, Message] = {
    "E370": Message("{name} needs {missing}", "{cure}"),
    "E371": Message(
        "the client «{client}» stands on several rows that do not agree about them; each client is counted once",
        "make the rows agree, or leave one for every client; or --map client= (nothing after the sign) counts each row "
        "as a client of its own",
    ),
    "E372": Message(
        "{complaints} {complaints:complaint|complaints} cannot come from {dissatisfied} dissatisfied "
        "{dissatisfied:client|clients}{how}",
        "count every complaining client once, and among the dissatisfied",
    ),
    "E373": Message("the file has no dissatisfied client in it", "give a file with at least one row that counts"),
    "E374": Message(
        "the file has both a column «{stayed}» and a column «{left}», and in {count} {count:row|rows} they "
        "contradict each other",
        "mend these rows, or put one of the columns aside with --map ROLE= (custecon check shows the roles)",
    ),
    "E380": Message(
        "{dissatisfied} dissatisfied {dissatisfied:client|clients} cannot be among {clients} "
        "{clients:client|clients}{reason}",
        "{cure}",
    ),
    "N395": Message(
        "{count} of clients who stand on another that says the same: each client is counted once",
        "--map client= (nothing after the sign) counts each row as a client of its own",
        weight=Weight.MEANING,
        brief="{count} of clients who stand on another that says the same: each is counted once",
    ),
    "N330": Message(
        "from the literature, not from your clients: {what}",
        "give your own figures: {options}",
        weight=Weight.ASSUMED,
        brief="some shares are of the literature, not of your clients: give your own",
    ),
    "N331": Message(
        "no share of satisfied complainers was given, so nobody is taken as satisfied by the answer",
        "say --satisfied-share and --quick-share",
        weight=Weight.ASSUMED,
    ),
    "N332": Message(
        "those who complain stay less often than the silent: to get more of them to speak loses clients until the "
        "answers are better",
        weight=Weight.MEANING,
        brief="those who complain stay less often than the silent: mend the answers first",
    ),
    "N333": Message(
        "the file does not tell who was dissatisfied, so every row counts: the silent include clients who had nothing "
        "to complain of",
        "add a column dissatisfied with yes or no",
        weight=Weight.MEANING,
        brief="the file does not tell who was dissatisfied, so every row counts",
    ),
    "N334": Message(
        "{complaints} {complaints:complaint stands|complaints stand} for {first} dissatisfied clients at 24 "
        "silent ones per complaint, for {second} at 26: both figures are quoted",
        "say --complaint-share if you know your own",
        weight=Weight.LIMIT,
        brief="{complaints} {complaints:complaint|complaints}: {first} or {second} dissatisfied; --complaint-share",
    ),
}
