"""What can be wrong with the settings (E130 on) and what they add to a result (N310 on)."""

from custecon.core.messages.text import Message, Weight

SETTINGS: dict[str, Message] = {
    "E130": Message("there is no setting «{given}»", "{cure}"),
    "E131": Message(
        "this is not valid TOML: {reason}",
        'write one name = value a line, texts and percentages in quotes: discount = "10%/year"',
    ),
    "E132": Message(
        "{name} is per {given}, but nothing says per which period the figures are reckoned",
        '{option}set period = "{given}" in custecon.toml',
    ),
    "E133": Message(
        "{name} is money in {currency}, but the answer is in {other}; custecon converts no money",
        "give {flag} in {other}, or leave the settings out with --no-settings",
    ),
    "E134": Message("{name}: «{value}» is not {wanted}", "{cure}"),
    "E135": Message("the settings cannot be read: {reason}", "check the name, or leave out --settings"),
    "E136": Message(
        "{name} is a figure per period, but per which?",
        'write {name} = "{value}/month" or "{value}/year", or set period = "year" for all figures',
    ),
    "N310": Message("from {where}: {facts}", weight=Weight.ASSUMED),
    "N387": Message(
        "the settings say {told}, but there is no such column here: it was passed over",
        weight=Weight.LIMIT,
        brief="the settings say {told}, but there is no such column here",
    ),
    "N386": Message(
        "{where} says {what} {said}, but this file shows {found} ({by}), and the file counts", weight=Weight.MEANING
    ),
}
