"""`custecon iceberg`: the figures that are taught, the published ones, and a real file."""

import json

import pytest


def document(ran) -> dict:
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def values(ran) -> dict[str, float]:
    return {figure["name"]: figure["value"] for figure in document(ran)["figures"]}


def rows(ran, name: str) -> list[dict]:
    return next(table["rows"] for table in document(ran)["tables"] if table["name"] == name)


def test_the_classic_iceberg_in_whole_clients_and_unrounded(custecon) -> None:
    """The shares that are taught: of 100 dissatisfied clients 4 complain, 75 % of them stay, 5 % of the silent stay."""
    ran = custecon("iceberg", "--dissatisfied", 100, terminal=True)
    assert ran.code == 0
    assert "4 complain → 3 kept, 1 lost; 96 are silent → 5 stay," in ran.out
    found = rows(custecon("iceberg", "--dissatisfied", 100, "-f", "json"), "water_line")
    assert [row["clients"] for row in found] == [3, 1, 5, 91]
    assert [row["unrounded"] for row in found] == [3, 1, 4.8, 91.2]
    figures = values(custecon("iceberg", "--dissatisfied", 100, "-f", "json"))
    assert figures["lost_in_all"] == 92.2
    assert figures["kept_in_all"] == 7.8


def test_without_any_number_it_is_per_100_and_says_so(custecon) -> None:
    ran = custecon("iceberg", "-f", "json")
    assert values(ran)["lost_in_all"] == 92.2
    given = {entry["name"]: entry for entry in document(ran)["inputs"]}
    assert given["dissatisfied"]["origin"] == "assumed"


def test_a_figure_of_the_literature_is_told_as_one(custecon) -> None:
    ran = custecon("iceberg", "--dissatisfied", 100, "--silent-loyalty", "10%", "-f", "json")
    given = {entry["name"]: entry for entry in document(ran)["inputs"]}
    assert given["complaint_share"]["origin"] == "assumed"
    assert "Service training courses (1986)" in given["complaint_share"]["note"]
    assert given["silent_loyalty"]["origin"] == "given"
    assert "note N330" in ran.err
    assert "--complaint-share, --kept-after-complaint" in ran.err


def test_with_all_shares_your_own_nothing_is_borrowed(custecon) -> None:
    shares = ["--complaint-share", "10%", "--kept-after-complaint", "50%", "--silent-loyalty", "20%"]
    ran = custecon("iceberg", "--dissatisfied", 50, *shares)
    assert ran.code == 0
    assert "N330" not in ran.err


def test_in_money(custecon) -> None:
    """92.2 clients lost × 5,000; one more who speaks is worth (75 % − 5 %) × 5,000."""
    figures = values(custecon("iceberg", "--dissatisfied", 100, "--value", 5000, "-f", "json"))
    assert figures["lost_value"] == pytest.approx(461_000)
    assert figures["complaint_worth"] == pytest.approx(3500)


def test_a_value_a_month_is_made_a_year(custecon) -> None:
    figures = values(custecon("iceberg", "--dissatisfied", 100, "--value", "100/month", "-f", "json"))
    assert figures["lost_value"] == pytest.approx(92.2 * 1200)


def test_from_complaints_upward_by_both_conventions(custecon) -> None:
    """24 silent for every complaint makes 4 complaints 100 dissatisfied clients; 26 silent makes 108."""
    ran = custecon("iceberg", "--complaints", 4, "-f", "json")
    given = {entry["name"]: entry["value"] for entry in document(ran)["inputs"]}
    assert given["dissatisfied"] == 100
    assert "100 dissatisfied clients at 24 silent ones per complaint, for 108 at 26" in ran.err
    other = custecon("iceberg", "--complaints", 4, "--shares", "classic-26", "-f", "json")
    given = {entry["name"]: entry["value"] for entry in document(other)["inputs"]}
    assert given["dissatisfied"] == pytest.approx(108)


def test_known_complaints_of_known_dissatisfied_give_your_own_share(custecon) -> None:
    ran = custecon("iceberg", "--complaints", 12, "--dissatisfied", 80, "-f", "json")
    given = {entry["name"]: entry for entry in document(ran)["inputs"]}
    assert given["complaint_share"]["value"] == 0.15
    assert given["complaint_share"]["origin"] == "computed"


def test_from_all_clients_and_the_share_with_a_problem(custecon) -> None:
    ran = custecon("iceberg", "--clients", 10_000, "--problem-share", "40%", "-f", "json")
    given = {entry["name"]: entry["value"] for entry in document(ran)["inputs"]}
    assert given["dissatisfied"] == 4000


@pytest.mark.parametrize(
    ("preset", "kept"),
    [("tarp-large", (9.4, 10.8, 11.92, 45.5)), ("tarp-small", (37.36, 38.32, 39.32, 66.0))],
)
def test_what_the_answer_decides_by_tarp(custecon, preset, kept) -> None:
    """100 dissatisfied, 4 complain: nobody satisfied, all, all quickly; half complain, all satisfied quickly."""
    given = ["--dissatisfied", 100, "--shares", preset, "--complaint-share", "4%"]
    ran = custecon("iceberg", *given, "-f", "json")
    assert [row["kept"] for row in rows(ran, "improvements")][-4:] == list(kept)
    assert values(ran)["kept_in_all"] == kept[0]
    assert "nobody is taken as satisfied" in ran.err


def test_at_a_large_loss_half_of_them_complain(custecon) -> None:
    """Goodman: 50 % tell the front line at a large loss. 12 of 24 complain; 12 × 60 % and 12 × 91 % are lost: 18.12."""
    shares = ["--complaints", 12, "--shares", "tarp-large", "--satisfied-share", "60%"]
    ran = custecon("iceberg", *shares, "-f", "json")
    assert values(ran)["lost_in_all"] == pytest.approx(18.12)
    given = {entry["name"]: entry for entry in document(ran)["inputs"]}
    assert (given["complaint_share"]["value"], given["dissatisfied"]["value"]) == (0.5, 24)
    assert "Goodman" in given["complaint_share"]["note"]
    assert "small" not in ran.err
    everybody_has_four = values(custecon("iceberg", "--complaints", 12, "--shares", "tarp-small", "-f", "json"))
    assert everybody_has_four["heard"] == 12


def test_what_is_lost_stands_in_whole_clients_with_the_unrounded_beside_it(custecon) -> None:
    assert "Lost in all: about 92 (92.2 unrounded)." in custecon("iceberg", "--dissatisfied", 100, terminal=True).out
    assert "Lost in all: 922." in custecon("iceberg", "--dissatisfied", 1000, terminal=True).out


def test_how_complaints_are_answered(custecon) -> None:
    arguments = [
        "--dissatisfied",
        "100",
        "--shares",
        "tarp-large",
        "--satisfied-share",
        "40%",
        "--quick-share",
        "30%",
        "-f",
        "json",
    ]
    given = {entry["name"]: entry["value"] for entry in document(custecon("iceberg", *arguments))["inputs"]}
    assert given["kept_after_complaint"] == pytest.approx(0.3 * 0.82 + 0.4 * 0.54 + 0.3 * 0.19)


def test_the_2015_finding_makes_more_complaints_lose_clients(custecon) -> None:
    """Unsatisfied complainers less loyal than the silent: with nobody satisfied, speaking up loses clients."""
    arguments = ["--dissatisfied", "1000", "--shares", "reversed-2015", "--satisfied-share", "0", "-f", "json"]
    ran = custecon("iceberg", *arguments)
    assert rows(ran, "improvements")[1]["saved"] < 0
    assert "note N332" in ran.err


def test_levers_are_what_each_change_saves(custecon) -> None:
    ran = custecon("iceberg", "--dissatisfied", 100, "--value", 5000, "-f", "json")
    found = {row["lever"]: row for row in rows(ran, "improvements")}
    assert found["10 points more of them complain"]["saved"] == 7
    assert found["10 points more of those who complain are kept"]["saved"] == 0.4
    assert found["both"]["saved"] == 8.4
    assert found["both"]["worth"] == 42_000
    assert found["10 % fewer dissatisfied clients"]["saved"] == 9.22


def test_the_break_even_budget_of_a_desk(custecon) -> None:
    """8.4 clients kept × 5,000 = 42,000 a year; at a cost of 20,000 it returns 1.1 on every unit."""
    desk = ["--desk-complaint-share", "14%", "--desk-kept", "85%", "--desk-cost", 20_000]
    figures = values(custecon("iceberg", "--dissatisfied", 100, "--value", 5000, *desk, "-f", "json"))
    assert figures["desk_break_even"] == pytest.approx(42_000)
    assert figures["desk_return"] == pytest.approx(1.1)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("--dissatisfied 2.5", 2, ["2.5", "whole"]),
        ("--dissatisfied -1", 2, ["-1"]),
        ("--complaint-share 4", 2, ["4%", "0.04"]),
        ("--complaints 12 --dissatisfied 10", 2, ["12", "10"]),
        ("--complaints 4 --complaint-share 0", 4, ["nobody complains"]),
        ("--complaints 0 --dissatisfied 0", 4, ["nobody is dissatisfied"]),
        ("--satisfied-share 40%", 2, ["--loyalty-unsatisfied", "tarp-large"]),
        ("--shares tarp-large --satisfied-share 70% --quick-share 40%", 4, ["100%"]),
        ("--kept-after-complaint 50% --quick-share 40%", 2, ["kept_after_complaint", "quick_share"]),
        ("--shares classics", 2, ["classics", "classic-26"]),
        ("--step 12", 2, ["12%"]),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_cure(custecon, arguments, code, words) -> None:
    ran = custecon("iceberg", *arguments.split())
    assert ran.code == code, ran.err
    assert all(word in ran.err for word in words), ran.err
    assert ran.out == ""


def test_nobody_dissatisfied_is_nobody_lost(custecon) -> None:
    assert values(custecon("iceberg", "--dissatisfied", 0, "-f", "json"))["lost_in_all"] == 0


# ------------------------------------------------------------------ from a file


def test_the_real_telephone_company(custecon, shared) -> None:
    """UCI 563: 83.0 % of those who complained left, 10.1 % of the others; 59.6 % of leavers never complained."""
    ran = custecon("iceberg", shared / "data/iranian-churn/Customer_Churn.csv", "-f", "json")
    found = {figure["name"]: figure for figure in document(ran)["figures"]}
    assert round(found["heard_leave_share"]["value"], 4) == 0.8299
    assert round(found["silent_leave_share"]["value"], 4) == 0.1014
    assert round(found["leavers_silent_share"]["value"], 3) == 0.596
    assert found["lost_in_all"]["value"] == 495
    assert [row["clients"] for row in rows(ran, "water_line")] == [41, 200, 2614, 295]
    low, high = (found["heard_leave_share"]["interval"][end] for end in ("low", "high"))
    assert low < 200 / 241 < high
    assert "N333" in ran.err
    assert "N332" in ran.err


def test_the_example_file_counts_as_it_stands(custecon, examples) -> None:
    ran = custecon("iceberg", examples / "complaints.csv", "--value", 1200, "-f", "json")
    assert [row["clients"] for row in rows(ran, "water_line")] == [12, 8, 23, 77]
    paths = rows(ran, "paths")
    assert sum(row["clients"] for row in paths) == 120
    assert [row["stayed"] for row in paths] == [5, 5, 1, 1, 23]
    assert values(ran)["lost_value"] == pytest.approx(85 * 1200)


def test_the_shares_of_a_file_serve_another_number(custecon, examples) -> None:
    figures = values(custecon("iceberg", examples / "complaints.csv", "--dissatisfied", 1200, "-f", "json"))
    assert figures["lost_in_all"] == pytest.approx(850)


def test_russian_headers_and_words(custecon) -> None:
    text = "Клиент;Жалоба;Ушел\nИванов;да;нет\nПетров;нет;да\nСидоров;нет;нет\n".encode("windows-1251")
    ran = custecon("iceberg", "-", "-f", "json", stdin=text)
    assert [row["clients"] for row in rows(ran, "water_line")] == [1, 0, 1, 1]


def test_the_word_lost_in_a_column_left_is_refused_not_taken_for_no(custecon) -> None:
    ran = custecon("iceberg", "-", stdin=b"client,complained,left\nA,yes,lost\nB,no,no\n")
    assert ran.code == 3
    assert "lost" in ran.err


def test_only_the_dissatisfied_count_where_the_file_tells(custecon) -> None:
    text = b"complained,dissatisfied,stayed\nyes,yes,yes\nno,yes,no\nno,no,yes\nyes,no,no\n"
    ran = custecon("iceberg", "-", "-f", "json", stdin=text)
    assert [row["clients"] for row in rows(ran, "water_line")] == [1, 1, 0, 1]
    assert "N333" not in ran.err


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("client,complained,stayed\nA,yes,no\nA,no,no\n", 3, ["E371", "«A»"]),
        ("complained,stayed,left\nyes,yes,yes\n", 3, ["E374"]),
        ("complained,dissatisfied,stayed\nno,no,yes\n", 3, ["E373"]),
        ("complained,satisfied\nyes,yes\n", 3, ["stayed or left"]),
        ("complained,stayed\nmaybe,yes\n", 3, ["maybe"]),
        ("complained,stayed\n", 3, []),
    ],
)
def test_a_file_that_cannot_be_counted_is_refused(custecon, text, code, words) -> None:
    ran = custecon("iceberg", "-", stdin=text.encode())
    assert ran.code == code, ran.err
    assert all(word in ran.err for word in words), ran.err


def test_one_row_answers_and_says_what_it_lacks(custecon) -> None:
    ran = custecon("iceberg", "-", "-f", "json", stdin=b"complained,stayed\nno,no\n")
    found = {figure["name"]: figure for figure in document(ran)["figures"]}
    assert found["lost_in_all"]["value"] == 1
    assert found["heard_leave_share"]["value"] is None
    assert found["heard_leave_share"]["undefined"]
    assert "N330" in ran.err


@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
def test_the_picture_fits_and_has_its_water_line(custecon, width) -> None:
    ran = custecon("iceberg", "--dissatisfied", 100, "--value", 5000, "--full", terminal=True, width=width)
    lines = ran.out.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("The iceberg"))
    drawn = lines[start:]
    water = next(i for i, line in enumerate(drawn) if line.startswith("~~"))
    bars = [line.count("█") for line in drawn if "█" in line]
    assert len(bars) == 4
    assert max(bars) == bars[3]
    assert sum("█" in line for line in drawn[:water]) == 2
    assert max(map(len, drawn)) <= max(width, 24)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        # 50 ÷ 4 % = 1,250.
        (
            ("--complaints", 50),
            ("1,250 dissatisfied clients cannot be among 1,000 clients", "4% of", "--complaint-share"),
        ),
        (
            ("--dissatisfied", 1001),
            ("1,001 dissatisfied clients cannot be among 1,000 clients", "--clients counts all"),
        ),
    ],
)
def test_more_dissatisfied_than_clients_are_refused(custecon, figures, said) -> None:
    ran = custecon("iceberg", *figures, "--clients", 1000)
    assert (ran.code, ran.out) == (2, "")
    assert "E380" in ran.err
    for words in said:
        assert words in ran.err
    assert custecon("iceberg", "--complaints", 40, "--clients", 1000).code == 0


def test_complaints_clients_and_problem_share_give_your_own_complaint_rate(custecon) -> None:
    """50 of 1,000 × 20 % = 200 complain: 25 %, not the 4 % of 1986."""
    figures = ("--clients", 1000, "--problem-share", "20%")
    ran = custecon("iceberg", "--complaints", 50, *figures, "-f", "json")
    given = {entry["name"]: entry for entry in document(ran)["inputs"]}
    assert (given["complaint_share"]["value"], given["complaint_share"]["origin"]) == (0.25, "computed")
    assert given["complaint_share"]["note"] == "complaints ÷ (clients × problem share)"
    assert values(ran)["heard"] == 50
    assert values(ran)["silent"] == 150
    assert "did nothing" not in ran.err
    assert "complaint rate 4%" not in ran.err
    more = custecon("iceberg", "--complaints", 201, *figures)
    assert (more.code, more.out) == (2, "")
    assert "201 complaints cannot come from 200 dissatisfied clients (1,000 clients × 20%)" in more.err
    twice = custecon("iceberg", "--complaints", 50, *figures, "--complaint-share", "10%")
    assert "E108" in twice.err
