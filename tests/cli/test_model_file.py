"""`custecon fit … -o model.json`, `custecon predict model.json …`: the same answer; no other file is believed."""

import json

import pytest

ASK = ("--horizon", "12m", "--discount", "10%", "--draws", "100")


@pytest.fixture
def model(custecon, examples, tmp_path):
    path = tmp_path / "model.json"
    ran = custecon("fit", examples / "orders.csv", "--method", "mbg-nbd", "-o", path)
    assert ran.code == 0, ran.err
    return path


def test_a_kept_model_predicts_what_a_fresh_one_does(custecon, examples, model) -> None:
    kept = custecon("predict", model, examples / "orders.csv", *ASK)
    fresh = custecon("ltv", examples / "orders.csv", "--method", "mbg-nbd", *ASK)
    assert kept.code == 0, kept.err
    assert kept.out == fresh.out
    assert "N340" in kept.err


def test_a_model_of_occasions_keeps_their_length(custecon, examples, tmp_path) -> None:
    path = tmp_path / "model.json"
    assert custecon("fit", examples / "orders.csv", "--method", "bg-bb", "--horizon", "1m", "-o", path).code == 0
    assert json.loads(path.read_text(encoding="utf-8"))["model"]["occasion"] == "month"
    assert custecon("predict", path, examples / "orders.csv", "--horizon", "6m", "--draws", "0").code == 0
    ran = custecon("predict", path, examples / "orders.csv", "--horizon", "26w")
    assert (ran.code, "E164" in ran.err) == (2, True)


@pytest.mark.parametrize(("name", "kept"), [("model.json", True), ("model.csv", False), ("model.md", False)])
def test_a_file_that_predict_cannot_read_is_told(custecon, examples, tmp_path, name, kept) -> None:
    ran = custecon("fit", examples / "orders.csv", "--method", "bg-nbd", "-o", tmp_path / name)
    assert ran.code == 0
    assert ("N377" in ran.err) is not kept
    code = custecon("predict", tmp_path / name, examples / "orders.csv", "--horizon", "6m", "--draws", "0").code
    assert (code == 0) is kept


def test_too_thin_a_log_leaves_no_model(custecon, tmp_path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("client,date,amount\nA,2024-01-01,10\nB,2024-02-01,10\nB,2024-03-01,10\n", encoding="utf-8")
    for method in ("auto", "bg-nbd"):
        ran = custecon("fit", path, "--method", method, "-o", tmp_path / "model.json")
        assert (ran.code, (tmp_path / "model.json").exists()) == (4, False), ran.err
        assert "1 client has bought again" in ran.err
        assert "error E34" in ran.err


def changed(document, *path, to):
    for key in path[:-1]:
        document = document[key]
    document[path[-1]] = to


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("model", "custecon_model"), 2),
        (("model", "buying", "custecon_fit"), 99),
        (("model", "buying", "params", "r"), -1.0),
        (("model", "buying", "params", "r"), "0.2"),
        (("model", "buying", "params"), {"r": 1.0}),
        (("model", "buying", "params"), {"r": 1.0, "alpha": 1.0, "a": 1.0, "z": 1.0}),
        (("model", "buying", "model"), "os.system"),
        (("model", "buying", "log_covariance"), [[1.0]]),
        (("model", "buying", "log_covariance"), [[float("nan")] * 4] * 4),
        (("model", "buying", "unit"), "fortnight"),
        (("model", "spend", "model"), "bg_nbd"),
        (("model", "spend", "params", "q"), 0.0),
        (("model", "mean_spend"), -5.0),
        (("model", "mean_spend"), "5"),
        (("model", "as_of"), "yesterday"),
        (("model", "occasion"), "week"),
        (("model", "more"), "than there is"),
        (("model", "buying", "more"), "than there is"),
        (("model", "as_of"), "9999-99-99"),
        (("model", "as_of"), "2023-02-29"),
        (("model", "as_of"), "0001-01-01"),
        (("model", "as_of"), "２０２４-01-01"),
        (("model", "mean_spend"), 1e308),
        (("model", "mean_spend"), 2.3e52),
        (("model", "buying", "data"), {}),
        (("model", "buying", "data", "mean_age"), 1e11),
        (("model", "buying", "data", "repeat_purchases"), 0.0),
        (("model", "buying", "convergence", "largest_gradient"), "\0"),
        (("model", "buying", "convergence", "at_edge"), [["r"]]),
        (("model", "buying", "notices"), [{"code": "N341", "values": {}}]),
        (("model", "buying", "notices"), [{"code": "E901", "values": {"fault": "x"}}]),
        (("model", "buying", "notices"), [{"code": "N999", "values": {}}]),
        (("model", "buying", "notices"), [{"code": "N341", "values": {"place": "here"}}]),
        (("model", "buying", "params", "k"), 2.5),
        (("model", "buying", "unit"), "\ud800"),
        (("model", "currency"), "x" * 1000),
        (("model",), None),
    ],
)
def test_a_damaged_or_foreign_model_is_refused_by_name(custecon, examples, model, path, value) -> None:
    document = json.loads(model.read_text(encoding="utf-8"))
    changed(document, *path, to=value)
    model.write_text(json.dumps(document), encoding="utf-8")
    ran = custecon("predict", model, examples / "orders.csv", *ASK)
    assert (ran.code, "E344" in ran.err, ran.out) == (3, True, ""), ran.err


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("spend", "gamma", 2.3e52),  # of money: no purchase brings so much
        ("spend", "q", 1e308),
        ("buying", "r", 1e-300),
        ("buying", "alpha", 1e308),  # half a lifetime of 1e306 years
        ("buying", "b", 1e12),
        ("buying", "a", 5e-324),
    ],
)
def test_a_parameter_that_no_fit_has_is_refused_by_its_name(custecon, examples, model, part, name, value) -> None:
    document = json.loads(model.read_text(encoding="utf-8"))
    changed(document, "model", part, "params", name, to=value)
    model.write_text(json.dumps(document), encoding="utf-8")
    ran = custecon("predict", model, examples / "orders.csv", *ASK)
    assert (ran.code, f"{part}.params.{name} is {value:g}" in ran.err) == (3, True), ran.err
    assert "custecon fit" in ran.err


def test_a_mean_lifetime_of_a_thousand_million_years_is_refused(custecon, examples, tmp_path) -> None:
    path = tmp_path / "model.json"
    assert custecon("fit", examples / "orders.csv", "--method", "pareto-nbd", "-o", path).code == 0
    document = json.loads(path.read_text(encoding="utf-8"))
    s = document["model"]["buying"]["params"]["s"]
    changed(document, "model", "buying", "params", "beta", to=1e9 * 52.18 * s)
    path.write_text(json.dumps(document), encoding="utf-8")
    ran = custecon("predict", path, examples / "orders.csv", *ASK)
    assert (ran.code, "buying.params.beta" in ran.err) == (3, True), ran.err


@pytest.mark.parametrize(
    ("part", "matrix"),
    [
        ("buying", [[-1e-3 if i == j else 0.0 for j in range(4)] for i in range(4)]),  # a negative variance
        ("buying", [[1.0] * 4, [1.0, 1.0, 9.0, 1.0], [1.0, 9.0, 1.0, 1.0], [1.0] * 4]),  # no correlation is 9
        ("buying", [[float(i > j) for j in range(4)] for i in range(4)]),  # not symmetric
        ("buying", [[1e308 if i == j else 0.0 for j in range(4)] for i in range(4)]),
        ("spend", [[200.0 if i == j else 0.0 for j in range(3)] for i in range(3)]),  # the fitter leaves 100
        ("spend", [[90.0] * 3] * 3),  # 270 in the direction of all three
        ("spend", [[1.0, 0.0], [0.0, 1.0]]),
    ],
)
def test_a_covariance_of_no_fit_is_refused(custecon, examples, model, part, matrix) -> None:
    document = json.loads(model.read_text(encoding="utf-8"))
    changed(document, "model", part, "log_covariance", to=matrix)
    model.write_text(json.dumps(document), encoding="utf-8")
    ran = custecon("predict", model, examples / "orders.csv", *ASK)
    assert (ran.code, "covariance" in ran.err, ran.out) == (3, True, ""), ran.err


@pytest.mark.parametrize(
    "literal",
    ["NaN", "-Infinity", "1e400", "9" * 5000, "9" * 400, '"\\ud800"', "[" * 5000 + "]" * 5000],
)
def test_a_literal_that_no_fit_writes_is_refused(custecon, examples, model, literal) -> None:
    text = model.read_text(encoding="utf-8")
    value = json.dumps(json.loads(text)["model"]["mean_spend"])
    model.write_text(text.replace(f'"mean_spend": {value},\n    "currency"', f'"mean_spend": {literal}, "currency"', 1))
    assert literal in model.read_text()
    ran = custecon("predict", model, examples / "orders.csv", *ASK)
    assert (ran.code, "E344" in ran.err) == (3, True), ran.err[:300]


def test_a_key_that_stands_twice_is_refused(custecon, examples, model) -> None:
    text = model.read_text(encoding="utf-8")
    model.write_text(text.replace('"params": {', '"params": {"r": 5.0,', 1))
    ran = custecon("predict", model, examples / "orders.csv", *ASK)
    assert (ran.code, "«r» stands there twice" in ran.err) == (3, True), ran.err


@pytest.mark.parametrize("day", ["9999-12-31", "1001-01-01", "2101-01-01"])
def test_a_model_is_fitted_as_of_a_day_that_a_file_may_hold(custecon, examples, day) -> None:
    ran = custecon("fit", examples / "orders.csv", "--method", "mbg-nbd", "--as-of", day)
    assert (ran.code, "from 1990 to 2100" in ran.err) == (2, True), ran.err


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"client,date\n", b"null", b"[" * 100_000])
def test_what_is_no_json_of_ours_is_refused(custecon, examples, tmp_path, content) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(content)
    ran = custecon("predict", path, examples / "orders.csv")
    assert (ran.code, "E9" in ran.err, ran.out) == (3, False, "")


@pytest.mark.parametrize("words", [(), ("model.json",), ("a", "b", "c")])
def test_a_model_and_a_log_are_asked_for(custecon, words) -> None:
    ran = custecon("predict", *words)
    assert (ran.code, "E163" in ran.err) == (2, True)


def test_what_is_told_of_a_fit_is_kept_with_it(custecon, examples, tmp_path) -> None:
    """60 clients of CDNOW, 27 of whom bought again: told when it is fitted, and by whoever reads the file."""
    rows = (examples / "orders.csv").read_text(encoding="utf-8").splitlines()
    log, model = tmp_path / "few.csv", tmp_path / "model.json"
    log.write_text("\n".join([rows[0], *(row for row in rows[1:] if int(row[:4]) <= 60)]) + "\n", encoding="utf-8")
    told = "only 27 clients bought again"
    fitted = custecon("fit", log, "--method", "bg-nbd", "-o", model)
    assert (fitted.code, told in fitted.err) == (0, True), fitted.err
    assert told in custecon("predict", model, log, "--draws", "0").err
