"""Run a command and hand its result to the writer that the person asked for, on the stream he asked for."""

from __future__ import annotations

from dataclasses import replace

from custecon.cli import settings
from custecon.cli.asking import chosen
from custecon.cli.options import FORMATS, Asked
from custecon.cli.session import Session
from custecon.core.errors import UsageError, notice, problem
from custecon.render import choosing, placing
from custecon.render.locales import LOCALES

__all__ = ["answer"]


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


def answer(session: Session, asked: Asked) -> None:
    """Compute and write. What must be known goes to stderr; the result alone goes to stdout or into the file.

    Raises:
        CusteconError: whatever is wrong, from the options to the disk.
    """
    wanted = chosen(asked, "format", FORMATS)
    target = None
    if (output := asked.text("output")) is not None:
        wanted = wanted or choosing.format_of(output)
        target = placing.Target(
            output, force=asked.switch("force"), inputs=[*filter(None, (asked.file,)), *asked.words]
        )
    form = wanted or ("table" if session.stdout_is_terminal else "csv")
    if form == "xlsx" and target is None and session.stdout_is_terminal:
        raise UsageError(problem("E113", form=form))
    if form not in FORMATS:
        raise UsageError(problem("E112", name="--format", value=form, known=", ".join(FORMATS)))

    locale = chosen(asked, "locale", tuple(LOCALES))
    if asked.file is not None and asked.file.lower().endswith(".xlsx"):
        asked = filled(session, asked)
    asked = settings.applied(asked, session)
    result = settings.told(asked.command.run(session, asked), asked)

    look = choosing.Look(
        width=session.width,
        colour=session.colour and target is None,
        explain=asked.switch("explain"),
        sheet=LOCALES[locale or "en"] if locale or asked.switch("excel") else None,
        tell=session.tell,
    )
    if target is not None:
        placing.place(target, choosing.written(result, form, look))
        session.note(f"{output} written")
    elif form == "table":
        session.emit(choosing.written(result, form, look).decode())
    else:
        session.emit_bytes(choosing.written(result, form, look))
    left_out = [table.title for table in result.tables[1:]] + ["the figures"] * bool(result.tables and result.figures)
    if form in ("csv", "tsv") and left_out:
        session.note(f"written: {result.tables[0].title}; with -f json or -o FILE.xlsx also: {', '.join(left_out)}")
    if form != "table" or target is not None:
        for told in result.notices:
            session.tell(told)
