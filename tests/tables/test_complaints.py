"""The iceberg and its levers by hand: twenty of whom four speak; a hundred of whom ten do; a file of six."""

from __future__ import annotations

from decimal import Decimal

import pytest

from custecon.core.errors import InputRefused
from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.kinds.complaints import COMPLAINTS
from custecon.metrics.proportions import wilson_interval
from custecon.tables import complaint_file, complaints
from custecon.tables.complaints import Iceberg, Lever

TWENTY = Iceberg(Decimal(3), Decimal(1), Decimal(4), Decimal(12))
NOW = {"dissatisfied": Decimal(100), "complaint_share": Decimal("0.1"), "kept_after_complaint": Decimal("0.5"),
       "silent_loyalty": Decimal("0.4")}  # fmt: skip


def rows(table) -> list[dict]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def test_above_and_below_the_water_line() -> None:
    assert (TWENTY.heard, TWENTY.silent, TWENTY.kept_in_all, TWENTY.lost_in_all, TWENTY.dissatisfied) == (
        4,
        16,
        7,
        13,
        20,
    )
    found = rows(complaints.table(TWENTY, Decimal(100)))
    assert [tuple(one.values()) for one in found] == [
        ("complain and are kept", 3, 3, 0.15, 300, 0),
        ("complain and leave", 1, 1, 0.05, 0, 100),
        ("are silent and stay", 4, 4, 0.2, 400, 0),
        ("are silent and leave", 12, 12, 0.6, 0, 1200),
    ]
    assert list(found[0]) == ["group", "clients", "unrounded", "share", "kept_value", "lost_value"]
    assert "kept_value" not in rows(complaints.table(TWENTY, None))[0]
    assert rows(complaints.table(TWENTY, Decimal(0)))[0]["kept_value"] == 0


def test_whole_clients_add_up_group_by_group() -> None:
    """Of 96, 4.8 speak: 5 and 91; of the 5, half of 4.8 are kept, 3 and 2; of the 91, a fifth stay, 18 and 73."""
    found = complaints.of_shares(NOW | {"dissatisfied": 96, "complaint_share": 0.05, "silent_loyalty": 0.2})
    assert found.parts == (Decimal("2.4"), Decimal("2.4"), Decimal("18.24"), Decimal("72.96"))
    assert found.in_persons() == (3, 2, 18, 73)
    nobody = Iceberg(*[Decimal(0)] * 4)
    assert nobody.in_persons() == (0, 0, 0, 0)
    assert complaints.whole_parts((Decimal("1.5"), Decimal("1.5"))) == (2, 1)  # of equal remainders the first
    assert complaints.whole_parts((Decimal("0.2"), Decimal("0.2"))) == (0, 0)
    assert complaints.whole_parts((Decimal(1), Decimal(2), Decimal(1)), 6) == (2, 3, 1)


def test_the_picture_says_how_many_are_silent_for_each_who_speaks() -> None:
    picture = complaints.picture(TWENTY)
    assert picture.title == "The iceberg, 4 silent for every complaint"
    assert picture.divider is not None
    assert picture.divider[0] == 2  # above it those who speak
    mute = Iceberg(Decimal(0), Decimal(0), Decimal(4), Decimal(12))
    assert complaints.picture(mute).title == "The iceberg"
    third = Iceberg(Decimal(3), Decimal(0), Decimal(1), Decimal(0))
    assert complaints.picture(third).title == "The iceberg, 0.333 silent for every complaint"


def test_what_each_lever_saves() -> None:
    """Of 100, 10 × 50 % and 90 × 60 % are lost: 59. If 20 speak 10 + 48; if 60 % are kept 4 + 54; both 8 + 48."""
    table = complaints.levers(NOW, complaints.standard_levers(Decimal("0.1")), Decimal(20))
    found = rows(table)
    assert [one["lever"] for one in found] == [
        "nothing changes",
        "10 points more of them complain",
        "10 points more of those who complain are kept",
        "both",
        "10 % fewer dissatisfied clients",
    ]
    expected = {
        "lost": [59, 58, 58, 56, 53.1],
        "kept": [41, 42, 42, 44, 36.9],
        "saved": [0, 1, 1, 3, 5.9],
        "worth": [0, 20, 20, 60, 118],
        "complaint_share": [0.1, 0.2, 0.1, 0.2, 0.1],
        "kept_after_complaint": [0.5, 0.5, 0.6, 0.6, 0.5],
        "dissatisfied": [100, 100, 100, 100, 90],
        "more_complain": [0, 0.1, 0, 0.1, 0],
        "more_kept": [0, 0, 0.1, 0.1, 0],
        "fewer": [0, 0, 0, 0, 0.1],
    }
    for name, column in expected.items():
        assert [one[name] for one in found] == pytest.approx(column), name
    assert table.note.startswith("worth a year")
    plain = complaints.levers(NOW, (), None)
    assert (len(plain.rows), plain.note, "worth" in rows(plain)[0]) == (1, "", False)
    assert complaints.standard_levers(Decimal("0.025"))[0].name == "2.5 points more of them complain"


def test_no_share_grows_beyond_all() -> None:
    most = Lever("more", more_complain=Decimal("0.95"), more_kept=Decimal("0.6")).applied(NOW)
    assert (most["complaint_share"], most["kept_after_complaint"], most["dissatisfied"]) == (1, 1, 100)
    assert Lever("set", complaint_share=Decimal(0), kept=Decimal(0)).applied(NOW) == NOW | {
        "complaint_share": 0, "kept_after_complaint": 0,
    }  # fmt: skip


def test_what_the_answer_decides_as_far_as_it_is_known() -> None:
    known = {
        "loyalty_unsatisfied": Decimal("0.2"),
        "loyalty_satisfied": Decimal("0.7"),
        "loyalty_quick": Decimal("0.95"),
    }
    names = [
        "nobody who complains is satisfied",
        "everybody who complains is satisfied",
        "everybody who complains is satisfied quickly",
        "half of them complain, all are satisfied quickly",
    ]
    found = rows(complaints.levers(NOW, complaints.answer_levers(NOW | known), None))[1:]
    assert [one["lever"] for one in found] == names
    assert [one["lost"] for one in found] == pytest.approx([8 + 54, 3 + 54, 0.5 + 54, 2.5 + 30])
    assert [one["saved"] for one in found] == pytest.approx([-3, 2, 4.5, 26.5])
    some = {"loyalty_satisfied": Decimal("0.7")}
    assert [lever.name for lever in complaints.answer_levers(NOW | some)] == names[1:2]
    assert complaints.answer_levers(NOW) == ()
    table = complaints.levers(NOW, complaints.answer_levers(NOW | known), None)
    live = {column.name: column.live for column in table.columns}
    assert list(live["complaint_share"]) == [True, True, True, True, False]  # what a lever sets follows no cell
    assert list(live["kept_after_complaint"]) == [True, False, False, False, False]


# ------------------------------------------------------------------ a file


def file(**columns) -> CheckedTable:
    made = {role: CheckedColumn(COMPLAINTS.role(role), role, cells, 0) for role, cells in columns.items()}
    return CheckedTable(COMPLAINTS, made, len(next(iter(columns.values()))))


SIX = {
    "client": ["a", "b", "c", "d", "e", "f"],
    "complained": [True, True, True, True, False, False],
    "satisfied": [True, True, False, None, None, None],
    "quickly": [True, False, None, None, None, None],
    "stayed": [True, True, False, True, True, False],
}


def test_what_became_of_each_is_counted() -> None:
    counts = complaint_file.count(file(**SIX))
    assert counts.clients == {"quick": 1, "good": 1, "bad": 1, "untold": 1, "silent": 2}
    assert {path: number for path, number in counts.stayed.items() if number} == {
        "quick": 1, "good": 1, "untold": 1, "silent": 1,
    }  # fmt: skip
    assert (counts.everybody, counts.heard, counts.heard_stayed, counts.left, counts.left_silently) == (6, 4, 3, 2, 1)
    assert (counts.marked, counts.again) == (False, 0)
    assert complaint_file.iceberg(counts).parts == (3, 1, 1, 1)
    shares = {one.name: (one.value, one.note) for one in complaint_file.inputs(counts)}
    assert shares == {
        "dissatisfied": (6, "6 rows of the file"),
        "complaint_share": (4 / 6, "4 of 6"),
        "kept_after_complaint": (3 / 4, "3 of 4"),
        "silent_loyalty": (1 / 2, "1 of 2"),
        "loyalty_quick": (1.0, "1 of 1"),
        "loyalty_satisfied": (1.0, "1 of 1"),
        "loyalty_unsatisfied": (0.0, "0 of 1"),
    }
    assert {one.origin for one in complaint_file.inputs(counts)} == {"file"}
    figures = {one.name: one for one in complaint_file.figures(counts, 0.9)}
    expected = {"observed_complaint_share": (4, 6), "heard_leave_share": (1, 4), "silent_leave_share": (1, 2),
                "leavers_silent_share": (1, 2)}  # fmt: skip
    for name, (part, whole) in expected.items():
        one, ends = figures[name], wilson_interval(part, whole, 0.9)
        assert (one.value, one.note) == (part / whole, f"{part} of {whole} in the file")
        assert one.interval is not None
        assert (one.interval.low, one.interval.high, one.interval.level) == (ends.low, ends.high, 0.9)
    paths = rows(complaint_file.path_table(counts, 0.9))
    assert [(one["path"], one["clients"], one["stayed"], one["left"], one["stay_share"]) for one in paths] == [
        ("complained, satisfied quickly", 1, 1, 0, 1),
        ("complained, satisfied", 1, 1, 0, 1),
        ("complained, not satisfied", 1, 0, 1, 0),
        ("complained, answer not told", 1, 1, 0, 1),
        ("said nothing", 2, 1, 1, 0.5),
    ]
    ends = wilson_interval(1, 2, 0.9)
    assert (paths[-1]["low"], paths[-1]["high"]) == (ends.low, ends.high)


def test_who_is_not_dissatisfied_counts_only_if_he_complained() -> None:
    marked = complaint_file.count(file(**SIX, dissatisfied=[False, True, True, False, False, True]))
    assert (marked.everybody, marked.clients["silent"], marked.clients["quick"], marked.marked) == (5, 1, 1, True)
    assert complaint_file.inputs(marked)[0].note == "5 marked dissatisfied"
    quiet = complaint_file.count(file(complained=[False], stayed=[True]))
    told = {one.name: one for one in complaint_file.figures(quiet, 0.9)}
    assert (told["silent_leave_share"].value, told["heard_leave_share"].value) == (0.0, None)
    assert "there is nobody of this kind in the file" in str(told["heard_leave_share"].undefined)
    assert [one.name for one in complaint_file.inputs(quiet)] == ["dissatisfied", "complaint_share", "silent_loyalty"]
    with pytest.raises(InputRefused, match="E373"):
        complaint_file.count(file(complained=[False], stayed=[True], dissatisfied=[False]))


def test_a_client_on_several_rows_is_one_and_rows_that_do_not_agree_are_refused() -> None:
    twice = {name: [*cells, cells[0]] for name, cells in SIX.items()}
    counts = complaint_file.count(file(**twice))
    assert (counts.everybody, counts.again) == (6, 1)
    nameless = complaint_file.count(file(client=[None, None], complained=[True, True], stayed=[True, True]))
    assert (nameless.everybody, nameless.again) == (2, 0)
    torn = {**twice, "stayed": [*SIX["stayed"], False]}
    with pytest.raises(InputRefused, match=r"E371.*a") as refused:
        complaint_file.count(file(**torn))
    assert (len(refused.value.problems), refused.value.more) == (1, 0)
    keys = [f"C{at}" for at in range(23)] * 2
    with pytest.raises(InputRefused) as refused:
        complaint_file.count(file(client=keys, complained=[True] * 46, stayed=[True] * 23 + [False] * 23))
    assert (len(refused.value.problems), refused.value.more) == (20, 3)


def test_who_left_did_not_stay() -> None:
    left = complaint_file.count(file(complained=[True, True, False], left=[True, False, True]))
    assert (left.left, left.heard_stayed, left.left_silently) == (2, 1, 1)
    both = complaint_file.count(file(complained=[True, False], left=[True, False], stayed=[False, True]))
    assert both.left == 1
    with pytest.raises(InputRefused, match="E374") as refused:
        complaint_file.count(file(complained=[True, False], left=[True, True], stayed=[True, True]))
    values = refused.value.problems[0].values
    assert (values["stayed"], values["left"], values["count"]) == ("stayed", "left", 2)
