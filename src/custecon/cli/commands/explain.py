"""`custecon explain`: what a word means: a topic, a method, a quantity, a message code, a command, a work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from custecon.analyses import model_words
from custecon.analyses.formulas import formulas as every_formula
from custecon.analyses.formulas import published
from custecon.cli import result_words
from custecon.cli.help_text import paragraphs
from custecon.cli.options import Asked, Command
from custecon.cli.retold import retold
from custecon.cli.session import Session
from custecon.core.catalogue import METRICS, Metric, topic_of
from custecon.core.derived_inputs import FOLLOWS
from custecon.core.errors import ExitCode, UsageError, problem
from custecon.core.messages import MESSAGES
from custecon.core.messages.text import Pattern
from custecon.core.misspelling import as_choice, no_such
from custecon.core.phrases import Amount, Exact, Number, Phrase, Share, say
from custecon.core.quantities import QUANTITIES, Quantity
from custecon.core.references import WORKS, Citation
from custecon.core.results import Column, Result, Table
from custecon.core.rounding import rounded
from custecon.core.units import TEXT, Change
from custecon.render.formulas import InWords

_EXITS = {"E1": ExitCode.USAGE, "E2": ExitCode.INPUT_REFUSED, "E3": ExitCode.UNDEFINED, "E4": ExitCode.OUTPUT}
_EXITS |= {"E5": ExitCode.EXPECTATION, "E9": ExitCode.INTERNAL_FAULT}
_CHANGES = {
    Change.FLOW: "times the number of periods: 100 a month is 1,200 a year",
    Change.SURVIVAL: "by powers: 95% a month is 95%^12 = 54% a year",
    Change.LOSS: "by powers: 5% a month is 1 − 95%^12 = 46% a year",
    Change.COMPOUND: "by powers: 10% a year is 1.10^(1÷12) − 1 = 0.797% a month",
    Change.LENGTH: "divided: 24 months are 2 years",
}


def run(session: Session, asked: Asked) -> Result:
    """All that is known about the word; two words name a topic and a method of it."""
    del session
    every_formula()
    words = [word.strip().lower().replace("_", "-") for word in asked.words]
    if not words:
        cure = "name a topic, a method, a quantity or a message: custecon explain ltv; custecon list shows them all"
        raise UsageError(problem("E115", missing="what is to be explained?", cure=cure))
    if labelled := _labelled(" ".join(asked.words)):
        return _by_label(labelled, asked)
    if len(words) > 1:
        return _of_topic_and_method(words, asked)
    (word,) = words
    found = _found(word, asked)
    if not found:
        given = word.upper() if word[:1] in "en" and word[1:].isdigit() else word
        raise UsageError(no_such(say("word"), given, words_known(), hint="custecon list shows them all"))
    return _answer(found)


def _found(word: str, asked: Asked) -> list[_Part]:
    return [part for look in _LOOKS for part in look(word, asked)] or _results(word)


def _labelled(text: str) -> dict[str, str]:
    """The words whose figure, quantity or column is printed so, each with what it is; none where this is a word."""
    label = " ".join(text.split()).casefold()
    if label.replace("_", "-") in map(str.casefold, words_known()):
        return {}
    printed = [
        (metric.label, metric.slug, say("a method of {name}", name=metric.topic.name)) for metric in METRICS.values()
    ]
    printed += [(one.label, name.replace("_", "-"), say("a quantity")) for name, one in QUANTITIES.items()]
    known = result_words.known()
    printed += [
        (one.label, one.slug, say("a {kind} of custecon {command}", kind=say(one.kind), command=one.command))
        for one in known
    ]
    found: dict[str, str] = {}
    for name, word, what in printed:
        if name.casefold() == label or word == label.replace(" ", "-"):
            found.setdefault(word, what)
    return found


def _by_label(found: dict[str, str], asked: Asked) -> Result:
    """What a printed label means; where several things are printed so, which, and how to ask for each."""
    if len(found) == 1:
        return _answer(_found(next(iter(found)), asked))
    label = " ".join(asked.words)
    rows = [(word, what, say("custecon explain {word}", word=word)) for word, what in found.items()]
    columns = tuple(_text(name) for name in ("word", "what it is", "try"))
    return _answer(
        [
            (
                say("«{label}» may be one of {rows}", label=label, rows=len(rows)),
                [Table("candidates", label, columns, rows)],
                (),
            )
        ]
    )


_Part = tuple[str, list[Table], Sequence[Citation]]


def _answer(parts: Sequence[_Part]) -> Result:
    """All that a word means, once; where it means several things, the second is called NAME-2."""
    tables: dict[str, Table] = {}
    for table in (table for _, found, _ in parts for table in found):
        names = (f"{table.name}-{place}" if place > 1 else table.name for place in count(1))
        name = next(name for name in names if name not in tables or tables[name].title == table.title)
        tables.setdefault(name, replace(table, name=name))
    return Result(
        command="explain",
        title=parts[0][0],
        tables=tuple(tables.values()),
        sources=tuple(dict.fromkeys(source for _, _, sources in parts for source in sources)),
    )


def _of_topic_and_method(words: Sequence[str], asked: Asked) -> Result:
    topic, method = words[0], "-".join(words[1:])
    methods = {metric.slug: metric for metric in topic_of(topic)}
    if not methods:
        raise UsageError(no_such("topic", asked.words[0], {metric.topic.name for metric in METRICS.values()}))
    if method not in methods:
        raise UsageError(no_such(say("method of {topic}", topic=topic), " ".join(asked.words[1:]), methods))
    return _answer([_of_metric(methods[method])])


def words_known() -> list[str]:
    """Every word that can be explained."""
    from custecon.cli.app import COMMANDS

    names = [metric.slug for metric in METRICS.values()] + [metric.topic.name for metric in METRICS.values()]
    names += [name.replace("_", "-") for name in QUANTITIES] + list(COMMANDS) + list(MESSAGES)
    names += [entry.slug for entry in result_words.known()] + list(model_words.FILES)
    return list(dict.fromkeys([*names, *WORKS]))


# ------------------------------------------------------------------ what a word may be


def _topics(word: str, asked: Asked) -> list[_Part]:
    metrics = topic_of(word)
    if not metrics:
        return []
    default = next((metric for metric in metrics if metric.name == metric.topic.default), metrics[0])
    rows = [(metric.slug, say(metric.meaning), _formula(metric)) for metric in metrics]
    columns = tuple(_text(name) for name in ("method", "what it tells", "formula"))
    whole = asked.switch("explain")
    note = (
        ""
        if whole
        else say(
            "in full here: {slug}; the others: custecon explain {word} METHOD, or --explain",
            slug=default.slug,
            word=word,
        )
    )
    tables = [Table("methods", _titled(word, metrics[0].topic.title), columns, rows, note=note)]
    tables += [table for metric in (metrics if whole else [default]) for table in _of_metric(metric)[1]]
    return [(metrics[0].topic.title, tables, [source for metric in metrics for source in metric.sources])]


def _methods(word: str, asked: Asked) -> list[_Part]:
    del asked
    metric = METRICS.get(word.replace("-", "_"))
    return [_of_metric(metric)] if metric else []


def _quantities(word: str, asked: Asked) -> list[_Part]:
    del asked
    quantity = QUANTITIES.get(word.replace("-", "_"))
    if quantity is None:
        return []
    used = [metric for metric in METRICS.values() if any(n.name == quantity.name for n in metric.asked)]
    follows = [note for name, _, _, note in FOLLOWS if name == quantity.name]
    known = [
        say("{value}: {source}", value=Amount(one.value, quantity.unit), source=one.phrase)
        for one in published(quantity)
    ]
    share = ["written 80%, 0.8 or 0,8; a bare 80 is refused"] if quantity.is_share else []
    facts = [
        ("what it is", say(quantity.meaning)),
        ("option", f"--{word}"),
        ("in custecon.toml", quantity.name),
        ("unit", say(quantity.unit.name)),
        ("bounds", _bounds(quantity)),
        *(("how to write it", say(line)) for line in share),
        *((("from one period to another", say(_CHANGES[quantity.change])),) if quantity.change else ()),
        *(("follows from", say("{label} = {note}", label=say(quantity.label), note=say(note))) for note in follows),
        *(("published", line) for line in known),
        *(("used by", f"{metric.topic.name}: {metric.slug}") for metric in used),
    ]
    return [(quantity.label, [_about(quantity.name, _titled(word, quantity.label), facts)], ())]


def _messages(word: str, asked: Asked) -> list[_Part]:
    del asked
    code = word.upper()
    message = MESSAGES.get(code)
    if message is None:
        return []
    kind = say("a notice: the answer stands, and this must be known")
    if code.startswith("E"):
        kind = say("a refusal: no figure is given; exit code {exits}", exits=int(_EXITS[code[:2]]))
    facts = [("it says", Pattern(message.text)), ("what it is", kind)]
    facts += [("what to do", Pattern(message.cure))] if message.cure.strip("{}") not in ("", "cure") else []
    note = "words in {braces} are filled in"
    return [
        (
            say("Message {code}", code=code),
            [_about(code, code, facts, note="" if "{" not in message.text else note)],
            (),
        )
    ]


def _commands(word: str, asked: Asked) -> list[_Part]:
    from custecon.cli.app import COMMANDS, load

    if word not in COMMANDS or topic_of(word):
        return []
    del asked
    command = load(word)
    first, *rest = map(say, paragraphs(command.help))
    facts = [("what you get", first), *((("more", say("{all: }", all=rest)),) if rest else ())]
    facts += [(about, say(told)) for about, told in command.about]
    facts += [("example", example) for example in command.examples]
    facts += [_source(source) for source in command.sources]
    return [
        (
            first,
            [_about(word, f"custecon {word}", facts, note=say("all options: custecon {word} --help-all", word=word))],
            command.sources,
        )
    ]


def _models(word: str, asked: Asked) -> list[_Part]:
    del asked
    word = as_choice(word)  # results call it BG/NBD
    if word not in model_words.FILES:
        return []
    title = model_words.title_of(word)
    facts = [(about, say(told)) for about, told in model_words.facts_of(word)]
    return [(title, [_about(word, say("{word}: a method that predicts", word=word), facts)], ())]


def _works(word: str, asked: Asked) -> list[_Part]:
    del asked
    from custecon.cli.app import COMMANDS, load

    if word not in WORKS:
        return []
    work = WORKS[word]
    by = [(metric.slug, metric.sources) for metric in METRICS.values()]
    by += [(say("custecon {name}", name=name), load(name).sources) for name in COMMANDS]
    cited = [name for name, sources in by if any(source.key == word for source in sources)]
    facts = [("work", str(work)), ("how it reached us", say(work.read))] + [("cited by", slug) for slug in cited]
    return [(work.title, [_about(word, word, facts)], ())]


def _results(word: str) -> list[_Part]:
    """A figure or column of a result that is neither a metric nor a quantity, in the words of the place it is made."""
    alike: dict[tuple[str, str, str, str], list[result_words.ResultWord]] = {}
    for entry in result_words.known():
        if entry.slug == word:
            alike.setdefault((entry.kind, entry.label, entry.says, entry.unit), []).append(entry)
    tables = []
    for (kind, label, says, unit), entries in sorted(alike.items(), key=lambda one: one[0][0] != "figure"):
        facts = [
            (
                "what it is",
                say(
                    "a {kind} of {commands}",
                    kind=say(kind),
                    commands=[f"custecon {entry.command}" for entry in entries],
                ),
            ),
            *((("says", retold(says)),) if says else ()),
            ("unit", say(unit)),
            ("try", entries[0].example),
        ]
        tables.append(_about(f"{word}-{kind}-{entries[0].command}", _titled(word, retold(label)), facts))
    return [(retold(next(iter(alike))[1]), tables, ())] if tables else []


_LOOKS: tuple[Callable[[str, Asked], list[_Part]], ...] = (
    _topics,
    _methods,
    _quantities,
    _messages,
    _commands,
    _models,
    _works,
)


# ------------------------------------------------------------------ a metric in full


def _formula(metric: Metric) -> Phrase:
    working = metric.traced({needed.name for needed in metric.inputs})
    template = "{symbol} = sum over the periods of {formula}" if metric.is_schedule else "{symbol} = {formula}"
    return say(template, symbol=say(metric.symbol), formula=InWords(working.expression))


def _of_metric(metric: Metric) -> _Part:
    working = metric.traced({needed.name for needed in metric.inputs})
    facts = [
        ("what it tells", say(metric.meaning)),
        ("formula", _formula(metric)),
        *(
            (say("where {step}", step=say(step.name.replace("_", " "))), InWords(step.formula).phrase)
            for step in working.steps
        ),
        ("unit", say(metric.unit.name)),
        ("counted", say(metric.convention)),
        ("valid while", say(metric.valid)),
        *(("needs", InWords(requirement.condition).phrase) for requirement in working.requirements),
        ("criticism", say(metric.criticism)),
        *(("example", _example(metric, i)) for i in range(len(metric.examples))),
        *map(_source, metric.sources),
    ]
    rows = [
        (
            needed.quantity.flag,
            say(needed.quantity.meaning),
            say(needed.quantity.unit.name),
            _bounds(needed.quantity),
            None if needed.default is None else say("{value}", value=Number(needed.default)),
        )
        for needed in metric.asked
    ]
    columns = tuple(_text(name) for name in ("input", "meaning", "unit", "bounds", "if not given"))
    inputs = Table(f"{metric.slug}-inputs", say("Inputs of {slug}", slug=metric.slug), columns, rows)
    return metric.label, [_about(metric.slug, _titled(metric.slug, metric.label), facts), inputs], metric.sources


def _titled(word: str, label: str) -> Phrase:
    return say("{word}: {label}", word=word, label=say(label))


def _bounds(quantity: Quantity) -> Phrase:
    return say("{bounds}, whole" if quantity.whole else "{bounds}", bounds=quantity.bounds.phrase)


def _source(source: Citation) -> tuple[str, str]:
    return "source", say("{source} ({read})", source=source, read=say(source.work.read))


def _example(metric: Metric, number: int) -> str:
    example = metric.examples[number]
    given = [(QUANTITIES[name], value) for name, value in example.inputs.items()]
    shown = [Share(value) if one.is_share else f"{value:g}" for one, value in given]
    typed = [say("{flag} {value}", flag=one.flag, value=value) for (one, _), value in zip(given, shown, strict=True)]
    where = say("follows from the formula") if example.derived else str(example.source or metric.sources[0])
    value = Exact(rounded(example.gives, example.places), grouped=False)
    return say("{options} gives {value} ({where})", options=" ".join(typed), value=value, where=where)


def _about(name: str, title: str, facts: Sequence[tuple[str, str]], *, note: str = "") -> Table:
    rows = [(say(about), told) for about, told in facts]
    return Table(name, title, (_text("about"), _text("says")), rows, note=note)


def _text(name: str) -> Column:
    return Column(name.replace(" ", "_"), name, TEXT, name)


COMMAND = Command(
    name="explain",
    panel="Understanding",
    help="""How a figure is computed: formula, conventions, sources.

    Name a topic (ltv), a topic and a method of it (ltv margin-multiple-now), a quantity (churn), a message (E102), a
    command (what-if), a figure or column of a result (predicted-value, or as it is printed: "LTV, median"), or a work
    that is cited. With --explain a topic
    shows every method in full.""",
    run=run,
    argument="WORD…",
    argument_help="A topic such as ltv, and if you like a method of it; or a quantity, a message, a command.",
    many=True,
    settings=False,
    offers=words_known,
    examples=("custecon explain ltv", "custecon explain ltv margin-multiple-now", "custecon explain E102"),
)
