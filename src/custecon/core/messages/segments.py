"""What must be known of classes of clients, and of how they changed: N510 to N519."""

from custecon.core.messages.text import Message, Weight

SEGMENTS: dict[str, Message] = {
    "N510": Message(
        "{count} {count:client has|clients have} nothing above 0, {total} together: a class of their own, D; shares "
        "are of the money of the others",
        weight=Weight.MEANING,
        brief="{count} {count:client has|clients have} nothing above 0, {total} together: class D",
    ),
    "N511": Message(
        "of {count} {count:client|clients} nobody can tell how evenly they buy: fewer than {few} purchases, or periods",
        weight=Weight.FEW,
        brief="of {count} {count:client|clients} nobody can tell how evenly they buy: too few purchases",
    ),
    "N512": Message(
        "{share} of those who can be told are of one class, {name}: the lines of XYZ do not part your clients",
        "--xyz rhythm goes by the gaps between purchases; 10 % and 25 % were drawn for goods in a warehouse",
        weight=Weight.LIMIT,
        brief="{share} of those who can be told are of one class, {name}: these lines part nobody",
    ),
    "N513": Message(
        "there are {count} {count:client|clients}, fewer than {few}: a class is one to five of them, and the list "
        "itself tells more",
        weight=Weight.FEW,
        brief="{count} {count:client is|clients are} few for classes: read the list itself",
    ),
    "N514": Message(
        "A, B and C tell how much a client brings, not what is left of it: one of A can lose you money",
        "custecon profit tells who does",
        weight=Weight.LIMIT,
        brief="an A client can lose you money; custecon profit tells who does",
    ),
    "N515": Message(
        "the classes of {first} are those of a log that ends on that day, by its own sums: a client may change class "
        "because others did",
        weight=Weight.LIMIT,
        brief="a client may change class since {first} because others bought more or less",
    ),
    "N516": Message(
        "all clients are alike by {axis}: no ranking of them is possible",
        weight=Weight.MEANING,
        brief="all clients are alike by {axis}: no ranking of them is possible",
    ),
    "N517": Message(
        "nobody has the score {scores} by {axis}: clients who are alike share the lower score, and are "
        "more than such a part of all",
        weight=Weight.LIMIT,
        brief="nobody has the score {scores} by {axis}, since clients who are alike share one",
    ),
    "N518": Message(
        "nested scores part clients who are alike, so that all parts are equal: of two with one value the scores may "
        "differ",
        weight=Weight.LIMIT,
    ),
    "N519": Message(
        "the names of segments are a judgement of whoever drew them, and no statistics; the table of segments shows "
        "the scores that each takes",
        weight=Weight.LIMIT,
        brief="the names of segments are a judgement of whoever drew them, and no statistics",
    ),
}
