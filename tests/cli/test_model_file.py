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
        (("model",), None),
    ],
)
def test_a_damaged_or_foreign_model_is_refused_by_name(custecon, examples, model, path, value) -> None:
    document = json.loads(model.read_text(encoding="utf-8"))
    changed(document, *path, to=value)
    model.write_text(json.dumps(document), encoding="utf-8")
    ran = custecon("predict", model, examples / "orders.csv", *ASK)
    assert (ran.code, "E344" in ran.err, ran.out) == (3, True, ""), ran.err


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
