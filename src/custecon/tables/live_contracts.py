"""Contracts that renew, as formulas: the chance of every renewal ahead, and its discount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from custecon.core import units
from custecon.core.expression import Expression, Name
from custecon.core.phrases import say
from custecon.core.relations import Across
from custecon.core.results import Beneath, Column, Table
from custecon.models.fit_record import Fit
from custecon.models.summary import Floats
from custecon.tables.live_prediction import TOO_MANY, renewing
from custecon.tables.prediction import STEP_CELLS


class LiveContracts:
    """The formulas of a table of contracts; `years_each`: how far two renewals lie apart."""

    def __init__(self, fit: Fit, contracts: int, renewals: int, years_each: float, discount: float) -> None:
        self.fit = fit
        self.renewals, self.years_each, self.discount = renewals, years_each, discount
        self.kept = contracts * renewals <= STEP_CELLS
        self.names = tuple(f"renewal_{number}" for number in range(1, renewals + 1))
        self.counted = self._across("counted")
        self.last: dict[str, Any] = {"formula": Name(self.names[-1])} if self.kept else {"fixed": TOO_MANY}

    def _across(self, column: str) -> dict[str, Any]:
        return {"formula": Across(self.names, "steps", column)} if self.kept else {"fixed": TOO_MANY}

    def worth(self, *, margin: float) -> dict[str, Any]:
        """The chance of each renewal, discounted from its day to today, times what it pays."""
        if not self.kept:
            return {"fixed": TOO_MANY}
        found: Expression = Across(self.names, "steps", "factor") * (1 + Name("discount")) ** (0 - Name("wait"))
        found = found * Name("amount")
        return {"formula": found * Name("margin_rate") if margin != 1.0 else found}

    def chance(self, number: int, possible: Sequence[bool]) -> dict[str, Any]:
        """Who makes one renewal more: the chance to have made the last, times that of one more."""
        stays = renewing(self.fit, Name("renewals") + (number - 1))
        formula = Name(self.names[number - 2]) * stays if number > 1 else stays
        return {"formula": formula} if all(possible) else {"formula": formula, "live": possible}

    def beneath(self, waits: Sequence[float], chances: Sequence[Sequence[float]], possible: Floats) -> Beneath:
        """The chance of every renewal of every contract, 0 where none is possible, and the factor of every renewal."""
        if not self.kept:
            return Beneath()
        years = [number * self.years_each for number in range(self.renewals)]
        columns = (
            Column("step", "renewal", units.PERIOD_NUMBER, "from now on"),
            Column("years", "years", units.RATIO, "after the next renewal"),
            Column("factor", "discount factor", units.RATIO, "what one money unit is worth at the next renewal",
                   formula=(1 + Name("discount")) ** (0 - Name("years"))),
            Column("counted", "counted", units.RATIO, "each once, to add up renewals that are not discounted"),
        )  # fmt: skip
        rows = [(number, year, (1.0 + self.discount) ** -year, 1) for number, year in enumerate(years, 1)]
        wait = Column("wait", "years to the next", units.RATIO, "from today to the next renewal")
        each = tuple(
            Column(name, say("P(renewal {number})", number=number), units.SHARE, "the chance to make it",
                   **self.chance(number, (possible[:, number - 1] > 0).tolist()))
            for number, name in enumerate(self.names, 1)
        )  # fmt: skip
        cells = [(one, *line) for one, line in zip(waits, chances, strict=True)]
        table = Table("steps", "Renewals ahead", columns, rows)
        return Beneath(tables=(table,), columns={"contracts": ((wait, *each), cells)})
