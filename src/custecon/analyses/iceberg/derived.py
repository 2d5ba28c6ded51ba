"""What was not given about complaints: from the other figures, then from the literature, aloud."""

from collections.abc import Mapping

from custecon.analyses.figures import Inputs
from custecon.core import quantities as of
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.expression import Name
from custecon.core.option_names import flag_of
from custecon.core.phrases import Amount, Number, Share, say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input
from custecon.core.rounding import exact
from custecon.core.units import Period
from custecon.metrics import complaint_answers, complaints
from custecon.metrics.parameters import Parameter, preset

ANSWERS = ("satisfied_share", "quick_share", "loyalty_unsatisfied", "loyalty_satisfied", "loyalty_quick")
LOYALTIES = ANSWERS[2:]
MONEY = frozenset({"value", "desk_complaint_share", "desk_kept", "desk_cost"})
# Of what says one thing twice, that which was typed overrules the settings.
FOLLOWING = (
    ("complaint_share", ("complaints", "dissatisfied")),
    ("dissatisfied", ("clients", "problem_share")),
    *(("kept_after_complaint", (name,)) for name in ANSWERS),
)
DEFAULT = "classic"
EXAMPLE = 100  # clients, where no number was given: then every figure reads as a percentage


class Shares(Inputs, per=Period.YEAR):
    """How many are dissatisfied, who of them speaks, who stays; what a client and a complaint desk are worth."""

    dissatisfied: of.Dissatisfied
    complaints: of.Complaints
    clients: of.ClientBase
    problem_share: of.ProblemShare
    complaint_share: of.ComplaintShare
    kept_after_complaint: of.KeptAfterComplaint
    silent_loyalty: of.SilentLoyalty
    satisfied_share: of.SatisfiedShare
    quick_share: of.QuickShare
    loyalty_unsatisfied: of.LoyaltyUnsatisfied
    loyalty_satisfied: of.LoyaltySatisfied
    loyalty_quick: of.LoyaltyQuick
    value: of.AnnualValue
    desk_complaint_share: of.DeskComplaintShare
    desk_kept: of.DeskKept
    desk_cost: of.DeskCost


def completed(known: Shares, name: str) -> list[Notice]:
    """Fill in what was not given: from the other inputs, then from the literature, aloud.

    Raises:
        UsageError: two inputs say the same thing (E108), an answer's loyalty is missing (E370), or there are more
            complaints than dissatisfied clients (E372), or more of these than clients (E380).
    """
    known.overruled(FOLLOWING)
    published = preset("iceberg", name)
    told = []
    if "dissatisfied" in known and known.value("dissatisfied") != int(known.value("dissatisfied")):
        quantity = QUANTITIES["dissatisfied"]
        raise UsageError(
            problem("E104", name=quantity.name, value=known.value("dissatisfied"), meaning=quantity.meaning)
        )
    if "clients" in known and "problem_share" in known:
        _refuse_twice(known, "dissatisfied", "clients and problem_share")
        known.compute("dissatisfied", complaints.dissatisfied_from_clients)
    if "complaints" in known and "dissatisfied" in known:
        _share_of_complaints(known)
    _borrow(known, published, "complaint_share")
    _borrow(known, published, "silent_loyalty")
    told += _answers(known, published)
    if "dissatisfied" not in known and "complaints" in known:
        known.compute("dissatisfied", complaints.dissatisfied_from_complaints)
        if "complaint_share" in known.published and name in ("classic", "classic-26"):
            told.append(_both_conventions(known.value("complaints")))
    elif "dissatisfied" not in known:
        known.assume("dissatisfied", EXAMPLE, "no number given: per 100, so that clients read as percent")
    _no_more_than_clients(known)
    _desk(known)
    if known.published:
        told.append(_borrowed(known.published))
    return told


def _borrow(known: Shares, published: Mapping[str, Parameter], name: str) -> bool:
    """Take a figure from the literature where there is none of the user's; whether it is there now."""
    if name in published:
        known.assume(name, published[name])
    return name in known


def _desk(known: Shares) -> None:
    """A desk that changes only one of the two shares leaves the other as it is."""
    pairs = {"desk_complaint_share": "complaint_share", "desk_kept": "kept_after_complaint"}
    if any(name in known for name in pairs):
        for name, now in pairs.items():
            known.derive(name, Name(now), "as it is now")


def _refuse_twice(known: Shares, name: str, other: str) -> None:
    if name in known and known[name].origin == "given":
        raise UsageError(problem("E108", name=name, other=other))


def _share_of_complaints(known: Shares) -> None:
    """Both counts are known, so the complaint rate is the user's own."""
    follows = known["dissatisfied"].origin == "computed"
    both = say("complaints with clients and problem_share" if follows else "complaints and dissatisfied")
    _refuse_twice(known, "complaint_share", both)
    heard, everybody = known.value("complaints"), known.value("dissatisfied")
    if heard > everybody:
        how = (
            say(
                " ({clients} clients × {share})",
                clients=known.value("clients"),
                share=Share(known.value("problem_share")),
            )
            if follows
            else ""
        )
        raise UsageError(problem("E372", complaints=heard, dissatisfied=Number(everybody), how=how))
    if not everybody:
        raise Undefined(
            problem("E301", figure=say("complaint rate"), reason="nobody is dissatisfied", cure="count again")
        )
    known["complaint_share"] = Input(
        QUANTITIES["complaint_share"],
        float(exact(heard) / exact(everybody)),
        "computed",
        "complaints ÷ (clients × problem share)" if follows else "complaints ÷ dissatisfied",
        Name("complaints") / Name("dissatisfied"),
        (known["complaints"], known["dissatisfied"]),
    )


def _no_more_than_clients(known: Shares) -> None:
    """Of so many clients no more can be dissatisfied.

    Raises:
        UsageError: E380 more are.
    """
    everybody = known["dissatisfied"]
    if "clients" not in known or everybody.origin == "assumed" or everybody.value <= known.value("clients"):
        return
    reason, cure = "", "--clients counts all clients, the dissatisfied among them"
    if everybody.origin == "computed":
        rate = Share(known.value("complaint_share"))
        reason = say(
            ": so many stand behind {complaints} complaints if {rate} of them complain",
            complaints=known.value("complaints"),
            rate=rate,
        )
        first = say("give your own" if "complaint_share" in known.published else "check")
        cure = say(
            "{first} --complaint-share, or give --problem-share, from which with --clients it follows", first=first
        )
    count = Number(everybody.value, 0 if everybody.value == int(everybody.value) else 1)
    clients = known.value("clients")
    raise UsageError(problem("E380", dissatisfied=count, clients=clients, reason=reason, cure=cure))


def _answers(known: Shares, published: Mapping[str, Parameter]) -> list[Notice]:
    """The share kept after a complaint: given, or from how complaints are answered, or from the literature."""
    typed = [name for name in ANSWERS if name in known]
    if typed:
        _refuse_twice(known, "kept_after_complaint", f"{typed[0]}")
    if "kept_after_complaint" in known:
        for name in LOYALTIES:
            _borrow(known, published, name) if "loyalty_quick" in published else None
        return []
    if not typed and _borrow(known, published, "kept_after_complaint"):
        return []
    missing = [name for name in LOYALTIES if not _borrow(known, published, name)]
    if missing:
        flags = ", ".join(map(flag_of, missing))
        cure = say("give {flags}, or take them from the literature with --shares tarp-large or tarp-small", flags=flags)
        raise UsageError(problem("E370", name=flag_of(typed[0]), missing=flags, cure=cure))
    told = []
    if not any(_borrow(known, published, name) for name in ("satisfied_share", "quick_share")):
        told.append(notice("N331"))
    for name in ("satisfied_share", "quick_share"):
        if not _borrow(known, published, name):
            known.assume(name, 0.0, "not given: nobody")
    known.compute("kept_after_complaint", complaint_answers.kept_by_answers)
    return told


def _both_conventions(count: int) -> Notice:
    first, second = (
        complaints.dissatisfied_from_complaints(
            complaints=exact(count),
            complaint_share=exact(preset("iceberg", name)["complaint_share"].value),
        )
        for name in ("classic", "classic-26")
    )
    return notice("N334", complaints=count, first=Number(first, 0), second=Number(second, 0))


def _borrowed(published: Mapping[str, Parameter]) -> Notice:
    figures = [
        say("{label} {value}", label=say(one.quantity.label), value=Amount(one.value, one.quantity.unit))
        for one in published.values()
    ]
    sources = [*dict.fromkeys(one.phrase for one in published.values())]
    options = ", ".join(map(flag_of, published))
    what = say("{figures} ({sources:;})", figures=figures, sources=sources)
    return notice("N330", what=what, options=options)
