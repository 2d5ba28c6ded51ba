"""What `-f json` writes has the shape that docs/json.md tells: every command, over the examples, and every refusal."""

import json
import re
import sys
from pathlib import Path

import pytest
from tests.conftest import every_example

sys.path.insert(0, str(Path(__file__).parent))
from json_contract import PARTS, SHAPES, Answer, Refusal

QUESTIONS = (
    "ltv clients.csv --discount 10% --explain",
    "ltv clients.csv --retention 100%",
    "ltv clients_ru.csv --discount 10% --currency RUB",
    "ltv clients.xlsx --discount 10%",
    "ltv orders.csv --method bg-nbd --horizon 12m --discount 10%",
    "ltv --margin 100 --retention 80% --discount 10% --periods 5 --explain",
    "ltv --margin 100 --retention 100% --discount 10% --growth 5%",
    "cac --spend 0 --new-clients 10 --ltv 100",
    "churn-cost clients.csv --lost-after 180d --by segment",
    "what-if ltv --margin 100 --churn 5% --discount 1% --change churn=0%..2%:1%",
    "fit orders.csv --method bg-nbd",
    "check profit_clients.csv",
    "list messages",
    *(line for lines in every_example().values() for line in lines if not line.startswith(("init", "sample"))),
    "init clients.csv",
    "sample {folder}/sample",
)
REFUSED = (
    ("ltv", 2),
    ("ltv nobody.csv", 3),
    ("ltv clients.csv --map client=cost --map margin=segment", 3),
    ("check orders.csv --expect-total 1", 6),
    ("ltv --margin 100 --retention 100%", 4),
)


def nothing_but_json(text: str) -> dict:
    def refuse(word: str) -> None:
        raise ValueError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_has_its_shape(question: str, custecon, examples, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path if question.startswith("init") else examples)
    if question.startswith("init"):
        (tmp_path / "clients.csv").write_bytes((examples / "clients.csv").read_bytes())
    ran = custecon(*question.format(folder=tmp_path).split(), "-f", "json")
    assert ran.code in (0, 4), ran.err
    SHAPES.get(question.split(maxsplit=1)[0], Answer).model_validate(nothing_but_json(ran.out))


@pytest.mark.parametrize(("question", "code"), REFUSED)
def test_a_refusal_has_its_shape(question: str, code: int, custecon, examples, monkeypatch) -> None:
    monkeypatch.chdir(examples)
    ran = custecon(*question.split(), "-f", "json")
    assert ran.code == code, ran.err
    assert Refusal.model_validate(nothing_but_json(ran.out)).exit_code == code


def test_a_prediction_of_a_kept_model_has_the_shape(custecon, examples, tmp_path) -> None:
    orders, model = examples / "orders.csv", tmp_path / "model.json"
    assert custecon("fit", orders, "--method", "bg-nbd", "-o", model).code == 0
    ran = custecon("predict", model, orders, "--horizon", "12m", "--discount", "10%", "-f", "json")
    Answer.model_validate(nothing_but_json(ran.out))


def test_the_page_tells_every_key_and_no_other(root) -> None:
    page = (root / "docs/json.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([a-z_0-9]+)` \|", page, re.MULTILINE))
    keys = {field.alias or name for part in PARTS for name, field in part.model_fields.items()}
    assert told == keys
