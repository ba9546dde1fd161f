"""What a newer version of a pack makes of answers that were given to an older one, where `changes` says nothing about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.history import fate, level_tables, numbers
from advisor.logic.values import Levels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.model import Pack, Question


def older_files(old: Pack, new: Pack) -> Iterator[str]:
    """Yield a sentence for each answer that would be refused, or taken for another one."""
    later = [change for change in new.changes if numbers(change.version) > numbers(old.info.version)]
    there = {question.id: question for question in new.questions}
    for question in old.questions:
        became = fate(question.id, later)
        if became.reason is not None:
            continue
        if became.name not in there:
            yield f"'{question.id}' is no longer asked, and 'changes' says nothing about it: answers to it are refused."
            continue
        tables = [table for _, table in level_tables(question.id, later)]
        now = there[became.name]
        if question.type != now.type:
            yield f"'{now.id}' was of type {question.type} and is of type {now.type}: answers that do not fit it are refused."
        elif not tables:
            yield from _of_levels(question, now, _by_number(old, question), _by_number(new, now))


def _of_levels(before: Question, now: Question, was: Mapping[int, str], means: Mapping[int, str]) -> Iterator[str]:
    there = {level.name for level in now.levels}
    for level in before.levels:
        if level.name not in there:
            yield f"'{level.name}' of '{now.id}' is gone, and 'changes' says nothing about it: answers that name it are refused."
    others = [number for number in was if means.get(number, was[number]) != was[number]]
    if others:
        read = ", ".join(f"{number} was '{was[number]}' and is '{means[number]}'" for number in others)
        yield f"Answers to '{now.id}' that are numbers are taken for others: {read}. Say under 'changes' what they meant."


def _by_number(pack: Pack, question: Question) -> dict[int, str]:
    domain = pack.vocabulary.facts.get(question.id)
    return dict(zip(domain.numbers, domain.names, strict=False)) if isinstance(domain, Levels) else {}
