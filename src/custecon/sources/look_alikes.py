"""Clients whose names differ only in spelling: told with what they would be together.

What is told is one line for each thing that the names differ in: quotes, the legal form, ё and е, case, armour. Only
different names are looked at, never rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import IntEnum
from types import MappingProxyType
from typing import NamedTuple

from custecon.core.errors import Notice, Place, notice
from custecon.core.phrases import Exact, counted, say, some
from custecon.core.schemas import exact
from custecon.sources.client_choice import tax_numbers
from custecon.sources.client_columns import Naming, naming_of
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of
from custecon.sources.name_spelling import (
    LOCAL,
    Face,
    face_of,
    in_plain_letters,
    of_address,
    spellings,
    tax_in,
    without_title,
    words_in_order,
)
from custecon.sources.wording import listed, shown

COUNTED = "look-alike clients"
_GROUPS, _NAMES = 3, 4  # that a line lists


class Differing(IntEnum):
    """What the names of one client differ in; of several the last is told."""

    ARMOUR = 1
    CASE = 2
    YO = 3
    SIGNS = 4
    FORM = 5
    PHONE = 6
    TAX = 7
    ORDER = 8
    LETTERS = 9
    TITLE = 10
    ADDRESS = 11


_DIFFERENCES = {
    Differing.ARMOUR: "but for what a spreadsheet puts around an id",
    Differing.CASE: "but for capitals, blanks and letters of two alphabets",
    Differing.YO: "but for ё and е",
    Differing.SIGNS: "but for quotes and signs",
    Differing.FORM: "but for the legal form",
    Differing.PHONE: "but for the spelling of a telephone number",
    Differing.TAX: "by their tax number (ИНН)",
    Differing.ORDER: "but for the order of their words",
    Differing.LETTERS: "but for accents and umlauts",
    Differing.TITLE: "but for a title, such as Mr.",
    Differing.ADDRESS: "but for a name before an e-mail address",
}


_Named = tuple[str, Face]
_NOBODYS: Mapping[str, str] = MappingProxyType({})


class Sums(NamedTuple):
    """The money of names, in whole minor units: `of` gives that of a name, `scale` its decimal places."""

    of: Callable[[str], int]
    scale: int

    def together(self, names: Sequence[str]) -> int:
        """The money of several names."""
        return sum(map(self.of, names))

    def text(self, names: Sequence[str]) -> Exact:
        """The money of several names, exactly."""
        return Exact(exact(self.together(names), self.scale))


class Alike(NamedTuple):
    """Names that may be one client, and what they differ in."""

    differing: Differing
    names: tuple[str, ...]


class Unsure(NamedTuple):
    """A name that may be each of several clients, and their names."""

    name: str
    others: tuple[str, ...]


class Found(NamedTuple):
    """Names in groups, each of which is one client but for spelling; names that may be each of several clients.

    `zeros`: numbers that differ in zeros at their head, which may be one client or several.
    """

    alike: list[Alike]
    unsure: list[Unsure]
    zeros: tuple[tuple[str, ...], ...] = ()


def look_alikes(names: Iterable[str], *, phones: bool = False, taxes: Mapping[str, str] = _NOBODYS) -> Found:
    """Which names differ only in spelling.

    `phones`: whether every name is a telephone number; `taxes`: the tax numbers that are known of some names.

    >>> look_alikes(["ООО «Ель»", "Ель ООО", "Ель №2"]).alike
    [Alike(differing=<Differing.FORM: 5>, names=('ООО «Ель»', 'Ель ООО'))]
    >>> look_alikes(["ООО Ель", "Ель", "АО Ель"])
    Found(alike=[], unsure=[Unsure(name='Ель', others=('ООО Ель', 'АО Ель'))], zeros=())
    """
    by_text: dict[str, list[_Named]] = {}
    for name in names:
        face = _of_phone(name) if phones else face_of(name)
        if not face.tax and name in taxes:
            face = face._replace(tax=taxes[name])
        by_text.setdefault(face.text, []).append((name, face))
    _with_long_distance(by_text)
    zeros = () if phones else _by_zeros(by_text)
    _in_other_order(by_text)
    _more_plainly(by_text)
    groups: list[list[_Named]] = []
    unsure: list[Unsure] = []
    for same in by_text.values():
        groups += _apart(same, unsure)
    return Found([_alike(group) for group in _of_one_tax(groups) if len(group) > 1], unsure, zeros)


def _of_phone(name: str) -> Face:
    """The face of a telephone number, which may be digits alone."""
    phone = face_of(f"+{name}" if name.isdigit() else name)
    return phone if phone.marked else face_of(name)


def _with_long_distance(by_text: dict[str, list[_Named]]) -> None:
    """Digits alone are the telephone number that another name shows with its signs."""
    marked = [text for text, same in by_text.items() if len(text) == LOCAL and any(face.marked for _, face in same)]
    for text in marked:
        for start in "781":
            for name, _ in by_text.pop(start + text, ()):
                by_text[text].append((name, face_of(f"+{name}")))


def _by_zeros(by_text: Mapping[str, Sequence[_Named]]) -> tuple[tuple[str, ...], ...]:
    """Numbers that differ in zeros at their head, which a spreadsheet takes away."""
    found: dict[str, list[str]] = {}
    for text, same in by_text.items():
        if text.isdecimal() and not same[0][1].marked:
            found.setdefault(text.lstrip("0"), []).append(same[0][0])
    return tuple(tuple(names) for number, names in found.items() if number and len(names) > 1)


def _in_other_order(by_text: dict[str, list[_Named]]) -> None:
    """Join the names that have the same words in another order: «Smith, John» is John Smith."""
    found: dict[str, list[str]] = {}
    for text, ((name, face), *_) in by_text.items():
        if not (face.form or face.tax or face.marked) and (words := words_in_order(name)):
            found.setdefault(words, []).append(text)
    for first, *others in found.values():
        for other in others:
            by_text[first] += by_text.pop(other)


def _more_plainly(by_text: dict[str, list[_Named]]) -> None:
    """Join the names that another name says more plainly: «Müller» is Mueller, «Mr. John Smith» is John Smith."""
    for text in list(by_text):
        if text not in by_text:
            continue
        plainer = [*in_plain_letters(text)]
        for name, _ in by_text[text]:
            plainer += [face_of(part).text for part in (of_address(name), without_title(name)) if part]
        for other in dict.fromkeys(plainer):
            if other != text and other in by_text:
                by_text[text] += by_text.pop(other)


def _how(names: Sequence[str]) -> Differing:
    """In what names differ that have different texts."""
    if words_in_order(names[0]) and len({words_in_order(name) for name in names}) == 1:
        return Differing.ORDER
    if any(map(of_address, names)):
        return Differing.ADDRESS
    if any(map(without_title, names)):
        return Differing.TITLE
    return Differing.LETTERS if any(in_plain_letters(name.casefold()) for name in names) else Differing.ORDER


def _apart(same: list[_Named], unsure: list[Unsure]) -> list[list[_Named]]:
    """Names of one text, told apart by tax number, country and legal form.

    A name that has none of them goes with the others only if these are one.
    """
    groups = [same]
    for own in (_tax, _country, _form):
        if len(same) > 1:
            groups = [part for group in groups for part in _by(own, group, unsure)]
    return groups


def _by(own: Callable[[Face], str], group: list[_Named], unsure: list[Unsure]) -> list[list[_Named]]:
    """The names by what tells them apart."""
    found: dict[str, list[_Named]] = {}
    for name, face in group:
        found.setdefault(own(face), []).append((name, face))
    if len(found.keys() - {""}) < 2:
        return [group]
    others = tuple(named[0][0] for what, named in found.items() if what)
    unsure += [Unsure(name, others) for name, _ in found.get("", [])]
    return list(found.values())


def _tax(face: Face) -> str:
    return face.tax


def _country(face: Face) -> str:
    return face.country


def _form(face: Face) -> str:
    return "" if face.tax else face.form


def _of_one_tax(groups: list[list[_Named]]) -> list[list[_Named]]:
    """Names with one tax number are one client, whatever else they are."""
    of_tax: dict[str, list[_Named]] = {}
    found = []
    for group in groups:
        tax = next((face.tax for _, face in group if face.tax), "")
        if tax in of_tax:
            of_tax[tax] += group
        else:
            found.append(group)
            if tax:
                of_tax[tax] = group
    return found


def _alike(group: list[_Named]) -> Alike:
    """What the names of one client differ in."""
    names = tuple(name for name, _ in group)
    taxes, texts = {tax_in(name.casefold())[1] for name in names}, {face.text for _, face in group}
    if len(taxes) > 1 or (len(texts) > 1 and any(face.tax for _, face in group)):
        return Alike(Differing.TAX, names)
    if len(texts) > 1 and not any(face.marked for _, face in group):
        return Alike(_how(names), names)
    if len(texts) > 1:
        return Alike(Differing.TAX, names)
    steps = zip(*map(spellings, names), strict=True)
    same = Differing(next((step for step, texts in enumerate(steps) if len(set(texts)) == 1), Differing.PHONE))
    marked = any(face.marked for _, face in group)
    return Alike(Differing.PHONE if marked and same > Differing.CASE else same, names)


def of_phones(work: Work) -> bool:
    """Whether the column of the client is one of telephone numbers."""
    header = work.source.layout.headers[work.source.layout.roles["client"]]
    return naming_of(header_of(header)) is Naming.PHONE


def tell(work: Work) -> None:
    """Tell which clients look alike and are kept apart; names that --aliases settles are not told."""
    column = work.columns.get("client")
    if column is None:
        return
    place = work.ground.place(None, work.source.layout.roles["client"])
    if work.source.whole:
        found, money = work.source.whole.look_alikes(work)
        _tell(work, found, money, place)
        return
    live = work.live()
    settled = {None, *work.options.aliases}
    names = dict.fromkeys(key for row in live if (key := column.cells[row]) not in settled)
    every = {**names, **dict.fromkeys(work.options.same_as)}
    found = _here(look_alikes(every, phones=of_phones(work), taxes=tax_numbers(work)), names)
    _tell(work, found, money_of(work, column.cells, live, [group.names for group in found.alike]), place)


def _tell(work: Work, found: Found, money: Sums | None, place: Place) -> None:
    if found.alike:
        work.counts[COUNTED] = len(found.alike)
    work.notices += notices_of(found, money, place)


def _here(found: Found, names: Collection[str]) -> Found:
    """What is found of these names; the others stand in another file, which tells its own."""
    alike = [group for group in found.alike if any(name in names for name in group.names)]
    zeros = tuple(numbers for numbers in found.zeros if any(number in names for number in numbers))
    return Found(alike, [one for one in found.unsure if one.name in names], zeros)


def money_of(
    work: Work, names: Sequence[str | None], live: Sequence[int], groups: Sequence[Sequence[str]]
) -> Sums | None:
    """The money of each of some names on the rows that count; None where the file has no money."""
    money = work.money()
    if money is None:
        return None
    sums = dict.fromkeys((name for group in groups for name in group), 0)
    for row in live if sums else ():
        name = names[row]
        if name in sums:
            sums[name] += money.cells[row] or 0
    return Sums(sums.__getitem__, money.scale)


def notices_of(found: Found, money: Sums | None, place: Place) -> list[Notice]:
    """One line for each thing in which look-alikes differ, and one for the names that may be each of several.

    Args:
        found: the look-alikes.
        money: the money of those names; None where the file has none.
        place: where their column stands.
    """
    notices = []
    for differing in Differing:
        groups = [group.names for group in found.alike if group.differing is differing]
        if groups:
            count = counted(sum(map(len, groups)), "name")
            values = {
                "count": count,
                "clients": len(groups),
                "why": _DIFFERENCES[differing],
                "groups": told(groups, money),
            }
            notices.append(notice("N210", place=place, **values))
    if found.unsure:
        names = [f"«{shown(one.name)}» ({listed(one.others, _NAMES)})" for one in found.unsure]
        values = {"count": counted(len(names), "name"), "names": _some(names)}
        notices.append(notice("N243", place=place, **values))
    if found.zeros:
        count = counted(sum(map(len, found.zeros)), "number")
        notices.append(
            notice("N286", place=place, count=count, groups=_some([listed(group, _NAMES) for group in found.zeros]))
        )
    return notices


def told(groups: Sequence[Sequence[str]], money: Sums | None) -> str:
    """Groups of names, most money first: «A» 100 + «B» 20 = 120; and 3 more."""
    if money is None:
        return _some([listed(names, _NAMES) for names in groups])
    ranked = sorted(groups, key=lambda names: -abs(money.together(names)))
    return _some([_sum_of(names, money) for names in ranked])


def _some(groups: Sequence[str]) -> str:
    return some(groups, _GROUPS, apart=True)


def _sum_of(names: Sequence[str], money: Sums) -> str:
    ranked = sorted(names, key=lambda name: -abs(money.of(name)))
    parts = [say("«{name}» {sum}", name=shown(name), sum=money.text([name])) for name in ranked[:_NAMES]]
    if len(names) > _NAMES:
        parts.append(say("{more} more {sum}", more=len(names) - _NAMES, sum=money.text(ranked[_NAMES:])))
    return say("{parts:+} = {sum}", parts=parts, sum=money.text(names))
