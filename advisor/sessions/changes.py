"""Read changes of answers from a command: ``question=value``, several options with commas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError, suggest
from advisor.reasoning.answers import Answer, Answers
from advisor.sessions.answer_value import ValueReader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.model import Pack
    from advisor.knowledge.yaml_text import Plain


def with_changes(pack: Pack, answers: Answers, changes: Iterable[str]) -> Answers:
    """Return answers with some of them changed.

    Raises:
        UnusableInputError: with every change that cannot be read.

    """
    problems: list[Problem] = []
    given = dict(answers.answers)
    questions = {question.id: question for question in pack.questions}
    for change in changes:
        place = Place(change)
        reader = ValueReader(lambda _, what, hint, place=place: problems.append(Problem(place, what, hint)))  # type: ignore[misc]
        name, equals, typed = (part.strip() for part in change.partition("="))
        if not equals:
            problems.append(Problem(place, "this is not a change.", "Write it as question=value."))
        elif name not in questions:
            problems.append(Problem(place, f"there is no question '{name}'.", suggest(name, questions)))
        else:
            raw: Plain = [*typed.split(",")] if questions[name].type == "several" else typed or None
            given[name] = Answer(value=reader.read(questions[name], raw, ()))
    if problems:
        raise UnusableInputError(problems)
    return msgspec.structs.replace(answers, answers=given)
