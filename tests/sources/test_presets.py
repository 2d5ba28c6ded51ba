"""Every known export is read as it is meant: one small file in the shape of each, with its totals reckoned by hand.

The files and what is expected stand in `presets/SYSTEM.toml`, beside the declaration of the same name.
"""

import csv
import io
import shlex
import tomllib
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.meaning.said import JUDGE, in_process

from custecon.core.errors import InputRefused, Place
from custecon.kinds import SCHEMAS
from custecon.kinds.orders import ORDERS
from custecon.kinds.spending import SPENDING
from custecon.sources import ReadingOptions, read, read_log
from custecon.sources.header_words import squash
from custecon.sources.phrases import word_of
from custecon.sources.presets import known, names, of_header
from custecon.sources.presets.declaration import FEWEST, Undeclared, declared
from custecon.sources.presets.signature import ENOUGH

CASES = [
    (path.stem, case)
    for path in sorted((Path(__file__).parent / "presets").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
EACH = pytest.mark.parametrize(("system", "case"), CASES, ids=[f"{case['preset']}:{case['id']}" for _, case in CASES])
# What firms write themselves: some of the headers of a known export, and no export
ORDINARY = [
    "client,date,amount",
    "customer,date,amount,type",
    "id,date,customer,amount,currency,status",
    "Order ID,Customer,Date,Status,Total",
    "order_id,customer_id,date,status,total,currency",
    "Date,Name,Type,Amount,Balance",
    "Date,Description,Amount,Currency,Status",
    "Customer ID,Email,Created,Amount,Status",
    "Name,Email,Phone,Total spent,Orders",
    "Campaign,Month,Cost,Clicks,Conversions",
    "month,channel,campaign,spend,new_clients",
    "Campaign name,Amount,Date",
    "Company,Deal,Stage,Amount,Date",
    "Deal Name,Amount,Close Date",
    "Account,Plan,Start,End,MRR",
    "Customer,Status,MRR,ARR,Plan",
    "Клиент;Дата;Сумма",
    "ID;Клиент;Дата;Сумма;Статус",
    "Дата;Контрагент;Сумма;Менеджер",
    "Дата;Номер;Контрагент;Сумма;Комментарий",
    "Название сделки;Компания;Сумма;Стадия",
    "Сделка;Клиент;Бюджет;Этап;Дата",
    "Кампания;Месяц;Расход;Клики",
    "Клиент;Выручка;Себестоимость;Маржа",
]


def written(case, tmp_path):
    path = tmp_path / case.get("file", "export.csv")
    path.write_text(case["text"], encoding=case.get("encoding", "utf-8"))
    return path


def answered(case, tmp_path):
    path = written(case, tmp_path)
    words = [word.format(file=path) for word in shlex.split(case.get("command", "check {file}"))]
    code, doc, err = in_process("", words, tmp_path, 0)
    return int(code), doc or {}, JUDGE.said(doc, err)


@EACH
def test_an_export_is_read_as_it_is_meant(system, case, tmp_path):
    code, doc, texts = answered(case, tmp_path)
    assert code == case.get("code", 0), texts
    title = known(case["preset"]).title
    if not code:
        assert any(f"read as «{title}»" in text for text in texts)
    for key in ("total", "clients", "rows", "currency", "date_min", "date_max"):
        if key in case:
            assert doc[key] == case[key], (key, texts)
    for name, value in case.get("figures", {}).items():
        assert Decimal(next(figure["value"] for figure in doc["figures"] if figure["name"] == name)) == Decimal(value)
    taken = {
        row["meaning"]: row["column"] for table in doc.get("tables", ()) for row in table["rows"] if "meaning" in row
    }
    assert case.get("columns", {}).items() <= taken.items()
    for words in case.get("tells", ()):
        assert any(all(word in text for word in words) for text in texts), (words, texts)
    for word in case.get("silent", ()):
        assert not any(word in text for text in texts), (word, texts)


@EACH
def test_the_road_for_big_logs_tells_the_same(system, case, tmp_path):
    preset = known(case["preset"])
    if case.get("code") or preset.kind != "orders" or not preset.marks or " --" in case.get("command", ""):
        pytest.skip("no log that is read")
    path = written(case, tmp_path)
    plain = read(path, (ORDERS,), ReadingOptions())
    quick, _ = read_log(path, (ORDERS,), ReadingOptions())
    assert quick.controls == plain.controls
    assert [str(notice) for notice in quick.notices] == [str(notice) for notice in plain.notices]


@EACH
def test_an_export_is_known_by_its_header_alone(system, case):
    lines = [line for line in case["text"].splitlines() if line]
    fitting = [found for line in lines if (found := of_header(fields(line), Place("file")))]
    assert {preset.name for preset in fitting} == ({case["preset"]} if known(case["preset"]).marks else set())


def fields(line):
    sign = max(";,\t", key=line.count)
    return [field.strip('"') for field in line.split(sign)]


@pytest.mark.parametrize("header", ORDINARY)
def test_an_ordinary_file_is_no_known_export(header):
    assert of_header(fields(header), Place("file")) is None


@pytest.mark.parametrize("name", names())
def test_a_preset_has_marks_enough_and_a_case(name):
    preset = known(name)
    assert all(len(marks) >= ENOUGH for marks in preset.marks)
    assert preset.source.startswith("https://")
    assert len(preset.rules) <= 240
    assert name in {case["preset"] for _, case in CASES}
    assert all(system == case["preset"].partition(".")[0] for system, case in CASES)


@pytest.mark.parametrize("name", names())
def test_a_preset_names_columns_that_its_kind_has_to_have(name):
    preset = known(name)
    needed = {role.name for role in SCHEMAS[preset.kind].roles if role.required}
    assert needed <= preset.columns.keys()


def test_no_export_has_the_marks_of_another():
    every = sorted((sorted(marks), name) for name in names() for marks in known(name).marks)
    assert all(one[0] != other[0] for one, other in pairwise(every))


DEALS = "ID;Название сделки;Стадия сделки;Сумма;Компания;Дата создания\n1;П;Сделка успешна;150;Маяк;10.01.2025\n"


def test_deals_are_no_spending():
    with pytest.raises(InputRefused) as caught:
        read(io.BytesIO(DEALS.encode()), (SPENDING,), ReadingOptions(columns={"spend": "Сумма"}), name="deals")
    assert [problem.code for problem in caught.value.problems] == ["E299"]


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ('otherwise = "gold"', "rows 1: otherwise"),
        ('filled = "gold"', "rows 1: filled"),
        ("", "rows 1"),
        ("words = true", "rows 1: words"),
        ('money = ["won"]\nnothing = ["won"]', "rows 1: nothing"),
        ('money = ["won"]\n[units]\namount = "dozens"', "units.amount"),
        ('money = ["won"]\n[units]\ndate = "ones"', "units.date"),
        ('money = ["won"]\n[instead]\nclient = "Name"', "instead.client"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_its_key(lines, key):
    text = (
        f'title = "x"\nsource = "x"\nkind = "orders"\nrules = "x"\n[columns]\n[[rows]]\ncolumn = ["Stage"]\n{lines}\n'
    )
    with pytest.raises(Undeclared) as caught:
        declared("x", text)
    assert caught.value.key == key


def test_what_is_not_like_an_export_is_not_even_parsed(monkeypatch):
    monkeypatch.setattr("custecon.sources.presets.signature.known", pytest.fail)
    assert of_header(fields("id,date,customer,amount,status"), Place("file")) is None


def test_a_users_own_preset_needs_fewer_marks():
    head = 'title = "x"\nsource = "x"\nkind = "orders"\nrules = "x"\n'
    text = head + 'marks = [["Who", "When"]]\n[columns]\nclient = ["Who"]\n'
    assert len(declared("x", text).marks[0]) == FEWEST < ENOUGH


# ---------------------------------------------------------------- no money never changes a figure without a word

LOGS = [
    case
    for _, case in CASES
    if known(case["preset"]).kind == "orders" and "total" in case and "command" not in case
    if known(case["preset"]).rows and "TOTAL" not in case["text"]
]


def counts(row, rule, headers):
    column = rule.column(headers)
    if column is None:
        return True
    meaning = rule.meanings.get(word_of(row[column]), rule.otherwise)
    return meaning == "money" or (rule.filled is not None and not row[column])


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_row_that_is_no_money_is_told_and_changes_no_total(tmp_path, data):
    case = data.draw(st.sampled_from(LOGS))
    preset = known(case["preset"])
    sign = max(";,\t", key=case["text"].strip().splitlines()[-1].count)
    table = [row for row in csv.reader(io.StringIO(case["text"]), delimiter=sign) if row]
    start = next(n for n, row in enumerate(table) if of_header(row, Place("file")))
    headers, rows = table[start], table[start + 1 :]
    settled = {squash(name) for rule in preset.rows if rule.column(headers) is not None for name in rule.settles}
    columns = [(rule, rule.column(headers)) for rule in preset.rows]
    rules = [rule for rule, n in columns if n is not None and squash(headers[n]) not in settled]
    rule = data.draw(st.sampled_from(rules))
    values = [(value, means) for value, means in rule.meanings.items() if means != "money"]
    value, means = data.draw(st.sampled_from(values)) if values else ("2024-01-05", rule.filled)
    row = list(next(row for row in rows if all(counts(row, each, headers) for each in preset.rows)))
    row[rule.column(headers)] = value
    numbered = {squash(name) for name in preset.columns.get("order_id", ())}
    row = [cell + "9" if squash(header) in numbered else cell for header, cell in zip(headers, row, strict=True)]
    text = io.StringIO()
    csv.writer(text, delimiter=sign).writerows([*table[: start + 1], row, *rows])
    code, doc, texts = answered(case | {"text": text.getvalue()}, tmp_path)
    assert code == 0, texts
    total = Decimal(doc["total"])
    assert total < Decimal(case["total"]) if means == "against" else total == Decimal(case["total"])
    told = "not empty" if rule.filled else value
    assert any(word_of(told) in word_of(text) for text in texts), (told, texts)
