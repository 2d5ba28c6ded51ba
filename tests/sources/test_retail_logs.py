"""Logs of a shop with guests: clients left blank, numbers with letters, words among goods, on both roads."""

import random

import pytest
from tests.sources.both_roads import both_roads

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
NOBODY = {"none": [], "blank": [""], "guests": ["Guest", "n/a", "guest", "-"], "both": ["", "", "Guest", " ", "0"]}
LETTERS = {"none": "", "some": "C", "several": "CAC", "most": "C" * 40}
WORDS = [
    "lost", "returned", "test", "samples", "Discount", "Gift voucher", "reverse 21/5/10 adjustment", "refund", "Total",
    "Adjust bad debt", "LOST", "invoice", "payment", "net", "planned",
]  # fmt: skip
SAID = [{}, {"refunds": "drop"}, {"refunds": "net"}, {"zero_orders": "count"}, {"groups": ("Country",)}]


class Shop:
    """One such log by a seed: `lines` with their header, `options` what is said of it."""

    def __init__(self, seed):
        self.chance = chance = random.Random(seed)  # noqa: S311
        self.named = chance.choice(["{:05d}", "C{}", "Client {}"])
        self.letters = LETTERS[chance.choice([*LETTERS])]
        self.nobody = NOBODY[chance.choice([*NOBODY])]
        self.words = chance.choice([[], [], WORDS[:7], WORDS])
        self.goods = [f"GOODS OF KIND {n}" for n in range(chance.choice([5, 60, 60, 60]))]
        self.signed = chance.random() < 0.6
        rows = [row for number in range(chance.choice([40, 300])) for row in self.order(536_000 + number)]
        if chance.random() < 0.1:
            rows.append(
                chance.choice([",,Total,,,,,", ",,,,,,Total,", "999999,X,Total,1,2011-03-01,1.00,,United Kingdom"])
            )
        if chance.random() < 0.3:
            rows[chance.randrange(len(rows))] = rows[0]
        self.lines = [HEADER, *rows]
        self.options = {"columns": {"amount": "Quantity*UnitPrice"}} | chance.choice(SAID)
        self.options["no_client"] = chance.choice(["drop", "drop", "drop", "drop", "keep", "refuse"])

    def order(self, number):
        """The rows of one order, which are of one client and day."""
        chance = self.chance
        letter = chance.choice(self.letters) if self.letters and chance.random() < len(self.letters) / 50 else ""
        client = self.named.format(chance.randrange(1, 40))
        if self.nobody and chance.random() < 0.25:
            client = chance.choice(self.nobody)
        day = f"2011-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        for _ in range(chance.randrange(1, 5)):
            goods = chance.choice(self.goods)
            back = bool(letter) and self.signed
            price = f"{chance.randrange(1, 90)}.{chance.choice(['5', '50', '25'])}"
            if self.words and chance.random() < 0.05:
                goods = chance.choice(self.words)
                price = chance.choice([price, "0", "0.00"])
                client = chance.choice([client, client, ""]) if "" in self.nobody else client
                back = chance.random() < 0.7
            pieces = f"{'-' * back}{chance.randrange(1, 9)}"
            yield f"{letter}{number},{chance.randrange(99)},{goods},{pieces},{day},{price},{client},UK"


@pytest.mark.parametrize("start", range(0, 240, 60))
def test_logs_of_shops_are_answered_alike_on_both_roads(start, tmp_path):
    path, taken = tmp_path / "retail.csv", 0
    for seed in range(start, start + 60):
        shop = Shop(seed)
        path.write_text("\n".join(shop.lines) + "\n")
        try:
            taken += both_roads(path, **shop.options)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {shop.options}: {error}") from None
    assert taken >= 8
