"""What was said and what the settings say, as inputs of formulas: one period, converted aloud, each with its origin."""

from decimal import Decimal

import pytest

from custecon.analyses.figures import Inputs
from custecon.analyses.inputs import as_given, given_figures, in_months, months_or
from custecon.analyses.question import Question
from custecon.core.errors import Notice, UsageError
from custecon.core.expression import Name
from custecon.core.facts import Fact
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input
from custecon.core.units import Period
from custecon.metrics import acquisition, churn
from custecon.metrics.parameters import parameter

NAMES = ["margin", "retention", "discount", "periods", "annual_revenue", "value", "lost"]
MONTHLY = 1.1 ** (1 / 12) - 1


def facts(**said):
    """Facts of the settings; a figure is read as the settings read it."""
    found = {}
    for name, text in said.items():
        typed = QUANTITIES[name].read(text) if name in QUANTITIES else None
        found[name] = Fact(name, text, "settings", "custecon.toml", typed)
    return found


def asked(options=None, *, offered=(), by_hand=False, **settings):
    return Question(options=options or {}, defaults=facts(**settings), offered=frozenset(offered), by_hand=by_hand)


def given(question, names=NAMES, **how):
    found, period = given_figures(question, names, **how)
    return {one.name: (one.value, one.origin, str(one.note), one.per) for one in found}, period


def refused(question, names=NAMES, **how):
    with pytest.raises(UsageError) as refusal:
        given_figures(question, names, **how)
    (problem,) = refusal.value.problems
    return problem.code, problem.what, problem.cure


def test_all_figures_are_brought_to_the_only_period_that_is_named() -> None:
    found, period = given(asked({"margin": "100/month", "discount": "10%/year", "lost": "2"}))
    assert period is Period.MONTH
    assert found == {
        "margin": (100, "given", "", Period.MONTH),
        "discount": (pytest.approx(MONTHLY), "given", "10% per year, by powers", Period.YEAR),
        "lost": (2, "given", "", None),
    }
    found, period = given(asked({"margin": "100", "retention": "80%"}))
    assert (period, found["margin"], found["retention"]) == (
        None,
        (100, "given", "", None),
        (0.8, "given", "", None),
    )
    # a discount alone names it
    assert given(asked({"discount": "10%/year"})) == ({"discount": (0.1, "given", "", Period.YEAR)}, Period.YEAR)


def test_a_period_that_was_said_stands_above_those_that_figures_name() -> None:
    found, period = given(asked({"margin": "120/year", "retention": "95%/month", "period": "quarter"}))
    assert period is Period.QUARTER
    assert found["margin"] == (30, "given", "120.00 per year, spread evenly", Period.YEAR)
    assert found["retention"] == (pytest.approx(0.95**3), "given", "95% per month, by powers", Period.MONTH)
    code, what, _ = refused(asked({"margin": "9", "period": "decade"}, by_hand=True))
    assert (code, what.partition(": «")[0]) == ("E112", "--period")
    assert refused(asked({"margin": "9", "period": "decade"}))[1].startswith("period: «decade»")


def test_figures_per_different_periods_are_asked_about_with_a_cure_that_can_be_taken() -> None:
    said = {"margin": "120/year", "retention": "95%/month"}
    assert refused(asked(said, offered=["period"])) == (
        *("E107", "margin is per year, other figures are per another period"),
        "say --period month, quarter or year",
    )
    assert refused(asked(said))[2] == "write all figures per the same period"
    with_discount = {**said, "discount": "10%/year"}
    assert refused(asked(with_discount, offered=["period"]))[2] == (
        "say --period month, quarter or year, with --discount 10%/year"
    )
    assert refused(asked(with_discount))[2] == "write all figures per the same period"


def test_what_is_per_year_by_itself_is_so_whatever_the_others_are_per() -> None:
    found, period = given(asked({"value": "100/month", "annual_revenue": "10/quarter", "margin": "5/month"}))
    assert period is Period.MONTH
    assert found["value"] == (1200, "given", "100.00 per month, spread evenly", Period.MONTH)
    assert found["annual_revenue"] == (40, "given", "10.00 per quarter, spread evenly", Period.QUARTER)
    assert found["margin"] == (5, "given", "", Period.MONTH)
    assert given(asked({"value": "100/year"})) == ({"value": (100, "given", "", Period.YEAR)}, None)


def test_a_count_is_a_whole_number() -> None:
    found, _ = given_figures(asked({"lost": "2", "periods": "12", "margin": "5"}), NAMES)
    assert {one.name: type(one.value) for one in found} == {"lost": int, "periods": int, "margin": float}


def test_a_length_of_time_is_told_as_it_was_given() -> None:
    assert str(as_given(QUANTITIES["within"], 2, Period.YEAR)) == "2 years"
    assert str(as_given(QUANTITIES["within"], 1, Period.QUARTER)) == "1 quarter"
    assert str(as_given(QUANTITIES["margin"], 5.0, Period.MONTH)) == "5.00 per month, spread evenly"
    assert str(as_given(QUANTITIES["retention"], 0.5, Period.MONTH)) == "50% per month, by powers"


def test_bare_times_to_pay_back_are_in_months() -> None:
    bare, named = Input(QUANTITIES["within"], 12.0), Input(QUANTITIES["within"], 12.0, per=Period.MONTH)
    other = Input(QUANTITIES["margin"], 12.0)
    assert in_months([other, named, bare]) == [bare]
    told = months_or(bare, Period.YEAR)
    assert str(told).startswith("E146: --within 12: in months, or in years?")
    assert told.problems[0].cure == "write 12/month or 12/year, whichever is meant"


# ------------------------------------------------------------------ the settings behind it


def test_facts_stand_in_for_what_was_not_said_and_tell_where_they_stand() -> None:
    question = asked({"margin": "100/month"}, discount="10%/year", margin="9/month", period="year")
    found, period = given(question)
    assert period is Period.MONTH
    assert found == {
        "margin": (100, "given", "", Period.MONTH),
        "discount": (pytest.approx(MONTHLY), "settings", "custecon.toml; 10% per year, by powers", Period.YEAR),
    }
    assert question.standing == {"discount"}
    assert question.consulted == set()
    alone = asked({}, discount="10%/year", period="year")
    assert given(alone) == (
        {"discount": (0.1, "settings", "custecon.toml", Period.YEAR)},
        Period.YEAR,
    )
    assert alone.consulted == {"period"}


def test_a_period_of_the_settings_settles_what_names_none() -> None:
    question = asked({"margin": "100"}, period="month", discount="10%/year")
    found, period = given(question)
    assert period is Period.MONTH
    assert found["discount"][0] == pytest.approx(MONTHLY)
    assert question.consulted == {"period"}


def test_what_was_said_overrules_a_fact_that_says_the_same_otherwise() -> None:
    question = asked({"retention": "80%"}, period="year", churn="30%/year")
    found, _ = given(question, ["retention", "churn"])
    assert [*found] == ["retention"]
    assert question.standing == {"churn"}


def test_the_only_period_that_facts_name_is_that_of_all() -> None:
    found, period = given(asked({}, margin="9/month", retention="80%/month", lost="3"))
    assert period is Period.MONTH
    assert found["margin"] == (9, "settings", "custecon.toml", Period.MONTH)
    assert given(asked({"lost": "3"}, margin="9/month"))[1] is Period.MONTH
    assert given(asked({}, lost="3")) == ({"lost": (3, "settings", "custecon.toml", None)}, None)
    assert given(asked({}, value="9/month"))[1] is None  # it is per year, whatever the others are
    code, what, cure = refused(asked({"margin": "100"}, discount="10%/year"))
    assert (code, what) == (
        "E132",
        "discount rate is per year, but nothing says per which period the figures are reckoned",
    )
    assert cure == 'say --period month or --period year, or set period = "year" in custecon.toml'
    assert refused(asked({}, margin="9/month", retention="80%/year"))[0] == "E132"


def test_beside_a_file_all_is_per_its_period_and_no_other_may_be_said() -> None:
    found, period = given(asked({"margin": "10/month", "retention": "80%"}), fixed=Period.YEAR)
    assert period is Period.YEAR
    assert found["margin"] == (120, "given", "10.00 per month, spread evenly", Period.MONTH)
    assert found["retention"] == (0.8, "given", "", None)
    code, what, _ = refused(asked({"margin": "10", "period": "month"}), fixed=Period.YEAR)
    assert (code, what) == ("E118", "a client list and an order log are reckoned per year, not per month")
    assert given(asked({"margin": "10", "period": "year"}), fixed=Period.YEAR)[1] is Period.YEAR
    assert given(asked({"margin": "10"}, period="month"), fixed=Period.YEAR)[1] is Period.YEAR


def test_a_question_calls_a_name_as_who_asks_does_and_knows_what_the_settings_say() -> None:
    shell, python = asked({"lost_after": 90}, by_hand=True, currency="EUR"), asked()
    assert (shell.called("lost_after"), python.called("lost_after")) == ("--lost-after", "lost_after")
    assert (shell.text("lost_after"), shell.consulted) == ("90", set())
    assert (shell.text("currency"), shell.consulted) == ("EUR", {"currency"})
    assert (python.text("currency"), python.fact("currency"), python.consulted) == (None, None, set())
    assert shell.fact("currency").text == "EUR"
    assert Question(offered=frozenset({"by"})).offers("by")
    assert not python.offers("by")
    assert (python.options, python.defaults, python.by_hand, python.shared) == ({}, {}, False, False)
    assert (python.idle, python.standing, python.told) == (set(), set(), [])


# ------------------------------------------------------------------ what is known


def known(*entries, period=None):
    return Inputs([Input(QUANTITIES[name], value, origin) for name, value, origin in entries], period)


def test_a_file_stands_above_the_settings_and_below_what_was_said() -> None:
    found = known(("value", 1.0, "given"), ("margin", 2.0, "settings"), ("discount", 3.0, "environment"))
    entries = [("value", 9.0), ("margin", 8.0), ("lost", 7)]
    found.tell(Input(QUANTITIES[name], value, "file") for name, value in entries)
    assert {name: (one.value, one.origin) for name, one in found.items()} == {
        "value": (1, "given"),
        "margin": (8, "file"),
        "discount": (3, "environment"),
        "lost": (7, "file"),
    }
    assert found.typed == {"value"}
    assert found.value("margin") == 8
    assert found.exact() == {"value": Decimal(1), "margin": Decimal(8), "discount": Decimal(3), "lost": Decimal(7)}
    found.drop_settings(["discount", "value", "no such name"])
    assert {*found} == {"value", "margin", "lost"}


def test_of_what_says_one_thing_twice_the_settings_yield() -> None:
    found = known(("lost", 1, "given"), ("churn", 0.1, "settings"), ("margin", 5.0, "settings"))
    found.overruled([("churn", ("lost",))])
    assert {*found} == {"lost", "margin"}
    said = known(("lost", 1, "given"), ("churn", 0.1, "given"))
    said.overruled([("churn", ("lost",))])
    assert {*said} == {"lost", "churn"}


def test_what_follows_is_entered_once_and_a_contradiction_refused() -> None:
    found = known(("lost", 5, "given"), ("clients_at_start", 100, "given"))
    counted = Name("lost") / Name("clients_at_start")
    found.derive("churn", counted, "how")
    entry = found["churn"]
    assert (entry.value, entry.origin, entry.note, entry.formula) == (0.05, "computed", "how", counted)
    assert [one.name for one in entry.made_from] == ["clients_at_start", "lost"]
    found.derive("margin", Name("value") * Name("churn"), "how")
    assert "margin" not in found  # the value is not known
    for said, fine in ((0.05, True), (0.05 * (1 + 1e-10), True), (0.0501, False), (0.0499, False)):
        other = known(("lost", 5, "given"), ("clients_at_start", 100, "given"), ("churn", said, "given"))
        other.derive("churn", counted, "how")  # it may stand
        assert other["churn"].value == said
        if fine:
            other.derive("churn", counted, "how", contradicts="the counts")
        else:
            with pytest.raises(UsageError, match="E108: --churn and the counts"):
                other.derive("churn", counted, "how", contradicts="the counts")


def test_what_follows_by_a_published_formula_is_told_as_its_figure() -> None:
    found = known(("spend", 100.0, "given"), ("new_clients", 8, "given"))
    found.compute("acquisition_cost", acquisition.blended_cost)
    entry = found["acquisition_cost"]
    assert (entry.value, entry.origin, entry.note) == (12.5, "computed", acquisition.blended_cost.label)
    assert {one.name for one in entry.made_from} == {"spend", "new_clients"}
    assert entry.formula is not None


def test_a_value_is_assumed_only_where_nobody_says_one() -> None:
    found = known(("discount", 0.2, "given"))
    assert found.assume("discount", 0.0, "none given") is False
    assert found.assume("churn", 0.1, "a guess") is True
    assert (found["churn"].value, found["churn"].origin, found["churn"].note) == (0.1, "assumed", "a guess")
    assert found["discount"].value == 0.2
    assert found.published == {}
    usual = parameter("usual_share")
    assert found.assume("usual_share", usual) is True
    authors, year = usual.source.work.authors, usual.source.work.year
    assert found["usual_share"].note == f"literature: {authors} ({year})"
    assert (found["usual_share"].value, found.published) == (usual.value, {"usual_share": usual})
    assert known().assume("usual_share", usual, "as we say") is True


def test_the_figures_that_can_be_reckoned_stand_in_the_order_asked_for() -> None:
    found = known(("lost", 5, "given"), ("clients_at_start", 100, "given"))
    shown = found.possible(churn.churn_rate, churn.churn_cost, churn.clients_kept)
    assert [(one.name, one.weight, one.value) for one in shown] == [
        ("churn_rate", "detail", 0.05),
        ("clients_kept", "detail", 95),
    ]
    assert [one.weight for one in found.possible(churn.churn_rate, weight="main")] == ["main"]


def test_a_class_of_figures_has_its_own_first_and_is_of_quantities_alone() -> None:
    from custecon.analyses.cac.inputs import Each, Splitting, Winning
    from custecon.analyses.churn_cost import Losses, Money

    assert [*Losses.quantities] == ["lost", "clients_at_start", *Money.quantities]
    assert (Losses.per, Money.per, Each.per) == (Period.YEAR, Period.YEAR, None)
    assert {*Winning.quantities} == {*Each.quantities, *Splitting.quantities, "spend", "acquisition_cost"}
    assert [*Winning.quantities][:2] == ["spend", "acquisition_cost"]
    assert Losses.meanings["lost"].startswith("clients who were there at the start of the year")
    assert Losses.meanings["value"] == ""
    assert Losses().period is Period.YEAR
    assert Losses([], Period.MONTH).period is Period.MONTH
    with pytest.raises(TypeError, match="Wrong: margin must be a quantity of that name"):
        type("Wrong", (Inputs,), {"__annotations__": {"margin": float}})
    question = asked({"margin": "10/month", "currency": "EUR"})
    found = Money.of(question)
    assert (found.value("margin"), found.period, found.currency) == (120, Period.YEAR, "EUR")
    assert Money.restated(question) is question


def test_a_notice_of_how_a_figure_was_taken_is_left_in_the_question() -> None:
    question = asked({"margin": "9", "retention": "95%/month"})
    found, period = given(question)
    assert (found["margin"][0], period) == (9, Period.MONTH)
    assert [(type(one), one.code) for one in question.told] == [(Notice, "N385")]
