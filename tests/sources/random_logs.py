# ruff: noqa: E501
"""Logs of orders as anybody may export them, by a seed: how they are written, their columns, slips, what is said."""

import datetime as dt
import random

WAYS = "%Y-%m-%d|%d.%m.%Y|%d/%m/%Y|%m/%d/%Y|%Y-%m-%d %H:%M:%S|%d.%m.%Y %H:%M|%Y-%m-%dT%H:%M:%SZ|%d-%m-%Y".split("|")
NAMES = 'C{:03d}|Клиент {}|{}|ООО "Ромашка {}"|client{}@mail.example|Ann, no {}|name {}|АО Ель-{}|00{}'.split("|")
HEADERS = {
    "client": "client|Клиент|Customer|Email|customer id",
    "date": "date|Дата|Order date|created at",
    "amount": "amount|Сумма|Total|revenue",
}
MORE = {  # how often a further column stands there, and what it may be called
    "order": (0.5, "order id|Номер|№ заказа|Order Number|Invoice"),
    "status": (0.5, "Status|Статус|state|Financial Status|paid|Проведен"),
    "segment": (0.4, "Segment|city|Менеджер|channel"),
    "goods": (0.3, "product|Товар|note|comment|item"),
    "refund": (0.2, "refunded|Refunded Amount|Возврат|discount|tax|shipping"),
    "email": (0.15, "email|phone|company"),
    "currency": (0.15, "currency|Валюта"),
    "quantity": (0.15, "quantity|Кол-во|qty"),
    "other day": (0.1, "paid at|shipped at|Дата оплаты"),
    "price": (0.15, "price|Цена|unit price"),
}
ITEMS = {"order": 0.5, "segment": 0.4, "refund": 0.3, "quantity": 1, "price": 1}  # beside client and day
STATUSES = "paid;paid,cancelled;completed,refunded,processing;Да,Нет;Оплачен,Отменен,Новый;won,lost,open;x,y".split(";")
GOODS = ["pen", "cup", '"big" box', "Шкаф, белый", "hat", "hat", "hat", "refund"]
SLIPS = (
    '||Guest|n/a|1e5|12O.5|2024-13-45|Итого|Total|-|0|1,234.5|1.234,5|$5.00| x |5.005|C001 |(5.00)|“q”|lone " quote|2.5.2023'
    "|1/2/2023|31.12.2022 25:00|Café|7,5|007|+7 900 123-45-67"
).split("|")


class RandomLog:
    """One such log: `data` are its bytes, `options` what is said of it; `items`: of pieces and prices, without amounts."""

    def __init__(self, seed, *, items=False):
        self.items = items
        self.chance = chance = random.Random(seed)  # noqa: S311
        self.delimiter = chance.choice(",;\t|,")
        self.decimal = "." if self.delimiter == "," and chance.random() < 0.8 else chance.choice(".,")
        group = chance.choice(["", "", " ", "\u00a0", "," if self.decimal == "." else ".", "'"])
        self.group = "" if group == self.delimiter else group
        self.quoted = chance.choice(["nothing", "nothing", "clients", "everything"])
        self.whole = chance.random() < 0.15
        self.headers = {name: chance.choice(names.split("|")) for name, names in HEADERS.items()}
        if items:
            del self.headers["amount"]
        for name, (often, names) in MORE.items():
            if chance.random() < (ITEMS.get(name, 0) if items else often):
                self.headers[name] = chance.choice(names.split("|"))
        self.columns = list(self.headers)
        chance.shuffle(self.columns)
        self.statuses = chance.choice(STATUSES).split(",")
        self.data = self.encoded(self.spoilt(self.lines(self.rows())))
        self.options = self.said()

    def money(self, cents):
        whole, rest = divmod(abs(cents), 100)
        digits = f"{whole:,}".replace(",", self.group)
        return ("-" if cents < 0 else "") + (digits if self.whole else f"{digits}{self.decimal}{rest:02d}")

    def price(self, units, places):
        """Of one piece, which may have more decimal places than money."""
        whole, rest = divmod(units, 10**places)
        return f"{whole}{self.decimal}{rest:0{places}d}"

    def rows(self):
        chance = self.chance
        way, name, many = chance.choice(WAYS), chance.choice(NAMES), chance.choice([5, 60, 300])
        numbered = chance.choice(["one", "one", "one", "lines", "letters", "years"])
        low, high = chance.choice([100, 100, -20_000, 0]), chance.choice([90_000, 9_000_000])
        places, back = chance.choice([2, 2, 3, 4]), chance.random() < 0.3
        rows, number = [], 1000
        for place in range(chance.choice([3, 30, 200, 900])):
            client = chance.randrange(many)
            day = dt.datetime(2022, 1, 1) + dt.timedelta(chance.randrange(700), chance.randrange(86_400))  # noqa: DTZ001
            cents = 0 if chance.random() < 0.02 else chance.randrange(low, high)
            same = numbered == "lines" and rows and chance.random() < 0.4
            number += not same
            letter = "C" if numbered == "letters" and chance.random() < 0.1 else ""
            row = {
                "client": name.format(client),
                "date": day.strftime(way),
                "amount": self.money(cents),
                "order": str(place % 50) if numbered == "years" else f"{letter}{number}",
                "status": chance.choice(self.statuses),
                "segment": chance.choice(["a", "b", "Москва"]),
                "goods": chance.choice(GOODS if chance.random() < 0.2 else GOODS[:-1]),
                "refund": self.money(chance.choice([0, 0, 0, abs(cents) // 3, abs(cents)])),
                "email": f"p{client if chance.random() < 0.97 else chance.randrange(many)}@x.example",
                "currency": "EUR" if chance.random() < 0.99 else "USD",
                "quantity": str(chance.randrange(-1 if self.items and back else 1, 5)),
                "other day": day.strftime(way),
                "price": self.price(chance.randrange(1, 90_000), places),
            }
            if same:
                row |= {
                    each: rows[-1][each] for each in ("client", "date", *(["amount"] if chance.random() < 0.1 else []))
                }
            rows.append(row)
            if chance.random() < 0.01:
                rows.append(dict(row))
        if chance.random() < 0.5:
            for _ in range(chance.randrange(1, 4)):
                chance.choice(rows)[chance.choice(self.columns)] = chance.choice(SLIPS)
        return rows

    def cell(self, text, name):
        everywhere = self.quoted == "everything" or (self.quoted == "clients" and name == "client")
        if everywhere or self.delimiter in text or text.startswith('"'):
            return '"' + text.replace('"', '""') + '"'
        return text

    def lines(self, rows):
        header = self.delimiter.join(self.cell(self.headers[name], "") for name in self.columns)
        return [header, *(self.delimiter.join(self.cell(row[name], name) for name in self.columns) for row in rows)]

    def spoilt(self, lines):
        chance, kind = self.chance, self.chance.random()
        if kind < 0.03:
            lines.insert(chance.randrange(1, len(lines)), "")
        elif kind < 0.06:
            total = {"client": "Total", "amount": self.money(12_345)}
            lines.append(self.delimiter.join(total.get(name, "") for name in self.columns))
        elif kind < 0.08:
            lines.insert(0, "Sales report")
        elif kind < 0.1:
            lines[chance.randrange(1, len(lines))] += self.delimiter
        end = chance.choice(["\n", "\n", "\r\n"])
        return end.join(lines) + (end if chance.random() < 0.8 else "")

    def encoded(self, text):
        try:
            return text.encode(self.chance.choice(["utf-8"] * 5 + ["utf-8-sig", "cp1251", "utf-16"]))
        except UnicodeEncodeError:
            return text.encode()

    def said(self):
        chance, options = self.chance, {}
        if "status" in self.headers and chance.random() < 0.6:
            value = chance.choice([*self.statuses, "*"])
            options[chance.choice(["leave_out", "only", "minus"])] = [f"{self.headers['status']}={value}"]
        if {"quantity", "price"} <= self.headers.keys() and (self.items or chance.random() < 0.8):
            product = f"{self.headers['quantity']}*{self.headers['price']}"
            refund = f"-{self.headers['refund']}" if "refund" in self.headers and chance.random() < 0.5 else ""
            options["columns"] = {"amount": f"{product}{refund}"}
        if "segment" in self.headers and chance.random() < 0.3:
            options["groups"] = (self.headers["segment"],)
        other = chance.choice([
            {"as_of": dt.date(2023, 6, 1)}, {"zero_orders": "count"}, {"refunds": "net"}, {"refunds": "drop"}, {"currency": "EUR"},
            {"no_client": "drop"}, {"no_client": "keep"}, {"date_order": "dmy"}, {"decimal": self.decimal}, {"preset": "none"},
        ])  # fmt: skip
        return options | (other if chance.random() < 0.3 else {})
