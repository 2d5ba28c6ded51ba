"""A command as Typer sees it: it takes the words apart and converts nothing; its help comes from our own data."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from custecon.cli.options import Command, Option


class ToldCommand(TyperCommand):
    """A command whose help comes from its `Command` record, which `told` holds, and whose options stay text."""

    told: Command

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What was typed, as it was typed. Typer itself answers a wish for help and words too many.

        Typer would prepare a converter for each option, which loads pydantic and takes longer than all else; and each
        of them would hand the text on as it is.
        """
        typed, too_many, _ = self.make_parser(ctx).parse_args(args=list(args))
        if too_many or typed.get("help"):
            return super().parse_args(ctx, args)
        ctx.params.update({name: value for name, value in typed.items() if isinstance(value, str | int | list | tuple)})
        return []

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """`custecon ltv [OPTIONS] [FILE]`."""
        formatter.write_usage(ctx.command_path, f"[OPTIONS] {self.told.argument}".rstrip())

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """What stands on the line, then the options, group by group in the order of the command."""
        del ctx
        if self.told.argument:
            with formatter.section("Argument"):
                formatter.write_dl([(self.told.argument.strip("[]"), self.told.argument_told)])
        for panel in dict.fromkeys(option.panel for option in self.told.all_options):
            rows = [(_typed(option), option.help) for option in self.told.all_options if option.panel == panel]
            rows += [("-h, --help", "Show this.")] if panel == "Output" else []
            with formatter.section(panel):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples, one a line, so that they can be copied."""
        del ctx
        if self.told.examples:
            formatter.write("\nTry:\n" + "".join(f"  {example}\n" for example in self.told.examples))


def _typed(option: Option) -> str:
    """An option as it is typed: `-o, --output FILE`."""
    text = ", ".join(option.flags)
    return text if option.kind in (bool, int) else f"{text} {option.metavar}"
