"""The pages about the whole: the index, every sentence with its place, how all of it hangs together, and the pack itself."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from advisor.i18n.extract import pack_messages
from advisor.workshop.pages.book import SECTIONS, Book, Page, node
from advisor.workshop.pages.entries import origin, section
from advisor.workshop.pages.graph import Columns, Line, Told, figure
from advisor.workshop.pages.papers import papers_told
from advisor.workshop.pages.phrases import condition, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.reports.pictures.drawing import Figure
    from advisor.reports.tree import Node

_OF = {
    "topic": "topics",
    "question": "questions",
    "approach": "approaches",
    "pole": "poles",
    "finding": "findings",
    "criterion": "criteria",
    "step": "steps",
    "source": "sources",
    "namedcondition": "conditions",
    "measure": "measures",
}
"""How the context of a text calls an entry, and the section it stands in."""


def index(book: Book) -> Page:
    """Return the first page: every entry, section by section."""
    words = book.words
    title = words("pages.title", title=book.pack.info.title)
    blocks = [node("h1", title), node("p", words("pages.intro"))]
    for each in SECTIONS:
        names = book.names(each)
        if names:
            blocks += [node("h2", words(f"pages.section.{each}")), book.links(names)]
    return Page("index", title, node("article", *blocks))


def sentences(book: Book) -> Page:
    """Return the page of all sentences, in the order of the alphabet."""
    words = book.words
    rows = sorted({(book.text(each.text), _entry(book, each.context)) for each in pack_messages(book.pack)})
    head = node("tr", node("th", words("pages.sentence")), node("th", words("pages.from")))
    about = {"about": words("pages.about")} | book.titles
    body = (
        node("tr", node("td", text), node("td", node("a", about[name], target=f"#{name}"), " (", node("code", name), ")"))
        for text, name in rows
    )
    title = words("pages.sentences")
    blocks = (node("h1", title), node("p", words("pages.sentences_about")), node("table", head, *body))
    return Page("sentences", title, node("article", *blocks))


def _entry(book: Book, context: str) -> str:
    """Return the entry that a text stands in; the page about the pack for what has none of its own."""
    names = context.split(" ")
    found = [f"{_OF[kind]}/{name}" for kind, name in pairwise(names) if kind in _OF]
    return next((name for name in found if name in book.titles), "about")


def about(book: Book) -> Page:
    """Return the page about the pack: what it is for, its axes, its roles, and what is said at the end of a path."""
    words, pack = book.words, book.pack
    title = words("pages.about")
    named = node("p", node("strong", pack.info.title), f" · {pack.info.version}")
    told = (pack.info.about, pack.info.origin, pack.info.limits)
    blocks = [node("h1", title), named, *(node("p", book.text(each)) for each in told)]
    for axis in pack.axes:
        poles = book.links(f"poles/{pole.id}" for pole in axis.poles)
        blocks += [*section(axis.name, node("p", book.text(axis.question)), poles)]
    roles = (node("li", node("strong", role.name), f": {book.text(role.about)}") for role in pack.roles)
    blocks += section(words("pages.roles"), node("ul", *roles))
    for role in pack.roles:
        for word, when in (("refuses", role.refuses), ("nobody", role.absent)):
            if when is not None:
                blocks += [node("p", node("em", words(f"pages.{word}", name=role.name))), *condition(book, when)]
    blocks += section(words("pages.activities"), *_activities(book)) if pack.activities else []
    tie = (pack.tie.chosen, pack.tie.put_back, pack.tie.reason)
    blocks += section(words("pages.tie"), *(node("p", book.text(each)) for each in tie), *origin(book, pack.tie))
    balance = pack.balance
    told = (balance.reason, balance.reached, balance.renewal)
    blocks += section(words("pages.balance"), *(node("p", book.text(each)) for each in told), *origin(book, balance))
    yearly = (
        node("li", node("strong", book.text(each.watch)), f" {book.text(each.means)} {book.text(each.act)}")
        for each in balance.yearly_check
    )
    blocks += section(words("pages.yearly"), node("ul", *yearly))
    blocks += section(words("pages.papers"), *papers_told(book))
    return Page("about", title, node("article", *blocks))


def _activities(book: Book) -> Iterator[Node]:
    """Yield the activities, and of each what is looked up before it is done."""
    pack = book.pack
    yield node("ul", *(node("li", node("strong", each.label), " (", node("code", each.id), ")") for each in pack.activities))
    for each in pack.activities:
        if each.look_up:
            yield node("p", node("strong", book.words("pages.look_up", label=each.label)))
            yield from listed(book, each.look_up)


def graph(book: Book) -> Page:
    """Return the page of pictures: the whole in one, then topic by topic."""
    words = book.words
    title = words("pages.graph")
    blocks = [node("h1", title), node("p", words("pages.graph_about"))]
    figures = {}
    parts = [(words("pages.graph_all"), *_whole(book))]
    parts += [(topic.name, *_topic(book, topic.id)) for topic in book.pack.topics]
    for place, (heading, columns, titles) in enumerate(parts):
        if columns.lines:
            drawn = _drawn(book, f"graph-{place}", heading, columns, titles)
            figures[drawn.name] = drawn
            blocks += [node("h2", heading), node("figure", drawn.caption, target=f"#{drawn.name}")]
            blocks.append(_table(book, columns, titles))
    return Page("graph", title, node("article", *blocks), figures)


def _drawn(book: Book, name: str, title: str, columns: Columns, titles: dict[str, str]) -> Figure:
    words = book.words
    said = [words("pages.leads", start=titles[one], end=titles[other]) for one, other in columns.lines]
    alt = words("pages.graph_alt", links="; ".join(said))
    return figure(name, columns, titles, Told(title, words("pages.graph_caption"), alt))


def _table(book: Book, columns: Columns, titles: Mapping[str, str]) -> Node:
    """Return what a picture shows as a table."""
    words = book.words
    head = node("tr", node("th", words("pages.springboard")), node("th", words("pages.leads_to")))
    rows = []
    for start in dict.fromkeys(one for one, _ in columns.lines):
        ends = [other for one, other in columns.lines if one == start]
        cells: list[Node | str] = []
        for place, each in enumerate(ends):
            cells += [", " if place else "", _named(book, each, titles)]
        rows.append(node("tr", node("td", _named(book, start, titles)), node("td", *cells)))
    return node("table", head, *rows)


def _named(book: Book, name: str, titles: Mapping[str, str]) -> Node | str:
    return book.link(name) if name in book.titles else titles[name]


def _topic(book: Book, topic: str) -> tuple[Columns, dict[str, str]]:
    """Return how the questions of a topic lead to conclusions, and both of them to steps."""
    serves = book.uses.serves
    questions = [
        f"questions/{question.id}"
        for question in book.pack.questions
        if question.topic == topic and serves.get(f"questions/{question.id}")
    ]
    middle = dict.fromkeys(each for name in questions for each in serves[name] if not each.startswith("steps/"))
    lines = [(name, each) for name in questions for each in serves[name] if each not in questions]
    lines += [(name, each) for name in middle for each in serves.get(name, ()) if each.startswith("steps/")]
    middle = dict.fromkeys(each for each in middle if each not in questions)
    steps = dict.fromkeys(each for _, each in lines if each.startswith("steps/"))
    columns = Columns((tuple(questions), tuple(middle), tuple(steps)), tuple(dict.fromkeys(lines)))
    return columns, book.titles


def _whole(book: Book) -> tuple[Columns, dict[str, str]]:
    """Return how topics lead to approaches and kinds of findings, and those to the steps towards each approach."""
    words, pack, serves = book.words, book.pack, book.uses.serves
    kinds = {f"findings/{finding.id}": f"kinds/{finding.kind}" for finding in pack.findings}
    towards = {f"steps/{step.id}": f"towards/{step.target}" for step in pack.steps}
    titles = dict(book.titles)
    for kind in dict.fromkeys(kinds.values()):
        count = list(kinds.values()).count(kind)
        titles[kind] = words("pages.counted", name=words(f"kind.{kind.partition('/')[2]}"), count=count)
    for group in dict.fromkeys(towards.values()):
        name = titles[f"approaches/{group.partition('/')[2]}"]
        titles[group] = words("pages.steps_to", name=name, count=list(towards.values()).count(group))
    lines: list[Line] = []
    for question in pack.questions:
        for each in book.uses.reached(f"questions/{question.id}"):
            end = kinds.get(each) or towards.get(each) or each
            if end.partition("/")[0] in {"approaches", "kinds", "towards"}:
                lines.append((f"topics/{question.topic}", end))
    for approach in pack.approaches:
        steps = [towards[each] for each in serves.get(f"approaches/{approach.id}", ()) if each in towards]
        lines += [(f"approaches/{approach.id}", step) for step in steps]
    lines = list(dict.fromkeys(lines))
    middle = (*(f"approaches/{each.id}" for each in pack.approaches), *dict.fromkeys(kinds.values()))
    starts = tuple(dict.fromkeys(one for one, _ in lines if one.startswith("topics/")))
    return Columns((starts, middle, tuple(dict.fromkeys(towards.values()))), tuple(lines)), titles
