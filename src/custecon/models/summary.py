"""The frozen records that models are fitted to: one row per client, or per group of equals with a weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import Number, say
from custecon.models.durations import Unit

Floats: TypeAlias = npt.NDArray[np.float64]
Index: TypeAlias = npt.NDArray[np.intp]
Column: TypeAlias = Floats | Sequence[float] | Sequence[int]
MOST_PURCHASES = 10_000_000


class Data(Protocol):
    """What every summary can tell the fitter."""

    @property
    def clients(self) -> float:
        """The number of clients, weights counted."""

    def facts(self) -> dict[str, float]:
        """A few figures that describe the data, kept with a fit."""


def _inconsistent(what: str) -> Undefined:
    return Undefined(problem("E330", what=what))


def _column(name: str, values: Column, length: int | None = None) -> Floats:
    column = np.ascontiguousarray(values, dtype=np.float64)
    if column.ndim != 1:
        raise _inconsistent(say("{name} is not one value per client", name=name))
    if length is not None and len(column) != length:
        raise _inconsistent(
            say(
                "{name} has {column} values, repeat_purchases has {length}",
                name=name,
                column=len(column),
                length=length,
            )
        )
    if not np.isfinite(column).all():
        raise _inconsistent(say("{name} holds a value that is not a finite number", name=name))
    if len(column) and column.min() < 0:
        raise _inconsistent(say("{name} holds {min}, below 0", name=name, min=Number(column.min())))
    column.flags.writeable = False
    return column


def _whole(name: str, column: Floats) -> None:
    if not np.array_equal(column, np.floor(column)):
        raise _inconsistent(say("{name} holds a value that is not whole", name=name))
    if len(column) and column.max() > MOST_PURCHASES:
        raise _inconsistent(
            say(
                "{name} holds {max}, more than {most_purchases}",
                name=name,
                max=Number(column.max(), 0),
                most_purchases=MOST_PURCHASES,
            )
        )


def _weights(values: Column | None, length: int) -> Floats | None:
    if values is None:
        return None
    weights = _column("weights", values, length)
    if len(weights) and weights.min() <= 0:
        raise _inconsistent("a weight is 0")
    return weights


def dot(one: Floats, two: Floats) -> float:
    """Σ one · two in one thread: a threaded BLAS waits for cores that others keep busy, for no gain at this size."""
    return float(np.einsum("i,i->", one, two))


class _Rows:
    """What the summaries share: length, weights, a part of the rows."""

    weights: Floats | None

    def _first(self) -> Floats:
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self._first())

    @property
    def counts(self) -> Floats:
        """The weight of each row; 1 where none was given."""
        return np.ones(len(self)) if self.weights is None else self.weights

    @property
    def clients(self) -> float:
        """The number of clients, weights counted."""
        return float(len(self)) if self.weights is None else float(self.weights.sum())

    def rows(self, chosen: npt.NDArray[Any] | slice) -> Self:
        """The summary of some of the rows."""
        raise NotImplementedError

    def part(self, rising: Index) -> Self:
        """The summary of some of the rows, by their rising places; it itself where those are all."""
        return self if len(rising) == len(self) else self.rows(rising)

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True, eq=False)
class PurchaseSummary(_Rows):
    """How often, how lately and for how long clients have bought: all that the buying models need to know.

    One row per client: repeat purchases (x), age at the last purchase (t_x), age (T), both ages counted from
    the first purchase in `unit`; a client without a repeat purchase has age at last purchase 0. `weights`:
    how many clients a row stands for. `sum_log_intervals`: per row the sum of the natural logs of the times
    between its purchases, in `unit`; only the models with regular buying need it.

    Raises:
        Undefined: E330 with what is inconsistent.
    """

    repeat_purchases: Floats
    age_at_last_purchase: Floats
    age: Floats
    unit: Unit
    weights: Floats | None = None
    sum_log_intervals: Floats | None = None

    def __post_init__(self) -> None:
        count = _column("repeat_purchases", self.repeat_purchases)
        last = _column("age_at_last_purchase", self.age_at_last_purchase, len(count))
        age = _column("age", self.age, len(count))
        _whole("repeat_purchases", count)
        if (last > age).any():
            raise _inconsistent("a last purchase lies after the end of the observation")
        if last[count == 0].any():
            raise _inconsistent("a client without a repeat purchase has an age at last purchase above 0")
        logs = self.sum_log_intervals
        if logs is not None:
            logs = np.ascontiguousarray(logs, dtype=np.float64)
            if logs.shape != count.shape or not np.isfinite(logs).all():
                raise _inconsistent("sum_log_intervals is not one finite number per client")
        self._set(
            repeat_purchases=count,
            age_at_last_purchase=last,
            age=age,
            weights=_weights(self.weights, len(count)),
            sum_log_intervals=logs,
        )

    def _first(self) -> Floats:
        return self.repeat_purchases

    @property
    def columns(self) -> tuple[Floats, Floats, Floats]:
        """How often, how lately, for how long: (x, t_x, T)."""
        return self.repeat_purchases, self.age_at_last_purchase, self.age

    @classmethod
    def newcomers(cls, unit: Unit, count: int = 1) -> Self:
        """Clients who have just made their first purchase: no history yet."""
        return cls(np.zeros(count), np.zeros(count), np.zeros(count), unit)

    def histories(self) -> list[Floats]:
        """What the models need to know of each client, column by column."""
        return [self.repeat_purchases, self.age_at_last_purchase, self.age]

    @classmethod
    def from_purchase_times(cls, times: Sequence[Sequence[float]], ages: Sequence[float], unit: Unit) -> Self:
        """The summary of clients from the times of their repeat purchases since the first."""
        rows = [np.sort(np.asarray(row, dtype=np.float64)) for row in times]
        logs = [
            float(np.log(np.diff(row, prepend=0.0)).sum()) if (np.diff(row, prepend=0.0) > 0).all() else 0.0
            for row in rows
        ]
        return cls(
            np.array([len(row) for row in rows], dtype=np.float64),
            np.array([row[-1] if len(row) else 0.0 for row in rows]),
            np.asarray(ages, dtype=np.float64),
            unit,
            sum_log_intervals=np.array(logs),
        )

    def rows(self, chosen: npt.NDArray[Any] | slice) -> Self:
        """The summary of some of the rows."""
        pick = [self.repeat_purchases, self.age_at_last_purchase, self.age]
        return type(self)(
            pick[0][chosen],
            pick[1][chosen],
            pick[2][chosen],
            self.unit,
            None if self.weights is None else self.weights[chosen],
            None if self.sum_log_intervals is None else self.sum_log_intervals[chosen],
        )

    def facts(self) -> dict[str, float]:
        """Clients, repeaters, repeat purchases, mean age: kept with a fit."""
        weights = self.counts
        clients = float(weights.sum())
        return {
            "clients": clients,
            "repeaters": float(weights[self.repeat_purchases > 0].sum()),
            "repeat_purchases": dot(weights, self.repeat_purchases),
            "mean_age": dot(weights, self.age) / clients if clients else 0.0,
        }


@dataclass(frozen=True, eq=False)
class DiscreteSummary(_Rows):
    """How many of the occasions to buy (or give) each client took, and which was the last one taken.

    One row per client: repeat purchases (x), occasion of the last purchase (t_x, 0 if none), occasions (n),
    counted after the first purchase. `unit` says how far two occasions lie apart.

    Raises:
        Undefined: E330 with what is inconsistent.
    """

    repeat_purchases: Floats
    last_occasion: Floats
    occasions: Floats
    unit: Unit
    weights: Floats | None = None

    def __post_init__(self) -> None:
        count = _column("repeat_purchases", self.repeat_purchases)
        last = _column("last_occasion", self.last_occasion, len(count))
        occasions = _column("occasions", self.occasions, len(count))
        for name, column in (("repeat_purchases", count), ("last_occasion", last), ("occasions", occasions)):
            _whole(name, column)
        if (last > occasions).any() or (count > last).any() or ((count == 0) & (last > 0)).any():
            raise _inconsistent("it must hold: repeat purchases ≤ last occasion ≤ occasions, and both 0 together")
        if len(occasions) and occasions.max() > 20_000:
            raise _inconsistent(say("{max} occasions are too many for discrete time", max=Number(occasions.max(), 0)))
        self._set(
            repeat_purchases=count,
            last_occasion=last,
            occasions=occasions,
            weights=_weights(self.weights, len(count)),
        )

    def _first(self) -> Floats:
        return self.repeat_purchases

    @property
    def columns(self) -> tuple[Floats, Floats, Floats]:
        """How often, how lately, for how long: (x, t_x, n)."""
        return self.repeat_purchases, self.last_occasion, self.occasions

    @classmethod
    def newcomers(cls, unit: Unit, count: int = 1) -> Self:
        """Clients who have just made their first purchase: no occasion yet."""
        return cls(np.zeros(count), np.zeros(count), np.zeros(count), unit)

    def histories(self) -> list[Floats]:
        """What the model needs to know of each client, column by column."""
        return [self.repeat_purchases, self.last_occasion, self.occasions]

    def rows(self, chosen: npt.NDArray[Any] | slice) -> Self:
        """The summary of some of the rows."""
        weights = None if self.weights is None else self.weights[chosen]
        pick = (self.repeat_purchases[chosen], self.last_occasion[chosen], self.occasions[chosen])
        return type(self)(*pick, self.unit, weights)

    def facts(self) -> dict[str, float]:
        """Clients, repeaters, repeat purchases, mean occasions: kept with a fit."""
        weights = self.counts
        clients = float(weights.sum())
        return {
            "clients": clients,
            "repeaters": float(weights[self.repeat_purchases > 0].sum()),
            "repeat_purchases": dot(weights, self.repeat_purchases),
            "mean_age": dot(weights, self.occasions) / clients if clients else 0.0,
        }


@dataclass(frozen=True, eq=False)
class SpendSummary(_Rows):
    """What clients spend per purchase: the purchases averaged and their average amount, one row per client.

    Rows without a repeat purchase carry an average of 0 and tell the model nothing; they still get a
    prediction.

    Raises:
        Undefined: E330, also for a client with purchases whose average is 0.
    """

    repeat_purchases: Floats
    average_spend: Floats
    weights: Floats | None = None

    def __post_init__(self) -> None:
        count = _column("repeat_purchases", self.repeat_purchases)
        average = _column("average_spend", self.average_spend, len(count))
        _whole("repeat_purchases", count)
        if ((count > 0) & (average <= 0)).any():
            raise _inconsistent("a client with repeat purchases has an average spend of 0")
        average = np.where(count > 0, average, 0.0)
        self._set(repeat_purchases=count, average_spend=average, weights=_weights(self.weights, len(count)))

    def _first(self) -> Floats:
        return self.repeat_purchases

    def rows(self, chosen: npt.NDArray[Any] | slice) -> Self:
        """The summary of some of the rows."""
        weights = None if self.weights is None else self.weights[chosen]
        return type(self)(self.repeat_purchases[chosen], self.average_spend[chosen], weights)

    def facts(self) -> dict[str, float]:
        """Clients, repeaters, repeat purchases, mean of the averages: kept with a fit."""
        buyers = self.repeat_purchases > 0
        weights = self.counts[buyers]
        total = float(weights.sum())
        return {
            "clients": self.clients,
            "repeaters": total,
            "repeat_purchases": dot(weights, self.repeat_purchases[buyers]),
            "mean_spend": dot(weights, self.average_spend[buyers]) / total if total else 0.0,
        }


@dataclass(frozen=True, eq=False)
class SurvivalSummary(_Rows):
    """How long contracts last: in which period clients left, and how long those who stayed have lasted.

    One row per group: `periods` (1, 2, …), `left` (True: left in that period, at its renewal; False: still
    there after that many periods), `weights` clients. `unit` is the period.

    Raises:
        Undefined: E330 with what is inconsistent.
    """

    periods: Floats
    left: npt.NDArray[np.bool_]
    unit: Unit
    weights: Floats | None = None

    def __post_init__(self) -> None:
        periods = _column("periods", self.periods)
        _whole("periods", periods)
        left = np.ascontiguousarray(self.left, dtype=np.bool_)
        if left.shape != periods.shape:
            raise _inconsistent("`left` is not one value per row")
        if (periods[left] < 1).any():
            raise _inconsistent("a client left before the end of a first period")
        if len(periods) and periods.max() > 100_000:
            raise _inconsistent(say("{max} periods are too many", max=Number(periods.max(), 0)))
        self._set(periods=periods, left=left, weights=_weights(self.weights, len(periods)))

    def _first(self) -> Floats:
        return self.periods

    @classmethod
    def from_survivors(cls, survivors: Sequence[float], unit: Unit) -> Self:
        """The summary of one cohort from its survivors after 0, 1, 2 … periods (1000, 631, 468 …).

        Raises:
            Undefined: E330 if the survivors rise, trap of "sBG with rising survival".
        """
        table = _column("survivors", survivors)
        if len(table) < 2 or (np.diff(table) > 0).any():
            raise _inconsistent("survivors must be two figures or more, none above the one before")
        lost = -np.diff(table)
        periods = np.arange(1, len(table), dtype=np.float64)
        at_end = table[-1] > 0
        weights = np.append(lost, table[-1]) if at_end else lost
        when = np.append(periods, periods[-1]) if at_end else periods
        left = np.append(np.ones(len(lost), dtype=np.bool_), False) if at_end else np.ones(len(lost), dtype=np.bool_)
        kept = weights > 0
        return cls(when[kept], left[kept], unit, weights[kept])

    def rows(self, chosen: npt.NDArray[Any] | slice) -> Self:
        """The summary of some of the rows."""
        weights = None if self.weights is None else self.weights[chosen]
        return type(self)(self.periods[chosen], self.left[chosen], self.unit, weights)

    def facts(self) -> dict[str, float]:
        """Clients, those who left, periods at risk: kept with a fit."""
        weights = self.counts
        return {
            "clients": float(weights.sum()),
            "left": float(weights[self.left].sum()),
            "periods_at_risk": dot(weights, self.periods),
        }
