"""What an office begins with, a line each: a step to help with, whom to invite, what to ask, what to look into.

Nothing is called the most of all where something else is as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.portfolio.blocks import h2, listed, p
from advisor.portfolio.naming import largest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.portfolio.naming import Naming
    from advisor.portfolio.views import Overview, Shared
    from advisor.reports.tree import Node
    from advisor.reports.words import Words


def beginning(words: Words, called: Naming, found: Overview) -> list[Node]:
    """Return the chapter; nothing where there is nothing to begin with."""
    lines = list(_lines(words, called, found))
    names = p(words("portfolio.first.names"))
    return [h2(words("portfolio.first.title")), listed(lines, "ol"), names] if lines else []


def _lines(words: Words, called: Naming, found: Overview) -> Iterator[str]:
    if found.next:
        yield _step(words, called, found)
    for shared in found.shared[:1]:
        yield _together(words, called, shared)
    if found.to_clarify:
        name = max(found.to_clarify, key=lambda each: found.to_clarify[each])
        yield _ask(words, called, name, found.asked[name])
    for lever in found.levers[:1]:
        if lever.other:
            yield words.counted("portfolio.first.lever", lever.other, what=called.fact(lever.fact))


def _step(words: Words, called: Naming, found: Overview) -> str:
    """Say what step to help with, and how many others come next as often."""
    most = max(found.next.values())
    first, *tied = (step for step, count in found.next.items() if count == most)
    title = called.step(first)
    if found.count == 1:
        return words("portfolio.first.step_only", step=title)
    told = words.counted("portfolio.first.step", most, step=title, of=words.number(found.count))
    if tied:
        return f"{told} {words.counted('portfolio.first.step_tied', len(tied), step=called.step(tied[0]))}"
    return f"{told} {words('portfolio.first.step_most')}" if len(found.next) > 1 else told


def _together(words: Words, called: Naming, shared: Shared) -> str:
    """Say whom to bring together: the neighbours of the largest region, or all of them where none are known."""
    what, every = called.fact(shared.fact), words.number(len(shared.keys))
    for name, keys in largest(shared.regions)[:1]:
        told = called.region(name, keys)
        return words("portfolio.first.region", region=told, count=words.number(len(keys)), what=what, all=every)
    return words("portfolio.first.shared", what=what, count=every)


def _ask(words: Words, called: Naming, question: str, keys: Sequence[str]) -> str:
    """Say what to ask of how many, and in which regions they are."""
    told = words.counted("portfolio.first.clarify", len(keys), question=called.question(question))
    regions, is_most = called.with_most(keys)
    how = "most" if is_most else "near"
    return f"{told} {words(f'portfolio.first.clarify_{how}', regions=regions)}" if regions else told
