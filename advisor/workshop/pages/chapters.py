"""The page of each entry: what it says, and what it hangs together with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.knowledge.lookup import called
from advisor.workshop.pages import entries, rules
from advisor.workshop.pages.book import Book, Page, node
from advisor.workshop.pages.graph import Columns, Told, figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.reports.pictures.drawing import Figure
    from advisor.reports.tree import Node

_PICTURE = "graph"


def page(book: Book, name: str) -> Page:
    """Return the page of an entry."""
    section, _, entry_id = name.partition("/")
    kind = ""
    if section == "findings":
        kind = f"{book.words('pages.one.findings')}: {book.words(f'kind_one.{book.pack.finding(entry_id).kind}')}"
    picture = _picture(book, name)
    blocks = [*book.head(name, kind), *_own(book, section, entry_id), *_around(book, name, picture)]
    figures = {picture.name: picture} if picture is not None else {}
    return Page(name, book.titles[name], node("article", *blocks), figures)


_OWN: dict[str, tuple[Callable[[Book, Any], Iterator[Node]], str]] = {
    "topics": (entries.of_topic, "topic"),
    "questions": (entries.of_question, "question"),
    "approaches": (entries.of_approach, "approach"),
    "conditions": (rules.of_named, "condition"),
    "findings": (rules.of_finding, "finding"),
    "criteria": (rules.of_criterion, "criterion"),
    "measures": (rules.of_measure, "measure"),
    "steps": (rules.of_step, "step"),
    "sources": (entries.of_source, "source"),
}
"""By section: what writes the page of one of its entries, and what such an entry is called."""


def _own(book: Book, section: str, entry_id: str) -> Iterator[Node]:
    if section == "poles":
        return entries.of_pole(book, called("pole", entry_id, book.pack.poles()))
    if section == "cases":
        return rules.of_case(book, book.cases[int(entry_id) - 1])
    write, kind = _OWN[section]
    return write(book, called(kind, entry_id, getattr(book.pack, section)))


def _picture(book: Book, name: str) -> Figure | None:
    """Return the picture of an entry with what it rests on to its left and where it counts to its right."""
    uses, words = book.uses, book.words
    before = tuple(dict.fromkeys((*uses.rests_on.get(name, ()), *uses.changed_by.get(name, ()))))
    after = tuple(dict.fromkeys((*uses.serves.get(name, ()), *uses.changes.get(name, ()))))
    if not before and not after:
        return None
    lines = (*((each, name) for each in before), *((name, each) for each in after))
    lists = [words.join([book.titles[each] for each in some]) or words("pages.none") for some in (before, after)]
    alt = words("pages.neighbours_alt", title=book.titles[name], before=lists[0], after=lists[1])
    told = Told(words("pages.neighbours"), book.titles[name], alt)
    return figure(_PICTURE, Columns((before, (name,), after), lines), book.titles, told)


def _around(book: Book, name: str, picture: Figure | None) -> Iterator[Node]:
    uses, words = book.uses, book.words
    cases = [f"cases/{number}" for number, case in enumerate(book.cases, start=1) if name in rules.expected_in(case)]
    lists = {
        "rests_on": uses.rests_on.get(name, ()),
        "changed_by": uses.changed_by.get(name, ()),
        "serves": uses.serves.get(name, ()),
        "changes": uses.changes.get(name, ()),
        "section.cases": tuple(cases),
    }
    if picture is not None or cases:
        yield node("h2", words("pages.neighbours"))
    if picture is not None:
        yield node("figure", picture.caption, target=f"#{picture.name}")
    for title, names in lists.items():
        if names:
            yield node("h3", words(f"pages.{title}"))
            yield book.links(names)
