"""Say on what respondents disagree, and which of these disagreements would change a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.answer_values import given_value
from advisor.reasoning.answers import question_of
from advisor.reasoning.outcome import DisputeState, Statement
from advisor.reasoning.outlook import look, rules

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers


def disputes(pack: Pack, answers: Answers) -> list[DisputeState]:
    """Return the disputed answers, those first that change a verdict."""
    disputed = [each for each in pack.questions if each.id in answers.answers and answers.answers[each.id].disputed]
    if not disputed:
        return []
    taken_apart = rules(pack)
    reading = taken_apart.everything
    outlook = look(pack, taken_apart, answers.possible(pack), answers.aim)
    seen: dict[str, frozenset[str]] = {}
    behind = {
        name: {question_of(fact) for fact in reading.open_facts(name, outlook.known, seen)}
        for name in (*outlook.statuses, *outlook.findings)
    }
    choice = {question_of(fact) for fact in outlook.effects["choice"]}
    found = [
        DisputeState(
            question=each.id,
            said=[
                Statement(value=given_value(pack, each, said.value), by=said.by, note=said.note)
                for said in answers.answers[each.id].said
            ],
            decides=[name for name, questions in behind.items() if each.id in questions],
            decides_path=each.id in choice,
        )
        for each in disputed
    ]
    return sorted(found, key=lambda state: not (state.decides or state.decides_path))
