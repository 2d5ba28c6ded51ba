"""Predictions from files: what cannot be asked or answered (E16x, E34x), and what must be known (N35x)."""

from custecon.core.messages.text import Message, Weight

PREDICTING: dict[str, Message] = {
    "E162": Message(
        "a hold-out of {holdout} leaves no clients to learn from before {split}",
        "give a shorter --holdout, or a longer log",
    ),
    "E163": Message("{words}: what is read here is {needed}", "{cure}"),
    "E164": Message(
        "this reckons in {fitted}; the horizon {horizon} is not a whole number of them",
        "give the horizon in {fitted}",
    ),
    "E342": Message(
        "there is nothing to predict from: {reason}",
        "give a log with orders that clients have paid, over some time; --as-of names a later day",
    ),
    "E343": Message(
        "the value of these clients cannot be predicted: refunds ({refunds}) take all that was paid ({paid})",
        "check the signs of the amounts, or say --refunds drop",
    ),
    "E344": Message("this is not a model of custecon: {what}", "make one with custecon fit orders.csv -o model.json"),
    "E345": Message(
        "{model} is not asked: {repeaters} {repeaters:client has|clients have} bought again, fewer than {fewest}",
        "say --method auto, which answers without a model where there are too few, or use a longer log",
    ),
    "E346": Message(
        "there is no model to keep: {why}", "use a longer history or more clients, or name a model with --method"
    ),
    "E347": Message(
        "the model was fitted on money in {fitted}, the file is in {given}",
        "use a log in the same currency, or fit again",
    ),
    "E348": Message(
        "{client}: the subscription ends on {end}, before it starts on {start}",
        "correct the row, or --skip-bad FILE to leave such rows out (they will be listed)",
    ),
    "E349": Message("survivors rise from {before} to {after} in period {period}", "a cohort can only shrink"),
    "E350": Message(
        "contracts end as late as {end}, long after the last one began ({start}): if ends are still to come, the last "
        "of them is not today",
        "say what day it is: --as-of {start}, or another",
    ),
    "E351": Message(
        "{file} is {what}, which is read by a method of its own",
        "say {said}, or one of {others}",
    ),
    # ----- notices: the figure stands, and this must be known
    "N340": Message(
        "the model of {path} learnt from orders until {as_of}; each client's own orders are those of the log",
        weight=Weight.LIMIT,
        brief="the model of {path} learnt from orders until {as_of}",
    ),
    "N348": Message(
        "contracts are taken to renew every {period}",
        "say --renewal year or quarter to change it",
        weight=Weight.ASSUMED,
        brief="contracts are taken to renew every {period}; --renewal changes it",
    ),
    "N349": Message(
        "assumed: clients buy and leave as until {as_of}, as {model} has it; no season, no growth, no new clients; "
        "what is bought in a {step} is discounted from its end",
        weight=Weight.LIMIT,
        brief="assumed: clients go on as until {as_of}; no season, no growth, no new clients",
    ),
    "N400": Message(
        "assumed: clients buy and leave as until {as_of}, as {model} has it, and months are as strong as they were "
        "(table season): forecasts of this log were nearer so; no growth, no new clients; what is bought in a {step} "
        "is discounted from its end",
        weight=Weight.LIMIT,
        brief="assumed: clients and months go on as until {as_of}; no growth, no new clients",
    ),
    "N497": Message(
        "the repeat purchases of {count} {count:client|clients} lost {total} in all: a model of what one brings knows "
        "no loss, so theirs stand as 0 and lower the value of all purchases by {share}",
        weight=Weight.ASSUMED,
        brief="{count} {count:client|clients} lost {total}: spread over the value of all purchases",
    ),
    "N490": Message(
        "{asked} days of the log were to be tried, {n} could be: on the others too few clients had bought again",
        "use a longer log or a shorter --holdout",
        weight=Weight.LIMIT,
        brief="of {asked} days of the log {n} could be tried",
    ),
    "N399": Message(
        "the log is too short to try forecasts on: how far the model may be off is taken from other logs, on which "
        "forecasts of all clients are off by some {size}",
        "use a longer log",
        weight=Weight.LIMIT,
        brief="the log is too short to try forecasts on: others were off by some {size}",
    ),
    "N350": Message(
        "no horizon was given, so the next {horizon} are counted",
        "say --horizon 36m to change it",
        weight=Weight.LIMIT,
        brief="no horizon was given: the next {horizon} are counted; --horizon 36m changes it",
    ),
    "N351": Message(
        "{count} {count:refund|refunds} took {share} of what was paid; the predicted value is lowered by the "
        "same share",
        "",
        weight=Weight.LIMIT,
        brief="refunds took {share} of what was paid; predicted value is lowered likewise",
    ),
    "N352": Message(
        "the spend per order is everybody's average, {mean}: {why}; the intervals do not count its own doubt",
        "",
        weight=Weight.LIMIT,
        brief="the spend per order is everybody's average, {mean}",
    ),
    "N353": Message(
        "{merged} {merged:order falls|orders fall} on a day on which the client had ordered already; the orders of a "
        "day count as one purchase"
    ),
    "N354": Message(
        "{count} {count:client has|clients have} only refunds and no order; there is no prediction for "
        "them, and their revenue to date of {total} is left out",
        weight=Weight.MEANING,
    ),
    "N355": Message(
        "there is no back-test ({why}); the model is the one with the lowest BIC",
        "use a longer log",
        weight=Weight.ASSUMED,
        brief="there is no back-test ({why}); the model is the one with the lowest BIC",
    ),
    "N356": Message(
        "the log covers {seen}; the horizon of {horizon} reaches further than anything that was seen",
        "read the interval, not the figure",
        weight=Weight.ASSUMED,
        brief="the log covers {seen}; {horizon} ahead reaches further than anything seen",
    ),
    "N357": Message(
        "{said} is taken as the margin rate: a percentage of revenue",
        "say {option}",
        weight=Weight.MEANING,
        brief="{said} is taken as the margin rate: a percentage of revenue",
    ),
    "N358": Message(
        "too small to stand alone: {groups}; for them {how} is used",
        "read their figures together with the whole",
        weight=Weight.FEW,
        brief="too small to stand alone: {groups}",
    ),
    "N359": Message(
        "{count} {count:client stands|clients stand} in several groups; each is counted where the {row} puts it",
        "",
        weight=Weight.MEANING,
    ),
    "N369": Message(
        "{count} {count:contract that runs has|contracts that run have} an end that is still to come; no renewal from "
        "that day on is counted",
        weight=Weight.LIMIT,
        brief="{count} {count:contract that runs has|contracts that run have} an end to come: no renewal after it",
    ),
    "N372": Message(
        "today is taken to be {as_of}, the last end in the file",
        "say --as-of if that day is still to come: who ends on it then still runs",
        weight=Weight.ASSUMED,
    ),
    "E391": Message(
        "the plans {plans} are for different times, and no column says for how long an amount pays",
        "say --map interval='{header}' if an amount pays for the time that its plan names, or --map interval= (nothing "
        "after the sign) if for one renewal",
    ),
    "E392": Message(
        "the columns {headers} are those of a file of {kind}, a row of which is {row} and not {other}",
        "{command} reads such a file; say --as orders if each row is an order all the same",
    ),
    "N389": Message(
        "«{header}» pays for {intervals}: it is set to a {period}, after which every contract is taken to renew",
        "say --renewal {others:or} to change it",
        weight=Weight.ASSUMED,
        brief="«{header}» pays for {intervals}: every contract is taken to renew after a {period}",
    ),
    "N390": Message(
        "the price of a contract is «{header}»; {others} is not used",
        "name another with --map amount=COLUMN",
        weight=Weight.MEANING,
        brief="the price of a contract is «{header}»; {others} is not used",
    ),
    "N391": Message(
        "there is no amount, so what is shown is renewals, not money",
        "name the column of the price: --map amount=COLUMN, mrr=COLUMN if it is per month, arr=COLUMN if per year",
        weight=Weight.MEANING,
        brief="there is no amount, so what is shown is renewals, not money",
    ),
    "N370": Message(
        "{count} {count:contract that runs has|contracts that run have} no amount and {count:is|are} in no figure of "
        "money; {count:its|their} renewals are counted",
        "fill in the amount",
        weight=Weight.MEANING,
        brief="{count} {count:contract that runs has|contracts that run have} no amount: in no figure of money",
    ),
    "N376": Message(
        "on the orders held back, which it had not seen, {model} forecast {share} {much}",
        "take the value for no better than that; a longer history, or --by, may do better",
        weight=Weight.ANSWER,
        brief="on orders held back, not seen before, {model} forecast {share} {much}",
    ),
    "N377": Message(
        "{file} holds tables of the model, from which `custecon predict` cannot go on",
        "keep the model as JSON: -o model.json",
    ),
    "N378": Message(
        "the last order, of {last}, lies {silent} before {as_of}: nobody is taken to have bought in between",
        "if the file ends there, leave --as-of out or say --as-of {last}",
        weight=Weight.MEANING,
        brief="the last order, of {last}, lies {silent} before {as_of}: nobody bought in between",
    ),
    "N379": Message(
        "the model is of orders in {fitted}, these are in {given}; their money is taken for the same",
        "say --currency where it is not stated",
        weight=Weight.MEANING,
        brief="the model is of orders in {fitted}, these are in {given}: taken for the same money",
    ),
    "N373": Message(
        "each {group} that is large enough is fitted for itself, so clients and their total differ from the answer "
        "without --by",
        weight=Weight.LIMIT,
        brief="each {group} is fitted for itself: totals differ from those without --by",
    ),
    "N374": Message(
        "{count} {count:client is|clients are} expected to bring more than the upper end of their "
        "interval, level {level}: that is the average of a few such clients who bring much and of most, who bring "
        "nothing",
        "for one client read the interval, for many the sum of what is expected",
        weight=Weight.LIMIT,
        brief="{count} {count:client|clients} may bring more than their interval: read the total, not the one",
    ),
}
