"""Say what several respondents said, how many, and who they are: «gefasst» (4 von 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.statements import all_voices, shares
from advisor.reports.wording import answer_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.model import Question
    from advisor.reasoning.answers import Answer, Answers, AnswerValue
    from advisor.reports.words import Words


def value_said(words: Words, question: Question, answers: Answers, answer: Answer | None) -> str:
    """Return the value of an answer; where respondents disagree, what they said and how many.

    A value that nobody gave because the question does not arise is said to follow from other answers.
    """
    if answer is None or not answer.disputed:
        return agreed(words, question, answer.value if answer else None, implied=answer is not None and answer.implied)
    return words("value.disputed", values=", ".join(_counted(words, question, answers, answer)))


def agreed(words: Words, question: Question, value: AnswerValue | None, *, implied: bool) -> str:
    """Return a value that nobody disputes."""
    told = answer_in_words(words, question, value)
    return words("value.implied", value=told) if implied else told


def shares_said(words: Words, question: Question, answers: Answers) -> str:
    """Return what respondents said to a question, how many and in which roles, the most frequent value first."""
    answer = answers.answers[question.id]
    count, said = all_voices(answer, answers.respondents), shares(question, answer, answers.respondents)
    roles = [words.join(_roles(answers, each.said)) for each in said]
    nobody = words("dispute.no_role") if any(roles) else ""  # beside others with a role, one without would seem to be missing
    told = [
        words("dispute.share_by" if who else "dispute.share", value=value, count=each.count, all=count, who=who)
        for each, role in zip(said, roles, strict=True)
        for value, who in [(answer_in_words(words, question, each.value), role or nobody)]
    ]
    return words.join(told)


def _roles(answers: Answers, said: Iterable[Answer]) -> list[str]:
    """Return the roles in which statements were made, each once: a council is told of roles, and of no person."""
    given = [answers.respondents[each.by].role if each.by in answers.respondents else each.by for each in said]
    return list(dict.fromkeys(answers.city.labels[name][""] for name in given if name in answers.city.labels))


def _counted(words: Words, question: Question, answers: Answers, answer: Answer) -> list[str]:
    count = all_voices(answer, answers.respondents)
    return [
        words("dispute.share", value=answer_in_words(words, question, each.value), count=each.count, all=count)
        for each in shares(question, answer, answers.respondents)
    ]


def everything_said(words: Words, question: Question, answers: Answers, answer: Answer) -> str:
    """Return what was said with those who said it, the most frequent value first."""
    each_said = shares(question, answer, answers.respondents)
    counted = _counted(words, question, answers, answer)
    told = [
        words("dispute.said", share=share, who=_those(words, answers, each.said))
        for share, each in zip(counted, each_said, strict=True)
    ]
    return "; ".join(told)


def _those(words: Words, answers: Answers, said: Iterable[Answer]) -> str:
    """Return those who made statements; people who are known by nothing but their role are counted."""
    times: dict[str, int] = {}
    people = {each.by if each.by in answers.respondents else number: each.by for number, each in enumerate(said)}
    for by in people.values():
        name = who(words, answers, by)
        times[name] = times.get(name, 0) + 1
    return ", ".join(name if count == 1 else words("dispute.times", count=count, who=name) for name, count in times.items())


def who(words: Words, answers: Answers, by: str | None) -> str:
    """Return how readers call whoever answered: a respondent, a role, or a name."""
    if by is None:
        return words("dispute.somebody")
    person = answers.respondents.get(by)
    if person is None:
        return _role(answers, by)
    role = _role(answers, person.role) if person.role else None
    if person.name and role and role != person.name:
        return words("dispute.named", name=person.name, role=role)
    return person.name or role or by


def who_and_when(words: Words, answers: Answers, answer: Answer) -> str:
    """Return who gave an answer and on which day, as far as that is known."""
    parts = (answer.by and who(words, answers, answer.by), answer.on and words.date(answer.on))
    return ", ".join(part for part in parts if part)


def _role(answers: Answers, name: str) -> str:
    labels = answers.city.labels
    return labels[name][""] if name in labels else name


def single(words: Words, question: Question, value: AnswerValue | None, *, unanswered: bool) -> str:
    """Return one statement's value; a note alone stands where nothing was answered yet."""
    return words("value.unanswered") if unanswered else answer_in_words(words, question, value)
