"""Latin words in Russian: which are the same in both languages, and which are left of English."""

from __future__ import annotations

import html
import re
import tomllib
from functools import cache

from tests.languages.made_up import CITED, SOURCE, texts_of_the_code

from custecon.analyses.formulas import formulas
from custecon.cli.app import COMMANDS, load
from custecon.cli.commands.explain import words_known
from custecon.core.choices import CHOICES, FORMATS
from custecon.core.references import WORKS
from custecon.core.units import MULTIPLES
from custecon.kinds import SCHEMAS
from custecon.models import CONTRACT_MODELS, MODELS
from custecon.sources import presets

# What is Latin in Russian too: names of figures, models, programs, forms of files, signs of formulas.
LATIN = re.compile(
    r"""custecon|LTV|CAC|CRR|CLV|HHI|RFM|NPS|LMDI|CSAT|CES|BIC|AIC|SHA|ID|IDs?|AOV|MRR|ARR|ROI|B2B|Excel|LibreOffice|CSV|TSV|JSON
    |TOML|SQL|SELECT|ASCII|UTF|UTC|ISO|HTML|XML|SVG|PDF|RTF|SQLite|DuckDB
    |PostgreSQL|Parquet|Arrow|Feather|Spark|Ibis|Polars|pandas
    |OpenDocument|Word|Shopify|Stripe|Square|Xero|PayPal|HubSpot|Salesforce|Magento|WooCommerce|BigCommerce|QuickBooks
    |Amazon|Google|Ads|Meta|ChartMogul|amoCRM|Kommo|Bitrix24|Bitrix|Python|Windows|Wilson|Gini|QUARTILE|INC
    |exp|ln|lnΓ|e|x|pt|BG|NBD|MBG|CNBD|BB|sBG|BdW|Pareto|Gamma|Beta|Poisson|TARP|CDNOW|MIT|lifetimes
    |Fader|Hardie|Pfeifer|Sharp|Kaplan|Gupta|Lehmann|Stuart|Kanthal|Jeffreys|Schwarz|Akaike|Meier|Herfindahl|Hirschman|MBNA
    |America|Apple|Numbers|Pages|Assumptions|Data|Levers|en|ru|d|w|m|y|P|
    |r|s|p|q|a|b|c|k|n|t|alpha|beta|gamma|delta|nu|FILE|NAME|DIR|COLUMN|METHOD|WORD|USD|EUR|RUB|GBP|zip|gzip|bzip2?
    |xz|zstd|7z|RAR|utf|windows|toml|csv|xlsx|xls|tsv|md|svg|lines|TRUE|FALSE|True|pip|install|jq|cat|O|ulimit|OO|PGPASSWORD|pgpass
    |[A-Z]{1,3}\d+|xFC|CREDIT|DEBIT|Shipping|Tax|CUSTECON|Jan|cohort|name|value|key|client|date|amount|Guest|FROM
    |Liu|Davin|Steenburgh|Shang|social|z|id|xlsb|sale|capture|collect|tab|true|false|None|PurchaseSummary|Reading|Ledger
     |ABC|XYZ|[ABCDRXYZ]|IFRS|tenure|I{1,3}|IV
     |tuple|dict|params|data|units|headings|marks|rows|minute|price|currency|only|decimal|subtract|AA""",
    re.VERBOSE,
)
TYPED = re.compile(
    r"\bcustecon [a-z-]+( [\w./=%'-]+)*|--?[a-z][\w-]*([ =]('[^']*'|[\w.,=:%…/*\[\]-]+))?|[\w*/.-]+\.\w{2,5}\b"
    r"|«[^»]*»|\"[^\"]*\""
    r"|'[^']*'|https?:\S+|\[[\w., \"=]+\]|\w+_\w+|\w+=\S*|\b[A-Z]{3}\b|\b(custecon|self)\.\w+(\([^)]*\))?|`[^`]*`"
)
GAP = re.compile(r"\{\w*(![rs])?(:(and|or|;|\+|d|@\w+)(?=\}))?")


def latin_in(text: str) -> list[str]:
    """The Latin words of a translation or an answer that are neither typed, nor quoted, nor names."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*", TYPED.sub(" ", GAP.sub(" ", text)))
    return [word for word in words if not LATIN.fullmatch(word)]


@cache
def _cited() -> tuple[str, ...]:
    """What authors wrote, and where; the longest first."""
    texts_of_the_code()  # finds the citations
    works = [part for work in WORKS.values() for part in (str(work), work.authors, work.title, work.where)]
    book = tomllib.loads((SOURCE / "metrics/parameters.toml").read_text(encoding="utf-8"))
    works += re.findall(r"'place': '([^']+)'", str(book))
    works += [model.source for model in (*MODELS.values(), *CONTRACT_MODELS.values())]
    return tuple(sorted({*works, *map(str, CITED)} - {""}, key=len, reverse=True))


@cache
def _names() -> frozenset[str]:
    """Names that are typed: of commands, topics, methods, quantities, exports, kinds of files, choices of options."""
    found = {*COMMANDS, *words_known(), *(metric.topic.name for metric in formulas().values()), *MULTIPLES, *SCHEMAS}
    found |= {*presets.names(), "none", *FORMATS, *(choice for several in CHOICES.values() for choice in several)}
    for name in COMMANDS:
        for option in load(name).all_options:
            found |= {*option.choices, *re.findall(r"[A-Za-z-]+", option.metavar)}
        found |= {*load(name).offers(), *re.findall(r"[A-Z]+", load(name).argument)}
    found |= {
        "COMMAND",
        "ARGS",
        "OPTIONS",
        "active",
        "trial",
        "paused",
        "canceled",
        "month",
        "quarter",
        "year",
        "columns",
    }
    return frozenset(found | {part for name in found for part in re.split("[. ]", name)})


def latin_left(text: str) -> list[str]:
    """The Latin words of a translation that are no names of ours either."""
    text = re.sub(r"[a-z0-9]+(-[a-z0-9]+)+", lambda found: " " if found[0] in _names() else found[0], text)
    return [word for word in latin_in(text) if word not in _names()]


def latin_of_ours(answer: str, of_the_user: str) -> list[str]:
    """The Latin words of an answer, in a terminal, a page or a table, that stand neither in a line nor in its files."""
    for cited in _cited():
        answer = answer.replace(cited, " ")
    answer = html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", answer, flags=re.DOTALL).replace("\\", ""))
    answer = re.sub(r"(?<=[a-z-]-)\n\s*", "", answer)  # a name that a narrow help has cut
    answer = re.sub(r"(--[a-z-]+)\n\s+", r"\1 ", answer)  # an option and its value on two lines
    own = {word.casefold() for word in re.findall(r"[A-Za-z][A-Za-z0-9]*", of_the_user)}
    return [word for word in latin_left(answer) if word.casefold() not in own]
