"""Check what a pack says about its earlier versions: old and new names can be told apart, and every old one leads somewhere."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from advisor.errors import suggest
from advisor.knowledge.history import fate, level_tables, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.history import PackChange
    from advisor.knowledge.model import Pack, Question

Found = tuple[str, str, str]
"""The entry a problem is about, what is wrong, and what to do."""


def change_problems(pack: Pack) -> Iterator[Found]:
    """Yield what is wrong with the changes of a pack: the entry, what, and a hint."""
    here = pack.info.version
    for place, (before, after) in enumerate(pairwise(pack.changes), start=2):
        if numbers(after.version) <= numbers(before.version):
            what = f"version {after.version} stands after {before.version}."
            yield f"changes/{place}", what, "Write one entry for each version, the oldest first."
    questions = {question.id: question for question in pack.questions}
    for place, change in enumerate(pack.changes, start=1):
        key, later = f"changes/{place}", pack.changes[place:]
        if numbers(change.version) > numbers(here):
            what = f"version {change.version} is later than the pack, which is {here}."
            yield key, what, "Raise the version of the pack, or mend this one."
        for what, hint in (*_names(change, questions, later), *_levels(change, questions, later)):
            yield key, what, hint


def _names(change: PackChange, questions: dict[str, Question], later: Sequence[PackChange]) -> Iterator[tuple[str, str]]:
    for old in (*change.renamed, *change.removed):
        if old in questions:
            what = f"'{old}' was given up in version {change.version} and is a question of today."
            yield what, "Give the question of today another id, so that old answers cannot be taken for its own."
    for old in change.renamed:
        if old in change.removed:
            yield f"'{old}' is both renamed and removed in version {change.version}.", "Keep one of the two."
    for old, new in change.renamed.items():
        became = fate(new, later)
        if became.reason is None and became.name not in questions:
            what = f"'{old}' was renamed to '{new}', and today there is no question '{became.name}'."
            yield what, suggest(became.name, questions)


def _levels(change: PackChange, questions: dict[str, Question], later: Sequence[PackChange]) -> Iterator[tuple[str, str]]:
    for name, table in change.levels.items():
        became = fate(name, later)
        if became.reason is not None:
            continue
        if became.name not in questions:
            what = f"levels of '{name}' were renamed, and today there is no question '{became.name}'."
            yield what, suggest(became.name, questions)
            continue
        known = _names_of_levels(questions[became.name])
        for old, new in table.items():
            now = new
            for _, later_table in level_tables(name, later):
                now = later_table.get(now, now)
            if old in known:
                what = f"the level '{old}' of '{became.name}' was renamed in version {change.version} and is a level of today."
                yield what, "Give the level of today another name, so that old answers cannot be taken for it."
            if now not in known:
                what = f"the level '{old}' of '{name}' was renamed to '{new}', and today '{became.name}' has no level '{now}'."
                yield what, suggest(now, known)


def _names_of_levels(question: Question) -> tuple[str, ...]:
    return ("yes", "no") if question.type == "yes_no" else tuple(level.name for level in question.levels)
