"""Say on what respondents disagree, which of these disagreements would change a verdict, and what was settled between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.answers import Respondent, question_of
from advisor.reasoning.glimpse import look_for_hanging
from advisor.reasoning.json_values import given_value
from advisor.reasoning.outcome import DisputeState, SettledState, ShareState, Statement
from advisor.reasoning.relevance import rules
from advisor.reasoning.statements import all_voices, shares

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.relevance import Rules


def disputes(pack: Pack, answers: Answers, taken_apart: Rules | None = None) -> list[DisputeState]:
    """Return the disputed answers, those first that change a verdict; whoever has the rules taken apart already gives them."""
    disputed = [each for each in pack.questions if each.id in answers.answers and answers.answers[each.id].disputed]
    if not disputed:
        return []
    taken_apart = taken_apart or rules(pack)
    reading = taken_apart.everything
    hanging = look_for_hanging(pack, taken_apart, answers.possible(pack), answers.aim)
    seen: dict[str, frozenset[str]] = {}
    behind = {name: {question_of(fact) for fact in reading.open_facts(name, hanging.known, seen)} for name in hanging.concluded}
    choice = {question_of(fact) for fact in hanging.choice}
    found = [
        DisputeState(
            question=each.id,
            said=_said(pack, answers, each),
            shares=_shares(pack, answers, each),
            respondents=all_voices(answers.answers[each.id], answers.respondents),
            decides=[name for name, questions in behind.items() if each.id in questions],
            decides_path=each.id in choice,
        )
        for each in disputed
    ]
    return sorted(found, key=lambda state: not (state.decides or state.decides_path))


def settled(pack: Pack, answers: Answers) -> list[SettledState]:
    """Return the answers that were agreed on although respondents had said something else."""
    found = []
    for question in pack.questions:
        answer = answers.answers.get(question.id)
        if answer is not None and answer.settled:
            found.append(
                SettledState(
                    question=question.id,
                    value=given_value(pack, question, answer.value),
                    by=answer.by,
                    on=answer.on,
                    note=answer.note,
                    said=_said(pack, answers, question),
                    shares=_shares(pack, answers, question),
                    respondents=all_voices(answer, answers.respondents),
                )
            )
    return found


def _said(pack: Pack, answers: Answers, question: Question) -> list[Statement]:
    found = []
    for each in answers.answers[question.id].said:
        known = answers.respondents.get(each.by or "", Respondent())
        value = given_value(pack, question, each.value)
        found.append(Statement(value=value, by=each.by, note=each.note, on=each.on, role=known.role, name=known.name))
    return found


def _shares(pack: Pack, answers: Answers, question: Question) -> list[ShareState]:
    found = shares(question, answers.answers[question.id], answers.respondents)
    return [ShareState(value=given_value(pack, question, each.value), count=each.count) for each in found]
