"""custecon.toml and CUSTECON_*: the firm's facts stand behind the options, never before them, and never unseen."""

import json
import subprocess
import sys

import pytest

YEARLY = """\
currency = "EUR"
period = "year"
margin = 1200
discount = "10%/year"
churn = "18%"
"""


class Told:
    """What one run in JSON told."""

    def __init__(self, ran):
        self.code, self.out, self.said = ran.code, ran.out, ran.err

    @property
    def result(self):
        return json.loads(self.out)

    def value(self, name):
        return next(f["value"] for f in self.result["figures"] if f["name"] == name)

    def origins(self):
        return {entry["name"]: entry["origin"] for entry in self.result["inputs"]}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def yearly(folder):
    (folder / "custecon.toml").write_text(YEARLY, encoding="utf-8")


@pytest.fixture
def ltv(custecon):
    def of(options="", environment=None):
        return Told(custecon("ltv", *options.split(), "-f", "json", **(environment or {})))

    return of


def test_the_settings_fill_what_was_not_typed(yearly, ltv):
    ran = ltv()
    assert ran.code == 0
    assert ran.value("margin_multiple") == pytest.approx(1200 * 0.82 / (1.1 - 0.82))
    assert ran.origins() == {"margin": "settings", "retention": "computed", "discount": "settings"}
    assert (ran.result["currency"], ran.result["period"]) == ("EUR", "year")


def test_the_result_says_which_facts_came_from_where(yearly, ltv):
    (note,) = [n for n in ltv("--discount 5%").result["notices"] if n["code"] == "N310"]
    assert note["text"] == (
        "from custecon.toml: margin 1,200.00 per year, churn rate 18% per year, currency EUR, period year"
    )
    unused = ltv("--margin 100/month --retention 80%/month --discount 1%/month --no-settings").result["notices"]
    assert not unused


def test_options_win_over_environment_and_environment_over_the_file(yearly, ltv):
    environment = {"CUSTECON_MARGIN": "600", "CUSTECON_DISCOUNT": "20%"}
    ran = ltv("--discount 0.05", environment)
    assert ran.origins()["margin"] == "environment"
    assert ran.value("margin_multiple") == pytest.approx(600 * 0.82 / (1.05 - 0.82))
    assert "from CUSTECON_MARGIN: margin 600.00 per year" in ran.said


def test_a_typed_retention_overrules_the_churn_of_the_file(yearly, ltv):
    assert ltv("--retention 80%").value("margin_multiple") == pytest.approx(1200 * 0.8 / 0.3)


def test_a_typed_margin_overrules_revenue_and_margin_rate(folder, ltv):
    (folder / "custecon.toml").write_text('period = "year"\nrevenue = 200\nmargin_rate = 0.4\n')
    line = "--churn 20% --discount 10% --method margin-multiple"
    assert ltv(f"--margin 50 {line}").value("margin_multiple") == pytest.approx(50 * 0.8 / 0.3)
    assert ltv(line).value("margin_multiple") == pytest.approx(80 * 0.8 / 0.3)
    assert ltv(f"--revenue 100 {line}").value("margin_multiple") == pytest.approx(40 * 0.8 / 0.3)


def test_a_yearly_margin_is_never_taken_for_a_monthly_one(yearly, ltv):
    ran = ltv("--period month")
    monthly = {entry["name"]: entry["value"] for entry in ran.result["inputs"]}
    assert monthly["margin"] == pytest.approx(100)
    assert monthly["discount"] == pytest.approx(1.1 ** (1 / 12) - 1)
    assert monthly["retention"] == pytest.approx(0.82 ** (1 / 12))


def test_the_period_that_an_option_names_wins_and_the_facts_are_converted(yearly, ltv):
    """params.csv Po20: 100 a month, 5 % a month, 10 % a YEAR."""
    ran = ltv("--margin 100 --churn 5%/month")
    assert ran.result["period"] == "month"
    assert ran.value("margin_multiple_now") == pytest.approx(1738.661639, abs=1e-6)


def test_a_fact_without_any_period_is_refused(folder, ltv):
    (folder / "custecon.toml").write_text("# facts\nmargin = 1200\n")
    ran = ltv("--churn 5% --discount 0")
    assert ran.code == 2
    assert "E136: custecon.toml:2: margin is a figure per period, but per which?" in ran.said


def test_a_period_named_only_by_the_settings_does_not_settle_what_was_typed(folder, ltv):
    (folder / "custecon.toml").write_text('discount = "10%/year"\n')
    ran = ltv("--margin 100 --churn 5%")
    assert ran.code == 2
    assert "E132: custecon.toml: discount rate is per year" in ran.said
    assert ltv("--margin 100 --churn 5% --period month").code == 0


def test_money_of_one_currency_is_never_named_by_another(yearly, ltv):
    ran = ltv("--currency USD")
    assert ran.code == 2
    assert "E133: custecon.toml: margin is money in EUR, but the answer is in USD" in ran.said
    assert ltv("--currency USD --margin 10").code == 0


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (
            'period = "year"\nchrun = 0.2\n',
            "E130",
            "custecon.toml:2: there is no setting «chrun»\n   did you mean churn?",
        ),
        ('period = "year"\nchurn = 18%\n', "E131", "custecon.toml:2: this is not valid TOML"),
        ('period = "yaer"\n', "E134", "custecon.toml:1: period: «yaer» is not a period"),
        ('currency = "euro"\n', "E134", "custecon.toml:1: currency: «euro» is not a currency"),
        ("discount = true\n", "E134", "custecon.toml:1: discount: «true» is not a number"),
        ('\nperiod = "year"\nchurn = 18\n', "E102", "custecon.toml:3: churn: 18 is not a share"),
        ('churn = "ten"\n', "E101", "custecon.toml:1: churn: «ten» is not a number"),
        ("margin = nan\n", "E134", "custecon.toml:1: margin: «NaN» is not a number"),
        ('encoding = "utf-8"\n', "E130", "encoding stands under [file]"),
        ("[columns]\ndiscount = 0.1\n", "E134", "custecon.toml:2: columns.discount"),
        ('[columns]\nclinet = "Клиент"\n', "E130", "did you mean client?"),
        ('[columns.ordres]\nclient = "Клиент"\n', "E130", "did you mean columns.orders?"),
        ('[file]\ndecimal = ";"\n', "E134", "custecon.toml:2: file.decimal"),
        ('[file]\nmargin = "3"\n', "E130", "figures stand above [file]"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line_and_the_cure(folder, text, code, told, ltv):
    (folder / "custecon.toml").write_text(text, encoding="utf-8")
    ran = ltv("--margin 100 --churn 5% --discount 0 --period month")
    assert ran.code == 2
    assert f"error {code}: " in ran.said
    assert told in ran.said
    assert '"figures":' not in ran.out


def test_all_faults_of_a_file_are_shown_together_in_their_order(folder, ltv):
    (folder / "custecon.toml").write_text('a = 1\nperiod = "yaer"\nb = 2\n')
    lines = [line for line in ltv().said.splitlines() if "error" in line]
    assert [line.split("toml:")[1][0] for line in lines] == ["1", "2", "3"]


def test_an_unknown_variable_is_refused_because_a_misspelt_one_would_be_lost(folder, ltv):
    ran = ltv("--margin 100 --churn 5%", {"CUSTECON_DISCOUT": "10%"})
    assert ran.code == 2
    assert "did you mean CUSTECON_DISCOUNT?" in ran.said


@pytest.mark.parametrize(("name", "said"), [("MARGIN_RATE", "abc"), ("DISCOUNT", "-5%"), ("MARGIN", "100")])
def test_a_variable_that_cannot_be_is_refused_by_its_name(folder, ltv, name, said):
    ran = ltv("--margin 100 --retention 80%", {f"CUSTECON_{name}": said})
    assert (ran.code, f": CUSTECON_{name}: " in ran.said) == (2, True)


def test_another_file_can_be_named_and_a_missing_one_is_refused(folder, ltv):
    (folder / "firm.toml").write_bytes(b"\xef\xbb\xbf" + YEARLY.encode())
    assert ltv("--settings firm.toml").origins()["margin"] == "settings"
    assert ltv("", {"CUSTECON_SETTINGS": "firm.toml"}).origins()["margin"] == "settings"
    ran = ltv("--settings none.toml")
    assert (ran.code, "E135: none.toml: the settings cannot be read" in ran.said) == (2, True)
    (folder / "firm.toml").write_bytes("# наша фирма".encode("cp1251"))
    assert "it is not UTF-8; save it as UTF-8" in ltv("--settings firm.toml").said


def test_no_settings_leaves_them_aside(yearly, ltv):
    ran = ltv("--no-settings --margin 100 --retention 80% --discount 10%", {"CUSTECON_CURRENCY": "USD"})
    assert (ran.code, ran.result["currency"], ran.result["period"]) == (0, None, None)


def test_columns_and_reading_are_known_by_kind_of_file(folder):
    from pathlib import Path

    from custecon.cli.settings_file import read

    (folder / "custecon.toml").write_text(
        '[columns]\nclient = "Клиент"\n[columns.orders]\namount = "Сумма"\n[file]\ndecimal = ","\n', encoding="utf-8"
    )
    facts, headers = read(Path("custecon.toml"))
    assert facts["decimal"].text == ","
    assert headers == {"": {"client": "Клиент"}, "orders": {"amount": "Сумма"}}


def test_without_a_settings_file_its_reader_is_not_loaded_nor_pydantic_by_it(folder):
    code = (
        "import sys; sys.argv = 'custecon ltv --margin 100 --churn 5% --discount 0'.split()\n"
        "from custecon.cli.app import main\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code, 'custecon.cli.settings_file' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip().endswith("0 False")


SALES = "Kunde;Umsatz (EUR);Spanne (EUR)\nA;1000;400\nB;2000;800\n"


def test_the_firm_names_the_columns_of_its_exports_once(folder, custecon):
    (folder / "sales.csv").write_text(SALES, encoding="utf-8")
    line = ("ltv", "sales.csv", "--retention", "80%", "--discount", "10%", "-f", "json")
    assert custecon(*line).code == 3
    (folder / "custecon.toml").write_text(
        '[columns]\nclient = "Kunde"\n[columns.clients]\nmargin = "Spanne (EUR)"\nmanager = "Chef"\n', encoding="utf-8"
    )
    ran = custecon(*line)
    assert ran.code == 0, ran.err
    controls = json.loads(ran.out)["control_totals"][0]
    assert controls["columns"]["client"] == {"value": "Kunde", "by": "settings"}
    assert controls["totals"]["margin"] == "1200"
    assert "from custecon.toml: column client «Kunde», column margin «Spanne (EUR)»" in ran.err


def test_the_currency_of_a_file_is_never_renamed_by_the_settings(folder, custecon):
    (folder / "sales.csv").write_text(SALES.replace("Kunde", "client").replace("Spanne", "margin"), encoding="utf-8")
    (folder / "custecon.toml").write_text('currency = "RUB"\nperiod = "year"\nretention = 0.8\ndiscount = 0\n')
    ran = custecon("ltv", "sales.csv", "-f", "json")
    result = json.loads(ran.out)
    assert (ran.code, result["currency"]) == (0, "EUR")
    assert [note["code"] for note in result.pop("notices") if "RUB" in note["text"]] == ["N386"]
    assert "RUB" not in json.dumps(result)
    (folder / "custecon.toml").write_text('currency = "RUB"\nperiod = "year"\nmargin = 5\nretention = 0.8\n')
    (folder / "sales.csv").write_text("client;revenue (EUR);margin (EUR)\nA;1;1\nB;2;\n", encoding="utf-8")
    assert "E133" in custecon("ltv", "sales.csv", "-f", "json").err


def test_a_monthly_period_of_the_firm_does_not_stop_a_yearly_file(folder, custecon):
    (folder / "sales.csv").write_text(SALES.replace("Kunde", "client").replace("Spanne", "margin"), encoding="utf-8")
    (folder / "custecon.toml").write_text('period = "month"\nchurn = 0.01\ndiscount = "10%/year"\n')
    ran = custecon("ltv", "sales.csv", "-f", "json")
    inputs = {entry["name"]: entry["value"] for entry in json.loads(ran.out)["inputs"]}
    assert inputs["retention"] == pytest.approx(0.99**12)
    assert inputs["discount"] == pytest.approx(0.1)


def test_the_number_of_clients_is_never_taken_for_a_file_nor_for_a_count_of_one(folder, custecon):
    (folder / "complaints.csv").write_text(
        "client,complained,stayed\nA,yes,yes\nB,no,no\nC,no,yes\nD,no,no\n", encoding="utf-8"
    )
    plain = json.loads(custecon("iceberg", "complaints.csv", "-f", "json").out)
    (folder / "custecon.toml").write_text("clients = 900\nproblem_share = 0.5\n", encoding="utf-8")
    assert json.loads(custecon("iceberg", "complaints.csv", "-f", "json").out)["answer"] == plain["answer"]
    assert "Of 4 clients" in plain["answer"]
    ran = custecon("churn-cost", "--lost", "12", "--value", "100", "-f", "json")
    assert (ran.code, "1,200.00" in json.loads(ran.out)["answer"]) == (0, True)


def test_figures_of_one_client_in_the_settings_do_not_stop_a_file_of_many(folder, custecon):
    (folder / "profit.csv").write_text("client,revenue,direct cost\nA,100,60\nB,100,90\n", encoding="utf-8")
    (folder / "custecon.toml").write_text('revenue = "7/year"\nservice_cost = "30/year"\n', encoding="utf-8")
    ran = custecon("profit", "profit.csv", "-f", "json")
    assert ran.code == 0, ran.err
    assert "from custecon.toml: spent on service 30.00 per year" in ran.err
    assert "revenue 7" not in ran.err
    assert custecon("profit", "profit.csv", "--revenue", "7").code == 2


def test_what_was_typed_overrules_what_the_settings_say_in_other_words(folder, custecon):
    (folder / "custecon.toml").write_text("quick_share = 0.3\nminute_price = 2\n", encoding="utf-8")
    ran = custecon("iceberg", "--dissatisfied", "100", "--kept-after-complaint", "50%", "-f", "json")
    assert ran.code == 0, ran.err
    (folder / "profit.csv").write_text("client,revenue,cost,visits\nA,100,60,3\n", encoding="utf-8")
    line = ("profit", "profit.csv", "--minutes", "visits=5", "-f", "json")
    by_hand = {"": 100 - 60 - 3 * 5 * 2, "--department-cost 30 --capacity-minutes 10": 100 - 60 - 3 * 5 * 3}
    for typed, profit in by_hand.items():
        ran = custecon(*line, *typed.split())
        assert ran.code == 0, ran.err
        assert f"earns {profit}" in json.loads(ran.out)["answer"] or f"loses {-profit}" in json.loads(ran.out)["answer"]
        assert ("price of a minute 2.00" in ran.err) == (not typed)


def test_a_refusal_names_the_settings_of_which_it_speaks(folder, custecon):
    (folder / "custecon.toml").write_text("clients_at_start = 17\nvalue = 5\n", encoding="utf-8")
    ran = custecon("churn-cost", "--lost", "120")
    assert ran.code == 2
    assert "custecon.toml gives clients at the start 17; --no-settings leaves it aside" in ran.err
    assert "annual value" not in ran.err
    assert custecon("churn-cost", "--lost", "120", "--no-settings").code == 0


def test_what_a_file_proves_overrules_how_the_firm_writes_and_is_told(folder, custecon):
    (folder / "custecon.toml").write_text('[file]\ndecimal = ","\ndelimiter = ";"\nencoding = "windows-1251"\n')
    (folder / "plain.csv").write_text("client,date,amount\nA,2024-01-02,1.50\nB,2024-02-03,2\n", encoding="utf-8")
    ran = custecon("check", "plain.csv", "-f", "json")
    assert (ran.code, json.loads(ran.out)["control_totals"][0]["totals"]["amount"]) == (0, "3.50")
    assert "custecon.toml says decimal ,, but this file shows . (line 2: 1.50), and the file counts" in ran.err
    assert "custecon.toml says delimiter ;, but this file shows , (detected)" in ran.err
    assert "encoding" not in ran.err  # plain ASCII is the same in both
    (folder / "cyrillic.csv").write_text("клиент;дата;сумма\nЁлка;02.01.2024;1,5\n", encoding="utf-8")
    assert "says encoding windows-1251, but this file shows UTF-8" in custecon("check", "cyrillic.csv").err


def test_what_a_file_leaves_open_the_settings_decide_and_are_told(folder, custecon):
    (folder / "open.csv").write_text('client,date,amount\nA,03/04/2024,"1,234"\nB,05/06/2024,"2,345"\n')
    assert custecon("check", "open.csv").code == 3
    (folder / "custecon.toml").write_text('[file]\ndecimal = ","\ndate_order = "mdy"\n')
    ran = custecon("check", "open.csv", "-f", "json")
    controls = json.loads(ran.out)["control_totals"][0]
    assert (controls["totals"]["amount"], controls["first_date"]) == ("3.579", "2024-03-04")
    assert "from custecon.toml: date order mdy, decimal ," in ran.err
    ran = custecon("check", "open.csv", "--decimal", ".", "--date-order", "dmy", "-f", "json")
    controls = json.loads(ran.out)["control_totals"][0]
    assert (controls["totals"]["amount"], controls["first_date"]) == ("3579", "2024-04-03")
    assert "custecon.toml" not in ran.err


def test_a_sheet_of_the_settings_is_taken_where_the_workbook_has_it(folder, custecon):
    import openpyxl

    book = openpyxl.Workbook()
    for name, amount in (("Old", 5), ("Sales", 7)):
        sheet = book.create_sheet(name)
        for row in (("client", "date", "amount"), ("A", "2024-01-02", amount)):
            sheet.append(row)
    del book["Sheet"]
    book.save("two.xlsx")
    assert custecon("check", "two.xlsx").code == 3
    (folder / "custecon.toml").write_text('[file]\nsheet = "Sales"\n')
    ran = custecon("check", "two.xlsx", "-f", "json")
    assert json.loads(ran.out)["control_totals"][0]["totals"]["amount"] == "7"
    assert "from custecon.toml: sheet Sales" in ran.err
    del book["Old"], book["Sales"]
    book.create_sheet("Only").append(("client", "date", "amount"))
    book["Only"].append(("A", "2024-01-02", 9))
    book.save("one.xlsx")
    ran = custecon("check", "one.xlsx", "-f", "json")
    assert json.loads(ran.out)["control_totals"][0]["totals"]["amount"] == "9"
    assert "custecon.toml says sheet Sales, but this file shows Only" in ran.err


ORDERS = """client,date,amount,tax,till,stage
A,2024-01-02,100,10,1,Won
A,2024-02-02,50,5,2,Won
B,2024-03-02,30,3,1,Lost
B,2024-04-02,20,2,1,Refund
"""


@pytest.mark.parametrize(
    ("settings", "typed", "total", "told"),
    [  # by hand, from the four rows above
        ('only = ["stage=Won"]', "", 150, "only stage=Won"),
        ('leave_out = "stage=Lost"\nminus = "stage=Refund"', "", 130, "leave out stage=Lost, minus stage=Refund"),
        ('leave_out = "stage=Lost,Draft"\nminus = "stage=Refund"', "", 130, "leave out stage=Lost,Draft"),
        ('only = ["stage=Won"]\nsubtract = ["tax"]', "", 135, "only stage=Won, subtract tax"),
        ('only = ["stage=Won"]\nadd = "tax"', "", 165, "only stage=Won, add tax"),
        ('only = ["stage=Won"]\nadd = "tax"', "--subtract tax", 135, "only stage=Won"),
        ('only = ["stage=Won", "till=1"]', "", 100, "only stage=Won, till=1"),
        ('only = ["stage=Won", "till=1"]', "--only till=2", 50, "only stage=Won"),
        ('only = ["stage=Won"]', "--leave-out stage=Lost --minus stage=Refund", 130, ""),
        ('only = ["stage=Won", "Kasse=1"]', "", 150, "only stage=Won"),
        ('only = "stage=Won"\nunits = "thousands"', "", 150000, "units thousands"),
        ('only = "stage=Won"\nunits = ["amount=thousands"]', "--units ones", 150, "only stage=Won"),
    ],
)
def test_what_rows_are_money_can_stand_in_the_settings(folder, custecon, settings, typed, total, told):
    (folder / "log.csv").write_text(ORDERS, encoding="utf-8")
    (folder / "custecon.toml").write_text(f"[file]\n{settings}\n", encoding="utf-8")
    ran = custecon("check", "log.csv", *typed.split(), "-f", "json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["control_totals"][0]["totals"]["amount"] == str(total)
    from_settings = [line for line in ran.err.splitlines() if "N310" in line]
    assert told in (from_settings[0] if from_settings else ""), ran.err
    assert bool(from_settings) == bool(told)
    if "Kasse" in settings:
        assert "the settings say only Kasse=1, but there is no such column here: it was passed over" in ran.err


def test_policies_of_rows_stand_in_the_settings_and_what_is_typed_overrules_them(folder, custecon):
    (folder / "log.csv").write_text(
        "client,date,amount\nA,2024-01-02,10\n,2024-01-03,5\nGuest,2024-01-04,7\nB,2024-01-05,-2\nB,2024-01-05,-2\n"
    )

    def total(*typed):
        ran = custecon("check", "log.csv", *typed, "-f", "json")
        return ran.code == 0 and json.loads(ran.out)["control_totals"][0]["totals"]["amount"], ran.err

    assert total()[0] is False
    (folder / "custecon.toml").write_text('[file]\nno_client = "drop"\nrefunds = "drop"\nidentical = "drop"\n')
    found, said = total()
    assert found == "10"
    assert "from custecon.toml: refunds drop, identical drop, no client drop" in said
    assert total("--refunds", "net")[0] == "8"
    assert total("--refunds", "net", "--identical", "keep")[0] == "6"
    (folder / "log.csv").write_text("client,date,amount\nA,2024-01-02,10\n")
    assert total() == ("10", "")


def test_a_setting_whose_value_no_row_has_is_refused_by_name_where_nothing_would_be_left(folder, custecon):
    (folder / "log.csv").write_text(ORDERS, encoding="utf-8")
    (folder / "custecon.toml").write_text('[file]\nonly = ["stage=Gewonnen"]\n', encoding="utf-8")
    ran = custecon("check", "log.csv")
    assert ran.code == 2
    assert "custecon.toml gives only stage=Gewonnen; --no-settings leaves it aside" in ran.err


def test_a_known_export_of_the_settings_counts_for_such_files_only(folder, custecon):
    (folder / "log.csv").write_text("client,date,amount\nA,2024-01-02,10\n")
    (folder / "custecon.toml").write_text('[file]\npreset = "shopify"\norder_id = "Beleg"\nfill_down = "Kunde"\n')
    ran = custecon("check", "log.csv", "-f", "json")
    assert json.loads(ran.out)["control_totals"][0]["totals"]["amount"] == "10", ran.err
    assert (
        "the settings say fill down Kunde, order id Beleg, preset shopify, but there is no such column here" in ran.err
    )


def test_names_and_orders_of_nothing_as_the_settings_have_them(folder, custecon):
    (folder / "log.csv").write_text(
        'client,date,amount\n"ООО ""Ромашка""",2024-01-02,10\nООО «Ромашка»,2024-01-03,5\nБ,2024-01-04,0\n',
        encoding="utf-8",
    )

    def clients(*typed):
        ran = custecon("check", "log.csv", *typed, "-f", "json")
        return json.loads(ran.out)["control_totals"][0]["clients"], ran.err

    assert clients()[0] == 2
    (folder / "custecon.toml").write_text('[file]\nsame_client = true\nzero_orders = "count"\n')
    found, said = clients()
    assert found == 2  # the two spellings are one, and the client of the order of 0 is counted
    assert "from custecon.toml: zero orders count, same client joined" in said
    assert clients("--zero-orders", "none")[0] == 1
