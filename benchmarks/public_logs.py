"""How often totals of public order logs lay in the intervals that were foretold; writes the tables of docs/accuracy.md.

    python -m benchmarks.public_logs                  CDNOW's sample, which is in the repository
    python -m benchmarks.public_logs FOLDER           and the logs that lie there; those that do not are skipped by name
    python -m benchmarks.public_logs FOLDER --write   and the tables of docs/accuracy.md are written anew

FOLDER has cdnow/CDNOW_master.txt, online-retail/OnlineRetail.csv.gz, essec-purchases/purchases_half.csv.gz. Who had
bought by a day is known with what they bought until then; what they buy after it is foretold by `ltv --method auto`
and held against what they bought. Days were set before anything was measured: at 40 … 80 % of a log for a fifth of its
length, at 40 … 60 % for two fifths; of the shop by mail also the quarters. They overlap: 25 are not 25 trials.
Chance plays no part, nor does the clock.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import custecon
from custecon.tables.rolling_backtests import REGULAR

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
BEGIN, END = "<!-- measured by benchmarks/public_logs.py -->\n", "<!-- end -->\n"
Rows = Iterator[tuple[str, dt.date, Decimal]]


def of_columns(path: Path) -> Rows:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["client"], dt.date.fromisoformat(row["date"]), Decimal(row["amount"])


def of_master(path: Path) -> Rows:
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split()
        if cells and cells[0].isdigit():
            yield cells[0], dt.date.fromisoformat(cells[-3]), Decimal(cells[-1])


def of_retail(path: Path) -> Rows:
    """Without rows of no client, cancelled invoices, quantities and prices not above 0."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            price, quantity = Decimal(row["UnitPrice"]), int(row["Quantity"])
            if row["CustomerID"] and not row["InvoiceNo"].startswith("C") and quantity > 0 and price > 0:
                yield row["CustomerID"], dt.date.fromisoformat(row["InvoiceDate"][:10]), quantity * price


# name, file, who reads it, days after which so many days are foretold
LOGS = (
    ("CDNOW, a tenth (examples/orders.csv)", None, of_columns,
     "1997-09-30+273 1997-09-19+109 1997-12-15+109 1998-03-13+109"),
    ("CDNOW, whole", "cdnow/CDNOW_master.txt", of_master,
     "1997-08-07+109 1997-09-19+109 1997-11-02+109 1997-12-15+109 1998-01-28+109 1998-03-13+109 "
     "1997-08-07+218 1997-09-03+218 1997-09-30+218 1997-10-27+218 1997-11-24+218"),
    ("Online Retail", "online-retail/OnlineRetail.csv.gz", of_retail,
     "2011-04-29+74 2011-05-29+74 2011-06-27+74 2011-07-27+74 2011-08-26+74 2011-09-25+74 "
     "2011-05-17+149 2011-07-12+149"),
    ("Shop by mail, 2 to 4 years ahead", "essec-purchases/purchases_half.csv.gz", of_columns,
     "2009-05-27+803 2011-02-28+803 2012-12-01+803 2013-10-19+803 2009-12-13+1606 2011-08-08+1606"),
    ("Shop by mail, the next quarter", "essec-purchases/purchases_half.csv.gz", of_columns,
     "2011-03-31+92 2011-09-30+92 2012-06-30+92 2012-09-30+92 2012-12-31+92 2013-03-31+92 "
     "2013-09-30+92 2013-12-31+92 2014-06-30+92 2014-09-30+92 2015-03-31+92 2015-09-30+92"),
)  # fmt: skip


@dataclass(frozen=True)
class Total:
    """A total that was foretold, its ends at level 95 %, and what came."""

    foretold: float
    low: float
    high: float
    came: float

    @property
    def inside(self) -> bool:
        return self.low <= self.came <= self.high

    @property
    def miss(self) -> float:
        return self.foretold / self.came - 1.0

    @property
    def half(self) -> float:
        return 0.5 * (self.high - self.low) / self.foretold

    @property
    def winkler(self) -> float:
        outside = max(self.low - self.came, self.came - self.high, 0.0)
        return (self.high - self.low + 40.0 * outside) / self.came


@dataclass(frozen=True)
class Split:
    """One forecast of a log; how many regular clients there were, and how many of them bought what was foretold."""

    name: str
    model: str
    purchases: Total
    money: Total
    regulars: int
    within: int


def split_of(days: dict[str, dict[dt.date, Decimal]], day: dt.date, ahead: int) -> Split:
    """What was foretold on a day for so many days, beside what came."""
    end = day + dt.timedelta(days=ahead)
    known = {client: bought for client, bought in days.items() if min(bought) <= day}
    rows = [(client, at, paid) for client, bought in known.items() for at, paid in sorted(bought.items()) if at <= day]
    log = custecon.read(
        dict(zip(("client", "date", "amount"), map(list, zip(*rows, strict=True)), strict=True)),
        zero_orders="count",
        as_of=day,
    )
    found = custecon.ltv(log, method="auto", horizon=f"{ahead}d", discount=0.0)
    later = {client: [paid for at, paid in bought.items() if day < at <= end] for client, bought in known.items()}
    came = {client: len(paid) for client, paid in later.items()}
    often = {client for client, bought in known.items() if sum(at <= day for at in bought) > REGULAR}
    clients = next(table for table in found.tables if table.name == "clients")
    at = [
        [column.name for column in clients.columns].index(name)
        for name in ("client", "purchases_low", "purchases_high")
    ]
    within = sum(row[at[1]] <= came[row[at[0]]] <= row[at[2]] for row in clients.rows if row[at[0]] in often)

    def total(name: str, actual: float) -> Total:
        one = next(figure for figure in found.figures if figure.name == name)
        return Total(float(one.value), one.interval.low, one.interval.high, actual)

    return Split(
        f"{day}, {ahead} days",
        str(dict(found.parameters)["method"]),
        total("expected_purchases", float(sum(came.values()))),
        total("predicted_value", float(sum(sum(paid) for paid in later.values()))),
        len(often),
        within,
    )


def summary(name: str, splits: list[Split]) -> str:
    """One line of the table of logs."""
    cells = [name, str(len(splits))]
    for totals in ([one.purchases for one in splits], [one.money for one in splits]):
        cells += [
            f"{sum(one.inside for one in totals)} of {len(totals)}",
            f"{statistics.median(abs(one.miss) for one in totals):.0%}",
            f"{statistics.median(one.half for one in totals):.0%}",
            f"{statistics.mean(one.winkler for one in totals):.2f}",
        ]
    regulars, within = sum(one.regulars for one in splits), sum(one.within for one in splits)
    return "| " + " | ".join([*cells, f"{within} of {regulars}, {within / regulars:.1%}" if regulars else "–"]) + " |"


def line(log: str, one: Split) -> str:
    """One line of the table of forecasts: shares alone, no figures of a log that is not ours to print."""
    cells = [log, one.name, one.model]
    for total in (one.purchases, one.money):
        cells += [f"{total.miss:+.0%}", f"{total.half:.0%}", "yes" if total.inside else "**no**"]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    folder = next((Path(word) for word in sys.argv[1:] if not word.startswith("--")), None)
    found: dict[str, list[Split]] = {}
    read: dict[Path, dict[str, dict[dt.date, Decimal]]] = {}
    for name, place, rows, splits in LOGS:
        path = ROOT / "examples" / "orders.csv" if place is None else folder / place if folder else None
        if path is None or not path.exists():
            print(f"{name}: skipped, {place} is not there", file=sys.stderr)
            continue
        if path not in read:
            log: dict[str, dict[dt.date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
            for client, day, amount in rows(path):
                log[client][day] += amount
            read = {path: log}
        found[name] = []
        for split in splits.split():
            day, ahead = split.split("+")
            found[name].append(split_of(read[path], dt.date.fromisoformat(day), int(ahead)))
            print(line(name, found[name][-1]), file=sys.stderr, flush=True)
    of_total = "within 95 % | off by | ± | Winkler"
    heads = [
        f"| log | forecasts | purchases {of_total} | money {of_total} | regular clients within 95 % |",
        "|---" * 11 + "|",
    ]
    of_one = "off by | ± | within 95 %"
    each = [f"| log | made on, for | model | purchases {of_one} | money {of_one} |", "|---" * 9 + "|"]
    text = "\n".join(
        [*heads, *(summary(*one) for one in found.items()), "", *each]
        + [line(name, one) for name, splits in found.items() for one in splits]
    )
    print(text)
    if "--write" in sys.argv:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        PAGE.write_text(before + BEGIN + "\n" + text + "\n\n" + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
