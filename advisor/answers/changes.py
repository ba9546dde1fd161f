"""Suppose other answers: what somebody names as a report does, by labels, becomes answers of a city that is only imagined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.answers.roles import renamed
from advisor.answers.value import ValueReader
from advisor.errors import Place, Problem, UnusableInputError, suggest
from advisor.reasoning.answers import Answer, Answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.model import Pack, Question
    from advisor.yaml_source.read import Plain


def meant(name: str, labels: Mapping[str, str]) -> str | None:
    """Return the id that is called so, or whose label is, in capitals or not; None where none is, or several are.

    >>> meant("Shared Owners", {"owners": "shared owners", "staff": "Staff"})
    'owners'
    """
    if name in labels:
        return name
    folded = " ".join(name.casefold().split())
    found = [each for each, label in labels.items() if folded in {each.casefold(), " ".join(label.casefold().split())}]
    return found[0] if len(found) == 1 else None


def suggestion(name: str, labels: Mapping[str, str]) -> str:
    """Name the id whose label or own name is nearest, or list what there is."""
    near = suggest(name, {*labels, *labels.values()})
    ids = {label: each for each, label in labels.items()}
    label = near.removeprefix("Did you mean '").removesuffix("'?")
    return (
        f"{near[:-1]} ({ids[label]})?"
        if label in ids and ids[label] != label
        else suggest(name, labels)
        if label == near
        else near
    )


def with_changes(pack: Pack, answers: Answers, changes: Iterable[str]) -> Answers:
    """Return answers with some of them changed.

    Raises:
        UnusableInputError: with every change that cannot be read.

    """
    problems: list[Problem] = []
    given: dict[str, Answer] = {}
    labels = {question.id: question.label for question in pack.questions}
    for change in changes:
        place = Place(change)
        name, equals, typed = (part.strip() for part in change.partition("="))
        if not equals:
            problems.append(Problem(place, "this is not a change.", "Write it as question=value."))
        elif (asked := meant(name, labels)) is None:
            problems.append(Problem(place, f"there is no question '{name}'.", suggestion(name, labels)))
        else:
            given[asked] = _answer(pack.question(asked), _raw(pack.question(asked), typed), place, problems)
    return _changed(pack, answers, given, problems)


def with_values(pack: Pack, answers: Answers, changes: Mapping[str, Plain]) -> Answers:
    """Return answers with some of them changed, by the ids of their questions.

    Raises:
        UnusableInputError: with every change that cannot be read.

    """
    problems: list[Problem] = []
    given: dict[str, Answer] = {}
    known = {question.id: question for question in pack.questions}
    for name, raw in changes.items():
        if name in known:
            given[name] = _answer(known[name], raw, Place(name), problems)
        else:
            problems.append(Problem(Place(name), f"there is no question '{name}'.", suggest(name, known)))
    return _changed(pack, answers, given, problems)


def _answer(question: Question, raw: Plain, place: Place, problems: list[Problem]) -> Answer:
    reader = ValueReader(lambda _, what, hint: problems.append(Problem(place, what, hint)))
    return Answer(value=reader.read(question, raw, ()))


def _changed(pack: Pack, answers: Answers, given: Mapping[str, Answer], problems: list[Problem]) -> Answers:
    if problems:
        raise UnusableInputError(problems)
    return renamed(pack, msgspec.structs.replace(answers, answers={**answers.answers, **given}))


def _raw(question: Question, typed: str) -> Plain:
    """Return what was typed as it would stand in a file."""
    levels = {level.name: level.label for level in question.levels}
    if question.type != "several":
        return meant(typed, levels) or typed or None
    whole = meant(typed, levels)  # a label may hold a comma
    return [whole] if whole else [meant(part.strip(), levels) or part.strip() for part in typed.split(",")]
