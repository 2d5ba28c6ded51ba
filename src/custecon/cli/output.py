"""Run a command and hand its result to the writer that the person asked for, on the stream they asked for."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace

from custecon.cli import progress_bar, settings
from custecon.cli.columns import picked, refuse_workbook
from custecon.cli.options import FILE, Asked
from custecon.cli.session import Session
from custecon.cli.typed_values import refuse_empty, refuse_no_currency
from custecon.core.choices import FORMATS
from custecon.core.errors import CusteconError, Notice, UsageError, notice, problem
from custecon.core.phrases import say
from custecon.core.results import Result
from custecon.render import output_formats, safe_files
from custecon.render.locales import LOCALES


def filled(session: Session, asked: Asked) -> Asked:
    """The question with the figures of a workbook of ours, where the file is one; options overrule its cells."""
    from custecon.sources.own_workbook import filled_in

    found = filled_in(asked.file or "", asked.command.name)
    if found is None:
        return asked
    known = {option.name for option in asked.command.all_options}
    figures = {name: text for name, text in found.options.items() if name in known}
    session.tell(notice("N412", path=asked.file))
    return replace(asked, file=None, options=figures | dict(asked.options))


def _idle(typed: Collection[str], asked: Asked, result: Result) -> list[Notice]:
    """Which of the options that were typed changed nothing, so that nobody takes them for part of the answer."""
    told = {word for one in result.notices if one.code == "N323" for word in str(one.values["names"]).split(", ")}
    idle = []
    for option in asked.command.all_options:
        unread = option.panel == FILE and option.name not in {*asked.placed, "currency"}
        said = option.name in typed or option.name not in asked.options  # or one figure was taken for another
        if said and (option.name in asked.idle or (unread and option.name in typed)):
            idle.append(option)
    found = []
    read = bool(result.controls or any(part.controls for part in result.parts))
    of_a_file = "nothing in this file is read by it" if read else "it says how a file is read, and no file was named"
    for cure, flags in (
        (of_a_file, [one.flags[-1] for one in idle if one.panel == FILE]),
        ("", [one.flags[-1] for one in idle if one.panel != FILE]),
    ):
        if names := [flag for flag in flags if flag not in told]:
            found.append(notice("N323", names=", ".join(names), cure=cure))
    return found


def _unwritten(asked: Asked, form: str, *, kept: bool) -> set[str]:
    """The options of writing that a format has no use for; `kept`: it goes into a file."""
    idle = set() if form in ("csv", "tsv") else {"locale", "excel"}  # only these are opened by a double click
    idle |= {"explain"} if form == "xlsx" else set()  # it tells its formulas always
    return idle if kept or asked.text("skip_bad") is not None or asked.command.writes else {*idle, "force"}


def _with_told(result: Result, asked: Asked) -> Result:
    """The result with what must be known of how the options were taken, each once."""
    told = {str(one): one for one in asked.told}
    return replace(result, notices=(*told.values(), *result.notices)) if told else result


def _within(result: Result, asked: Asked) -> Result:
    """The result, offering nothing that its command does not have."""
    flags = asked.command.flags
    return replace(result, notices=tuple(one.within(flags) for one in result.notices))


def _left_out(result: Result, asked: Asked) -> str:
    """What a file with one table does not hold, and how to get it."""
    if not result.tables:
        return ""
    first, *others = result.tables
    told = [say("{names} with --table", names=[table.name for table in others])] if others else []
    if not {"table", "columns"} & asked.options.keys() and (others or result.figures):
        told.append(say("{which} with -f json or -o FILE.xlsx", which=say("all of it" if others else "the figures")))
    return say("{all:;}", all=[say("written: {title}", title=say(first.title)), *told]) if told else ""


def answer(session: Session, asked: Asked) -> None:
    """Compute and write. What must be known goes to stderr; the result alone goes to stdout or into the file.

    Raises:
        CusteconError: whatever is wrong, from the options to the disk.
    """
    refuse_empty(asked)
    wanted = asked.one_of("format", tuple(FORMATS))
    target = None
    if (output := asked.text("output")) is not None:
        wanted = wanted or output_formats.format_of(output)
        target = safe_files.Target(output, force=asked.switch("force"), inputs=asked.files)
    form = wanted or ("table" if session.stdout_is_terminal else "csv")
    if form == "xlsx" and target is None and session.stdout_is_terminal:
        raise UsageError(problem("E113", form=form))
    refuse_workbook(asked, form)

    typed = asked.options.keys()
    locale = asked.one_of("locale", tuple(LOCALES))
    if asked.file is not None and asked.file.lower().endswith(".xlsx") and os.path.isfile(asked.file):
        asked = filled(session, asked)
    asked = settings.applied(asked, session)
    refuse_no_currency(asked)
    try:
        with progress_bar.shown(session):
            found = asked.command.run(session, asked)
        result = _within(settings.told(_with_told(found, asked), asked), asked)
    except CusteconError as refusal:
        settings.blamed(refusal, asked)
        raise
    result = picked(result, asked)
    excel = asked.switch("excel")
    asked.idle.update(_unwritten(asked, form, kept=target is not None) & typed)

    look = output_formats.Look(
        width=session.width,
        colour=session.colour and target is None,
        explain=form != "xlsx" and asked.switch("explain"),
        sheet=LOCALES[locale or "en"] if locale or excel else None,
        tell=session.tell,
    )
    not_kept = (notice("N377", file=output),) if target and form != "json" and "model" in result.extra else ()
    result = replace(result, notices=(*result.notices, *not_kept, *_idle(typed, asked, result)))
    if target is not None:
        safe_files.place(target, output_formats.pieces(result, form, look))
        session.note(say("{output} written", output=output))
    elif form == "table":
        session.emit(output_formats.written(result, form, look).decode())
    else:
        for piece in list(output_formats.pieces(result, form, look)):  # a pipe gets the whole answer, or nothing
            session.emit_bytes(piece)
    if form in ("csv", "tsv") and (left_out := _left_out(result, asked)):
        session.note(left_out)
    if form != "table" or target is not None:
        for told in result.notices:
            session.tell(told)
