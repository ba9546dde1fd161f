"""Check what a pack says about its earlier versions: old and new names can be told apart, and every old one leads somewhere."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from advisor.errors import Problem, suggest
from advisor.knowledge.history import fate, level_tables, numbers
from advisor.yaml_source.read import KeyPath

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.history import PackChange
    from advisor.knowledge.model import Pack, Question
    from advisor.knowledge.source_map import Places

Found = tuple[KeyPath, str, str, str]
"""The keys inside a change that lead to what is wrong, what is wrong, what to do, and the code."""


def change_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield what is wrong with the changes of a pack."""
    here = pack.info.version
    for place, (before, after) in enumerate(pairwise(pack.changes), start=2):
        if numbers(after.version) <= numbers(before.version):
            what = f"version {after.version} stands after {before.version}."
            hint = "Write one entry for each version, the oldest first."
            yield Problem(at.of(f"changes/{place}", "version"), what, hint, "V001")
    questions = {question.id: question for question in pack.questions}
    for place, change in enumerate(pack.changes, start=1):
        key, later = f"changes/{place}", pack.changes[place:]
        if numbers(change.version) > numbers(here):
            what = f"version {change.version} is later than the pack, which is {here}."
            yield Problem(at.of(key, "version"), what, "Raise the version of the pack, or mend this one.", "V002")
        for inside, what, hint, code in (*_names(change, questions, later), *_levels(change, questions, later)):
            yield Problem(at.of(key, *inside), what, hint, code)


def _names(change: PackChange, questions: dict[str, Question], later: Sequence[PackChange]) -> Iterator[Found]:
    for section, names in (("renamed", change.renamed), ("removed", change.removed)):
        for old in names:
            if old in questions:
                what = f"'{old}' was given up in version {change.version} and is a question of today."
                hint = "Give the question of today another id, so that old answers cannot be taken for its own."
                yield (section, old), what, hint, "V003"
    for old in change.renamed:
        if old in change.removed:
            what = f"'{old}' is both renamed and removed in version {change.version}."
            yield ("removed", old), what, "Keep one of the two.", "V004"
    for old, new in change.renamed.items():
        became = fate(new, later)
        if became.reason is None and became.name not in questions:
            what = f"'{old}' was renamed to '{new}', and today there is no question '{became.name}'."
            yield ("renamed", old), what, suggest(became.name, questions), "V005"


def _levels(change: PackChange, questions: dict[str, Question], later: Sequence[PackChange]) -> Iterator[Found]:
    for name, table in change.levels.items():
        became = fate(name, later)
        if became.reason is not None:
            continue
        if became.name not in questions:
            what = f"levels of '{name}' were renamed, and today there is no question '{became.name}'."
            yield ("levels", name), what, suggest(became.name, questions), "V005"
            continue
        known = _names_of_levels(questions[became.name])
        for old, new in table.items():
            now = new
            for _, later_table in level_tables(name, later):
                now = later_table.get(now, now)
            if old in known:
                what = f"the level '{old}' of '{became.name}' was renamed in version {change.version} and is a level of today."
                hint = "Give the level of today another name, so that old answers cannot be taken for it."
                yield ("levels", name, old), what, hint, "V006"
            if now not in known:
                what = f"the level '{old}' of '{name}' was renamed to '{new}', and today '{became.name}' has no level '{now}'."
                yield ("levels", name, old), what, suggest(now, known), "V007"


def _names_of_levels(question: Question) -> tuple[str, ...]:
    return ("yes", "no") if question.type == "yes_no" else tuple(level.name for level in question.levels)
