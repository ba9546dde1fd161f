"""The parts of pages about what is done: its texts, who does it, how long it takes, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.told import CostState
from advisor.reports.chapters.spending import cost_in_words
from advisor.workshop.pages.book import Book, node
from advisor.workshop.pages.phrases import condition, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.measures import Cost, Wording, Work
    from advisor.knowledge.sentences import Sentence
    from advisor.reports.tree import Node


def work_told(book: Book, work: Work) -> Iterator[Node]:
    """Yield what can be said of something that is done, and where it is done in another way."""
    yield from wording_told(book, work)
    for other in work.instead:
        yield node("p", node("em", book.words("pages.instead")))
        yield from condition(book, other.when)
        yield from wording_told(book, other)


def wording_told(book: Book, told: Wording) -> Iterator[Node]:
    """Yield the texts and figures of something that is done, each with what it says."""
    words = book.words
    roles = {role.id: role.name for role in book.pack.roles}
    days = [words.counted("item.days", count, role=roles[role]) for role, count in told.effort.items()]
    who = [name for name in (told.actor, *told.helpers) if name]
    facts: list[tuple[str, Node | str]] = [
        *([(words("label.who"), ", ".join(roles[name] for name in who))] if who else []),
        *([(words("label.duration"), words.months(*told.months))] if told.months else []),
        *([(words("item.clarify"), book.link(f"questions/{told.waits_for}"))] if told.waits_for else []),
        *([(words("label.effort"), "; ".join(days))] if days else []),
        *([(words("label.cost"), "; ".join(_money(book, told.cost)))] if told.cost is not None else []),
        *_lacking(book, told.cost),
        *activities(book, "does", told.does),
    ]
    if facts:
        yield node("ul", *(node("li", name, ": ", value) for name, value in facts))
    texts: tuple[tuple[str, Sequence[Sentence]], ...] = (
        ("pages.missing", told.missing),
        ("pages.action", told.text),
        ("pages.days", told.in_90_days),
        ("pages.done", told.done),
        ("label.pitfall", told.goes_wrong),
        ("label.if_refused", told.if_refused),
    )
    for title, said in texts:
        if said:
            yield node("p", node("strong", f"{words(title)}:"))
            yield from sentences(book, said)


def activities(book: Book, word: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """Return the activities that are done or held back, by their labels, with what they are there."""
    labels = {activity.id: activity.label for activity in book.pack.activities}
    return [(book.words(f"pages.{word}"), ", ".join(labels[name] for name in names))] if names else []


def _lacking(book: Book, cost: Cost | None) -> list[tuple[str, Node | str]]:
    """Return of which number only what lacks is paid for."""
    if cost is None or cost.lacking is None:
        return []
    return [(book.words("pages.lacking", to=book.words.number(cost.lacking.to)), book.link(f"questions/{cost.lacking.number}"))]


def _money(book: Book, cost: Cost) -> list[str]:
    return cost_in_words(book.words, CostState(currency=book.pack.info.currency or "", once=cost.once, yearly=cost.yearly))
