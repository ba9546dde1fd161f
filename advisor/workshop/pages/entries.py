"""The pages of what is asked and what can be the case: topics, questions, approaches, poles and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.workshop.pages.book import Book, node
from advisor.workshop.pages.phrases import condition, listed, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.fields import Concluded, Sourced
    from advisor.knowledge.measures import Measure
    from advisor.knowledge.model import Approach, Pole, Question, Source, Topic
    from advisor.reports.tree import Node


def section(title: str, *blocks: Node) -> Iterator[Node]:
    """Yield a heading with what stands under it; nothing where there is nothing."""
    if blocks:
        yield node("h2", title)
        yield from blocks


def of_topic(book: Book, topic: Topic) -> Iterator[Node]:
    """Yield what the page of a topic says."""
    yield node("p", book.text(topic.about))


def of_question(book: Book, question: Question) -> Iterator[Node]:
    """Yield what the page of a question says."""
    words = book.words
    yield node("p", book.text(question.ask))
    yield from section(words("pages.why"), node("p", book.text(question.why)))
    yield from section(words("pages.levels"), *_levels(book, question))
    if question.arises is not None:
        level = next((each.label for each in question.levels if each.name == question.otherwise), question.otherwise)
        other = [] if level is None else [node("p", words("pages.otherwise", value=words("value.quoted", value=level)))]
        yield from section(words("pages.ask_when"), *condition(book, question.arises), *other)
    weights = [_weight(book, name, weight) for name, weight in question.supports.items()]
    yield from section(words("pages.supports"), *([node("ul", *weights)] if weights else []))
    yield from section(words("pages.origin"), *origin(book, question))


def _weight(book: Book, approach: str, weight: int) -> Node:
    before, after = book.words("pages.weight", name="\0", weight=weight).split("\0")
    return node("li", before, book.link(f"approaches/{approach}"), after)


def _levels(book: Book, question: Question) -> Iterator[Node]:
    if question.levels:
        head = node("tr", node("th", book.words("pages.level")), node("th", book.words("pages.behaviour")))
        rows = (
            node(
                "tr", node("td", level.label, " (", node("code", level.name), ")"), node("td", book.text(level.behaviour or "–"))
            )
            for level in question.levels
        )
        yield node("table", head, *rows)
        for level in question.levels:
            if level.presupposes is not None:
                told = book.words("pages.presupposes", value=book.words("value.quoted", value=level.label))
                yield from (node("p", node("em", told)), *condition(book, level.presupposes))
    elif question.unit:
        yield node("p", book.words("pages.unit", unit=question.unit))


def of_approach(book: Book, approach: Approach) -> Iterator[Node]:
    """Yield what the page of an approach says."""
    words, form = book.words, approach.organisation
    yield node("p", book.text(approach.about))
    yield node("ul", *(node("li", book.link(f"poles/{name}")) for name in approach.poles))
    yield from section(words("pages.established"), *condition(book, approach.established_when))
    yield from section(words("pages.emerging"), *condition(book, approach.emerging_when))
    yield from section(words("pages.reason"), *reason(book, approach))
    rows = [(words(f"organisation.{key}"), getattr(form, key)) for key in ("leads", "budget", "decides", "coordinates")]
    yield from section(words("pages.organisation"), node("ul", *(_told(book, name, text) for name, text in rows)))
    for title, texts in ((words("kind.strength"), approach.strengths), (words("kind.blind_spot"), approach.blind_spots)):
        yield from section(title, *listed(book, texts))
    if approach.a_year_later is not None:
        later = msgspec.structs.astuple(approach.a_year_later)
        yield from section(words("label.a_year_later"), *(each for said in later for each in sentences(book, said)))
    yield from section(words("pages.fits_approach"), node("p", book.text(approach.fits)))
    yield from section(words("pages.without_it"), node("p", book.text(approach.without_it)))


def of_pole(book: Book, pole: Pole) -> Iterator[Node]:
    """Yield what the page of a pole says."""
    axis = next(each for each in book.pack.axes if pole in each.poles)
    yield node("p", book.text(pole.about))
    yield node("p", book.words("pages.test", what=axis.name, value=book.text(axis.question)))
    yield from section(book.words("pages.contributes"), node("p", pole.ingredient), *sentences(book, pole.contributes))
    yield from section(book.words("pages.fails_alone"), *sentences(book, pole.fails_alone))
    yield from section(book.words("pages.origin"), *origin(book, pole))


def of_source(book: Book, source: Source) -> Iterator[Node]:
    """Yield what the page of a source says, and who cites it."""
    if source.note:
        yield node("p", source.note)
    if source.urls:
        yield node("ul", *(node("li", node("a", url, target=url)) for url in source.urls))
    cited = book.uses.cited.get(f"sources/{source.id}", ())
    if cited:
        yield from section(book.words("pages.cited"), book.links(cited))


def reason(book: Book, entry: Concluded) -> Iterator[Node]:
    """Yield why something holds and where that comes from, and the author's own sentences about verdicts."""
    yield node("p", book.text(entry.reason))
    yield from origin(book, entry)
    own = [each for each in (entry.says.how, entry.says.why_not, entry.says.change, entry.says.firm) if each is not None]
    if own:
        yield node("h3", book.words("pages.own_words"))
        yield node("ul", *(node("li", book.text(each)) for each in own))


def origin(book: Book, entry: Sourced | Measure) -> Iterator[Node]:
    """Yield where an idea comes from, with links to the sources."""
    note = f". {book.text(entry.origin_note)}" if entry.origin_note else ""
    yield node("p", book.words(f"provenance.{entry.provenance}"), note)
    if entry.sources:
        yield node("ul", *(node("li", book.link(f"sources/{name}"), f" ({name})") for name in entry.sources))


def _told(book: Book, name: str, text: str) -> Node:
    return node("li", node("strong", name), ": ", book.text(text))
