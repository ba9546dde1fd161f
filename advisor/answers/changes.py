"""Suppose other answers: what somebody names as a report does, by labels, becomes answers of a city that is only imagined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.answers.roles import renamed
from advisor.answers.value import read_at
from advisor.errors import Place, Problem, UnusableInputError, coded, for_reader, nearest, phrase, suggestion
from advisor.reasoning.answers import Answer, Answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.errors import Phrase
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


def near(name: str, labels: Mapping[str, str]) -> Phrase:
    """Name the id whose label or own name is nearest, or list what there is."""
    meant = nearest(name, sorted({*labels, *labels.values()}))
    ids = {label: each for each, label in labels.items()}
    if meant in ids and ids[meant] != meant:
        return phrase("suggest.labelled", label=meant, name=ids[meant])
    return suggestion(name, labels) if meant is None else phrase("suggest.meant", name=meant)


def with_changes(pack: Pack, answers: Answers, changes: Iterable[str]) -> Answers:
    """Return answers with some of them changed.

    Raises:
        UnusableInputError: with every change that cannot be read.

    """
    return with_answers(pack, answers, read_changes(pack, changes))


def with_answers(pack: Pack, answers: Answers, given: Mapping[str, Answer]) -> Answers:
    """Return answers with others in the place of some, by the ids of their questions."""
    return renamed(pack, msgspec.structs.replace(answers, answers={**answers.answers, **given}))


def read_changes(pack: Pack, changes: Iterable[str]) -> dict[str, Answer]:
    """Return the answers that changes put in place of others, by their questions.

    Raises:
        UnusableInputError: with every change that cannot be read, or is about the same question as one before it.

    """
    problems: list[Problem] = []
    given: dict[str, Answer] = {}
    first: dict[str, str] = {}
    labels = {question.id: question.label for question in pack.questions}
    for change in changes:
        place = Place(change)
        name, equals, typed = (part.strip() for part in change.partition("="))
        if not equals:
            problems.append(coded(place, "A804"))
        elif (asked := meant(name, labels)) is None:
            problems.append(coded(place, "A402", near(name, labels), question=name))
        elif asked in first:
            problems.append(coded(place, "A608", label=labels[asked], cell=first[asked]))
        else:
            first[asked] = change
            given[asked] = _answer(pack.question(asked), _raw(pack.question(asked), typed), place, problems)
    _refuse(pack, problems)
    return given


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
            problems.append(coded(Place(name), "A402", suggestion(name, known), question=name))
    _refuse(pack, problems)
    return with_answers(pack, answers, given)


def _answer(question: Question, raw: Plain, place: Place, problems: list[Problem]) -> Answer:
    value, wrong = read_at(question, raw, place)
    problems += wrong
    return Answer(value=value)


def _refuse(pack: Pack, problems: list[Problem]) -> None:
    if problems:
        raise UnusableInputError(for_reader(problems, pack.info.language))


def _raw(question: Question, typed: str) -> Plain:
    """Return what was typed as it would stand in a file."""
    levels = {level.name: level.label for level in question.levels}
    if question.type != "several":
        return meant(typed, levels) or typed or None
    whole = meant(typed, levels)  # a label may hold a comma
    return [whole] if whole else [meant(part.strip(), levels) or part.strip() for part in typed.split(",")]
