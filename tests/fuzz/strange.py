# ruff: noqa: E501
"""Values that nobody means and somebody types: numbers, days, texts."""

from hypothesis import strategies as st

HUGE_AND_SMALL = [
    "0", "-0", "1", "-1", "0.5", "2", "3", "7", "100", "1e5", "1e9", "1e15", "1e18", "1e19", "1e30", "1e100", "1e154",
    "1e155", "1e200", "1e290", "1e307", "1e308", "1.7e308", "-1e308", "-1e30", "1e-5", "1e-16", "1e-100", "1e-300",
    "1e-308", "5e-324", "9" * 20, "9" * 299, "0." + "3" * 299, "0." + "0" * 290 + "1", "0.999999999999999999999",
    "0.9999999999999999", "1.000000000000000000001", "5%", "100%", "99.999999999%", "0.000001%", "1e-300%", "-5%",
    "30%", "80%", "5/month", "5%/year", "1e308/day", "1e-308/year", "0/week", "99.99%/day", "1e-20%/day", "2147483648",
    "4294967296", "9223372036854775808", "36525", "1200",
]  # fmt: skip
NUMBERS = [
    *HUGE_AND_SMALL, "1.8e308", "1e400", "1e-400", "1e999999999", "1e-999999999", "0e999", "9" * 5000, "nan", "NaN",
    "-nan", "inf", "-inf", "Infinity", "0x10", "1_000", "1,000", "1.000,5", "1,5", "1 000", "１２", "٣", "१०", "²", "½",
    "Ⅷ", "−5", "+5", "--5", "5-", "1e300%", "%", "5%%", "5/fortnight", "1/", "/", "1e", "e5", ".", ",", "-", "+", "1.",
    ".5", "1..2", "1e5.5", "0b1", "True", "None", "null", "=1+1", "1;2", "1:2",
]  # fmt: skip
DAYS = [
    "2024-06-01", "0001-01-01", "0000-00-00", "9999-12-31", "9999-99-99", "1900-01-01", "2024-02-30", "2024-02-29",
    "2023-02-29", "24-1-1", "1/2/2024", "31.12.1997", "1998-06-30", "1997-01-01", "-1-01-01", "10000-01-01", "today",
    "20240601", "２０２４-06-01", "2024-06-01T00:00", "1e3",
]  # fmt: skip
SPANS = ["12m", "1d", "0d", "1w", "26w", "99999d", "36600d", "100y", "99y", "101y", "1q", "3y", "5x", "d", "-5d",
         "1.5m", "１m", "999999999999y", "12 months", "1m1d"]  # fmt: skip
TEXTS = [
    "", " ", "\t", "\n", "a\nb", "\0", "\x1b[31m", "\x7f", "\u200b", "\u202e", "\ufeff", "\ud800", "\udcff", "é", "é",
    "ß", "İ", "ı", "Ω", "日本", "🙂", "a" * 300, "a" * 5000, "%s", "{}", "{0}", "{name}", "%(a)s", "\\", "\\n", "'", '"',
    "*", "?", "[", "]", "(", ")", "[a-", "(?P<", "^$", ".*", "#1", "#0", "#-1", "#99", "#", "=", "a=", "=a", "a=b",
    "a=b=c", "a,b", ",", ",,", ";", "--", "-", "--help", "-f", "none", "auto", "json", "null", "client", "date",
    "amount", "segment", "client=", "amount=amount", "segment=client", "amount=1e400", "visits=1e400", "visits=-1",
    "visits=nan", "visits=", "=5", "margin=+5%", "margin=-100%", "margin=*1e308", "retention=+5pt", "margin=1..9",
    "margin=1..1e308", "margin=1e300,1e301", "deliveries=1500", "deliveries=1e308", "1-2", "amount-amount",
    "credit-debit", "thousands", "Sales=thousands", "amount=trillions", "utf-8", "utf-7", "utf-16", "idna", "punycode",
    "rot13", "base64", "undefined", "unicode_escape", "mbcs", "cp1251", "EUR", "RUB", "XXX", "eur", "$", "€", "₽",
    "ru", "de", "C", "tarp-large", "bg-nbd", "pareto-nbd", "bg-bb", "sbg", "bdw", "margin-over-churn", "nobody.csv",
    "orders.csv", "clients.csv", "subscriptions.csv", "survival.csv", "complaints.csv", "spend.csv", "pairs.csv",
    "profit_clients.csv", "activities.csv", "activity_prices.csv", "model.json", "thin.csv", "empty.csv", "here",
]  # fmt: skip

readable = st.sampled_from(HUGE_AND_SMALL)
number = st.one_of(readable, readable, readable, st.sampled_from(NUMBERS))
text = st.sampled_from(TEXTS)
anything = st.one_of(
    number,
    st.sampled_from(DAYS),
    st.sampled_from(SPANS),
    text,
    st.text(max_size=12),
    st.floats().map(repr),
    st.integers().map(str),
    st.builds("{}={}".format, st.sampled_from(["client", "margin", "amount", "visits", "#2", "segment"]), number),
)
