"""Check questions: their levels, bounds and labels, and when they arise."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from advisor.errors import Problem, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.model import Pack, Question
    from advisor.knowledge.source_map import Places
    from advisor.workshop.checks.world import World

Name = TypeVar("Name", str, "int | None")

_HAVE_LEVELS = ("ordinal", "choice", "several")
_FITTING = {
    "unit": ("number",),
    "minimum": ("number",),
    "maximum": ("number",),
    "reverse": ("ordinal",),
    "names_role": ("text",),
}
"""The types of questions that a key is for."""


def question_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield what is wrong with the questions, each by itself and beside the others."""
    for question in pack.questions:
        key = f"questions/{question.id}"
        yield from _levels(question, key, at)
        yield from _type(question, key, at)
        yield from _arising(question, key, at)
    yield from _twins(pack, at)


def circle_problems(pack: Pack, at: Places, world: World) -> Iterator[Problem]:
    """Yield the questions whose arising depends on their own answer."""
    asked = {question.id: question.arises for question in pack.questions if question.arises is not None}
    for name, condition in asked.items():
        found: set[str] = set()
        todo = [condition]
        while todo:
            new = world.questions(todo.pop()) - found
            found |= new
            todo += [asked[each] for each in sorted(new) if each in asked]
        if name in found:
            what = f"whether '{name}' arises depends on its own answer."
            key = "ask_when" if pack.question(name).presupposes is None else "presupposes"
            yield Problem(at.of(f"questions/{name}", key), what, "Let it depend on questions asked before.", "Q414")


def _levels(question: Question, key: str, at: Places) -> Iterator[Problem]:
    here = at.of(key, "levels") if question.levels else at.of(key, "type")
    if question.type in _HAVE_LEVELS and len(question.levels) < 2:  # noqa: PLR2004 - one level is no question
        what = f"the question '{question.id}' has fewer than two levels."
        yield Problem(here, what, "Add levels, or change its type.", "Q401")
    if question.type not in _HAVE_LEVELS and question.levels:
        what = f"the question '{question.id}' is a {question.type} and has levels."
        yield Problem(here, what, "Remove them, or change its type.", "Q402")
    for place, name in _again([level.name for level in question.levels]):
        what = f"'{question.id}' has the level '{name}' twice."
        yield Problem(at.of(key, "levels", place, "name"), what, "Rename or remove one.", "Q403")
    for place, label in _again([level.label for level in question.levels]):
        what = f"two levels of '{question.id}' are called «{label}»."
        yield Problem(at.of(key, "levels", place, "label"), what, "Give each a label of its own.", "Q408")
    for place, level in enumerate(question.levels):
        if level.name == "unknown":
            what = f"'{question.id}' has a level 'unknown'."
            hint = "Every question can be unknown; remove the level."
            yield Problem(at.of(key, "levels", place, "name"), what, hint, "Q404")
        if question.type == "ordinal" and level.behaviour is None:
            what = f"the level '{level.name}' of '{question.id}' is not described."
            hint = "Add 'behaviour:', something that can be observed."
            yield Problem(at.of(key, "levels", place), what, hint, "Q415")
    numbers = [place if level.number is None else level.number for place, level in enumerate(question.levels)]
    for place, (before, after) in enumerate(pairwise(numbers), start=1):
        if question.type == "ordinal" and after <= before:
            what = f"the numbers of the levels of '{question.id}' do not rise: {after} comes after {before}."
            hint = "Number the levels from the lowest to the highest, or leave the numbers out."
            yield Problem(at.of(key, "levels", place, "number"), what, hint, "Q411")


def _type(question: Question, key: str, at: Places) -> Iterator[Problem]:
    if question.type == "number" and question.unit is None:
        yield Problem(at.of(key, "type"), f"the number '{question.id}' has no unit.", "Add 'unit:'.", "Q407")
    for name, types in _FITTING.items():
        if getattr(question, name) not in {None, False} and question.type not in types:
            what = f"'{name}' says nothing about '{question.id}', which is of the type {question.type}."
            yield Problem(at.of(key, name), what, f"It is for the type {types[0]}; remove it.", "Q412")
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low >= high:
        what = f"'{question.id}' lies between {low} and {high}, which leaves no room."
        yield Problem(at.of(key, "maximum"), what, "Raise the maximum above the minimum.", "Q410")


def _arising(question: Question, key: str, at: Places) -> Iterator[Problem]:
    if (
        question.otherwise is None
        if question.ask_when is not None
        else question.otherwise is not None and question.arises is None
    ):
        there = "otherwise" if question.ask_when is None else "ask_when"
        missing = "neither presupposes nor ask_when" if question.ask_when is None else "no otherwise"
        what = f"'{question.id}' has {there} and {missing}."
        hint = "Say when the question arises, and which level follows where it does not."
        yield Problem(at.of(key, there), what, hint, "Q405")
    names = ["no", "yes"] if question.type == "yes_no" else [level.name for level in question.levels]
    if question.otherwise is not None and question.otherwise not in names:
        what = f"'{question.id}' has no level '{question.otherwise}' to follow."
        yield Problem(at.of(key, "otherwise"), what, suggest(question.otherwise, names), "Q406")


def _twins(pack: Pack, at: Places) -> Iterator[Problem]:
    labels = [question.label for question in pack.questions]
    for place, label in _again(labels):
        name, first = pack.questions[place].id, pack.questions[labels.index(label)].id
        what = f"the questions '{first}' and '{name}' are both called «{label}»."
        yield Problem(at.of(f"questions/{name}", "label"), what, "Give each a label of its own.", "Q408")
    short = [question for question in pack.questions if question.short_run is not None]
    for place, number in _again([question.short_run for question in short]):
        what = f"'{short[place].id}' has place {number} in the short run, as another question has."
        yield Problem(at.of(f"questions/{short[place].id}", "short_run"), what, "Give each place once.", "Q413")


def _again(names: Iterable[Name]) -> Iterator[tuple[int, Name]]:
    seen: Counter[Name] = Counter()
    for place, name in enumerate(names):
        if seen[name]:
            yield place, name
        seen[name] += 1
