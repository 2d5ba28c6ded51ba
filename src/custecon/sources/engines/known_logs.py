"""Which logs an engine may take: whose options, columns and words are all such that an extract tells everything."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from custecon.core.errors import CusteconError, ExpectationNotMet, InputRefused
from custecon.kinds.orders import ORDERS
from custecon.sources.api_cents import of_an_api
from custecon.sources.client_columns import Naming, naming_of
from custecon.sources.client_values import no_clients
from custecon.sources.currency_columns import of_currencies
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.log_loading import TEXTS
from custecon.sources.exchange_rates import is_rate_of_exchange
from custecon.sources.header_shapes import twins
from custecon.sources.header_words import header_of
from custecon.sources.layout import Layout
from custecon.sources.money_columns import Beside, Sign, adjusted, came_back, may_be_written_off, rate_of_discount
from custecon.sources.no_new_money import no_new_money
from custecon.sources.options import ReadingOptions
from custecon.sources.phrases import phrase_of
from custecon.sources.row_headers import of_others
from custecon.sources.row_meaning import of_another
from custecon.sources.sold_in_words import speaks_of_no_client, speaks_of_no_sale
from custecon.sources.source import Source
from custecon.sources.sums_of_parts import may_name_parents
from custecon.sources.titles import title_of
from custecon.sources.told_twice import measures
from custecon.sources.total_labels import is_total
from custecon.sources.two_money_columns import column_of_other_way

# What is told of an extract as it is of the whole, for its rows are counted by how many they stand for.
TOLD = frozenset(
    "N201 N202 N207 N208 N209 N210 N214 N217 N218 N221 N225 N227 N234 N235 N236 N241 N243 N273 N276 N281 N286 N298 "
    "N299 N387".split()
)
# So are, where all rows of a face are counted in an engine of files, those without a client and those of a letter.
TOLD_OF_FILES = TOLD | {"N220", "N226"}
ASKED = frozenset({"E250", "E501", "E502", "E503"})
Made = TypeVar("Made")


def unless_in_doubt(make: Callable[[], Made], not_ours: tuple[type[Exception], ...]) -> Made | None:
    """What is made of a log; None if anything is in doubt, other than what is asked of the whole.

    `not_ours`: what an engine raises that cannot answer.
    """
    try:
        return make()
    except (InputRefused, ExpectationNotMet) as refusal:
        if {problem.code for problem in refusal.problems} <= ASKED:
            raise
        return None
    except (Doubt, CusteconError, MemoryError):
        return None
    except not_ours:
        return None
    except RuntimeError as error:  # what the engine makes of Ctrl-C
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from None
        raise


def is_plain(options: ReadingOptions) -> bool:
    """Whether nothing is said that changes how rows or cells are read, other than which rows count and with what."""
    return (
        options.refunds in (None, "net", "drop")
        and not (options.same_client or options.aliases or options.same_as)
        and options.identical == "keep"
        and options.subtotals is None
        and not options.fill_down
        and not options.skip_bad
        and options.order_id in (None, "none")
        and options.units is None
        and not options.units_of
    )


def only_what_is_known(source: Source, options: ReadingOptions, *, header: int = 1) -> None:
    """What hangs on more than the words of a row and its numbers is the exact reader's. `header`: its line."""
    layout = source.layout
    if (
        layout.schema is not ORDERS
        or layout.line != header
        or layout.above
        or may_name_parents(layout)
        or title_of(source)
        or naming_of(header_of(layout.headers[layout.roles["client"]])) is Naming.PHONE
        or not layout.headers[-1]
        or column_of_other_way(layout, "amount") is not None
        or any(map(is_rate_of_exchange, layout.headers))
        or any(naming_of(header_of(layout.headers[n])) is Naming.TAX for n in layout.namers)
        or any(_hangs_on_single_rows(layout, each) for each in layout.beside)
        or set(layout.roles) - {"client", "date", "amount", "order_id", *TEXTS}
        or "quote" in source.settings
    ):
        raise Doubt
    used = {*layout.roles.values(), *layout.reckoned(), *(each.column for each in layout.beside)}
    row = next((cells for number, cells in source.rows() if number > layout.line), ())
    for column in {*layout.reckoned(), *(layout.roles[name] for name in ("amount",) if name in layout.roles)}:
        money = header_of(layout.headers[column])
        if money.unit or money.perhaps or (money.currency and options.currency):
            raise Doubt
        if of_an_api(layout.headers[column], row, ()) or twins(column, layout.headers, used):
            raise Doubt


def _hangs_on_single_rows(layout: Layout, beside: Beside) -> bool:
    """Whether money beside the amount is held against it row by row: rates, amounts set anew, what was written off."""
    header, headers = header_of(layout.headers[beside.column]), list(map(header_of, layout.headers))
    if beside.sign is not Sign.NAMED:
        return False
    return bool(rate_of_discount(header) or came_back(header) or may_be_written_off(header)) or (
        adjusted(header, headers) is not None
    )


def only_further(
    layout: Layout,
    columns: Mapping[int, Sequence[str]],
    *,
    unpaid: Mapping[int, Collection[str]] = MappingProxyType({}),
) -> None:
    """A further column whose values name currencies, or say that some rows are no sales, is the exact reader's.

    `unpaid`: values of rows that bring nothing, of which nobody asks whether they are sales.
    """
    for column, values in columns.items():
        words = header_of(layout.headers[column]).words
        paid = [value for value in values if value not in unpaid.get(column, ())]
        no_sale = not of_others(words) and speaks_of_no_sale(paid, words)
        phrases = {phrase_of(text) for text in values}
        no_sale = no_sale or any(map(of_another, phrases)) or bool(measures(phrases) or no_new_money(words, paid))
        no_sale = no_sale or speaks_of_no_client(paid, words) or bool(no_clients(layout.headers[column], values))
        if of_currencies(layout.headers[column], values) or any(map(is_total, values)) or no_sale:
            raise Doubt
