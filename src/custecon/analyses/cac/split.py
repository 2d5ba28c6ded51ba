"""A budget to split: winning against keeping, after Blattberg and Deighton."""

from __future__ import annotations

from custecon.analyses import notices
from custecon.analyses.figures import Inputs
from custecon.core.answer import Answer
from custecon.core.errors import UsageError, notice, problem
from custecon.core.phrases import Money, Share, say
from custecon.core.quantities import QUANTITIES
from custecon.core.references import cite
from custecon.core.results import Figure, Input, Picture
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import MONEY, RATIO, SHARE, Unit
from custecon.metrics import balance
from custecon.tables import balance as splitting

NEEDED = (
    "prospects",
    "clients_now",
    "win_spend",
    "win_rate",
    "win_ceiling",
    "retention_spend",
    "retention",
    "keep_ceiling",
    "margin",
)
SEARCHED = "found by search over the curve, not by a formula"


def split(known: Inputs) -> Answer:
    """The split of the budget with the greatest worth, beside the present one, and the whole curve.

    Raises:
        UsageError: E115 a figure is missing. Undefined: the present point fixes no curve, or the worth has no end.
    """
    known.complete()
    if missing := [notices.flag(name) for name in NEEDED if name not in known]:
        raise UsageError(
            problem(
                "E115",
                missing=say("the split of a budget needs {missing} too", missing=[*missing]),
                cure="give " + ", ".join(missing),
            )
        )
    told = []
    if known.assume("discount", 0.0, "no discount given"):
        told.append(notice("N303"))
    values = {name: entry.value for name, entry in known.items()}
    firm = _firm(values)
    now = splitting.at(
        firm, values["prospects"] * values["win_spend"], values["clients_now"] * values["retention_spend"]
    )
    if "budget" not in known:
        known["budget"] = Input(
            QUANTITIES["budget"], now.on_winning + now.on_keeping, "computed", "as spent at present"
        )
    budget = known["budget"].value
    top = splitting.best(firm, budget)
    share = top.on_winning / budget
    told.append(notice("N329"))
    period = known.period.value if known.period else "period"
    figures = (
        _figure("share_for_winning", "part of the budget for winning", share, SHARE, SEARCHED, weight="main"),
        _figure("spend_on_winning", "spend on winning", top.on_winning, MONEY, SEARCHED),
        _figure("spend_on_keeping", "spend on keeping", top.on_keeping, MONEY, SEARCHED),
        _figure("win_spend_best", "spend on a prospect", top.win_spend, MONEY, SEARCHED),
        _figure("retention_spend_best", "spend on keeping a client", top.retention_spend, MONEY, SEARCHED),
        _figure("win_rate_best", "prospects won", top.win_rate, SHARE, "what that spend buys"),
        _figure("retention_best", "clients kept", top.retention, SHARE, "what that spend buys"),
        _figure("worth_best", "worth of prospects and clients", top.worth, MONEY, "at this split"),
        _figure("worth_now", "worth as spent at present", now.worth, MONEY, "with the spend and shares given"),
        _figure(
            "gain", "gain against the present", top.worth - now.worth, MONEY, "also from spending more or less in all"
        ),
        _figure("win_steepness", "steepness of winning", firm.winning.steepness, RATIO, "from the present point"),
        _figure("keep_steepness", "steepness of keeping", firm.keeping.steepness, RATIO, "from the present point"),
    )
    served = (*NEEDED, "budget", "discount")
    return Answer(
        say(
            "Of {budget} a {period}, {won} for winning and {kept} for keeping make prospects and clients worth most.",
            budget=Money(budget, known.currency),
            period=say(period),
            won=Share(share, 1),
            kept=Share(1 - share, 1),
        ),
        title="Winning and keeping out of one budget",
        screen=Screen(
            figures=(
                Key("share_for_winning"),
                Key("spend_on_winning"),
                Key("spend_on_keeping"),
                Key("worth_best", remark=say("at this split")),
                Key("worth_now", remark=say("as spent at present")),
            ),
            table=Extract("split", "", (), "worth"),
        ),
        figures=figures,
        tables=(splitting.curve(firm, budget),),
        pictures=(
            Picture(
                "split",
                "Worth by the part of the budget for winning",
                "curve",
                "split",
                "share_for_winning",
                ("worth",),
            ),
        ),
        inputs=tuple(known[name] for name in served),
        notices=tuple(told),
        sources=(cite("blattberg-deighton-1996"), cite("pfeifer-2005")),
        criticism=(balance.JUDGED,),
        period=known.period,
    )


def _firm(values: dict[str, float]) -> splitting.Firm:
    winning = splitting.curve_of(
        each_spend=values["win_spend"], bought_share=values["win_rate"], ceiling_share=values["win_ceiling"]
    )
    keeping = splitting.curve_of(
        each_spend=values["retention_spend"], bought_share=values["retention"], ceiling_share=values["keep_ceiling"]
    )
    return splitting.Firm(
        int(values["prospects"]), int(values["clients_now"]), values["margin"], values["discount"], winning, keeping
    )


def _figure(name: str, label: str, value: float, unit: Unit, note: str, *, weight: str = "detail") -> Figure:
    return Figure(name, label, value, unit, note=note, weight=weight)
