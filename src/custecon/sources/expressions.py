"""Money that is computed from columns, such as `Quantity*UnitPrice`: sums and products of columns, exact.

The grammar is `sum = product (("+"|"-") product)*`, `product = factor ("*" factor)*`, `factor = header ["%"] |
"(" sum ")"`, where "%" says that the column is in per cent. Headers are matched longest first, so that a header may
itself hold a hyphen; quotes or backticks are allowed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple


class Computed(NamedTuple):
    """A column (`column`, and `sign` "" or "%"), two expressions joined by a sign, or `ONE`, which needs no column."""

    sign: str
    column: int = -1
    left: Computed | None = None
    right: Computed | None = None

    def columns(self) -> tuple[int, ...]:
        """The columns it needs, each once, in order of appearance."""
        if self.left is None or self.right is None:
            return () if self is ONE else (self.column,)
        return tuple(dict.fromkeys(self.left.columns() + self.right.columns()))

    def percents(self) -> frozenset[int]:
        """The columns that are said to be in per cent."""
        if self.left is None or self.right is None:
            return frozenset([self.column] if self.sign == "%" else [])
        return self.left.percents() | self.right.percents()

    def terms(self) -> frozenset[int]:
        """The columns that are only added or taken off, so that an empty cell of one is nothing."""
        return self._alone(product=False) - self._alone(product=True)

    def _alone(self, *, product: bool, inside: bool = False) -> frozenset[int]:
        """The columns that stand in a sum or difference, or in a product, as they are."""
        if self.left is None or self.right is None:
            return frozenset([self.column] if product == inside else [])
        inside = self.sign == "*"
        return self.left._alone(product=product, inside=inside) | self.right._alone(product=product, inside=inside)

    def taken_off(self, *, less: bool = False) -> frozenset[int]:
        """The columns that are taken off by themselves."""
        if self.left is None or self.right is None:
            return frozenset([self.column] if less else [])
        if self.sign == "*":
            return frozenset()
        return self.left.taken_off(less=less) | self.right.taken_off(less=less != (self.sign == "-"))

    def subtrahends(self) -> tuple[Computed, ...]:
        """Everything that is taken off, anywhere in it."""
        if self.left is None or self.right is None:
            return ()
        own = (self.right,) if self.sign == "-" else ()
        return own + self.left.subtrahends() + self.right.subtrahends()

    def before(self, less: Collection[int], of: Collection[int] = ()) -> Computed:
        """What it is before anything is taken off that holds a column of `less`; a product also without those of `of`.

        >>> parse_expression("Sales-Units*Cost", ["Sales", "Units", "Cost"]).before({2}).columns()
        (0,)
        """
        if self.left is None or self.right is None:
            return self
        if self.sign == "-" and {*less} & {*self.right.columns()}:
            return self.left.before(less, of)
        left, right = self.left.before(less, of), self.right.before(less, of)
        if self.sign == "*" and left.column in of:
            return right
        return left if self.sign == "*" and right.column in of else Computed(self.sign, left=left, right=right)

    def value(self, cells: dict[int, tuple[int, int]]) -> tuple[int, int]:
        """The value as (whole number, decimal places) from the values of the columns; exact."""
        if self.left is None or self.right is None:
            return (1, 0) if self is ONE else cells[self.column]
        (one, places), (two, places2) = self.left.value(cells), self.right.value(cells)
        if self.sign == "*":
            return one * two, places + places2
        most = max(places, places2)
        one, two = one * 10 ** (most - places), two * 10 ** (most - places2)
        return (one + two if self.sign == "+" else one - two), most


ONE = Computed("1")  # in every row


class _Parser:
    def __init__(self, text: str, headers: Sequence[str]) -> None:
        self.text, self.position = text, 0
        named = [(header.strip(), number) for number, header in enumerate(headers) if header.strip()]
        self.headers = sorted(named, key=lambda item: -len(item[0]))

    def peek(self) -> str:
        while self.position < len(self.text) and self.text[self.position] in " \t\u00a0":
            self.position += 1
        return self.text[self.position : self.position + 1]

    def sum(self) -> Computed | None:
        left = self.product()
        while left is not None and self.peek() in ("+", "-"):
            sign = self.peek()
            self.position += 1
            right = self.product()
            left = Computed(sign, left=left, right=right) if right is not None else None
        return left

    def product(self) -> Computed | None:
        left = self.factor()
        while left is not None and self.peek() in ("*", "×"):
            self.position += 1
            right = self.factor()
            left = Computed("*", left=left, right=right) if right is not None else None
        return left

    def factor(self) -> Computed | None:
        sign = self.peek()
        if sign == "(":
            self.position += 1
            inner = self.sum()
            if inner is None or self.peek() != ")":
                return None
            self.position += 1
            return inner
        if sign in ("`", '"', "'"):
            end = self.text.find(sign, self.position + 1)
            name = self.text[self.position + 1 : end] if end > 0 else ""
            self.position = end + 1
            return self.percent(next((number for header, number in self.headers if header == name), None))
        return self.percent(self.header())

    def percent(self, column: int | None) -> Computed | None:
        """A column, in per cent if that sign stands behind it."""
        if column is None:
            return None
        sign = "%" if self.peek() == "%" else ""
        self.position += len(sign)
        return Computed(sign, column)

    def header(self) -> int | None:
        """The longest header that stands here and is followed by a sign, a parenthesis or the end."""
        for header, number in self.headers:
            end = self.position + len(header)
            if self.text[self.position : end].casefold() == header.casefold():
                rest = self.text[end:].lstrip(" \t\u00a0")
                if not rest or rest[0] in "+-*×)%":
                    self.position = end
                    return number
        return None


def parse_expression(text: str, headers: Sequence[str]) -> Computed | None:
    """Read an expression over the headers of a file, or the number 1; None if it is neither.

    >>> parse_expression("Quantity * UnitPrice", ["Quantity", "UnitPrice"]).columns()
    (0, 1)
    >>> parse_expression("Кол-во*Цена", ["Кол-во", "Цена"]).columns()
    (0, 1)
    >>> parse_expression("Revenue*Margin%", ["Revenue", "Margin"]).percents()
    frozenset({1})
    """
    if text.strip() == "1":
        return ONE
    parser = _Parser(text, headers)
    found = parser.sum()
    if found is None or parser.peek() or found.left is None:
        return None
    return found
