"""The texts that stand in the code where something is said: what they are arguments of tells them from names and codes.

Every text of several words is taken for prose unless its place says that it is none; one word alone is taken only where
something is declared, labelled or said.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

# Places whose texts are said, even if they are one word: calls with the number or name of the argument, and names.
SAID = re.compile(
    r"""(say|Message|Topic|Requirement|Lever|Another|assume|Undeclared|Impossible|Tally)\[\d\]
    |(Column|Figure|Quantity|quantity|_?figure|money|_?share|_?count)\[[134]\] |(Group|step)\[3\]
    |(Key|Extract|Input|Decided)\[[123]\] |(Table|Picture|Bad|Label|Role|Option|derive)\[[1-4]\] |(Unit|Title)\[0\]
    |\w+\.(label|title|note|remark|heading|meaning|convention|valid|criticism|symbol|reason|cure|why|what|missing|fact
      |consequence|how|works_on|answer|scope|sure|help|argument_help|fixed|panel|unit)
    |=\ .*(header|heads|names|facts|HEADINGS|CHANGES|WHAT|WORDS|called|told|FORMS|cure|reason|title|note|label).*""",
    re.VERBOSE,
)
# Places whose texts are no prose, however many words they have.
NOT_SAID = re.compile(
    r"""(frozenset|compile|execute|executemany|cite|Work|ContextVar|join|split|partition|startswith|endswith|fullmatch
      |sub|import_module|Named|_lines_of_twins|raw_sql|add_table|_heading|Parameter|write_text|safe|_any|_ask
      |encode
      |[A-Z]\w*Error)\[\d\]
    |\w+\.(en|ru|examples|format|flags|short|metavar|answered_by|name|kind|form|option|next)
    |=\ (_?LENT|_TOGETHER|_WORDS|_OPEN|_SPOKEN|_LANGUAGES|source|_FONTS|_SHELL|_PAPER|_DARK|head|kind|_NO_MEMORY|INDEX
      |OWN|examples|_NO_ROWS|rest|kept).*""",
    re.VERBOSE,
)
# What prose has not: patterns, queries, marks of pages, lines to be typed, names.
NO_PROSE = re.compile(
    r"\\[bwp]|[А-Яа-я]-[А-Яа-я]|taxed OR |\(\?|\\n|SELECT |FROM |PARTITION| JOIN |FILTER|regexp_|translate\("
    r"|<\w+[ >]|@page|^-f "
    r"|^custecon [a-z-]+ ?[\w.-]*$|^SET |timestamp with|substr\(|doctype|^\^"
    r"|^not part|^(draft early|bought lent|visit absent|done sale) "
)
NAME = re.compile(
    r"[a-z]+(-[a-z0-9]+)+|[a-z]+(_[a-z]+)+|k|ymd|( {2}custecon |\S.*\n\n {4})(.|\n)*|ru\|de.*|custecon: .*\n"
    r"|\.custecon .*"
    r"|(html|frame) of a (fit|reading|result)|metric over columns|what if"
)
OF_WORDS_TO_FIND = {  # which are looked for in files
    "month_names.py", "currencies.py", "nobody_names.py", "period_names.py", "periods.py", "months.py",
}  # fmt: skip
GAP = re.compile(r"\{\w*(![rs])?(:[^{}|]*)?\}")


def texts_of(path: Path) -> Iterator[tuple[str, bool]]:
    """Every text that stands in a module, and whether it is said."""
    for place, text in _constants(ast.parse(path.read_text(encoding="utf-8"))):
        yield text, _is_said(place, text, path.name)


def _is_said(place: str, text: str, file: str) -> bool:
    if NOT_SAID.fullmatch(place) or NO_PROSE.search(text) or NAME.fullmatch(text):
        return False
    if not re.search(r"[A-Za-z][a-z]|\ba\b", GAP.sub("", text)):
        return False
    if " " in text.strip():
        return file not in OF_WORDS_TO_FIND
    return bool(SAID.fullmatch(place)) and not re.search(r"^--|^[\w.-]+\.\w+$|[\[\]_]", text)


def _constants(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Every text that is no docstring and no part of a put-together one, with what it is an argument of."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, place = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield place, node.value
        waiting += reversed([*_inside(node, place)])


def _inside(node: ast.AST, place: str) -> Iterator[tuple[ast.AST, str]]:
    """What is in a node, each with its place."""
    match node:
        case ast.Call(func=func, args=args, keywords=keywords):
            name = func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else "?"
            yield func, place
            yield from ((one, f"{name}[{number}]") for number, one in enumerate(args))
            yield from ((one.value, f"{name}.{one.arg}") for one in keywords)
        case ast.Compare():
            return
        case ast.JoinedStr(values=values):
            yield from ((one.value, place) for one in values if isinstance(one, ast.FormattedValue))
        case ast.AnnAssign(target=target, value=value, annotation=annotation):
            yield from ((one, f"= {ast.unparse(target)}") for one in [value] if one is not None)
            yield from ((one, "annotation") for one in [annotation] if isinstance(one, ast.Subscript))
        case ast.Assign(targets=[target, *_], value=value):
            yield value, f"= {ast.unparse(target)}"
        case ast.Subscript(value=value, slice=ast.Constant()):
            yield value, place
        case _:
            inside = "return" if isinstance(node, ast.Return) else place
            yield from ((child, inside) for child in ast.iter_child_nodes(node))
