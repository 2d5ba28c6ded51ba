"""What a calculator tells besides its figures: what went in, what was given in vain and what it lacks, each once."""

import pytest

import custecon
from custecon.analyses import notices
from custecon.analyses.figures import Inputs
from custecon.core.errors import notice
from custecon.core.expression import Name
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input
from custecon.metrics import acquisition, churn, lifetime


def known(**values):
    return Inputs(Input(QUANTITIES[name], value) for name, value in values.items())


def in_vain(given, *metrics, shown=(), **how):
    """The notices of figures that were given, `shown` reckoned from them."""
    figures = given.possible(*shown)
    return [(one.code, str(one), one.cure) for one in notices.in_vain([*given.values()], figures, metrics, **how)]


def test_a_quantity_is_called_as_its_option() -> None:
    assert (notices.flag("acquisition_cost"), notices.flag("clients_at_start")) == ("--cac", "--clients-at-start")


def test_what_was_given_in_vain_is_told_with_what_would_make_it_count() -> None:
    given = known(lost=5)
    cure = f"give --clients-at-start too for the {churn.churn_rate.label}"
    assert in_vain(given, churn.churn_rate) == [("N323", "--lost did nothing here", cure)]
    assert in_vain(given, acquisition.paid_cost) == [("N323", "--lost did nothing here", "")]
    assert in_vain(known(lost=5, clients_at_start=9), churn.churn_rate, shown=[churn.churn_rate]) == []
    # of two formulas the one that lacks less; of as many, the first
    (told,) = in_vain(given, churn.lifetime_margin_lost, churn.churn_rate)
    assert told[2] == cure
    (told,) = in_vain(given, churn.churn_rate, churn.margin_lost)
    assert told[2] == cure
    several = in_vain(known(acquisition_cost=1.0), acquisition.payback_surviving)
    assert several == [
        *[("N323", "--cac did nothing here",
           f"give --churn and --margin too for the {acquisition.payback_surviving.label}")],
    ]  # fmt: skip


def test_what_follows_from_another_that_is_missing_too_is_not_asked_for() -> None:
    given = known(margin=1.0)
    missing = churn.lifetime_margin_lost.required - {"margin"}
    assert {"churn", "discount", "lost"} <= missing
    (told,) = in_vain(given, churn.lifetime_margin_lost, follows={"churn": "lost"})
    assert told[2].startswith("give --discount and --lost too")
    (told,) = in_vain(given, churn.lifetime_margin_lost, follows={"churn": "value"})
    assert told[2].startswith("give --churn, --discount and --lost too")


def test_only_what_was_typed_is_told_of() -> None:
    given = known(lost=5)
    for origin in ("settings", "file", "assumed", "computed"):
        entry = Input(QUANTITIES["margin"], 1.0, origin)
        assert notices.in_vain([entry], given.possible(), [churn.margin_lost]) == []


def test_what_serves_by_what_follows_from_it_has_served() -> None:
    given = known(lost=12, clients_at_start=100, margin=5.0, discount=0.1)
    given.derive("churn", Name("lost") / Name("clients_at_start"), "how")
    figures = given.possible(churn.lifetime_margin_lost)
    assert [one.name for one in notices.used(figures)] == ["lost", "margin", "discount", "clients_at_start", "churn"]
    assert notices.in_vain([*given.values()], figures, [churn.churn_rate]) == []
    twice = notices.used([*figures, *figures])
    assert len(twice) == 5


def test_a_notice_is_told_once_and_in_its_place() -> None:
    one, other = notice("N303"), notice("N323", names="--lost", cure="")
    again = notice("N323", names="--value", cure="")
    assert notices.once([one, other, one, again, other]) == (one, other, again)


def test_what_formulas_say_of_their_inputs_is_told_for_every_figure() -> None:
    given = known(margin=-5.0, retention=0.8, discount=0.1)
    figures = given.possible(lifetime.margin_multiple)
    assert ["negative" in str(one) for one in notices.warnings(figures)] == [True]
    assert notices.warnings(known(margin=5.0, retention=0.8, discount=0.1).possible(lifetime.margin_multiple)) == []


# ------------------------------------------------------------------ figures of winning clients, brought to a month


@pytest.mark.parametrize(
    ("said", "period", "margin", "discount"),
    [
        ({"margin": "80/month", "discount": "10%/year"}, "month", 80, 1.1 ** (1 / 12) - 1),
        ({"margin": "960/year", "discount": "10%/year"}, "month", 80, 1.1 ** (1 / 12) - 1),
        ({"margin": "240/quarter", "discount": "1%/month"}, "month", 80, 0.01),
        ({"margin": "80", "discount": "1%"}, None, 80, 0.01),
        ({"margin": "80", "discount": "1%", "period": "month"}, "month", 80, 0.01),
        ({"margin": "960", "discount": "10%", "period": "year"}, "month", 80, 1.1 ** (1 / 12) - 1),
        ({"margin": "80/month", "discount": "1%/month", "within": "1/year"}, "month", 80, 0.01),
    ],
)
def test_figures_of_winning_are_per_month_where_any_names_a_period(said, period, margin, discount) -> None:
    churned = 1 - 0.5 ** (1 / 12) if said["margin"].endswith("year") or said.get("period") == "year" else 0.05
    rate = {"month": "5%/month", "year": "50%/year"}.get(said["margin"].partition("/")[2], "5%")
    rate = "50%" if said.get("period") == "year" else "5%/month" if "quarter" in said["margin"] else rate
    found = custecon.cac(cac=100, churn=rate, **said)
    values = {one.name: one.value for one in found.inputs}
    assert found.period == period
    assert values["margin"] == pytest.approx(margin)
    assert values["discount"] == pytest.approx(discount)
    assert values["churn"] == pytest.approx(churned)
    assert values["acquisition_cost"] == 100
    assert values.get("within") == (pytest.approx(12) if "within" in said else None)
    worth = (1 + discount) / (discount + churned) * margin
    assert found["margin_multiple_now"] == pytest.approx(worth)


def test_what_was_brought_to_a_month_tells_what_was_given() -> None:
    found = custecon.cac(cac=100, margin="960/year", churn="50%/year", discount=0)
    notes = {one.name: str(one.note) for one in found.inputs}
    assert notes["margin"] == "960.00 per year, spread evenly"
    assert notes["churn"] == "50% per year, by powers"
    assert notes["acquisition_cost"] == ""
    mixed = custecon.cac(cac=100, margin="960/year", churn="5%/month", discount="10%/year")
    assert {one.name: str(one.note) for one in mixed.inputs}["margin"] == "960.00 per year, spread evenly"


def test_facts_of_the_firm_take_part_in_what_names_a_period(custecon, tmp_path, monkeypatch) -> None:
    """A margin a year stands in the settings, the churn a month was typed: all is per month."""
    import json

    monkeypatch.chdir(tmp_path)
    (tmp_path / "custecon.toml").write_text('margin = "960/year"\n')
    ran = custecon("cac", "--cac", 100, "--churn", "5%/month", "--discount", 0, "-f", "json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    assert (found["period"], {one["name"]: one["value"] for one in found["inputs"]}["margin"]) == ("month", 80)
    # what was typed stands in place of the fact, so that only a month is named
    ran = custecon("cac", "--cac", 100, "--churn", "5%/month", "--margin", "80/month", "--discount", 0, "-f", "json")
    assert {one["name"]: one["value"] for one in json.loads(ran.out)["inputs"]}["margin"] == 80
