"""Which kept fits can be fits at all: at every limit, just inside and just outside of it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.models.admissible import refuse_impossible
from custecon.models.fit_record import Fit
from custecon.models.fitting import Convergence

LONGEST = 5000.0  # weeks
DATA = {"clients": 200.0, "repeaters": 100.0, "repeat_purchases": 400.0, "mean_age": 40.0}
PARAMS = {"k": 2.0, "r": 1.0, "alpha": 40.0, "a": 1.0, "b": 2.0}
FIT = Fit(
    "bg_cnbd_k", "week", PARAMS, -100.0, np.eye(4) * 0.1, DATA,
    Convergence(5, 1, 1, 0.0, 0.0, 1.0, ()),
)  # fmt: skip
WIDEST = math.exp(9.5)  # 9 logs from the usual size, and half a log for not knowing it exactly


def holds(fit: Fit) -> bool:
    try:
        refuse_impossible(fit, LONGEST)
    except Undefined as refused:
        if refused.problems[0].code != "E338":
            raise
        return False
    return True


@pytest.mark.parametrize(("regular", "possible"), [(0, False), (1, True), (12, True), (13, False), (1.5, False)])
def test_regularity_is_a_whole_number_up_to_twelve(regular: float, possible: bool) -> None:
    assert holds(replace(FIT, params={**PARAMS, "k": regular})) is possible


@pytest.mark.parametrize(
    ("name", "usual"),
    [("r", 1.0), ("a", 1.0), ("alpha", 2 * 40 * 200 / 400)],  # alpha: k purchases take as long as the base shows
)
def test_a_parameter_lies_within_nine_and_a_half_logs_of_its_usual_size(name: str, usual: float) -> None:
    for beyond, possible in ((0.999, True), (1.001, False)):
        assert holds(replace(FIT, params={**PARAMS, name: usual * WIDEST * beyond})) is possible
        assert holds(replace(FIT, params={**PARAMS, name: usual / WIDEST / beyond})) is possible


def test_what_a_client_spends_has_the_size_of_what_clients_spent() -> None:
    data = {**DATA, "mean_spend": 30.0}
    spend = replace(FIT, model="gamma_gamma", unit="", log_covariance=np.eye(3), data=data)
    for gamma, possible in ((30.0 * WIDEST * 0.999, True), (30.0 * WIDEST * 1.001, False)):
        assert holds(replace(spend, params={"p": 1.0, "q": 2.0, "gamma": gamma})) is possible
    params = {"p": 1.0, "q": 2.0, "gamma": 1e15}
    assert holds(replace(spend, params=params, data={**data, "mean_spend": 1e15}))
    assert not holds(replace(spend, params=params, data={**data, "mean_spend": 1.001e15}))


@pytest.mark.parametrize(("name", "most"), [("clients", 1e10), ("repeaters", 1e10), ("mean_age", LONGEST)])
def test_the_figures_of_the_data_are_above_nothing_and_bounded(name: str, most: float) -> None:
    usual = {"alpha": PARAMS["k"] * most} if name == "mean_age" else {"alpha": PARAMS["k"] * 40 * most / 400}
    fit = replace(FIT, params={**PARAMS, **(usual if name != "repeaters" else {})})
    assert holds(replace(fit, data={**DATA, name: most}))
    assert not holds(replace(fit, data={**DATA, name: most * 1.001}))
    assert not holds(replace(FIT, data={**DATA, name: 0.0}))
    assert not holds(replace(FIT, data={key: value for key, value in DATA.items() if key != name}))


def matrix(**cells: Any) -> np.ndarray:
    found = np.eye(4)
    for place, value in cells.items():
        found[int(place[1]), int(place[2])] = value
    return found


@pytest.mark.parametrize(
    ("covariance", "possible"),
    [
        (np.eye(4) * 100.0, True),  # a standard error of ten logs is the most that the fitter calls known
        (np.eye(4) * 100.1, False),
        (matrix(c01=0.5, c10=0.5), True),
        (matrix(c01=0.5, c10=0.4), False),
        (matrix(c00=-0.5), False),
        (matrix(c01=1.5, c10=1.5), False),  # 1 ± 1.5: less than nothing in one direction
        (matrix(c00=80.0, c11=80.0, c01=15.0, c10=15.0), True),  # 80 + 15 in the worst direction
        (matrix(c00=80.0, c11=80.0, c01=25.0, c10=25.0), False),  # 80 + 25
        (np.zeros((4, 4)), True),
        # what rounding may leave: a billionth of the largest, or of one
        (matrix(c00=0.1, c11=0.1, c01=0.1 + 0.9e-9, c10=0.1 + 0.9e-9), True),
        (matrix(c00=0.1, c11=0.1, c01=0.1 + 1.1e-9, c10=0.1 + 1.1e-9) * 0.9, True),
        (matrix(c00=0.1, c11=0.1, c01=0.1 + 1.3e-9, c10=0.1 + 1.3e-9) * 0.9, False),
        (matrix(c01=0.5, c10=0.5 + 0.9e-9), True),
        (matrix(c01=0.5, c10=0.5 + 1.1e-9), False),
    ],
)
def test_doubt_is_symmetric_not_negative_and_no_more_than_the_fitter_leaves(covariance, possible) -> None:
    assert holds(replace(FIT, log_covariance=covariance)) is possible
