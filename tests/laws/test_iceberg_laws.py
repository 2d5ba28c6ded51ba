"""What must hold between the figures of the iceberg, whatever the shares."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.metrics import complaint_answers, complaint_money, complaints
from custecon.tables.complaints import of_shares, whole_parts

parts = st.decimals(min_value=0, max_value=1, places=4)
counts = st.integers(min_value=0, max_value=100_000)
icebergs = st.fixed_dictionaries(
    {
        "dissatisfied": counts.map(Decimal),
        "complaint_share": parts,
        "kept_after_complaint": parts,
        "silent_loyalty": parts,
    }
)


@given(icebergs)
def test_kept_and_lost_are_all_and_every_group_is_the_sum_of_its_parts(now) -> None:
    iceberg = of_shares(now)
    assert iceberg.kept_in_all + iceberg.lost_in_all == now["dissatisfied"]
    assert iceberg.heard + iceberg.silent == now["dissatisfied"]
    assert all(part >= 0 for part in iceberg.parts)
    assert complaints.lost_in_all(**now) == iceberg.lost_in_all
    assert complaints.kept_in_all(**now) == iceberg.kept_in_all
    spoke = {name: now[name] for name in ("dissatisfied", "complaint_share")}
    assert complaints.heard(**spoke) == iceberg.heard
    assert complaints.silent(**spoke) == iceberg.silent


@given(icebergs)
def test_whole_clients_add_up_at_every_level_and_are_near_the_unrounded(now) -> None:
    iceberg = of_shares(now)
    persons = iceberg.in_persons()
    assert sum(persons) == now["dissatisfied"]
    assert all(abs(person - part) < 2 for person, part in zip(persons, iceberg.parts, strict=True))
    assert abs(sum(persons[:2]) - iceberg.heard) < 1


@given(st.lists(st.decimals(min_value=0, max_value=1000, places=3), min_size=1, max_size=8))
def test_whole_parts_add_up_to_the_rounded_whole(shares) -> None:
    found = whole_parts(shares)
    assert sum(found) == int(sum(shares) + Decimal("0.5"))
    assert all(abs(whole - part) < 2 for whole, part in zip(found, shares, strict=True))


@given(icebergs, parts)
def test_more_complaints_lose_nobody_while_the_heard_are_kept_more_often_than_the_silent(now, other) -> None:
    less, more = sorted((now["complaint_share"], other))
    lost = [complaints.lost_in_all(**{**now, "complaint_share": share}) for share in (less, more)]
    if now["kept_after_complaint"] >= now["silent_loyalty"]:
        assert lost[1] <= lost[0]
    else:
        assert lost[1] >= lost[0]


@given(icebergs, parts, parts)
def test_better_answers_never_lose_a_client(now, one, other) -> None:
    worse, better = sorted((one, other))
    lost = [complaints.lost_in_all(**{**now, "kept_after_complaint": share}) for share in (worse, better)]
    assert lost[1] <= lost[0]


@given(icebergs, st.decimals(min_value=0, max_value=10_000, places=2), st.integers(min_value=1, max_value=1000))
def test_money_times_k_is_money_lost_times_k(now, value, factor) -> None:
    once = complaint_money.lost_value(**now, value=value)
    assert complaint_money.lost_value(**now, value=value * factor) == pytest.approx(once * factor)
    assert once == pytest.approx(complaints.lost_in_all(**now) * value)


@given(icebergs, st.decimals(min_value=1, max_value=10_000, places=2), parts, parts)
def test_a_desk_at_its_break_even_budget_returns_nothing(now, value, share, kept) -> None:
    desk = {**now, "value": value, "desk_complaint_share": share, "desk_kept": kept}
    budget = complaint_money.desk_break_even(**desk)
    if budget > Decimal("0.01"):
        assert abs(complaint_money.desk_return(**desk, desk_cost=budget)) < Decimal("1e-12")


@given(icebergs, st.integers(min_value=0, max_value=10_000))
def test_from_complaints_up_and_down_again(now, heard) -> None:
    if now["complaint_share"] > 0:
        up = complaints.dissatisfied_from_complaints(complaints=heard, complaint_share=now["complaint_share"])
        assert complaints.heard(dissatisfied=up, complaint_share=now["complaint_share"]) == pytest.approx(heard)


@given(icebergs, parts, parts, parts)
def test_the_model_by_answers_is_the_simple_one_with_the_mixed_share(now, quick, good, bad) -> None:
    levels = {"loyalty_quick": quick, "loyalty_satisfied": good, "loyalty_unsatisfied": bad}
    mix = {"quick_share": Decimal("0.3"), "satisfied_share": Decimal("0.45")}
    kept = complaint_answers.kept_by_answers(**mix, **levels)
    whole = complaint_answers.kept_of_clients(
        clients=int(now["dissatisfied"]),
        problem_share=Decimal(1),
        complaint_share=now["complaint_share"],
        silent_loyalty=now["silent_loyalty"],
        **mix,
        **levels,
    )
    assert whole == pytest.approx(complaints.kept_in_all(**{**now, "kept_after_complaint": kept}), abs=Decimal("1e-9"))
