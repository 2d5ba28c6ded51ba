"""Run a command and hand its result to the writer that the person asked for, on the stream they asked for."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

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
from custecon.render.languages import known
from custecon.render.locales import LOCALES, writing_numbers


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
    idle = set() if form in ("csv", "tsv") else {"excel"}  # only these are opened by a double click
    idle |= set() if form == "table" else {"full"}
    idle |= set() if form in ("csv", "tsv") else {"headers"}
    idle |= {"locale"} if form in ("json", "xlsx") else set()  # one is for programs, the other shows its own
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


def _drawn_into(asked: Asked) -> safe_files.Target | None:
    """Where the picture is to go.

    Raises:
        UsageError: E168 it does not end in .svg. OutputRefused: it cannot be written there.
    """
    if (path := asked.text("picture")) is None:
        return None
    if not path.lower().endswith(".svg"):
        raise UsageError(problem("E168", path=path, name=f"{os.path.splitext(path)[0] or 'picture'}.svg"))
    return safe_files.Target(path, force=asked.switch("force"), inputs=asked.files, option="--picture")


def _draw(session: Session, target: safe_files.Target | None, result: Result) -> None:
    """The picture into its file, if it is to be drawn.

    Raises:
        UsageError: E167 there is none.
    """
    if target is None:
        return
    from custecon.render.page import svg_file

    content = svg_file.content(result)
    if content is None:
        raise UsageError(problem("E167"))
    safe_files.place(target, [content])
    session.note(say("{output} written", output=str(target.path)))


def answer(session: Session, asked: Asked) -> None:
    """Compute and write. What must be known goes to stderr; the result alone goes to stdout or into the file.

    Raises:
        CusteconError: whatever is wrong, from the options to the disk.
    """
    refuse_empty(asked)
    wanted = asked.one_of("format", tuple(FORMATS))
    places = _places(asked, wanted) or [_Place(wanted or ("table" if session.stdout_is_terminal else "csv"))]
    drawing = _drawn_into(asked)
    for place in places:
        if place.form == "xlsx" and place.target is None and session.stdout_is_terminal:
            raise UsageError(problem("E113", form=place.form))
        refuse_workbook(asked, place.form)

    typed = asked.options.keys()
    if asked.file is not None and asked.file.lower().endswith(".xlsx") and os.path.isfile(asked.file):
        asked = filled(session, asked)
    asked = settings.applied(asked, session)
    refuse_no_currency(asked)
    asked.one_of("lang", known())  # by which `app` has spoken since the beginning
    asked.one_of("headers", known())
    locale = asked.one_of("locale", tuple(LOCALES))
    try:
        with progress_bar.shown(session):
            found = asked.command.run(session, asked)
        result = _within(settings.told(_with_told(found, asked), asked), asked)
    except CusteconError as refusal:
        settings.blamed(refusal, asked)
        raise
    result = picked(result, asked)
    unwritten = [_unwritten(asked, place.form, kept=bool(place.target or drawing)) for place in places]
    asked.idle.update(set.intersection(*unwritten) & typed)
    kept = [str(place.target.path) for place in places if place.target is not None]
    no_model = "model" in result.extra and all(place.form != "json" for place in places)
    not_kept = (notice("N377", file=", ".join(kept)),) if kept and no_model else ()
    result = replace(result, notices=(*result.notices, *not_kept, *_idle(typed, asked, result)))
    with writing_numbers(locale):
        _draw(session, drawing, result)
        for place in places:
            _write(session, asked, place, result)
    if any(place.form != "table" or place.target is not None for place in places):
        for told in result.notices:
            session.tell(told)


class _Place(NamedTuple):
    """Where an answer goes, and how it is written there; no target is the standard output."""

    form: str
    target: safe_files.Target | None = None


def _places(asked: Asked, form: str | None) -> list[_Place]:
    """The files that were named, each once.

    Raises:
        UsageError: the suffix of one is no format. OutputRefused: one of them cannot be written.
    """
    names = {os.path.abspath(name): name for name in reversed(asked.several("output"))}
    force = asked.switch("force")
    return [
        _Place(form or output_formats.format_of(name), safe_files.Target(name, force=force, inputs=asked.files))
        for name in reversed(names.values())
    ]


def _write(session: Session, asked: Asked, place: _Place, result: Result) -> None:
    """The answer to one place."""
    form, target = place
    locale, excel = asked.typed("locale"), asked.switch("excel")
    look = output_formats.Look(
        width=session.width,
        height=min(output_formats.SCREEN, max(24, session.height - 1)),
        colour=session.colour and target is None,
        full=asked.switch("full") or target is not None,
        explain=form != "xlsx" and asked.switch("explain"),
        sheet=LOCALES[locale or "en"].sheet if locale or excel else None,
        headers=asked.text("headers"),
        tell=session.tell,
    )
    if target is not None:
        safe_files.place(target, output_formats.pieces(result, form, look))
        session.note(say("{output} written", output=str(target.path)))
    elif form == "table":
        session.emit(output_formats.written(result, form, look).decode())
    else:
        for piece in list(output_formats.pieces(result, form, look)):  # a pipe gets the whole answer, or nothing
            session.emit_bytes(piece)
    if form in ("csv", "tsv") and (left_out := _left_out(result, asked)):
        session.note(left_out)
