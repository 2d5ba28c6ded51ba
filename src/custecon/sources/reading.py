"""Read a file: from bytes to a checked table, the control totals that prove it, and what the user must be told."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from custecon.core.choices import CHOICES
from custecon.core.errors import CusteconError, InputRefused, Place, UsageError, notice, problem
from custecon.core.file_names import Files
from custecon.core.phrases import say
from custecon.core.schemas import Decided, Reading, Schema
from custecon.core.units import MULTIPLES
from custecon.sources import left_days, net_revenue, returned_money
from custecon.sources.amount_holds import ask_for_cost
from custecon.sources.cost_of_a_piece import ask_by_header, ask_for_price
from custecon.sources.delimited import DELIMITERS, Scanner
from custecon.sources.encoding import Decoded, decode
from custecon.sources.header_detection import find_layout
from custecon.sources.layout import Layout
from custecon.sources.opening import Opened, open_source
from custecon.sources.options import ReadingOptions
from custecon.sources.rates_in_columns import ask_for_rate, without_rates
from custecon.sources.settings_defaults import fitted
from custecon.sources.several_files import read_files, resolved
from custecon.sources.source import Source
from custecon.sources.table import assemble
from custecon.sources.typed.addresses import address_of
from custecon.sources.wording import shown

_OF_THE_HEADER = (
    "E212",
    "E213",
    "E240",
    "E257",
    "E297",
    "E299",
    "E305",
    "E306",
    "E310",
)  # the columns were found, and something is wrong


def read(
    source: Any,
    schemas: Sequence[Schema],
    options: ReadingOptions | None = None,
    *,
    name: str | None = None,
) -> Reading:
    """Read a path, bytes, a binary stream or a frame as one of the kinds of table, exactly, or refuse and say where.

    Raises:
        InputRefused: the file cannot be read without a guess.
        ExpectationNotMet: a balance assertion does not hold.
        UsageError: an option cannot be.
        TypeError: the source is nothing that can be read.
    """
    options = options or ReadingOptions()
    check_options(options)
    source = resolved(source)
    if isinstance(source, Files):
        return read_files(source, schemas, options, read)
    settings: dict[str, Decided] = {}
    try:
        found = _source(source, schemas, options, name, settings)
    except InputRefused as refusal:
        raise _told_how(refusal, settings) from None
    return assembled(found, options, settings)


def assembled(found: Source, options: ReadingOptions, understood: dict[str, Decided]) -> Reading:
    """The table of a file whose header was found, or its refusal, which says how the file was `understood`.

    Raises:
        InputRefused: the file cannot be read without a guess.
    """
    try:
        settled = left_days.settled(net_revenue.settled(without_rates(returned_money.settled(found))))
        ask_by_header(settled, options)
        ask_for_price(settled)
        ask_for_cost(settled, options)
        ask_for_rate(settled, options)
        return assemble(settled, fitted(options, settled.layout.headers))
    except InputRefused as refusal:
        raise _told_how(refusal, understood) from None


def _told_how(refusal: InputRefused, settings: dict[str, Decided]) -> InputRefused:
    return InputRefused(refusal.problems, context=(*refusal.context, *context(settings)), more=refusal.more)


def _source(
    source: Any, schemas: Sequence[Schema], options: ReadingOptions, name: str | None, settings: dict[str, Decided]
) -> Source:
    """The rows of whatever it is, with its header found."""
    if not (isinstance(source, str | os.PathLike | bytes | bytearray | memoryview) or hasattr(source, "read")):
        from custecon.sources.typed.frames import open_frame

        return open_frame(source, schemas, options, name)
    if (address := address_of(source)) is not None:
        from custecon.sources.typed.databases import open_address

        return open_address(address, schemas, options, settings)
    opened = open_source(source, name)
    if opened.form == "text":
        return text_source(opened, schemas, options, settings)
    return _opener(opened.form)(opened, schemas, options, settings)


def _opener(form: str) -> Callable[[Opened, Sequence[Schema], ReadingOptions, dict[str, Decided]], Source]:
    """What makes a source of a file that is no text; it is loaded only where such a file is read."""
    if form == "parquet":
        from custecon.sources.typed.parquet import open_parquet

        return open_parquet
    if form in ("sqlite", "duckdb"):
        from custecon.sources.typed.databases import open_stored

        return open_stored
    if form == "json":
        from custecon.sources.typed.json_lines import open_json_lines

        return open_json_lines
    if form == "arrow":
        from custecon.sources.typed.arrow import open_arrow

        return open_arrow
    from custecon.sources.workbook import open_workbook

    return open_workbook


_CONTEXT = {"decimal": "decimal {value}", "thousands": "groups {value}", "date_order": "dates {value}"}


def context(settings: dict[str, Decided]) -> tuple[str, ...]:
    """How the file was understood so far, in one line, for the message of a refusal."""
    words = []
    for key in ("format", "encoding", "delimiter", "sheet", "table", "decimal", "thousands", "date_order"):
        if key in settings:
            value = settings[key].value
            ours = key in ("format", "encoding", "date_order") or value == "blank"
            said = say(value) if ours else say("«{sign}»", sign=shown(value))
            told = say(_CONTEXT.get(key, "{value}"), value=said)
            words.append(say("{value} ({by})", value=told, by=say(settings[key].by)))
    return (say("read as: {all}", all=words),) if words else ()


def check_options(options: ReadingOptions) -> None:
    """Refuse options that cannot be."""
    allowed: tuple[tuple[str, str | None, tuple[str, ...]], ...] = (
        *((f"--{name.replace('_', '-')}", getattr(options, name), known) for name, known in CHOICES.items()),
        ("--thousands", options.thousands, (",", ".", "'", " ")),
        *(("--units", unit, tuple(MULTIPLES)) for unit in (options.units, *options.units_of.values())),
    )
    for option, value, known in allowed:
        if value is not None and value not in known:
            raise UsageError(problem("E153", name=option, value=shown(value), known=", ".join(f"«{k}»" for k in known)))
    if options.decimal is not None and options.decimal == options.thousands:
        raise UsageError(
            problem(
                "E153",
                name="--thousands",
                value=options.thousands,
                known=say("a sign that is not the decimal one"),
            )
        )
    if options.delimiter is not None and len(_delimiter(options.delimiter)) != 1:
        raise UsageError(
            problem("E153", name="--delimiter", value=shown(options.delimiter), known=say("one character, or tab"))
        )


def _delimiter(given: str) -> str:
    return "\t" if given.lower() in ("tab", "\\t") else given


# ---------------------------------------------------------------- text


def text_source(
    opened: Opened, schemas: Sequence[Schema], options: ReadingOptions, settings: dict[str, Decided]
) -> Source:
    """Settle everything about a text file without reading its rows: encoding, delimiter, header, columns."""
    place = Place(opened.name)

    def makes_sense(decoded: Decoded) -> bool:
        """Whether a header is found that is not plain ASCII: then the decoding has proved itself."""
        for delimiter, quote in _dialects(decoded.sample(), options):
            try:
                layout = find_layout(_first_rows(decoded, delimiter, quote), schemas, options, place)
            except CusteconError:
                continue
            return not "".join(layout.headers).isascii()
        return False

    decoded = decode(opened.data, opened.name, options.encoding, makes_sense, usual="encoding" in options.usual)
    settings["encoding"] = decoded.decided
    notices = list(opened.notices)
    if decoded.decided.value == "windows-1251" and decoded.decided.by == "detected":
        notices.append(notice("N225", place=place))
    layout, delimiter, quote, by = _dialect(decoded, schemas, options, place, settings)
    settings["delimiter"] = Decided("tab" if delimiter == "\t" else delimiter, by)
    if quote != '"':
        settings["quote"] = Decided(quote, "detected")
    scanner = Scanner(opened.name, delimiter, quote)
    return Source(
        opened,
        layout,
        lambda: scanner.rows(decoded.lines()),
        settings,
        notices,
        loose=scanner.loose,
        spans=scanner.spans,
    )


def _dialects(sample: str, options: ReadingOptions) -> list[tuple[str, str]]:
    """The delimiters and quotes to try: given, named by a first line `sep=;`, or the usual four."""
    first = sample[:8].lower()
    given = (_delimiter(options.delimiter),) if options.delimiter else ()
    usual = "delimiter" in options.usual
    if given and not usual:
        delimiters: tuple[str, ...] = given
    elif first.startswith("sep=") and sample[4:5]:
        delimiters = (sample[4],)
    else:
        known = dict.fromkeys((*given, *DELIMITERS))
        delimiters = tuple(delimiter for delimiter in known if delimiter in sample) or (",",)
    quotes = ('"', "'") if "'" in sample else ('"',)
    return [(delimiter, quote) for quote in quotes for delimiter in delimiters]


def _first_rows(decoded: Decoded, delimiter: str, quote: str) -> Iterator[tuple[int, list[str]]]:
    """The first rows, as far as they can be split this way."""
    scanner = Scanner(decoded.name, delimiter, quote)
    try:
        yield from scanner.rows(io.StringIO(decoded.sample(), newline=""))
    except InputRefused:
        return


def _dialect(
    decoded: Decoded,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    place: Place,
    settings: dict[str, Decided],
) -> tuple[Layout, str, str, str]:
    """The delimiter under which a header is found, and the layout that goes with it."""
    sample = decoded.sample()
    refusals: list[tuple[int, CusteconError, str]] = []
    for delimiter, quote in _dialects(sample, options):
        by = "line 1: sep=" if sample[:4].lower() == "sep=" else "detected"
        if options.delimiter and delimiter == _delimiter(options.delimiter):
            by = "settings" if "delimiter" in options.usual else "given"
        try:
            layout = find_layout(_first_rows(decoded, delimiter, quote), schemas, options, place)
        except UsageError:
            raise
        except InputRefused as refusal:
            code = refusal.problems[0].code
            weight = 3 if code in _OF_THE_HEADER else 0 if code == "E263" else 1
            if quote == '"':
                refusals.append((weight, refusal, delimiter))
            continue
        names = [header for header in layout.headers if header]
        if quote == '"' and all(len(name) > 1 and name[0] == name[-1] == "'" for name in names):
            continue
        return layout, delimiter, quote, by
    first = next((line for line in io.StringIO(sample) if line.strip()), "")
    _weight, refusal_, delimiter = max(
        refusals, key=lambda item: (item[0] == 3, first.count(item[2]), item[0], sample.count(item[2]))
    )
    settings["delimiter"] = Decided("tab" if delimiter == "\t" else delimiter, "most likely")
    _refuse_broken(decoded, delimiter)
    raise refusal_


def _refuse_broken(decoded: Decoded, delimiter: str) -> None:
    """If the text cannot even be split into rows, that is the fault to tell."""
    for _row in Scanner(decoded.name, delimiter).rows(decoded.lines()):
        pass
