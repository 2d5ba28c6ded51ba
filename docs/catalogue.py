"""The catalogues of languages: gathered from the code, filled from lists of translations, compiled.

python docs/catalogue.py gather             what is said now, into every custecon.po; what is no longer said leaves it
python docs/catalogue.py fill ru A.json …   {text: its translation}; one that loses a gap or a form is refused
python docs/catalogue.py missing ru         what is not yet said in it, as JSON
python docs/catalogue.py compile            custecon.mo beside every custecon.po
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from struct import pack

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

LOCALE = ROOT / "src" / "custecon" / "locale"
GAP = re.compile(r"\{(\w*)(?:![rsa])?(?::((?:[^{}]|\{\w+\})*))?\}")
HEADER = "# What custecon says, and how it is said in another language: CONTRIBUTING.md, «Another language».\n#"
_DATED = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Language-Team", "Report-Msgid")


def po_of(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return LOCALE / language / "LC_MESSAGES" / "custecon.po"


def languages() -> list[str]:
    """Those that have one."""
    return sorted(path.parents[1].name for path in LOCALE.glob("*/LC_MESSAGES/custecon.po"))


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one where there is none."""
    path = po_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def as_po(catalogue: Catalog) -> bytes:
    """The text of a catalogue, the same whenever it is written."""
    catalogue.header_comment = HEADER
    catalogue.fuzzy = False
    file = io.BytesIO()
    write_po(file, catalogue, width=0, include_lineno=False)
    dated = tuple(f'"{one}' for one in _DATED)
    return "\n".join(line for line in file.getvalue().decode().split("\n") if not line.startswith(dated)).encode()


def as_mo(catalogue: Catalog) -> bytes:
    """What is read when custecon speaks: the format of GNU gettext, without the day and the maker that Babel adds."""
    texts = {key_of(one): one.string for one in catalogue if one.string}
    texts[""] = f"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: {catalogue.plural_forms}\n"
    keys = sorted(text.encode() for text in texts)
    strings = [*keys, *(texts[key.decode()].encode() for key in keys)]
    start = 28 + 8 * len(strings)
    head = pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    starts = accumulate((len(one) + 1 for one in strings), initial=start)
    table = b"".join(pack("<2I", len(one), at) for one, at in zip(strings, starts, strict=False))
    return head + table + b"".join(one + b"\0" for one in strings)


def write(language: str, catalogue: Catalog) -> None:
    """Both files."""
    po_of(language).parent.mkdir(parents=True, exist_ok=True)
    po_of(language).write_bytes(as_po(catalogue))
    po_of(language).with_suffix(".mo").write_bytes(as_mo(read(language)))


def gathered(old: Catalog) -> Catalog:
    """A catalogue of what is said now, with the translations that there are."""
    from docs.texts_said import said_by_file  # answers every example, which takes half a minute

    new = Catalog(locale=old.locale)
    for text, files in said_by_file().items():
        kept = old.get(text)
        new.add(text, kept.string if kept else "", locations=[(name, 0) for name in files])
    for context, names in in_contexts().items():
        for name, file in names.items():
            kept = old.get(name, context)
            new.add(name, kept.string if kept else "", locations=[(file, 0)], context=context)
    for message in old:
        if message.context and message.context not in in_contexts():  # a word that a person has told apart
            new.add(message.id, message.string, locations=message.locations, context=message.context)
    return new


def in_contexts() -> dict[str, dict[str, str]]:
    """The names that are said in a context of their own (core.phrases.InContext), each with a file that has it."""
    from custecon.core.phrases import CalendarPeriod, Placeholder, RoleName, State
    from custecon.kinds import EVERY

    kinds = [(role.name, kind) for kind in EVERY for role in kind.roles]
    found = {name: f"src/custecon/kinds/{kind.name.replace(' ', '_')}.py" for name, kind in reversed(kinds)}
    states = dict.fromkeys(("active", "lost"), "src/custecon/tables/client_value.py")
    periods = dict.fromkeys(CalendarPeriod.PARTS, "src/custecon/core/phrases.py")
    typed = dict.fromkeys(sorted(_placeholders()), "src/custecon/cli/options.py")
    return {
        RoleName.context: dict(sorted(found.items())),
        State.context: states,
        CalendarPeriod.context: periods,
        Placeholder.context: typed,
    }


def _placeholders() -> set[str]:
    """The words in capitals of every help, those of Click too."""
    from custecon.cli.app import COMMANDS, load
    from custecon.cli.help_text import PLACEHOLDER

    commands = [load(name) for name in COMMANDS]
    told = ["[OPTIONS] COMMAND [ARGS] LANG", *(one.argument for one in commands)]
    told += [option.metavar for one in commands for option in one.all_options]
    return {word for text in told for word in PLACEHOLDER.findall(text)} - {"SQL"}


def key_of(message: Message) -> str:
    """By which a text is translated: with its context, if it has one, before it."""
    return f"{message.context}\x04{message.id}" if message.context else str(message.id)


def gaps(template: str) -> Iterator[tuple[str, str]]:
    """The gaps of a template, by name, with what stands behind their colon."""
    for found in GAP.finditer(template):
        yield found[1], found[2] or ""
        yield from gaps(found[2] or "")


def faults(text: str, translation: str, forms: int) -> list[str]:
    """What is wrong with a translation: a gap that is lost or made up, forms that are not as many as there are."""
    wanted, found = list(gaps(text)), list(gaps(translation))
    names, given = {name for name, _ in wanted}, {name for name, _ in found}
    told = [f"it lacks {{{name}}}" for name in sorted(names - given)]
    told += [f"there is no {{{name}}}" for name in sorted(given - names)]
    for name, form in found:
        if "|" in form and len(form.split("|")) != forms:
            told.append(f"{{{name}:{form}}} has {form.count('|') + 1} forms of {forms}")
    for form in ("and", "or", ";", "+"):
        lost = {name for name, said in wanted if said == form} - {name for name, said in found if said == form}
        told += [f"it lacks {{{name}:{form}}}" for name in sorted(lost)]
    bare = re.sub(GAP, "", GAP.sub("", translation))
    if names and re.search(r"[{}]", bare):
        told.append("a brace stands alone")
    if (text[:1].isspace(), text[-1:].isspace()) != (translation[:1].isspace(), translation[-1:].isspace()):
        told.append("blanks before or behind it differ")
    return told


def filled(catalogue: Catalog, translations: dict[str, str]) -> list[str]:
    """Enters translations; what is refused, and why."""
    refused = []
    for text, translation in translations.items():
        context, _, word = text.rpartition("\x04")
        message = catalogue.get(word, context or None)
        if message is None or not translation:
            refused += [f"not said: {text!r}"] if message is None else []
            continue
        if wrong := faults(text, translation, catalogue.num_plurals):
            refused.append(f"{'; '.join(wrong)}\n    {text!r}\n    {translation!r}")
        else:
            message.string = translation
    return refused


def main(what: str, *named: str) -> int:
    """One of the things that the module says it does."""
    refused: list[str] = []
    for language in [named[0]] if named else languages():
        catalogue = read(language)
        if what == "gather":
            catalogue = gathered(catalogue)
        for path in named[1:] if what == "fill" else ():
            refused += filled(catalogue, json.loads(Path(path).read_text(encoding="utf-8")))
        missing = [key_of(message) for message in catalogue if message.id and not message.string]
        if what == "missing":
            print(json.dumps(dict.fromkeys(missing, ""), ensure_ascii=False, indent=1))
            continue
        write(language, catalogue)
        print(f"{language}: {len(catalogue) - len(missing)} of {len(catalogue)} texts", *refused, sep="\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
