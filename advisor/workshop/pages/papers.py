"""The part of the page about a pack that shows its papers to copy: what asks for each, and every sentence with its condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workshop.pages.book import Book, node
from advisor.workshop.pages.phrases import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.drafts import Draft
    from advisor.reports.tree import Node


def papers_told(book: Book) -> Iterator[Node]:
    """Yield the papers of a pack, in its order."""
    for draft in book.pack.drafts:
        yield from _paper(book, draft)


def _paper(book: Book, draft: Draft) -> Iterator[Node]:
    roles = {role.id: role.name for role in book.pack.roles}
    asking = [*(f"{fact}: {level}" for fact, level in draft.raises.items()), *(roles[name] for name in draft.joined_by)]
    yield node("h3", node("code", draft.id))
    yield from sentences(book, draft.title)
    yield node("p", book.text(draft.about))
    if asking:
        yield node("p", book.words("pages.asks_for_paper", what=", ".join(asking)))
    for part in draft.sections:
        yield node("p", node("strong", part.heading))
        yield from sentences(book, (*part.text, *part.points)) if part.text or part.points else ()
        if part.shows:
            yield node("p", book.words("pages.shows", what=", ".join(part.shows)))
        if part.note:
            yield node("p", book.text(part.note))
