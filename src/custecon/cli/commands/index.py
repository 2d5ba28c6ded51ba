"""The commands about files and the program: place in the help, first line. Written by docs/generate.py; do not edit."""

# fmt: off
OWN: dict[str, tuple[str, str]] = {
    "check": ("Files", "How a file is understood, its control totals and all its problems."),
    "init": ("Files", "Write custecon.toml: the facts of your firm, once, for every command."),
    "sample": ("Files", "Example files to try every command on."),
    "workbook": ("Files", "All figures that your files allow, in one workbook that stays alive."),
    "explain": ("Understanding", "How a figure is computed: formula, conventions, sources."),
    "list": ("Understanding", "All that there is to ask: commands, topics, methods, quantities."),
}
