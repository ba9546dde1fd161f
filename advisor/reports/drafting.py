"""Papers to copy, as documents for the writers of reports: each marked as a draft, with the names that the city uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.chapters.spending import cost_in_words, days_in_words
from advisor.reports.plain import About, document_of, text
from advisor.reports.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reasoning.drafting import Paper, Passage
    from advisor.reports.context import Context
    from advisor.reports.document import Document


def draft_of(context: Context, paper: Paper) -> Document:
    """Return a paper as a document."""
    words, outcome = context.words, context.outcome
    parts = [text("h1", paper.title)]
    marked = (words("draft.mark", date=words.date(outcome.date)), words("draft.about", city=outcome.city.name))
    parts.append(Node("aside", tuple(text("p", each) for each in marked)))
    for passage in paper.passages:
        parts += _passage(context, passage)
    tree = Node("article", tuple(parts))
    return document_of(tree, f"draft {paper.id}", context.pack, words, About(outcome.city.name, outcome.date))


def _passage(context: Context, passage: Passage) -> Iterator[Node]:
    words = context.words
    yield text("h2", passage.heading)
    if passage.step:
        yield text("p", words("draft.step", title=passage.step))
    yield from (text("p", each.text) for each in passage.text)
    if passage.points:
        yield Node("ul", tuple(text("li", each.text) for each in passage.points))
    if days := days_in_words(context, passage.effort):
        yield text("p", words("draft.effort", days="; ".join(days)))
    if passage.cost and (amounts := cost_in_words(words, passage.cost)):
        yield text("p", words("draft.cost", amounts="; ".join(amounts)))
    if passage.note:
        yield Node("p", (Node("em", text("p", passage.note).children),))
