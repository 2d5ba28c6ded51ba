"""What a result and a reading hand on in Python: the files that the command line writes, and frames of pandas."""

import datetime as dt
import re
import warnings
from collections import Counter
from decimal import Decimal

import pandas as pd
import pytest

import custecon as library
from custecon.core.errors import OutputRefused, UsageError
from custecon.render import output_formats

SUFFIXES = sorted(output_formats.SUFFIXES)
LINES = {
    "values": "ltv {}/clients.csv --discount 10% --by segment",
    "figures": "ltv --margin 100 --retention 80% --discount 10%",
    "months": "cac {}/spend.csv",
    "undefined": "churn-cost --lost 10 --value 100 --clients-at-start 100",
}


@pytest.fixture
def result_of(custecon, examples, monkeypatch):
    """The result of a command line, as its writer got it, and the bytes of its file."""

    def of(line, path):
        kept = []
        pieces = output_formats.pieces
        monkeypatch.setattr(
            output_formats, "pieces", lambda result, *rest: kept.append(result) or pieces(result, *rest)
        )
        ran = custecon(*line.format(examples).split(), "-o", path)
        assert ran.code == 0, ran.err
        monkeypatch.undo()
        return kept[0], path.read_bytes()

    return of


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", LINES)
def test_a_result_is_saved_as_the_command_line_writes_it(name, suffix, result_of, tmp_path):
    result, written = result_of(LINES[name], tmp_path / f"typed{suffix}")
    result.save(tmp_path / f"saved{suffix}")
    assert (tmp_path / f"saved{suffix}").read_bytes() == written


def test_saving_is_as_careful_as_the_command_line(result_of, examples, tmp_path):
    source = tmp_path / "clients.csv"
    source.write_bytes((examples / "clients.csv").read_bytes())
    result, _ = result_of(f"ltv {source} --discount 10%", tmp_path / "typed.csv")
    path = tmp_path / "values.csv"
    result.save(path)
    with pytest.raises(OutputRefused, match="E402"):
        result.save(path)
    result.save(str(path), force=True)
    with pytest.raises(OutputRefused, match="E403"):
        result.save(source, force=True)
    assert source.read_bytes() == (examples / "clients.csv").read_bytes()
    with pytest.raises(UsageError, match="E114"):
        result.save(tmp_path / "values.doc")
    assert not (tmp_path / "values.doc").exists()


def test_what_the_writer_changes_is_a_warning(custecon, result_of, tmp_path):
    source = tmp_path / "clients.csv"
    source.write_text("client,revenue,cost\n=1+1,100.50,50\nBeta,200,50\n")
    result, _ = result_of(f"ltv {source} --discount 10% --retention 80%", tmp_path / "typed.csv")
    with pytest.warns(UserWarning, match="apostrophe") as told:
        result.save(tmp_path / "saved.csv")
    assert told[0].filename == __file__
    with warnings.catch_warnings(action="error"):
        result.save(tmp_path / "saved.md")


def test_a_page_is_whole_and_holds_what_the_notebook_shows(result_of, tmp_path):
    result, written = result_of(LINES["values"], tmp_path / "page.html")
    page = written.decode()
    assert page.startswith('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">')
    assert page.endswith("</body></html>\n")
    cells = re.findall("<t[dh](?: [^>]*)?>(.*?)</t[dh]>", page)
    assert Counter(cells) == Counter(re.findall("<t[dh](?: [^>]*)?>(.*?)</t[dh]>", result.html))
    assert result._repr_html_() == result.html


def test_printed_it_is_the_first_screen_and_in_a_session_one_line(custecon, examples, result_of, tmp_path):
    result, _ = result_of(LINES["values"], tmp_path / "values.csv")
    typed = custecon(*LINES["values"].format(examples).split(), "-f", "table").out
    assert str(result).splitlines()[:-1] == [
        line.replace("--full", ".notices").replace("--table by_segment", '.table("by_segment")')
        for line in typed.splitlines()[:-1]
    ]
    assert str(result).splitlines()[-1].startswith("More: .figures · .notices · ")
    assert repr(result).count("\n") == 0
    assert result.answer in repr(result)


# ------------------------------------------------------------------------------------------------ frames


def test_figures_and_tables_are_frames(result_of, tmp_path):
    result, _ = result_of(LINES["values"], tmp_path / "values.csv")
    figures = result.to_pandas().set_index("figure")
    for figure in result.figures:
        assert figures.loc[figure.name, "value"] == pytest.approx(float(figure.value), rel=1e-15)
    equity = result.figure("customer_equity").interval
    assert (figures.loc["customer_equity", "low"], figures.loc["customer_equity", "high"]) == (equity.low, equity.high)
    table = result.table("clients")
    frame = result.to_pandas("clients")
    assert list(frame) == [column.name for column in table.columns]
    assert len(frame) == len(table.rows)
    for row, cells in zip(table.rows, frame.itertuples(index=False), strict=True):
        for wanted, found in zip(row, cells, strict=True):
            assert (pd.isna(found) and wanted is None) or found == wanted or found == float(wanted)
    assert str(frame["ltv"].dtype) == "float64"
    assert frame["ltv"].sum() == pytest.approx(result["customer_equity"])
    with pytest.raises(KeyError, match=r"no table 'client'; there are by_segment, clients"):
        result.to_pandas("client")
    exact = result.to_pandas("clients", exact=True)
    assert set(map(type, exact["ltv"].dropna())) == {type(row[1]) for row in table.rows} - {type(None)}


@pytest.mark.parametrize("name", ["clients", "orders", "profit_clients", "spend", "subscriptions", "complaints"])
def test_a_reading_as_a_frame_is_read_as_the_same_reading(name, examples):
    """A law: out and in again changes nothing, exact or not."""
    reading = library.read(examples / f"{name}.csv")
    for exact in (True, False):
        frame = reading.to_pandas(exact=exact)
        again = library.read(frame, kind=reading.controls.kind, map={role: role for role in frame})
        assert again.table.rows == reading.table.rows
        assert again.controls.totals == reading.controls.totals
        for role, column in reading.table.columns.items():
            other = again.table.columns[role]
            scaled = [(c if c is None or not column.scale else column.number(c)) for c in column.cells]
            assert scaled == [c if c is None or not other.scale else other.number(c) for c in other.cells]


def test_money_is_money_and_a_blank_is_a_blank():
    rows = {
        "client": ["A", "B"],
        "umsatz": ["1.234,50", "2,00"],
        "branch": ["North", ""],
        "last_date": [dt.date(2024, 1, 5), None],
        "active": ["yes", None],
        "orders": [3, None],
        "retention": ["80%", None],
    }
    reading = library.read(rows, map={"revenue": "umsatz", "segment": "branch"}, kind="clients")
    frame = reading.to_pandas()
    assert frame.attrs["headers"]["revenue"] == "umsatz"
    assert frame["revenue"].tolist() == [1234.5, 2.0]
    assert reading.to_pandas(exact=True)["revenue"].tolist() == [Decimal("1234.50"), Decimal("2.00")]
    assert {role: str(dtype) for role, dtype in frame.dtypes.items()} == {
        "client": "string",
        "revenue": "float64",
        "segment": "string",
        "last_date": "datetime64[s]",
        "active": "boolean",
        "orders": "Int64",
        "retention": "float64",
    }
    first, second = (frame.iloc[row][["segment", "last_date", "active", "orders", "retention"]] for row in (0, 1))
    assert first.tolist() == ["North", pd.Timestamp("2024-01-05"), True, 3, 0.8]
    assert second.isna().all()


def test_a_reading_shows_itself_in_a_notebook():
    reading = library.read({"client": ["<b>A"], "date": ["2024-01-05"], "amount <i>": [10]}, amount="amount <i>")
    shown = reading._repr_html_()
    assert "Control totals of &lt;frame&gt;: 1 row, 1 client, amount 10" in shown
    assert "amount &lt;i&gt;" in shown
    assert "<i>" not in shown


def test_a_fit_shows_itself_in_a_notebook(examples):
    from custecon.models import BG_NBD

    fit = BG_NBD.fit(library.history(examples / "orders.csv").purchases)
    shown = fit._repr_html_()
    assert "BG/NBD was fitted to 2,349 clients." in shown
    for name, value in fit.params.items():
        assert re.search(rf">{name}</td><td>{str(value)[:5]}", shown)
