"""What can be wrong with a question: options, values outside their bounds, settings."""

from custecon.core.messages.text import Message

__all__ = ["USAGE"]

USAGE: dict[str, Message] = {
    "E101": Message("{name}: «{value}» is not a number", "write it like 1234.5, 0.8 or 80%"),
    "E102": Message(
        "{name}: {value} is not a share: {meaning}",
        "write {share} or {percent}",
    ),
    "E103": Message("{name}: {value} is outside its bounds: {bounds}", "{meaning}"),
    "E104": Message("{name}: {value} is not a whole number: {meaning}", "give a whole number"),
    "E105": Message(
        "{name}: «{value}» can be read as {first} or as {second}",
        "write it without group separators, with a point for decimals",
    ),
    "E106": Message("{name}: the period of «{value}» is not known", "write /month, /quarter or /year, as in 10%/year"),
    "E107": Message(
        "{name} is per {given}, but no period of the calculation is set",
        "say --period month, quarter or year",
    ),
    "E108": Message("{name} and {other} say the same thing twice", "give one of them"),
    "E110": Message("there is no {what} «{given}»", "{cure}"),
    "E111": Message("{message}", "see --help"),
    "E112": Message("{name}: «{value}» is not one of: {known}", "write one of them"),
    "E113": Message("a workbook is not for a terminal", "name a file: -o result.{form}"),
    "E114": Message("{path}: no format has this suffix", "use one of {known}, or say --format"),
    "E115": Message("nothing to compute: {missing}", "{cure}"),
    "E116": Message("the method {method} needs {missing}", "{cure}"),
    "E117": Message("{name}: there is no such column; the file has {known}", "name one of them"),
}
