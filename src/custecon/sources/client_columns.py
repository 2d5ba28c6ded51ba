"""Which columns could name the client, and how surely: a tax number, a code, an e-mail, a telephone, a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import IntEnum

from custecon.sources.header_words import Header


class Naming(IntEnum):
    """How surely a column tells one client from another, the surest last."""

    NAME = 0
    PHONE = 1
    EMAIL = 2
    NUMBER = 3  # a bare «ID» or «Код»: of the client, of the row, or of something else
    CODE = 4  # of the client, as its header says
    TAX = 5


_FIRM = frozenset(
    "company organization organisation firm business account компания компании организация организации фирма фирмы "
    "контрагент контрагента юрлицо партнер партнера плательщик плательщика поставщик".split()
)
_WHO = frozenset(
    "client customer buyer payer contact user member patient guest name fio клиент клиента покупатель покупателя "
    "заказчик заказчика контакт контакта гость гостя фио имя фамилия".split()
) | (_FIRM - {"организация", "поставщик"})  # in Russian books «Организация» is the firm that keeps them
_GUEST = frozenset("guest гость гостя".split())
_EMAIL = frozenset("email mail почта почты имейл емейл".split())
_PHONE = frozenset("phone mobile telephone tel телефон телефона тел моб мобильный".split())
TAX_WORDS = frozenset("инн едрпоу унп бин иин tin ein siren siret nip cnpj ustid vatin".split())
_OF_TAX = frozenset("vat tax inn".split())
_CODE = frozenset("id no number code uid key username login код номер ид логин".split())
_BESIDE = frozenset(
    "billing bill to sold full first last primary main work the of unique legal e address associated эл электронная "
    "адрес электронной наименование название полное основной рабочий контактный с п reg registration".split()
)
_BARE = frozenset("id uid code код ид".split())


def naming_of(header: Header) -> Naming | None:
    """How surely a column names the client by its header; None if it names something else.

    >>> from custecon.sources.header_words import header_of
    >>> [naming_of(header_of(text)) for text in ("billing_email", "ИНН контрагента", "Lineitem name", "VAT")]
    [<Naming.EMAIL: 2>, <Naming.TAX: 5>, None, None]
    """
    words = set(header.words)
    if words and words <= _BARE:
        return Naming.NUMBER
    tax = words & TAX_WORDS or (words & _OF_TAX and words & _CODE)
    known = _WHO | _FIRM | _EMAIL | _PHONE | _CODE | _BESIDE | TAX_WORDS | _OF_TAX
    if not words <= known or not (tax or words & (_WHO | _EMAIL | _PHONE)):
        return None
    if words & {"address", "адрес"} and not words & _EMAIL:
        return None
    if tax:
        return Naming.TAX
    if words & _EMAIL:
        return Naming.EMAIL
    if words & _PHONE:
        return Naming.PHONE
    return Naming.CODE if words & _CODE else Naming.NAME


def of_a_firm(header: Header) -> bool:
    """Whether a column names firms, of which several people may write and call."""
    return bool(set(header.words) & _FIRM)


def of_a_guest(header: Header) -> bool:
    """Whether a column names the guests of an hotel or a restaurant."""
    return bool(set(header.words) & _GUEST)


def namers(headers: Sequence[Header], taken: Collection[int]) -> tuple[int, ...]:
    """The columns, not taken for anything else, that could name the client too."""
    return tuple(n for n, header in enumerate(headers) if n not in taken and naming_of(header) is not None)
