"""The complaint iceberg as a library call: what is borrowed, computed and assumed, and how each of it is told."""

import pandas as pd
import pytest

import custecon
from custecon.core.errors import Undefined, UsageError
from custecon.metrics import complaint_money, complaints

OWN = {"complaint_share": "10%", "kept_after_complaint": "50%", "silent_loyalty": "20%"}
CLASSIC = "literature: Service training courses (1986)"
ROWS = {"client": ["A", "B", "C"], "complained": ["yes", "no", "no"], "stayed": ["yes", "no", "yes"]}


def inputs(found):
    return {one.name: (one.value, one.origin, str(one.note)) for one in found.inputs}


def codes(found):
    return [one.code for one in found.notices]


def told(found, code):
    return next(str(one) for one in found.notices if one.code == code)


def figures(found):
    return {one.name: one.value for one in found.figures}


def test_without_any_figure_all_is_of_the_literature_per_100() -> None:
    """4 complain, 3 of them stay; of 96 silent 5 % stay: 91.2 + 1 are lost."""
    found = custecon.iceberg()
    assert inputs(found) == {
        "complaint_share": (0.04, "assumed", CLASSIC),
        "silent_loyalty": (0.05, "assumed", CLASSIC),
        "kept_after_complaint": (0.75, "assumed", CLASSIC),
        "dissatisfied": (100, "assumed", "no number given: per 100, so that clients read as percent"),
    }
    assert (found.parameters, codes(found), found.period) == ((("preset", "classic"),), ["N330"], None)
    said = told(found, "N330")
    assert "complaint rate 4%, silent who stay 5%, kept after a complaint 75% (Service training courses (1986)" in said
    assert said.count("Service training courses (1986)") == 1
    assert "complaint_share, silent_loyalty, kept_after_complaint" in found.notices[0].cure
    assert [one.key for one in found.sources] == ["complaint-iceberg"]
    assert found.criticism == (complaints.lost_in_all.criticism,)
    assert [one.name for one in found.tables] == ["water_line", "improvements"]
    assert [one.name for one in found.pictures] == ["iceberg"]
    assert found.answer == (
        "Of 100 dissatisfied clients 4 complain → 3 kept, 1 lost; 96 are silent → 5 stay, 91 leave. "
        "Lost in all: about 92 (92.2 unrounded)."
    )


def test_with_shares_of_ones_own_nothing_is_borrowed_and_a_set_of_shares_did_nothing() -> None:
    """10 of 100 complain, 5 stay; of 90 silent 18 stay: 77 are lost."""
    found = custecon.iceberg(dissatisfied=100, **OWN)
    assert (found.parameters, codes(found), found.sources) == ((), [], complaints.lost_in_all.sources)
    assert found["lost_in_all"] == pytest.approx(77)
    assert found.answer.endswith("Lost in all: 77.")
    unused = custecon.iceberg(dissatisfied=100, **OWN, shares="classic-26")
    assert [str(one) for one in unused.notices] == ["shares did nothing here"]
    assert "N323" not in codes(custecon.iceberg(dissatisfied=100, shares="tarp-large"))


def test_a_sentence_of_one_client_and_of_money() -> None:
    one = custecon.iceberg(dissatisfied=1, value=100, complaint_share=1, kept_after_complaint=0, silent_loyalty=0)
    assert one.answer == (
        "Of 1 dissatisfied client 1 complains → 0 kept, 1 lost; 0 are silent → 0 stay, 0 leave. "
        "Lost in all: 1; they take 100.00 a year with them."
    )
    assert one.period == "year"
    of_nothing = custecon.iceberg(dissatisfied=1, value=0, **OWN)
    assert "take" not in of_nothing.answer
    assert of_nothing.period == "year"
    nobody = custecon.iceberg(dissatisfied=0, **OWN)
    assert [one.name for one in nobody.tables] == ["improvements"]
    assert nobody.pictures == ()


def test_a_desk_that_changes_one_share_leaves_the_other_as_it_is() -> None:
    """85 % of 4 kept instead of 75 %: 0.4 clients of 1,000 each, so 400 a year; at a cost of 100 it returns 3 times."""
    found = custecon.iceberg(dissatisfied=100, value=1000, desk_kept="85%", desk_cost=100)
    assert inputs(found)["desk_complaint_share"] == (0.04, "computed", "as it is now")
    assert figures(found)["desk_break_even"] == pytest.approx(400)
    assert figures(found)["desk_return"] == pytest.approx(3)
    more = custecon.iceberg(dissatisfied=100, value=1000, desk_complaint_share="14%")
    assert inputs(more)["desk_kept"] == (0.75, "computed", "as it is now")
    assert figures(more)["desk_break_even"] == pytest.approx(10 * (0.75 - 0.05) * 1000)
    assert "desk_return" not in figures(more)
    plain = custecon.iceberg(dissatisfied=100, value=1000)
    assert not {"desk_kept", "desk_complaint_share"} & {*inputs(plain)}
    assert not {"desk_break_even", "desk_return"} & {*figures(plain)}
    # in the order in which they are published
    assert [name for name in figures(found) if "desk" in name or "worth" in name or "value" in name] == [
        one.name
        for one in (
            complaint_money.lost_value,
            complaint_money.complaint_worth,
            complaint_money.desk_break_even,
            complaint_money.desk_return,
        )
    ]


def test_only_the_two_conventions_of_the_classic_are_set_beside_one_another() -> None:
    said = told(custecon.iceberg(complaints=50), "N334")
    assert said.startswith("50 complaints stand for 1,250 dissatisfied clients")
    assert "for 1,350 at 26" in said
    assert codes(custecon.iceberg(complaints=50, shares="classic-26")) == ["N334", "N330"]
    assert "N334" not in codes(custecon.iceberg(complaints=50, complaint_share="4%"))
    assert "N334" not in codes(custecon.iceberg(complaints=50, shares="tarp-large"))
    assert "N334" not in codes(custecon.iceberg(complaints=50, dissatisfied=100))
    found = custecon.iceberg(complaints=50)
    assert inputs(found)["dissatisfied"] == (1250, "computed", complaints.dissatisfied_from_complaints.label)
    assert inputs(found)["complaints"] == (50, "given", "")


def test_how_complaints_are_answered_decides_who_is_kept() -> None:
    """Half are answered well, nobody is taken as satisfied besides: 0.5 · 95 % + 0.5 · 46 %."""
    found = custecon.iceberg(dissatisfied=100, quick_share="50%", shares="tarp-small")
    assert inputs(found)["satisfied_share"] == (0, "assumed", "not given: nobody")
    assert inputs(found)["kept_after_complaint"][0] == pytest.approx(0.705)
    assert inputs(found)["kept_after_complaint"][1] == "computed"
    assert codes(found) == ["N330"]
    nobody = custecon.iceberg(dissatisfied=100, shares="tarp-small")
    assert codes(nobody) == ["N331", "N330"]
    assert inputs(nobody)["quick_share"] == inputs(nobody)["satisfied_share"] == (0, "assumed", "not given: nobody")
    assert [row[0] for row in nobody.table("improvements").rows][5:] != []
    known = custecon.iceberg(dissatisfied=100, kept_after_complaint="50%", shares="tarp-small")
    assert inputs(known)["loyalty_quick"][:2] == (0.95, "assumed")  # what better answers would bring
    assert inputs(known)["kept_after_complaint"] == (0.5, "given", "")
    assert codes(known) == ["N330"]
    assert "loyalty_quick" not in inputs(custecon.iceberg(dissatisfied=100, kept_after_complaint="50%"))


def test_loyalties_that_are_missing_are_each_asked_for() -> None:
    with pytest.raises(UsageError, match="E370") as refused:
        custecon.iceberg(dissatisfied=100, quick_share="50%", loyalty_satisfied="70%")
    assert str(refused.value) == "E370: quick_share needs loyalty_unsatisfied, loyalty_quick"
    found = custecon.iceberg(
        dissatisfied=100, quick_share="50%", loyalty_satisfied="70%", loyalty_unsatisfied="40%", loyalty_quick="90%"
    )
    assert inputs(found)["kept_after_complaint"][0] == pytest.approx(0.65)  # half of 40 %, half of 90 %


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"dissatisfied": 100, "kept_after_complaint": "50%", "satisfied_share": "10%"},
         "E108: kept_after_complaint and satisfied_share"),
        ({"dissatisfied": 100, "clients": 1000, "problem_share": "10%"},
         "E108: dissatisfied and clients and problem_share"),
        ({"complaints": 10, "dissatisfied": 100, "complaint_share": "5%"},
         "E108: complaint_share and complaints and dissatisfied"),
        ({"complaints": 1, "clients": 100, "problem_share": "5%", "complaint_share": "5%"},
         "E108: complaint_share and complaints with clients and problem_share"),
        ({"complaints": 10, "clients": 100, "problem_share": "5%"},
         r"E372: 10 complaints cannot come from 5 dissatisfied clients \(100 clients × 5%\)"),
        ({"complaints": 10, "dissatisfied": 5}, "E372: 10 complaints cannot come from 5 dissatisfied clients\n"),
        ({"complaints": 40, "complaint_share": "3%", "clients": 1000},
         "E380: 1,333.3 dissatisfied clients cannot be among 1,000 clients: so many stand behind 40 complaints if 3% "),
        ({"complaints": 50, "clients": 1000},
         "E380: 1,250 dissatisfied clients cannot be among 1,000 clients: so many stand behind 50 complaints if 4% "),
        ({"dissatisfied": 1001, "clients": 1000},
         "E380: 1,001 dissatisfied clients cannot be among 1,000 clients\n"),
        ({"dissatisfied": 2.5}, "E104.*dissatisfied.*2.5"),
    ],
)  # fmt: skip
def test_figures_that_contradict_each_other_are_refused(said, message) -> None:
    with pytest.raises(UsageError, match=message) as refused:
        custecon.iceberg(**said)
    cure = refused.value.__notes__[0]
    if "E380" in message:
        first = "give your own" if "complaint_share" not in said else "check"
        assert cure.startswith(first) is ("complaints" in said)
        assert ("counts all clients, the dissatisfied among them" in cure) is ("dissatisfied" in said)


def test_as_many_as_there_are_may_be_dissatisfied_and_complain() -> None:
    assert custecon.iceberg(dissatisfied=100, clients=100)["lost_in_all"] == pytest.approx(92.2)
    assert custecon.iceberg(complaints=5, dissatisfied=5)["silent"] == 0
    assert custecon.iceberg(clients=50)["lost_in_all"] == pytest.approx(92.2)  # per 100, of whom nobody spoke
    with pytest.raises(Undefined, match="complaint rate is undefined: nobody is dissatisfied"):
        custecon.iceberg(complaints=0, dissatisfied=0)


def test_your_own_complaint_rate_follows_from_your_counts() -> None:
    found = custecon.iceberg(complaints=12, dissatisfied=80)
    assert inputs(found)["complaint_share"] == (0.15, "computed", "complaints ÷ dissatisfied")
    of_clients = custecon.iceberg(complaints=50, clients=1000, problem_share="20%")
    assert inputs(of_clients)["complaint_share"] == (0.25, "computed", "complaints ÷ (clients × problem share)")
    assert inputs(of_clients)["clients"] == (1000, "given", "")
    assert inputs(of_clients)["dissatisfied"][:2] == (200, "computed")


# ------------------------------------------------------------------ from a file


def test_a_file_is_counted_as_it_stands_and_says_whom_it_counts() -> None:
    """Of three rows one complained and stayed; of two silent one stayed."""
    found = custecon.iceberg(pd.DataFrame(ROWS), value=10)
    assert found.answer.startswith("Of 3 clients 1 complains → 1 kept, 0 lost; 2 are silent → 1 stays, 1 leaves. ")
    assert found.answer.endswith("Lost in all: 1; they take 10.00 a year with them.")
    assert inputs(found) == {
        "dissatisfied": (3, "file", "3 rows of the file"),
        "complaint_share": (1 / 3, "file", "1 of 3"),
        "kept_after_complaint": (1, "file", "1 of 1"),
        "silent_loyalty": (0.5, "file", "1 of 2"),
        "value": (10, "given", ""),
    }
    assert codes(found) == ["N333"]
    assert found.period == "year"
    assert [one.name for one in found.tables] == ["water_line", "improvements", "paths"]
    marked = custecon.iceberg(pd.DataFrame({**ROWS, "dissatisfied": ["yes", "yes", "yes"]}))
    assert codes(marked) == []
    assert marked.answer.startswith("Of 3 dissatisfied clients 1 complains")
    assert marked.period is None


def test_a_client_who_stands_twice_is_counted_once_and_told_once() -> None:
    twice = {name: [*cells, cells[-1]] for name, cells in ROWS.items()}
    found = custecon.iceberg(pd.DataFrame(twice))
    assert codes(found) == ["N395", "N333"]  # in place of N209, which tells of rows alike in any file
    assert told(found, "N395").startswith("1 row of clients who stand on another that says the same")
    assert inputs(found)["dissatisfied"][0] == 3


@pytest.mark.parametrize(
    ("said", "dissatisfied", "lost", "borrowed"),
    [
        # of n, a third complains and stays, half of the others stay: n ÷ 3 are lost
        ({"dissatisfied": 60}, (60, "given"), 20, []),
        ({"complaints": 5}, (15, "computed"), 5, []),
        ({"clients": 100, "problem_share": "30%"}, (30, "computed"), 10, []),
        ({"silent_loyalty": "10%"}, (3, "file"), 2 * 0.9, []),
    ],
)
def test_the_shares_of_a_file_serve_the_numbers_that_are_given(said, dissatisfied, lost, borrowed) -> None:
    found = custecon.iceberg(pd.DataFrame(ROWS), **said)
    assert inputs(found)["dissatisfied"][:2] == (pytest.approx(dissatisfied[0]), dissatisfied[1])
    assert found["lost_in_all"] == pytest.approx(lost)
    assert " dissatisfied client" in found.answer  # it is of them that the figures are told
    assert found.figures[0].interval is not None
    assert codes(found) == ["N333", *borrowed]
    as_counted = custecon.iceberg(pd.DataFrame(ROWS))
    assert as_counted.figures[0].interval is None
    names = [one.name for one in found.figures]
    assert names[-4:] == ["observed_complaint_share", "heard_leave_share", "silent_leave_share", "leavers_silent_share"]


def test_of_the_settings_only_money_stands_beside_what_a_file_counts(custecon, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "custecon.toml").write_text('value = 10\ncomplaint_share = "20%"\nclients = 7\n')
    pd.DataFrame(ROWS).to_csv("rows.csv", index=False)
    ran = custecon("iceberg", "rows.csv", "-f", "json")
    assert ran.code == 0, ran.err
    assert "Of 3 clients 1 complains" in ran.out
    assert "they take 10.00 a year with them" in ran.out
