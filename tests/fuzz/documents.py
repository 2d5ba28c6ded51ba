# ruff: noqa: E501
"""Files that were changed by somebody or something: models, settings, tables, workbooks."""

import io
import json
import math
import re
import zipfile

import numpy as np
from hypothesis import strategies as st
from tests.fuzz import strange

LITERALS = [
    "NaN", "Infinity", "-Infinity", "null", "true", "[]", "{}", '""', '"5"', "1e308", "1.7e308", "-1e308", "1e400",
    "1e-308", "5e-324", "0", "-0.0", "-1", "1", "1e-12", "1e9", "1e15", "1e52", "1e100", "1e154", "1e200",
    "9" * 5000, "0." + "1" * 5000, "1e" + "9" * 400, "9" * 300, "[" * 200 + "]" * 200, "[" * 50_000, '{"a":' * 3000,
    '"0001-01-01"', '"9999-12-31"', '"9999-99-99"', '"\\ud800"', '"\\u0000"', '"２０２４-01-01"', "{\"a\": 1}", "[[1]]",
]  # fmt: skip
literal = st.sampled_from(LITERALS)
finite = st.floats(min_value=1e-12, max_value=1e12).map(repr) | st.floats(allow_nan=False, allow_infinity=False).map(
    repr
)


def _paths(node, path=()):
    yield path
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inside:
        yield from _paths(value, (*path, key))


HOLE = "\ue000"  # where a literal goes that `json` would not write


@st.composite
def model(draw, document):
    """The text of a model file, changed in one to three places; a covariance at times as a whole."""
    changed = json.loads(json.dumps(document))
    literals = []
    for _ in range(draw(st.integers(1, 3))):
        paths = [one for one in _paths(changed["model"]) if one]
        # what figures rest on is changed oftener than what tells of the fit
        paths += 3 * [one for one in paths if {"params", "log_covariance", "as_of", "mean_spend", "occasion"} & {*one}]
        path = draw(st.sampled_from(paths))
        node = changed["model"]
        for key in path[:-1]:
            node = node[key]
        how = draw(st.sampled_from(["other", "other", "number", "number", "gone", "times", "double"]))
        if how == "gone":
            del node[path[-1]]
        elif how == "times" and isinstance(node[path[-1]], float):
            node[path[-1]] *= draw(st.sampled_from([-1.0, 0.0, 1e-9, 1e-3, 1e3, 1e6, 1e9, 1e30]))
        elif how == "double" and isinstance(node, dict):
            node[f"{HOLE}{path[-1]}"] = node[path[-1]]
        else:
            literals.append(draw(literal if how == "other" else finite))
            node[path[-1]] = f"{HOLE}{len(literals) - 1}{HOLE}"
    if "model" not in changed:
        return json.dumps(changed)
    text = json.dumps(changed, ensure_ascii=False)
    text = re.sub(f'"{HOLE}(\\d+){HOLE}"', lambda found: literals[int(found[1])], text)
    return text.replace(HOLE, "")


@st.composite
def covariance(draw, document):
    """The text of a model file whose covariance is a matrix that is none of a fit, or a large one."""
    changed = json.loads(json.dumps(document))
    record = changed["model"][draw(st.sampled_from(["buying", "spend"]))]
    size = len(record["log_covariance"])
    spread = st.floats(-1e3, 1e3) | st.sampled_from([0.0, 1e-300, -1e-9, 1.0, 1e6, 1e150, 1e300, -1.0, 25.0])
    values = draw(st.lists(spread, min_size=size * size, max_size=size * size))
    matrix = [values[i * size : (i + 1) * size] for i in range(size)]
    if draw(st.booleans()):
        matrix = [[matrix[min(i, j)][max(i, j)] for j in range(size)] for i in range(size)]
    if draw(st.booleans()):
        matrix = [[matrix[i][j] if i == j else 0.0 for j in range(size)] for i in range(size)]
    record["log_covariance"] = matrix
    return json.dumps(changed)


@st.composite
def possible_model(draw, document):
    """The text of a model file that a fit may have left: every parameter within reach, any doubt, few clients."""
    changed = json.loads(json.dumps(document))
    for record in (changed["model"]["buying"], changed["model"]["spend"]):
        for name in record["params"]:
            if name != "k":
                record["params"][name] *= math.exp(draw(st.floats(-9, 9) | st.sampled_from([-8.0, 0.0, 8.0])))
        size = len(record["log_covariance"])
        roots = np.array(draw(st.lists(st.floats(0, 10), min_size=size, max_size=size)))
        turned, _ = np.linalg.qr(
            np.array(draw(st.lists(st.floats(-1, 1), min_size=size**2, max_size=size**2))).reshape(size, size)
        )
        matrix = turned @ np.diag(roots**2) @ turned.T
        record["log_covariance"] = ((matrix + matrix.T) / 2.0).tolist()
    return json.dumps(changed)


TOML = [
    "nan", "inf", "-inf", "1e400", "1e308", "1e-400", "9" * 39, "9" * 5000, "0x" + "f" * 3000, "-1", "0", "1_000", '""',
    '"5%"', '"5%/year"', '"1e308/day"', "true", "[]", "{}", '["a", "b"]', "[1]", "2024-01-01", "2024-01-01T00:00:00Z",
    "'''\nx\n'''", '"\\u0000"', '"\\ud800"', "{a = 1}", "[[[[[[[[[[1]]]]]]]]]]", '"a" * 5', "# ", "", '"month"', '"EUR"',
    '"' + "x" * 5000 + '"', '"180d"', '"99999d"', '"stage=Won"', '"drop"', '"net"', "'#1=nobody'", '"="', '"Ω"',
]  # fmt: skip
KEYS = ["margin", "retention", "churn", "discount", "currency", "period", "lost_after", "columns", "file", "cac", "a.b",
        "file.decimal", "columns.client", "columns.orders.client", '""', '"\\u0000"', "margin.x", "[file]", "[columns]",
        "[columns.orders]", "[[file]]", "[[columns]]", "[a.b.c]", "retention-rate", "Margin", "маржа", "only"]  # fmt: skip


@st.composite
def settings_file(draw, text):
    """A settings file, some of its lines changed, doubled, taken out, or written by nobody."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["value", "value", "value", "key", "gone", "double", "new", "signs"]))
        key, _, value = lines[at].removeprefix("# ").partition(" = ")
        if how == "value":
            lines[at] = f"{key} = {draw(st.sampled_from(TOML) | strange.readable)}"
        elif how == "key":
            lines[at] = f"{draw(st.sampled_from(KEYS))} = {value}"
        elif how == "gone" and len(lines) > 1:
            del lines[at]
        elif how == "double":
            lines.insert(draw(st.integers(0, len(lines))), lines[at])
        elif how == "new":
            new = draw(st.sampled_from(KEYS))
            lines.insert(at, new if new.startswith("[") else f"{new} = {draw(st.sampled_from(TOML))}")
        else:
            lines[at] = draw(_cut(lines[at]))
    return "\n".join(lines).encode(errors="surrogatepass")


@st.composite
def _cut(draw, text):
    at = draw(st.integers(0, len(text)))
    return (
        text[:at]
        + draw(st.sampled_from(['"', "'", "[", "]", "{", "\0", "\r", "\x1b", "=", ".", "\\", "\t"]))
        + text[at:]
    )


CELLS = [
    b"", b" ", b'"', b'""', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf",
    b"\xc3", b"\x85", b"\xe2\x80\xa8", b"\xa0", b"\xc2\xa0", b"1e400", b"-1e308", b"1e308", b"nan", b"inf", b"1,234",
    b"(5.00)", b"5-", b"5%", b"$5", b"5 EUR", b"9" * 400, b"0." + b"1" * 400, b"9999-12-31", b"0001-01-01", b"2024-02-30",
    b"0000-00-00", b"13/13/2024", b"1/2/24", b"=1+1", b"#REF!", b"#N/A", b"Total", "Итого".encode(), "Итого".encode("cp1251"),
    b"n/a", b"-", b"client", b"amount", b"x" * 5000, b"1e5", b"44927", b"-44927", b"1e10", "٣".encode(), "½".encode(),
    b"\x1b[31m", b"%s{0}", b"<b>", b"sep=;", b"2024-01-01T25:00", b"2024-13-01", b"TRUE", b"1:00",
]  # fmt: skip


@st.composite
def table(draw, data):
    """The bytes of a table in text, with cells, lines and single bytes changed."""
    for _ in range(draw(st.integers(1, 4))):
        how = draw(
            st.sampled_from(["cell", "cell", "cell", "head", "row", "byte", "cut", "column", "double", "encoding"])
        )
        lines = data.split(b"\n")
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        if how in ("cell", "head"):
            at = 0 if how == "head" else at
            cells = lines[at].split(b",")
            cells[draw(st.integers(0, len(cells) - 1))] = draw(st.sampled_from(CELLS))
            lines[at] = b",".join(cells)
        elif how == "row":
            lines.insert(at, draw(st.sampled_from([b"", b",,,", b"Total,,100", b"x", b'"open', b"a,b,c,d,e,f,g"])))
        elif how == "double":
            lines.insert(at, lines[at])
        elif how == "column":
            cell = draw(st.sampled_from(CELLS))
            lines = [line + b"," + cell for line in lines]
        data = b"\n".join(lines)
        if how == "byte" and data:
            at = draw(st.integers(0, len(data) - 1))
            data = (
                data[:at] + draw(st.binary(max_size=3) | st.sampled_from(CELLS)) + data[at + draw(st.integers(0, 2)) :]
            )
        elif how == "cut":
            data = data[: draw(st.integers(0, len(data)))]
        elif how == "encoding":
            text = data.decode("latin-1")
            data = text.encode(draw(st.sampled_from(["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])))
    return data


XML = [
    b"", b"<", b">", b"&", b"&lt;", b"&#0;", b"&#x110000;", b"&nope;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b'"', b"0", b"-1",
    b"1e400", b"99999999999999999999", b"1", b"NaN", b"s", b"str", b"b", b"e", b"d", b"inlineStr", b"A0", b"XFD1048576",
    b"XFE1", b"A1:XFD1048576", b"ZZZZ9", b"\0", b"\xff", b"<v>1</v>", b"<v/>", b"<f>1+1</f>", b"<is><t>x</t></is>",
    b"<row/>", b"<c/>", b'<c t="s"><v>99999</v></c>', b'<c s="9999"><v>1</v></c>', b"<mergeCell ref='A1:ZZZ9'/>",
    b"x" * 5000, b"1:00", b"General", b"0%", b"yyyy", b"[$-409]", b"true", b"date1904",
]  # fmt: skip


@st.composite
def workbook(draw, data):
    """The bytes of a workbook: its parts changed within, taken out, or its bytes changed as they are."""
    if draw(st.integers(0, 4)) == 0:
        at = draw(st.integers(0, len(data) - 1))
        return data[:at] + draw(st.binary(max_size=4)) + data[at + draw(st.integers(0, 50)) :]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(parts) + 3 * [one for one in sorted(parts) if one.startswith("xl/")]))
        how = draw(st.sampled_from(["token"] * 6 + ["gone", "cut", "name"]))
        if how == "gone":
            parts.pop(name)
        elif how == "cut":
            parts[name] = parts[name][: draw(st.integers(0, len(parts[name])))]
        elif how == "name":
            parts[draw(st.sampled_from(["/" + name, name.upper(), "../" + name, name.replace("/", "\\")]))] = parts.pop(
                name
            )
        else:
            places = [one.span() for one in re.finditer(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<]+(?=<)|<[^>]*>', parts[name])]
            if places:
                start, end = draw(st.sampled_from(places))
                parts[name] = parts[name][:start] + draw(st.sampled_from(XML)) + parts[name][end:]
        if not parts:
            break
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
