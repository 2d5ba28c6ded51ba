"""What can be wrong with a result (E3), with where it should go (E4), inside custecon (E9); and notices."""

from custecon.core.messages.text import Message, Weight

RESULTS: dict[str, Message] = {
    "E301": Message("{figure} is undefined: {reason}", "{cure}"),
    "E303": Message("{reason}", "{cure}"),  # the same under a figure that is named anyway
    "E302": Message(
        "{figure} is too large to be computed: {inputs}",
        "check the inputs: a number of this size is not money",
    ),
    "E312": Message("no client has a lifetime value: {reason}", "{cure}"),
    "E313": Message(
        "the retention of these clients cannot be told: {reason}",
        "give --retention or --churn, or a file with first and last dates over more than a year",
    ),
    "E401": Message("the answer cannot be written: {reason}", "free some space, or write elsewhere with -o FILE"),
    "E402": Message("{path} is already there", "choose another name, or say --force to replace it"),
    "E403": Message("{path} is read by this command; custecon never writes over what it reads", "choose another name"),
    "E404": Message("there is no folder {folder}", "make it first, or choose another"),
    "E405": Message("the folder {folder} cannot be written to", "choose another, or ask for the right to write there"),
    "E406": Message("{path} is a folder", "name a file in it"),
    "E408": Message("{path} is {what}, which custecon does not write to", "name a file, or a pipe"),
    "E409": Message("{path} is named by {option} and by {other}", "give them two names"),
    "E407": Message("the standard output is closed", "write to a file with -o FILE"),
    "N396": Message(
        "the columns {headers} are those of a file of {kind}, a row of which is {row}; here each row counts as {taken}",
        "{cure}",
        weight=Weight.MEANING,
        brief="the columns are those of a file of {kind}; here each row counts as {taken}",
    ),
    "E901": Message(
        "custecon itself failed (fault {fault}); no figure was given",
        "run it again with --verbose and report what it prints",
    ),
    "E902": Message(
        "there is not enough memory for this ({reason}); no figure was given",
        "close other programs, allow more (ulimit -v), or give a shorter file: a year of orders, say",
    ),
    # ----- notices: the figure stands, and this must be known
    "N301": Message(
        "the margin is negative: every client of this kind loses money, and staying longer loses more",
        weight=Weight.ANSWER,
        brief="the margin is negative: every client loses money, and staying longer loses more",
    ),
    "N304": Message(
        "{count} of {clients} {clients:client|clients} {count:has left and has|have left and have} no future value",
        "",
        weight=Weight.LIMIT,
        brief="{count} of {clients} {clients:client|clients} left: no future value",
    ),
    "N305": Message(
        "a client counts as lost after {days} {days:day|days} without a purchase{but}",
        "say --lost-after 180d to change it",
        weight=Weight.ASSUMED,
        brief="a client counts as lost after {days} {days:day|days} without a purchase; --lost-after 180d",
    ),
    "N311": Message(
        "the retention was counted on {count} {count:client|clients} only, of whom {kept} stayed: too few to "
        "build on; see its interval",
        "give --retention or --churn if you know it better",
        weight=Weight.ANSWER,
        brief="retention was counted on {count} {count:client|clients}, {kept} stayed: too few to build on",
    ),
    "N314": Message(
        "{figure} has no {end} end: {reason}",
        "give --retention or --churn if you know it better, or a fixed horizon with --periods",
        weight=Weight.LIMIT,
        brief="{figure} has no {end} end",
    ),
    "N312": Message(
        "{count} {count:client has|clients have} a negative value, {total} in all: they cost more than they bring",
        "",
        weight=Weight.LIMIT,
        brief="{count} {count:client has|clients have} a negative value, {total} in all",
    ),
    "N313": Message(
        "{count} of {clients} {clients:client|clients} bought for the first time less than a year ago: the orders "
        "so far stand for a whole year, which is too low for those who go on buying and too high for those who do not",
        "",
        weight=Weight.ASSUMED,
        brief="{count} of {clients} {clients:client|clients} came less than a year ago: their year is not whole",
    ),
    "N316": Message(
        "{columns} of the client list {count:is|are} taken as the money of one year",
        "if it is all that a client ever brought, export one year, or use a log of orders",
        weight=Weight.ASSUMED,
        brief="{columns} {count:is|are} taken as one year's money; if not, use a log of orders",
    ),
    "N306": Message(
        "{count} {count:client has|clients have} no lifetime value: {reason}",
        "see the column undefined",
        weight=Weight.FEW,
        brief="{count} {count:client has|clients have} no lifetime value: {reason}",
    ),
    "N307": Message(
        "the projection is of revenue, not of margin",
        "say {option} to make it margin",
        weight=Weight.ANSWER,
        brief="this is revenue, not margin; {option} makes it margin",
    ),
    "N308": Message(
        "this is a plain projection: every client goes on as in the last year and stays as likely as clients stayed "
        "then, for ever; it knows nothing of each client's own rhythm, so its total is another than that of --method "
        "auto: rank clients and compare groups by this one",
        "--method auto --horizon 36m{instead} asks the probability models, which do: plan what is still to "
        "come by them",
        weight=Weight.ANSWER,
        brief="this lets last year's buyers go on as then: rank clients by it, plan by --method auto",
    ),
    "N432": Message(
        "the plain formula of ltv gives another total for the same log: only who bought in the last year, each as "
        "in that year, for ever; here every client of the log buys by their own rhythm, up to the horizon",
        "plan what is still to come by this one; rank clients and compare groups by that one",
        weight=Weight.ANSWER,
        brief="the plain formula lets last year's buyers go on as then, another total: plan by this one",
    ),
    "N309": Message(
        "the orders run from {start} to {as_of}, {time}: no projection, only past value",
        "{cure}",
        weight=Weight.ANSWER,
        brief="orders from {start} to {as_of}, {time}: only past value",
    ),
    "N254": Message(
        "the orders begin on {first}, {count} {count:day|days} into the year up to {as_of}; in this log {pause} "
        "{pause:day|days} pass without an order elsewhere too, so it is taken as a whole year",
        weight=Weight.ASSUMED,
        brief="the orders begin {count} {count:day|days} into the year: taken as a whole year",
    ),
    "N420": Message(
        "{count} {count:text begins|texts begin} like a formula or {count:holds|hold} control characters: an "
        "apostrophe or a visible sign stands in them",
        "take names for matching from -f json, where they are whole",
    ),
    "N303": Message(
        "no discount was given, so money later counts like money today",
        "say --discount 10% to change it",
        weight=Weight.ASSUMED,
        brief="no discount: money later counts like money today; --discount 10% changes it",
    ),
    "N302": Message("everybody leaves after one period: there is nothing after the first margin", weight=Weight.LIMIT),
}
