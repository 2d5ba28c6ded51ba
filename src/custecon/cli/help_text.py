"""A command as Typer sees it: it takes the words apart and converts nothing; its help comes from our own data.

`-h` is one screen: what it is, examples, the options that people use. `--help-all` has every option, group by group.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import shorten
from typing import Any

from typer.core import TyperCommand

from custecon.cli.options import Command, Option
from custecon.core.language import words
from custecon.core.phrases import Placeholder, say

HELP, HELP_ALL = ("-h", "--help"), "--help-all"
EXAMPLES = 3  # on the one screen
LONG, _MORE = 96, " …"  # letters of what is said of an option, about two lines of that screen
_ALL = "help-all"  # where a context keeps that all of it was asked for
PLACEHOLDER = re.compile("[A-Z]{2,}")


class Helpful:
    """What a program and its commands share: to Typer `--help-all` is one more name of `--help`."""

    def get_help_option_names(self, ctx: Any) -> list[str]:
        """In this order: the option is called by the first long one."""
        del ctx
        return [*HELP, HELP_ALL]

    @staticmethod
    def note(ctx: Any, args: Iterable[str]) -> None:
        """Keeps which of the names was typed."""
        ctx.meta[_ALL] = HELP_ALL in args

    @staticmethod
    def shows_all(ctx: Any) -> bool:
        """Whether the help is to show every option."""
        return bool(ctx.meta.get(_ALL))


def one_line(text: str, formatter: Any, column: int) -> str:
    """As much of a text as stands on one line, beside a column."""
    return shorten(text, formatter.width - column - 4, placeholder=_MORE)


class ToldCommand(Helpful, TyperCommand):
    """A command whose help comes from its `Command` record, which `told` holds, and whose options stay text."""

    told: Command

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What was typed, as it was typed. Typer itself answers a wish for help and words too many.

        Typer would prepare a converter for each option, which loads pydantic and takes longer than all else; and each
        of them would hand the text on as it is.
        """
        typed, too_many, _ = self.make_parser(ctx).parse_args(args=list(args))
        if too_many or typed.get("help"):
            self.note(ctx, args)
            return super().parse_args(ctx, args)
        ctx.params.update({name: value for name, value in typed.items() if isinstance(value, str | int | list | tuple)})
        return []

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """One screen, or all there is."""
        if self.shows_all(ctx):
            super().format_help(ctx, formatter)
            return
        self.format_usage(ctx, formatter)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(words(self.told.help.partition("\n")[0]))
        self._write_examples(formatter, self.told.examples[:EXAMPLES])
        argument = [
            (name, shorten(words(self.told.argument_help), LONG, placeholder=_MORE)) for name, _ in self._argument
        ]
        options = [(typed(one), shorten(words(one.help), LONG, placeholder=_MORE)) for one in self.told.usual_options]
        with formatter.section(words("Options")):
            formatter.write_dl([*argument, *options])
        every = len(self.told.all_options)
        all_of_them = say("All {n} options, group by group: {typed}", n=every, typed=f"{ctx.command_path} {HELP_ALL}")
        formatter.write(f"\n{words(all_of_them)}\n")

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """`custecon ltv [OPTIONS] [FILE]`."""
        what = placeholders(f"[OPTIONS] {self.told.argument}".rstrip())
        formatter.write_usage(ctx.command_path, what, f"{words('Usage')}: ")

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """All that is said of the command."""
        del ctx
        write_help(self.told.help, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """What stands on the line, then the options, group by group in the order of the command."""
        del ctx
        if self._argument:
            with formatter.section(words("Argument")):
                formatter.write_dl(self._argument)
        for panel in dict.fromkeys(option.panel for option in self.told.all_options):
            rows = [(typed(option), words(option.help)) for option in self.told.all_options if option.panel == panel]
            if panel == "Output":
                rows += [(", ".join(HELP), words("The options that people use.")), (HELP_ALL, words("Show this."))]
            with formatter.section(words(panel)):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples."""
        del ctx
        self._write_examples(formatter, self.told.examples)

    @property
    def _argument(self) -> list[tuple[str, str]]:
        name = self.told.argument.replace("[", "").replace("]", "")
        return [(placeholders(name), words(self.told.argument_told))] if name else []

    @staticmethod
    def _write_examples(formatter: Any, examples: Iterable[str]) -> None:
        """One a line, so that they can be copied."""
        if lines := "".join(f"  {example}\n" for example in examples):
            formatter.write(f"\n{words('Try')}:\n{lines}")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each in one line."""
    return [" ".join(one.split()) for one in re.split(r"\n\s*\n", text) if one.strip()]


def write_help(text: str, formatter: Any) -> None:
    """Its paragraphs, in the language that is spoken."""
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text("\n\n".join(map(words, paragraphs(text))))


def typed(option: Option) -> str:
    """An option as it is typed: `-o, --output FILE`."""
    text = ", ".join(option.flags)
    return text if option.kind in (bool, int) else f"{text} {placeholders(option.metavar)}"


def placeholders(text: str) -> str:
    """What is typed, with its words in capitals in the language that is spoken: --map ROLE=COLUMN."""
    return PLACEHOLDER.sub(lambda found: words(Placeholder(found[0])), text)
